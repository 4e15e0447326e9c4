"""`soulbadge conform`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import network_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge conform",
        "soulbadge conform 0x5FbDB2315678afecb367f032d93F642f64180aa3 --network sepolia --json",
        "soulbadge conform 0x5FbDB2315678afecb367f032d93F642f64180aa3 --token 1 --token 2 --all",
    ]
)
@click.argument("address", required=False)
@click.option("--block", metavar="NUMBER", type=click.IntRange(min=0), help="Check it as it stood then.")
@click.option(
    "--token",
    "tokens",
    metavar="ID",
    multiple=True,
    help="A token to look at besides those that events name; may be given several times.",
)
@click.option("--all", "everything", is_flag=True, help="Show the rules that nothing could decide, too.")
@network_options
def command(
    address: str | None, block: int | None, tokens: tuple[str, ...], session: "Session", *, everything: bool
) -> int:
    """Check any deployed token against the standards that it claims, rule by rule, with the standard's own words.

    Each rule is PASS, FAIL, DEPARTS (otherwise on purpose, as soulbound tokens do) or NOT CHECKABLE, and why. ADDRESS
    may be any contract; nothing for the collection that the options name. Nothing is sent. Exits with 1 if a rule
    fails.
    """
    from soulbadge.cli.conforming import run

    return run(session, address, block, tokens, everything=everything)
