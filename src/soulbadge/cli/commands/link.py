"""`soulbadge link`: new, sign, show, check."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, group
from soulbadge.cli.options import network_options, signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session

command = group(help="Join several wallets of one person: each of them signs that they are.")

_output = click.option("--output", "-o", metavar="FILE", required=True, help="Where the link is written.")


@define(
    examples=["soulbadge link new 0x7099…79C8 0x3C44…93BC --output wallets.json --until 2030-12-31"],
    writes=True,
    name="new",
)
@click.argument("wallets", metavar="ADDRESS ADDRESS...", nargs=-1, required=True)
@click.option("--until", metavar="DATE", help="The first moment in which it joins nothing any more.  [default: never]")
@_output
def new(wallets: tuple[str, ...], until: str | None, output: str, *, dry_run: bool) -> None:
    """Make a link that nobody has signed yet, for all wallets of one person."""
    from soulbadge.cli import linking

    linking.create(wallets, until, output, dry_run=dry_run)


@define(
    examples=[
        "soulbadge link sign wallets.json --output signed.json --keystore work.json",
        "soulbadge link sign wallets.json --output signed.json --wallet 0x3C44…93BC --signature 0x1b2c…1c",
    ],
    writes=True,
    name="sign",
)
@click.argument("file")
@click.option("--wallet", metavar="ADDRESS", help="Whose --signature it is: of a wallet that signed elsewhere.")
@click.option("--signature", metavar="HEX", help="Over the text that `link show` prints, as a personal message.")
@_output
@signer_options
def sign(
    file: str, wallet: str | None, signature: str | None, output: str, session: "Session", *, dry_run: bool
) -> None:
    """Add the signature of one wallet to a link, and write the result to a file of its own."""
    from soulbadge.cli import linking

    linking.sign(session, file, wallet, signature, output, dry_run=dry_run)


@define(examples=["soulbadge link show wallets.json"], name="show")
@click.argument("file")
def show(file: str) -> None:
    """Show the text that each wallet signs, and who still has to."""
    from soulbadge.cli import linking

    linking.show(file)


@define(examples=["soulbadge link check signed.json", "soulbadge link check signed.json --json"], name="check")
@click.argument("file")
@network_options
def check(file: str, session: "Session") -> None:
    """Check that every wallet in a link signed it, and that it has not expired."""
    from soulbadge.cli import linking

    linking.check(session, file)


for _each in (new, sign, show, check):
    command.add_command(_each)
