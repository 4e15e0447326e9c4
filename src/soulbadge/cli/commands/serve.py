"""`soulbadge serve`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, option
from soulbadge.cli.options import network_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session


@define(
    examples=[
        "soulbadge serve --demo",
        "soulbadge serve --collection CNCF",
        "soulbadge serve --trust trust.toml --policy club.policy.toml --file site.sqlite --origin https://club.example",
    ]
)
@click.option("--demo", is_flag=True, help="Serve a chain of its own with people and badges on it.")
@option("--policy", metavar="FILE", help="What it takes to get into the club page; without it there is none.")
@option("--trust", metavar="FILE", help="The collections that are shown and count; instead of --collection.")
@option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Where to listen.")
@option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any.")
@option("--origin", metavar="URL", help="Where people find it: https, but on this machine.  [default: host and port]")
@option("--title", default="soulbadge", show_default=True, help="What stands at the top of each page.")
@option("--file", metavar="FILE", help="Where sessions and shares are kept.  [default: memory, lost at the end]")
@option("--agree", metavar="URL", multiple=True, help="Servers, two or more, that must agree on a bundle's block.")
@option("--proxy", "proxies", metavar="ADDRESS", multiple=True, help="Reverse proxies whose word on clients counts.")
@click.option(
    "--bin",
    "folders",
    metavar="FOLDER",
    multiple=True,
    type=click.Path(path_type=Path),
    help="For --demo: where to look for anvil before the PATH.",
)
@network_options
def command(  # noqa: PLR0917 (click hands over by name)
    demo: bool,  # noqa: FBT001 (click's)
    folders: tuple[Path, ...],
    session: "Session",
    host: str,
    port: int,
    origin: str | None,
    title: str,
    policy: str | None,
    trust: str | None,
    file: str | None,
    agree: tuple[str, ...],
    proxies: tuple[str, ...],
) -> None:
    """Serve pages for people: look up, verify, claim, and a club whose door is a policy. Until Ctrl-C.

    Needs `pip install 'soulbadge[web]'`. With --demo a chain is made for it, by anvil if that is installed, otherwise
    in this process; who is there, with addresses and keys, and where to look is printed.
    """
    from soulbadge.cli import serving

    words = serving.Words(host, port, origin, title, policy, trust, file, agree, proxies)
    if demo:
        serving.serve_demo(words, folders)
    else:
        serving.serve(session, words)
