"""The group of all commands, each loaded from its file."""

import pkgutil
from importlib import import_module

import click

from . import commands
from .command import NAME

_EPILOG = """\
Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 130 interrupted.
Results go to stdout, everything else to stderr. With --json stdout is one JSON document: the result, or
{"error": {"name", "message", "values"}} beside the line on stderr.

Every option that shows an environment variable takes its default from it, or from a file .env in the working
directory. Networks stand in soulbadge.toml there; a local chain on port 8545 needs none.
"""


_SECTIONS = {
    "To begin": ("demo", "chain", "account", "completion"),
    "A programme": ("deploy", "plan", "apply", "appoint", "dismiss", "retire", "audit", "conform"),
    "Badges": ("issue", "voucher", "cancel", "renew", "revoke", "expiring", "holders"),
    "For holders": ("show", "resume", "link", "explain", "claim", "renounce"),
    "Proving": ("challenge", "present", "bundle", "share", "verify", "serve"),
    "Evidence": ("evidence", "disclose", "check-evidence"),
}


class App(click.Group):
    """Finds its commands in `commands/`, by the names of the files."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Every command that has a file."""
        found = (each.name for each in pkgutil.iter_modules(commands.__path__))
        return sorted(name.replace("_", "-") for name in found if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = import_module(f".{cmd_name.replace('-', '_')}", commands.__name__).command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """By what they are for; what no section names comes last."""
        found = self.list_commands(ctx)
        named = {name for names in _SECTIONS.values() for name in names}
        others = tuple(name for name in found if name not in named)
        longest = max(map(len, found))
        for title, names in {**_SECTIONS, "More": others}.items():
            present = [name for name in names if name in found]
            if not present:
                continue
            with formatter.section(title):
                for name in present:
                    short = self._short(ctx, name, formatter.width - longest - 4)
                    formatter.write(f"  {name:<{longest}}  {short}\n")

    def _short(self, ctx: click.Context, name: str, room: int) -> str:
        each = self.get_command(ctx, name)
        return each.get_short_help_str(limit=room) if each else ""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (click's)
        """The text as it stands."""
        formatter.write("\n" + _EPILOG)


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001, FBT001 (click's)
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"{NAME} {version(NAME)}")
        ctx.exit()


app = App(
    NAME,
    help="Soulbound badges: issue, hold, expire, prove them, on any EVM chain.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
    params=[
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say which release."
        )
    ],
)
