"""`soulbadge holders`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import achievement_argument, network_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session

_STATUSES = ["PENDING", "ACTIVE", "SUSPENDED", "EXPIRED", "REVOKED", "RENOUNCED"]


@define(examples=["soulbadge holders cka", "soulbadge holders cka --status ACTIVE --status EXPIRED --json"])
@achievement_argument
@click.option(
    "--status",
    "statuses",
    type=click.Choice(_STATUSES, case_sensitive=False),
    multiple=True,
    help="Only badges of this status; may be given several times.  [default: all that exist]",
)
@network_options
def command(achievement: str, statuses: tuple[str, ...], session: "Session") -> None:
    """List everybody's badges of an achievement.

    By cohort, then by address.
    """
    from soulbadge.cli.asking import holders

    holders(session.collection(), achievement, statuses)
