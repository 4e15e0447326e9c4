"""`soulbadge voucher`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge voucher cka/0x70997970C51812dc3A010C7d01b50e0d17dc79C8 > ada.json",
        "soulbadge voucher people.csv --output vouchers.jsonl --claim-by 2030-12-31",
        "soulbadge voucher guests.csv --link --page https://issuer.example/claim --output links.csv",
        "soulbadge voucher renewals.csv --end 2031-01-31 --output renewals.jsonl",
    ],
    writes=True,
)
@click.argument("what", metavar="BADGE|TABLE|ACHIEVEMENT")
@click.option("--claim-by", metavar="DATE", help="The last moment in which it can be claimed.  [default: in 90 days]")
@click.option("--start", metavar="DATE", help="The first moment in which the badge counts.  [default: when claimed]")
@click.option("--end", metavar="DATE", help="The first in which it no longer counts; where a table leaves it empty.")
@click.option("--evidence", metavar="HASH|FILE", help="A commitment of 32 bytes, or the document that it is of.")
@click.option("--link", is_flag=True, help="For people without an address: claim links. Who has a link can claim.")
@click.option("--page", metavar="URL", default="", help="The page that claim links lead to; without it, mere texts.")
@click.option("--output", "-o", metavar="FILE", help="One file for all: a line for each voucher, or a table of links.")
@click.option("--each", metavar="FOLDER", help="A folder with a file for each person.")
@signer_options
def command(session: "Session", *, dry_run: bool, **options: object) -> None:
    """Sign what holders can claim, one badge or a whole table under one signature; nothing is sent, no gas is spent.

    BADGE is ACHIEVEMENT/HOLDER; one that exists is renewed until --end. TABLE is a CSV file with the columns holder,
    achievement and, if wanted, start, end, evidence, award, name; for renewals with the columns badge and end. With
    --link ACHIEVEMENT is enough, and a table has the columns name and achievement. All problems of all rows are told
    before anything is signed, and no file is ever overwritten.
    """
    from soulbadge.cli.vouching import Wanted, vouch

    vouch(session, Wanted(**options), dry_run=dry_run)  # type: ignore[arg-type]  # click's values, by name
