"""`soulbadge revoke`."""

from functools import partial
from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, yes_option
from soulbadge.cli.options import signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge revoke cka/0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
        "soulbadge revoke gold/3/0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --dry-run",
    ],
    writes=True,
)
@click.argument("badge")
@yes_option
@signer_options
def command(badge: str, session: "Session", *, yes: bool, dry_run: bool) -> None:
    """Take a badge back, for good.

    Only where its terms let issuers do so. BADGE is ACHIEVEMENT/HOLDER, ACHIEVEMENT/COHORT/HOLDER, a badge id, or a
    CAIP-19 name.
    """
    from soulbadge.cli.receipts import transact

    collection, badge_id = session.badge(badge)
    issuer = session.issuer(collection)
    transact(
        session,
        collection,
        f"revoke {badge}",
        partial(issuer.revoke, badge_id),
        dry_run=dry_run,
        question=f"Revoke {badge}, for good?",
        yes=yes,
        badge_id=str(badge_id),
    )
