"""`soulbadge completion`."""

import click

from soulbadge.cli.command import NAME, define
from soulbadge.cli.output import wants_json

_VARIABLE = "_SOULBADGE_COMPLETE"


@define(
    examples=[
        "soulbadge completion bash >> ~/.bashrc",
        "soulbadge completion zsh >> ~/.zshrc",
        "soulbadge completion fish > ~/.config/fish/completions/soulbadge.fish",
    ]
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print what makes a shell complete what is typed.

    It completes commands, options, and the slugs of achievements.
    """
    from click.shell_completion import get_completion_class

    from soulbadge.cli._app import app
    from soulbadge.cli.output import emit

    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 (click knows the three)
    script = kind(app, {}, NAME, _VARIABLE).source()
    if wants_json():
        emit({"shell": shell, "script": script}, "")
    else:
        click.echo(script)
