"""`soulbadge present`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge present asked.json -o shown.json",
        "soulbadge present asked.json cka/0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --keystore ada.json",
    ],
    writes=True,
)
@click.argument("challenge", metavar="CHALLENGE")
@click.argument("badges", metavar="[BADGE]...", nargs=-1)
@click.option("--output", "-o", metavar="FILE", help="Where to write it; without it, to stdout.")
@signer_options
def command(challenge: str, badges: tuple[str, ...], output: str | None, session: "Session", *, dry_run: bool) -> None:
    """Answer a challenge: sign it together with badges of yours, for its verifier and nobody else.

    BADGE is ACHIEVEMENT/HOLDER, ACHIEVEMENT/COHORT/HOLDER, a badge id, or a CAIP-19 name. Without any, the fewest that
    the challenge's policy demands are shown; where it demands nothing, all that are active. Look at the domain before
    you sign: whoever gets the file can use it once, there, until it expires.
    """
    from soulbadge.cli.proving import answer

    answer(session, challenge, badges, output=output, dry_run=dry_run)
