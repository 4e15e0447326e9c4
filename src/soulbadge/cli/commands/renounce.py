"""`soulbadge renounce`."""

from functools import partial
from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, yes_option
from soulbadge.cli.options import signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(examples=["soulbadge renounce cka/0x70997970C51812dc3A010C7d01b50e0d17dc79C8"], writes=True)
@click.argument("badge")
@yes_option
@signer_options
def command(badge: str, session: "Session", *, yes: bool, dry_run: bool) -> None:
    """Give up a badge of one's own, for good.

    Only where its terms let holders do so; the holder signs. BADGE is ACHIEVEMENT/HOLDER, ACHIEVEMENT/COHORT/HOLDER, a
    badge id, or a CAIP-19 name.
    """
    from soulbadge.cli.receipts import transact

    collection, badge_id = session.badge(badge)
    holder = session.holder(collection)
    transact(
        session,
        collection,
        f"renounce {badge}",
        partial(holder.renounce, badge_id),
        dry_run=dry_run,
        question=f"Renounce {badge}, for good?",
        yes=yes,
        badge_id=str(badge_id),
    )
