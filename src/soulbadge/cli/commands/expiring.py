"""`soulbadge expiring`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, option
from soulbadge.cli.options import network_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(examples=["soulbadge expiring --days 30", "soulbadge expiring --days 90 --achievement cka --json"])
@option("--days", type=click.IntRange(0, 36_525), default=30, show_default=True, help="How far to look ahead.")
@option("--achievement", metavar="ACHIEVEMENT", help="Only badges of this achievement.")
@network_options
def command(days: int, achievement: str | None, session: "Session") -> None:
    """List badges that lapse within the next days.

    The first to lapse comes first; renewed in time, they do not.
    """
    from soulbadge.cli.asking import expiring

    expiring(session.collection(), days, achievement)
