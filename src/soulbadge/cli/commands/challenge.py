"""`soulbadge challenge`."""

from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define
from soulbadge.cli.options import network_options
from soulbadge.cli.proof_options import demand_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge challenge jobs.example --uri https://jobs.example/interview --holds cks -o asked.json",
        "soulbadge challenge club.example --policy club.policy.toml --expires-in 600 -o asked.json",
    ],
    writes=True,
)
@click.argument("domain", metavar="DOMAIN")
@click.option("--uri", metavar="URI", help="What is asked for.  [default: https://DOMAIN]")
@click.option(
    "--expires-in",
    metavar="SECONDS",
    type=click.IntRange(min=1, max=31_557_600),
    default=300,
    show_default=True,
    help="How long it can be answered.",
)
@click.option("--statement", metavar="TEXT", help="One line that the holder's wallet shows.")
@click.option("--output", "-o", metavar="FILE", help="Where to write it; without it, to stdout.")
@demand_options
@network_options
def command(
    domain: str,
    *,
    uri: str | None,
    expires_in: int,
    statement: str | None,
    output: str | None,
    policy: str | None,
    holds: tuple[str, ...],
    session: "Session",
    dry_run: bool,
) -> None:
    """Ask for a proof: make a challenge for one answer, for a holder to sign with `present`.

    Keep the file: `verify` wants it back, since an answer counts only for the very challenge that was made. It is for
    the chain that the node serves, or that --chain-id names without a node. What is demanded (--policy, --holds) tells
    the holder what to show; name it to `verify` again.
    """
    from soulbadge.cli.proving import make_challenge

    make_challenge(
        session, domain, uri, expires_in, statement, policy=policy, holds=holds, output=output, dry_run=dry_run
    )
