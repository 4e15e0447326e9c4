"""`soulbadge claim`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, yes_option
from soulbadge.cli.options import signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge claim ada.json",
        "soulbadge claim vouchers.jsonl --dry-run",
        "soulbadge claim - < link.txt",
        "soulbadge claim link.txt --for-relayer request.json",
        "soulbadge claim request.json --yes",
    ],
    writes=True,
)
@click.argument("what", metavar="FILE|LINK|-")
@click.option("--for-relayer", metavar="FILE", help="Send nothing: sign, and write what somebody else can send.")
@click.option("--send-by", metavar="DATE", help="The last moment in which they can.  [default: in 7 days]")
@yes_option
@signer_options
def command(
    what: str, for_relayer: str | None, send_by: str | None, session: "Session", *, yes: bool, dry_run: bool
) -> None:
    """Collect a badge, or renew one, with what an issuer signed; everything is verified before anything is sent.

    FILE holds a voucher, a claim link, a book of vouchers (the signer's own is found), or what a holder signed with
    --for-relayer: that is sent for this holder, and the signer pays. A LINK is a secret until it is used; a file, or -
    for stdin, keeps it out of the shell's history.
    """
    from soulbadge.cli.claiming import claim

    claim(session, what, for_relayer=for_relayer, send_by=send_by, yes=yes, dry_run=dry_run)
