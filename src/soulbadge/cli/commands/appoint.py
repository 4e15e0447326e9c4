"""`soulbadge appoint`."""

from functools import partial
from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge appoint 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
        "soulbadge appoint 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC --only cka",
    ],
    writes=True,
)
@click.argument("account")
@click.option("--only", metavar="ACHIEVEMENT", help="Only for this achievement; for everything if not given.")
@signer_options
def command(account: str, only: str | None, session: "Session", *, dry_run: bool) -> None:
    """Let an account issue badges. Only the owner of the collection can.

    Whoever was dismissed once can never be appointed again.
    """
    from soulbadge.cli.args import achievement
    from soulbadge.cli.receipts import transact
    from soulbadge.ids import parse_address

    address = parse_address(account)
    issuer = session.issuer()
    number = issuer.collection.achievement_id(achievement(only)) if only else None
    transact(
        session,
        issuer.collection,
        f"appoint {address} issuer of {only or 'everything'}",
        partial(issuer.appoint_issuer, address, number),
        dry_run=dry_run,
        account=address,
        achievement_id=number,
    )
