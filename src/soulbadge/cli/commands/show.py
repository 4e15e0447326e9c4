"""`soulbadge show`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import network_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge show",
        "soulbadge show 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
        "soulbadge show cka/0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --picture cka.svg",
    ]
)
@click.argument("what", required=False)
@click.option("--picture", metavar="FILE", help="Write the badge's picture (SVG) there.")
@click.option("--history", is_flag=True, help="Also what happened to the badge: issued, renewed, ended.")
@network_options
def command(what: str | None, picture: str | None, session: "Session", *, history: bool) -> None:
    """Show a collection, a holder's badges, or one badge.

    WHAT is nothing for the collection; the address of a holder for all badges of that holder (the collection's own
    address for the collection); ACHIEVEMENT/HOLDER, ACHIEVEMENT/COHORT/HOLDER, a badge id or a CAIP-19 name for one
    badge.
    """
    from soulbadge.cli import showing

    showing.show(session, what, picture, history=history)
