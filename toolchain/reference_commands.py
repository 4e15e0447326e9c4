"""The command line as Markdown: what click says of each command, the options that many share told once."""

from collections.abc import Iterator

import click

from soulbadge.cli._app import app
from soulbadge.cli.command import Command

_SHARED = (
    "--json",
    "--dry-run",
    "--yes",
    "--network",
    "--config",
    "--rpc-url",
    "--chain-id",
    "--collection",
    "--deployments",
    "--keystore",
    "--password-file",
    "--max-fee-gwei",
    "--confirmations",
)
_WIDTH = 100


def commands_page() -> list[str]:
    """The page's parts."""
    context = click.Context(app, info_name="soulbadge", terminal_width=_WIDTH)
    every = list(_leaves(app, context))
    shared: dict[str, tuple[str, str]] = {}
    for command, inner in every:
        for option in _options(command):
            if (name := _long(option)) in _SHARED:
                shared.setdefault(name, _record(option, inner))
    parts = [
        f"```text\n{app.get_help(context)}\n```",
        "## Options that many commands have",
        _table([shared[name] for name in _SHARED if name in shared]),
    ]
    for command, inner in every:
        parts += _command(command, inner)
    return parts


def _command(command: click.Command, context: click.Context) -> list[str]:
    usage = context.get_usage().removeprefix("Usage: ")
    own = [each for each in _options(command) if _long(each) not in _SHARED]
    also = [f"`{name}`" for name in _SHARED if name in {_long(each) for each in _options(command)}]
    parts = [f"## {context.command_path}", f"```text\n{usage}\n```", _help(command)]
    if own:
        parts.append(_table([_record(each, context) for each in own]))
    if also:
        parts.append(f"{'Also' if own else 'Options'}: {', '.join(also)}.")
    if isinstance(command, Command):
        lines = "\n".join(command.examples)
        parts.append(f"```text\n{lines}\n```")
    return parts


def _leaves(group: click.Group, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None  # noqa: S101 (it was listed)
        inner = click.Context(command, info_name=name, parent=context, terminal_width=_WIDTH)
        if isinstance(command, click.Group):
            yield from _leaves(command, inner)
        else:
            yield command, inner


def _options(command: click.Command) -> list[click.Option]:
    return [each for each in command.params if isinstance(each, click.Option) and not each.hidden]


def _long(option: click.Option) -> str:
    return next((each for each in option.opts if each.startswith("--")), option.opts[0])


def _record(option: click.Option, context: click.Context) -> tuple[str, str]:
    record = option.get_help_record(context)
    assert record is not None  # noqa: S101 (hidden options are left out)
    return record


def _help(command: click.Command) -> str:
    paragraphs = (command.help or "").replace("\b", "").strip().split("\n\n")
    return "\n\n".join(" ".join(each.split()) for each in paragraphs)


def _table(records: list[tuple[str, str]]) -> str:
    lines = ["| option | |", "| --- | --- |"]
    for names, text in records:
        told = " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
        lines.append(f"| `{names.replace('|', chr(92) + '|')}` | {told} |")
    return "\n".join(lines)
