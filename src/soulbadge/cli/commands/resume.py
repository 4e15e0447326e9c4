"""`soulbadge resume`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import collections_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge resume 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
        "soulbadge resume 0x7099…79C8 --collection CNCF --collection WORKS --html resume.html --url https://badges.example",
        "soulbadge resume --link wallets.json --pdf resume.pdf",
        "soulbadge resume 0x7099…79C8 --collection CNCF --open-badges credentials --keystore issuer.json",
    ],
    writes=True,
)
@click.argument("addresses", metavar="[ADDRESS]...", nargs=-1)
@click.option("--link", "links", metavar="FILE", multiple=True, help="Wallets of one person; see `soulbadge link`.")
@click.option("--html", metavar="FILE", help="Also as a page that needs nothing else and prints well.")
@click.option("--pdf", metavar="FILE", help="Also as PDF, by the Chromium or Chrome that is installed.")
@click.option("--open-badges", metavar="FOLDER", help="Also a credential (Open Badges 3.0) for each active badge.")
@click.option(
    "--evidence", metavar="FILE", multiple=True, help="A disclosure that goes into the credential of its badge."
)
@click.option("--url", metavar="BASE", default="", help="Site that serves it live; becomes a QR code.")
@click.option("--browser", metavar="PROGRAM", help="What prints the PDF.  [default: the one that is found]")
@collections_options
def command(session: "Session", *, dry_run: bool, **options: object) -> None:
    """Show all badges of a person, what they add up to, and what is within reach.

    Each ADDRESS is a person of its own, unless a link that all of its wallets signed joins them; with --link no address
    need be given. Everything is read in one block. Credentials are signed with a key made for the purpose, for which
    the signer (--keystore) vouches: an issuer or the owner of each badge's collection. No file is ever overwritten.
    """
    from soulbadge.cli.resuming import Wanted, tell

    tell(session, Wanted(**options), dry_run=dry_run)  # type: ignore[arg-type]  # click's values, by name
