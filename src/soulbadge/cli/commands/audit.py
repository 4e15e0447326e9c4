"""`soulbadge audit`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import network_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge audit",
        "soulbadge audit 0x5FbDB2315678afecb367f032d93F642f64180aa3 --network sepolia --json",
    ]
)
@click.argument("address", required=False)
@click.option("--block", metavar="NUMBER", type=click.IntRange(min=0), help="Audit it as it stood then.")
@network_options
def command(address: str | None, block: int | None, session: "Session") -> int:
    """Say rule by rule whether a collection keeps what badges promise: KEPT, BROKEN or UNKNOWN, and what shows it.

    ADDRESS may be any contract, also one that only claims to be a collection; nothing for the collection that the
    options name. Exits with 1 if a rule is broken. Released code is recognised by its hash; with it come its owner,
    its issuers, and the levers on which the use of badges depends.
    """
    from soulbadge.cli.auditing import run

    return run(session, address, block)
