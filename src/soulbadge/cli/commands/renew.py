"""`soulbadge renew`."""

from functools import partial
from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, yes_option
from soulbadge.cli.options import signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge renew cka/0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
        "soulbadge renew cka/0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --until 2030-01-31",
        "soulbadge renew gold/3",
        "soulbadge renew renewals.csv --yes",
    ],
    writes=True,
)
@click.argument("what", metavar="BADGE|COHORT|TABLE")
@click.option("--until", metavar="DATE", help="The first moment in which it no longer counts; as long as allowed.")
@yes_option
@signer_options
def command(what: str, until: str | None, session: "Session", *, yes: bool, dry_run: bool) -> None:
    """Move the end of a badge, a cohort, or all that a table names, to a later time.

    BADGE is ACHIEVEMENT/HOLDER, ACHIEVEMENT/COHORT/HOLDER, a badge id, or a CAIP-19 name; COHORT is
    ACHIEVEMENT/NUMBER. DATE is 2030-01-31, an ISO 8601 time or Unix seconds.

    TABLE is a CSV file with the columns badge and end; what stands under badge is any of the above. All rows are
    checked first. A journal beside the table (TABLE.journal) makes the same command go on where it was, whatever
    happened.
    """
    if what.lower().endswith(".csv"):
        from soulbadge.cli.tables import renew

        renew(session, what, until, dry_run=dry_run, yes=yes)
        return
    from soulbadge.cli.args import achievement, cohort_of, moment
    from soulbadge.cli.receipts import transact

    end = moment(until) if until else None
    if (cohort := cohort_of(what)) is not None:
        collection = session.collection()
        number = collection.achievement_id(achievement(cohort[0]))
        collection.cohort(number, cohort[1])  # refused here, with its number, if there is none
        issuer = session.issuer()
        transact(
            session,
            collection,
            f"renew cohort {what}",
            partial(issuer.renew_cohort, number, cohort[1], end),
            dry_run=dry_run,
            achievement_id=number,
            cohort=cohort[1],
        )
        return
    collection, badge_id = session.badge(what)
    issuer = session.issuer(collection)
    transact(
        session,
        collection,
        f"renew {what}",
        partial(issuer.renew, badge_id, end),
        dry_run=dry_run,
        badge_id=str(badge_id),
    )
