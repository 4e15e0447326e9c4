"""`soulbadge cancel`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, yes_option
from soulbadge.cli.options import signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge cancel voucher.json",
        "soulbadge cancel vouchers.jsonl --all --dry-run",
        "soulbadge cancel 0x1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8 --yes",
    ],
    writes=True,
)
@click.argument("what", metavar="FILE|DIGEST")
@click.option("--all", "whole", is_flag=True, help="Everything that was signed together with it, by one signature.")
@yes_option
@signer_options
def command(what: str, session: "Session", *, whole: bool, yes: bool, dry_run: bool) -> None:
    """Make vouchers useless that are not claimed yet.

    For ever; only who signed them can. FILE holds a voucher, many of them (then --all is needed), or a claim link;
    DIGEST is what `voucher` printed.
    """
    from soulbadge.cli.cancelling import cancel

    cancel(session, what, whole=whole, yes=yes, dry_run=dry_run)
