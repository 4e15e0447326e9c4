"""`soulbadge explain`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import achievement_argument, network_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(examples=["soulbadge explain cks 0x70997970C51812dc3A010C7d01b50e0d17dc79C8"])
@achievement_argument
@click.argument("holder")
@network_options
def command(achievement: str, holder: str, session: "Session") -> None:
    """Explain what a holder lacks for an achievement.

    Says why the holder can or cannot have it, the shortest way to it, what is missing, what expires before what, and
    which renewal prevents that.
    """
    from soulbadge.cli.asking import explain

    explain(session.collection(), achievement, holder)
