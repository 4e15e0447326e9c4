"""`soulbadge deploy`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, option
from soulbadge.cli.options import signer_options, source_option

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge deploy --catalog catalog.toml",
        'soulbadge deploy --name "Example University" --symbol EXU --dry-run',
    ],
    writes=True,
)
@option(
    "--catalog", metavar="FILE", type=click.Path(path_type=Path), help="The issuer's name, symbol and achievements."
)
@option("--name", metavar="TEXT", help="The issuer's name, fixed for ever, if not the catalog's.")
@option("--symbol", metavar="TEXT", help="ERC-721 symbol, fixed for ever, if not the catalog's.")
@option("--no-appoint", is_flag=True, help="Do not make the signer an issuer.")
@click.option("--again", is_flag=True, help="Deploy anew even if a deployment is recorded.")
@source_option
@signer_options
def command(
    catalog: Path | None,
    name: str | None,
    symbol: str | None,
    sources: tuple[str, ...],
    session: "Session",
    *,
    no_appoint: bool,
    again: bool,
    dry_run: bool,
) -> None:
    """Deploy a collection with a catalog's achievements.

    The signer becomes owner and issuer. Run again, it verifies what is recorded, creates achievements that are
    missing, and sends nothing else.
    """
    from soulbadge.cli.deploying import Order, deploy
    from soulbadge.cli.plans import load

    deploy(
        session,
        Order.of(load(catalog, sources, session) if catalog else None, name, symbol),
        appoint=not no_appoint,
        again=again,
        dry_run=dry_run,
    )
