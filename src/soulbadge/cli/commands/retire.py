"""`soulbadge retire`."""

from functools import partial
from typing import TYPE_CHECKING

from soulbadge.cli.command import define, yes_option
from soulbadge.cli.options import achievement_argument, signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(examples=["soulbadge retire cka"], writes=True)
@achievement_argument
@yes_option
@signer_options
def command(achievement: str, session: "Session", *, yes: bool, dry_run: bool) -> None:
    """Stop new badges of an achievement, for ever. Only the owner of the collection can.

    Badges that exist are untouched, and can be renewed.
    """
    from soulbadge.cli import args
    from soulbadge.cli.receipts import transact

    issuer = session.issuer()
    found = issuer.collection.achievement(args.achievement(achievement))
    transact(
        session,
        issuer.collection,
        f"retire {found.slug}",
        partial(issuer.retire_achievement, found.achievement_id),
        dry_run=dry_run,
        question=f"Retire {found.slug}, for ever?",
        yes=yes,
        achievement_id=found.achievement_id,
    )
