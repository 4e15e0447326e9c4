"""`soulbadge issue`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, option, yes_option
from soulbadge.cli.options import signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge issue issue.csv --dry-run",
        "soulbadge issue issue.csv --yes",
        'soulbadge issue finishers.csv --label "Class of 2026" --max-fee-gwei 20',
    ],
    writes=True,
)
@click.argument("table", metavar="FILE.csv")
@option("--label", env=False, metavar="TEXT", default="", help="What the occasion is called, on the badges of cohorts.")
@option("--skip-held", env=False, is_flag=True, help="Leave out rows whose holder was awarded the achievement.")
@option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=600.0,
    show_default=True,
    help="How long nothing may move.",
)
@yes_option
@signer_options
def command(
    table: str, session: "Session", *, label: str, skip_held: bool, timeout: float, yes: bool, dry_run: bool
) -> None:
    """Issue all badges of a table, each exactly once.

    The table has the columns holder, achievement, start, end, evidence; only the first two must have something in them.
    All rows are checked first, and all problems told together. Badges on the same terms go out as cohorts where that is
    cheaper.

    A journal beside the table (FILE.csv.journal) knows every transaction before it is sent. Whatever happens, the same
    command again goes on where it was, and rows may be added to the table. Do not delete the journal while something is
    on its way.
    """
    from soulbadge.cli.tables import issue

    issue(session, table, label=label, skip_held=skip_held, timeout=timeout, dry_run=dry_run, yes=yes)
