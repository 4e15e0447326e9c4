"""`soulbadge disclose`."""

import click

from soulbadge.cli.command import define


@define(
    examples=["soulbadge disclose ada.json grade --output shown.json", "soulbadge disclose ada.json grade year"],
    writes=True,
)
@click.argument("document", metavar="DOCUMENT")
@click.argument("names", metavar="FACT...", nargs=-1, required=True)
@click.option("--output", "-o", metavar="FILE", help="Where to write it; without it, to stdout.")
def command(document: str, names: tuple[str, ...], output: str | None, *, dry_run: bool) -> None:
    """Take some facts out of a document, with their proofs: for somebody who may know these and no others.

    Neither the other facts nor their names can be guessed from it, only how many there are at most.
    """
    from soulbadge.cli.disclosing import disclose

    disclose(document, names, output, dry_run=dry_run)
