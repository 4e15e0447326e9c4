"""`soulbadge dismiss`."""

from functools import partial
from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, yes_option
from soulbadge.cli.options import signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(examples=["soulbadge dismiss 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"], writes=True)
@click.argument("account")
@yes_option
@signer_options
def command(account: str, session: "Session", *, yes: bool, dry_run: bool) -> None:
    """Dismiss an issuer, for ever.

    Its vouchers that are not claimed yet become useless. Only the owner of the collection can. Badges that it issued
    stay what they are.
    """
    from soulbadge.cli.receipts import transact
    from soulbadge.ids import parse_address

    address = parse_address(account)
    issuer = session.issuer()
    transact(
        session,
        issuer.collection,
        f"dismiss {address}",
        partial(issuer.dismiss_issuer, address),
        dry_run=dry_run,
        question=f"Dismiss {address}, for ever? Its vouchers that are not claimed yet die with that.",
        yes=yes,
        account=address,
    )
