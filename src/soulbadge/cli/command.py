"""What every command has: an example in its help, `--json`, and `--dry-run` where it writes. Light: click alone."""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

import click

NAME = "soulbadge"

JSON: ContextVar[bool] = ContextVar("soulbadge_json", default=False)
"""Whether the command that runs was asked for JSON."""

F = TypeVar("F", bound=Callable[..., Any])


class Command(click.Command):
    """A click command with examples.

    Args:
        examples: Whole lines as somebody would type them.
        writes: Whether it sends transactions or makes files, so that it has `--dry-run`.
    """

    def __init__(self, *args: Any, examples: Sequence[str], writes: bool, **kwargs: Any) -> None:  # noqa: ANN401 (click's)
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)
        self.writes = writes

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples, unwrapped."""
        with formatter.section("Examples"):
            for line in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{line}\n")
        super().format_epilog(ctx, formatter)


def define(
    *,
    examples: Sequence[str],
    writes: bool = False,
    name: str | None = None,
    **attributes: Any,  # noqa: ANN401 (click's)
) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command. Its docstring is the help.

    Args:
        examples: At least one line that begins with `soulbadge` and the command's name.
        writes: Adds `--dry-run`; the function gets `dry_run`.
        name: Where it is not the module's name: in a group.
        attributes: For `click.Command`.
    """

    def decorate(function: Callable[..., Any]) -> Command:
        if writes:
            function = _dry_run(function)
        chosen = name or function.__module__.rpartition(".")[2].replace("_", "-")
        made = click.command(chosen, cls=Command, examples=examples, writes=writes, **attributes)(_json(function))
        assert isinstance(made, Command)  # noqa: S101 (for type checkers)
        return made

    return decorate


def group(*, help: str) -> click.Group:  # noqa: A002 (click's word)
    """A command that has commands; those are made with `group.add_command(…)` of what `define` returns."""
    return click.Group(help=help, no_args_is_help=False)


def option(*names: str, env: bool = True, **attributes: Any) -> Callable[[F], F]:  # noqa: ANN401 (click's)
    """`click.option` whose default stands in the environment: `--chain-id` in SOULBADGE_CHAIN_ID, and its help says so.

    With `env=False` it has none: for what must be said each time.
    """
    if env:
        long = next(each for each in names if each.startswith("--")).partition("/")[0]
        attributes = {"envvar": variable(long), "show_envvar": True, **attributes}
    return click.option(*names, **attributes)


def variable(name: str) -> str:
    """The environment variable of an option."""
    return "SOULBADGE_" + name.lstrip("-").replace("-", "_").upper()


yes_option = option("--yes", "-y", env=False, is_flag=True, help="Do not ask whether it is meant.")
"""For what asks before it does something for good: pass `yes` to `confirm`."""

_dry_run = option("--dry-run", is_flag=True, help="Check and simulate everything, send and write nothing.")


def _keep(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001, FBT001 (click's)
    JSON.set(value)


_json = option(
    "--json", is_flag=True, is_eager=True, expose_value=False, callback=_keep, help="Answer with one JSON document."
)
