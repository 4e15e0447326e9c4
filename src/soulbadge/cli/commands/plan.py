"""`soulbadge plan`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import network_options, source_option

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge plan catalog.toml",
        "soulbadge plan club.toml --source cncf=CNCF --source kaggle=0x5FbDB2315678afecb367f032d93F642f64180aa3",
        "soulbadge plan catalog.toml --network sepolia --json",
    ]
)
@click.argument("catalog", type=click.Path(path_type=Path))
@source_option
@network_options
def command(catalog: Path, sources: tuple[str, ...], session: "Session") -> None:
    """Show what `apply` would do.

    Lists achievements to create, those that are there, those whose terms differ, and what to know before.
    """
    from soulbadge.cli.output import emit
    from soulbadge.cli.plans import compare, page

    found = compare(catalog, sources, session, session.collection())
    emit(found.to_json(), page(found))
