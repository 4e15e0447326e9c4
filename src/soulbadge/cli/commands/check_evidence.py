"""`soulbadge check-evidence`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import network_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge check-evidence shown.json",
        "soulbadge check-evidence shown.json cka/0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    ],
)
@click.argument("file", metavar="FILE")
@click.argument("badge", required=False)
@network_options
def command(file: str, badge: str | None, session: "Session") -> None:
    """Verify disclosed facts, or a whole document, against the chain; exit 1 if they are not the badge's.

    BADGE is ACHIEVEMENT/HOLDER, ACHIEVEMENT/COHORT/HOLDER, a badge id, or a CAIP-19 name; without it, the one that the
    file names, in the collection that the options name. That whoever shows them holds the badge is another question.
    """
    from soulbadge.cli.disclosing import check

    check(session, file, badge)
