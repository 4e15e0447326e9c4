"""`soulbadge verify`."""

from typing import TYPE_CHECKING, Any

import click

from soulbadge.cli.command import define, option
from soulbadge.cli.options import network_options
from soulbadge.cli.proof_options import demand_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge verify shown.json --challenge asked.json --holds cks --collection CNCF",
        "soulbadge verify bundle.json --challenge asked.json --agree https://one.example --agree https://other.example",
        "soulbadge verify share.json --trust trust.toml --audience jobs.example",
        "soulbadge verify credential.json --collection CNCF",
    ],
)
@click.argument("file", metavar="FILE")
@click.option("--challenge", metavar="FILE", help="The challenge that you made; not one that came with FILE.")
@option("--trust", metavar="FILE", help="The collections whose badges count; instead of --collection.")
@option("--nonces", metavar="FILE", help="Where answered challenges are kept.  [default: soulbadge-nonces.sqlite]")
@click.option("--audience", metavar="DOMAIN", help="For a share: who you are, as the one for whom it was made.")
@click.option("--block-hash", metavar="HASH", help="For a bundle: the hash of its block, from somebody you trust.")
@click.option(
    "--agree", metavar="URL", multiple=True, help="For a bundle: servers, two or more, that must agree on its block."
)
@click.option(
    "--max-age",
    metavar="SECONDS",
    type=click.IntRange(min=0),
    default=600,
    show_default=True,
    help="For a bundle: how old its block may be; what was revoked since does not show.",
)
@demand_options
@network_options
def command(file: str, session: "Session", **options: Any) -> None:  # noqa: ANN401 (the fields of Words)
    """Verify what somebody shows: a presentation, a bundle, a share, or an Open Badges credential; - for stdin.

    Says whose it is, which badges count and as of which block, or refuses with the one reason. A challenge is good for
    one answer. Only collections that --trust or --collection names count. A bundle is verified without a node, on
    --block-hash, or on what the servers of --agree say alike. What is demanded is --policy or --holds, or what the
    challenge says.
    """
    from soulbadge.cli.verifying import Words, verify_file

    verify_file(session, file, Words(**options))
