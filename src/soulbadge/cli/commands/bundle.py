"""`soulbadge bundle`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import network_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge bundle shown.json --challenge asked.json -o bundle.json",
        "soulbadge bundle shown.json --challenge asked.json --block 19000000 -o bundle.json --network mainnet",
    ],
    writes=True,
)
@click.argument("presentation", metavar="PRESENTATION")
@click.option("--challenge", metavar="FILE", required=True, help="The challenge that it answers.")
@click.option(
    "--block", metavar="NUMBER", type=click.IntRange(min=0), help="The block to prove.  [default: the latest]"
)
@click.option("--output", "-o", metavar="FILE", help="Where to write it; without it, to stdout.")
@network_options
def command(
    presentation: str, challenge: str, block: int | None, output: str | None, session: "Session", *, dry_run: bool
) -> None:
    """Add to a presentation all that its verifier would have to ask a node: it can then be verified with no network.

    PRESENTATION is what `present` made, - for stdin. The node must prove what it says (eth_getProof). Whoever verifies
    needs nothing but the hash of the block, from somebody trusted.
    """
    from soulbadge.cli.proving import add_proofs

    add_proofs(session, presentation, challenge, block=block, output=output, dry_run=dry_run)
