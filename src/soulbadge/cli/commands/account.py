"""`soulbadge account`: new, import, show, list."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from soulbadge.cli.command import define, group, option
from soulbadge.cli.options import network_options

if TYPE_CHECKING:
    from soulbadge.cli.session import Session

command = group(help="Make and list encrypted keys to sign with.")

_file = click.argument("file", type=click.Path(path_type=Path))
_password = option("--password-file", metavar="FILE", help="The password, first line; asked for, twice, if not given.")


@define(examples=["soulbadge account new issuer.json"], writes=True, name="new")
@_file
@_password
def new(file: Path, password_file: str | None, *, dry_run: bool) -> None:
    """Make a new key and write it, encrypted, to FILE. Nothing is ever overwritten."""
    from soulbadge.cli import accounts

    accounts.create(file, password_file, None, dry_run=dry_run)


@define(examples=["soulbadge account import issuer.json < key.txt"], writes=True, name="import")
@_file
@_password
def import_(file: Path, password_file: str | None, *, dry_run: bool) -> None:
    """Encrypt a key that there is already into FILE. It is asked for, or read from stdin: never an argument."""
    from soulbadge.cli import accounts

    accounts.create(file, password_file, accounts.read_key(), dry_run=dry_run)


@define(
    examples=[
        "soulbadge account show issuer.json",
        "soulbadge account show 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    ],
    name="show",
)
@click.argument("account", metavar="FILE|ADDRESS")
@network_options
def show(account: str, session: "Session") -> None:
    """Show the address in a keystore, and what it has on the chain. No password is needed."""
    from soulbadge.cli import accounts

    accounts.show(session, account)


@define(examples=["soulbadge account list keys", "soulbadge account list --network sepolia"], name="list")
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@network_options
def list_(folder: Path, session: "Session") -> None:
    """List the keystores in a folder, this one if none is given, and what they have on the chain."""
    from soulbadge.cli import accounts

    accounts.show_all(session, folder)


for _each in (new, import_, show, list_):
    command.add_command(_each)
