"""`soulbadge share`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import signer_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge share jobs.example cka/0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --days 14 -o share.json",
        "soulbadge share jobs.example msc/0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --fact degree.json:grade",
    ],
    writes=True,
)
@click.argument("audience", metavar="DOMAIN")
@click.argument("badges", metavar="BADGE...", nargs=-1, required=True)
@click.option(
    "--days",
    metavar="NUMBER",
    type=click.IntRange(min=1, max=366),
    default=14,
    show_default=True,
    help="How long it counts.",
)
@click.option(
    "--fact",
    "facts",
    metavar="DOCUMENT:NAME",
    multiple=True,
    help="A fact of an evidence document to show, with its proof; may be given several times.",
)
@click.option("--output", "-o", metavar="FILE", help="Where to write it; without it, to stdout.")
@signer_options
def command(
    audience: str,
    badges: tuple[str, ...],
    session: "Session",
    *,
    days: int,
    facts: tuple[str, ...],
    output: str | None,
    dry_run: bool,
) -> None:
    """Share chosen badges, and chosen facts behind them, with one audience, until a day.

    The audience (its domain) can check it as often as it likes until then (`verify --audience`); for anybody else it
    counts for nothing. A site that serves it can be told to withdraw it. What is not shared stays as public on chain as
    it was: which badges a wallet holds, and until when.
    """
    from soulbadge.cli.proving import share_badges

    share_badges(session, audience, badges, facts, days=days, output=output, dry_run=dry_run)
