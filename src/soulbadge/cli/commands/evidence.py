"""`soulbadge evidence`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import network_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge evidence facts.json --output ada.json",
        "soulbadge evidence results.csv --of cka --output evidence",
        "soulbadge evidence results.csv --of gold/3 --output evidence",
    ],
    writes=True,
)
@click.argument("facts", metavar="FILE")
@click.option("--of", metavar="BADGE|ACHIEVEMENT|COHORT", help="What it is the evidence of; needed for a table.")
@click.option("--output", "-o", metavar="FILE|FOLDER", required=True, help="Where the documents go.")
@network_options
def command(facts: str, of: str | None, output: str, session: "Session", *, dry_run: bool) -> None:
    """Make documents of private facts, whose commitment of 32 bytes goes on chain.

    FILE is a JSON object of names and values: one document. Or it is a CSV file with the column holder and one for each
    fact: a document for each person, for badges of an ACHIEVEMENT issued one by one, or for a COHORT to be issued
    (ACHIEVEMENT/NUMBER), whose evidence root is then printed. Nobody can remake a document from its facts.
    """
    from soulbadge.cli.disclosing import make

    make(session, facts, of=of, output=output, dry_run=dry_run)
