"""What is promised of every command, whoever wrote it."""

import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from tests.support.command_line import PROGRAM, Desk

from soulbadge.cli._app import app
from soulbadge.cli.command import Command

WRITERS = {
    "appoint",
    "apply",
    "cancel",
    "claim",
    "deploy",
    "dismiss",
    "issue",
    "renew",
    "renounce",
    "retire",
    "revoke",
    "voucher",
    "account new",
    "account import",
}


def _leaves(group: click.Group, before: str = "") -> list[tuple[str, click.Command]]:
    """Every command that does something, with the words that call it."""
    found: list[tuple[str, click.Command]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        each = group.get_command(context, name)
        assert each is not None
        words = f"{before}{name}"
        found += _leaves(each, f"{words} ") if isinstance(each, click.Group) else [(words, each)]
    return found


COMMANDS = _leaves(app)
each_command = pytest.mark.parametrize(("words", "command"), COMMANDS, ids=[words for words, _ in COMMANDS])


@each_command
def test_every_command_has_help_an_example_and_json(words: str, command: click.Command) -> None:
    assert isinstance(command, Command)
    assert command.help
    assert command.help.strip().endswith((".", "“", ")"))
    assert command.examples
    for example in command.examples:
        assert example.split(" ")[: 1 + len(words.split())] == ["soulbadge", *words.split()]
    options = {name for each in command.params for name in each.opts}
    assert "--json" in options
    assert command.writes == ("--dry-run" in options)
    if words in WRITERS:
        assert command.writes


@each_command
def test_every_option_says_what_it_is_for(words: str, command: click.Command) -> None:
    for each in command.params:
        if isinstance(each, click.Option):
            assert each.help, f"{words} {each.opts}"


@each_command
def test_its_help_shows_the_examples_and_the_environment(words: str, command: click.Command, aside: Desk) -> None:
    done = aside.call(*words.split(), "--help")
    assert done.code == 0
    assert isinstance(command, Command)
    for example in command.examples:
        assert f"  {example}\n" in done.out
    text = " ".join(done.out.split())
    for each in command.params:
        if isinstance(each, click.Option) and isinstance(each.envvar, str):
            assert each.envvar in text


@each_command
def test_every_example_can_be_parsed(words: str, command: click.Command) -> None:
    """Its options exist and its arguments are as many; nothing is run."""
    import shlex

    assert isinstance(command, Command)
    for example in command.examples:
        plain = shlex.split(example.partition(" < ")[0].partition(" > ")[0].partition(" >> ")[0])
        command.make_context(words, plain[1 + len(words.split()) :])


def test_the_help_lists_every_command_and_the_exit_codes(aside: Desk) -> None:
    done = aside.run("--help")
    assert (done.code, done.error) == (0, "")
    for name in app.list_commands(click.Context(app)):
        assert f"  {name} " in done.out
    assert "0 done, 1 refused or failed, 2 wrong usage" in done.out
    assert aside.call().out == aside.call("-h").out


def test_the_names_that_the_issue_asks_for_are_there() -> None:
    asked = "demo chain account deploy plan apply cancel renew revoke renounce show explain expiring holders"
    assert set(asked.split()) <= set(app.list_commands(click.Context(app)))


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom soulbadge.cli import main\nmain(['--help'])\nmain(['revoke', '--help'])\n"
        "print(*{'web3', 'eth_account', 'eth_utils', 'rich', 'dotenv', 'sqlite3'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ""


def test_help_takes_less_than_a_third_of_importing_web3(tmp_path: Path) -> None:
    def fastest(*command: str) -> float:
        taken = []
        for _ in range(3):  # turn by turn with the other would be fairer still; the fastest forgives the machine
            begun = time.perf_counter()
            subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
            taken.append(time.perf_counter() - begun)
        return min(taken)

    ours, theirs = fastest(*PROGRAM, "--help"), fastest(sys.executable, "-c", "import web3")
    print(f"soulbadge --help: {ours:.3f} s, import web3: {theirs:.3f} s, ratio {ours / theirs:.2f}")
    assert ours < theirs / 3


def test_the_program_of_the_wheel_is_the_same(aside: Desk) -> None:
    program = Path(sys.executable).parent / "soulbadge"
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == aside.run("--version").out
    assert done.stdout.startswith("soulbadge 0.")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_each_shell(aside: Desk, shell: str) -> None:
    done = aside.run("completion", shell)
    assert done.code == 0
    assert "_SOULBADGE_COMPLETE" in done.out
    assert aside.call("completion", shell, "--json").json["script"].strip() == done.out.strip()


def test_commands_options_and_slugs_are_completed(desk: Desk) -> None:
    def completed(words: str) -> list[str]:
        typed = words.split(" ")
        asked = {"_SOULBADGE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(typed) - 1)}
        done = subprocess.run(
            PROGRAM, env={**desk.environment(), **asked}, cwd=desk.folder, capture_output=True, text=True, check=True
        )
        return [line.partition(",")[2] for line in done.stdout.splitlines() if line]

    assert completed("soulbadge ren") == ["renew", "renounce"]
    assert "--keystore" in completed("soulbadge revoke --k")
    assert completed("soulbadge retire ck") == ["cka", "cks"]
    assert completed("soulbadge retire --rpc-url http://127.0.0.1:9 ck") == []
