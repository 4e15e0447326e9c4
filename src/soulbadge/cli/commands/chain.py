"""`soulbadge chain`."""

from pathlib import Path

import click

from soulbadge.cli.command import define, option


@define(
    examples=[
        "soulbadge chain",
        "soulbadge chain --program ganache --port 0",
        "soulbadge chain --bin node_modules/.bin --json",
    ]
)
@option("--program", type=click.Choice(["anvil", "ganache"]), help="Which; the first that is found if not given.")
@option(
    "--bin",
    "folders",
    metavar="FOLDER",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Where to look for it before the PATH; may be given several times.",
)
@click.option("--port", type=click.IntRange(0, 65535), help="0 for any.  [default: 8545, or any if that is taken]")
@click.option("--accounts", type=click.IntRange(1, 100), default=5, show_default=True, help="How many have ether.")
def command(program: str | None, folders: tuple[Path, ...], port: int | None, accounts: int) -> None:
    """Start a development chain on this machine, until Ctrl-C.

    Prints its URL, and accounts that have ether there with their keys. Everybody knows these keys: they are for
    nothing but chains like this one.
    """
    from soulbadge.cli.chains import serve

    serve(program, folders, port, accounts)
