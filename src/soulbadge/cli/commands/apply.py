"""`soulbadge apply`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, yes_option
from soulbadge.cli.options import signer_options, source_option

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(examples=["soulbadge apply catalog.toml --dry-run", "soulbadge apply catalog.toml --yes"], writes=True)
@click.argument("catalog", type=click.Path(path_type=Path))
@yes_option
@source_option
@signer_options
def command(catalog: Path, sources: tuple[str, ...], session: "Session", *, yes: bool, dry_run: bool) -> None:
    """Create the achievements of a catalog that are missing.

    Their terms are fixed for ever. Only the owner of the collection can. What is required is created first. Applied
    again, it creates nothing; one that was interrupted goes on.
    """
    from soulbadge.cli.plans import apply

    apply(catalog, sources, session, dry_run=dry_run, yes=yes)
