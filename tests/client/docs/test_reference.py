"""docs/reference/ is what the source says, and says it of every public name."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.documents import ROOT

import soulbadge
from soulbadge import errors
from soulbadge.cli._app import app

PROGRAM = ROOT / "toolchain" / "reference.py"
FOLDER = ROOT / "docs" / "reference"


def text(page: str) -> str:
    return (FOLDER / page).read_text(encoding="utf-8")


def check(program: Path = PROGRAM) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, program, "--check"], capture_output=True, text=True, check=False)


def test_it_is_up_to_date() -> None:
    done = check()
    assert done.returncode == 0, done.stderr


def test_a_page_that_is_stale_is_named(tmp_path: Path) -> None:
    # The same program over the same source, with pages of its own.
    (tmp_path / "toolchain").mkdir()
    for file in PROGRAM.parent.glob("reference*.py"):
        (tmp_path / "toolchain" / file.name).write_bytes(file.read_bytes())
    pages = tmp_path / "docs" / "reference"
    pages.mkdir(parents=True)
    for page in FOLDER.glob("*.md"):
        (pages / page.name).write_bytes(page.read_bytes())
    assert check(tmp_path / "toolchain" / PROGRAM.name).returncode == 0
    (pages / "values.md").write_text("something else\n", encoding="utf-8")
    (pages / "gone.md").write_text("of a module that is no more\n", encoding="utf-8")
    done = check(tmp_path / "toolchain" / PROGRAM.name)
    assert done.returncode == 1
    assert re.findall(r"reference/(\w+\.md) is stale", done.stderr) == ["gone.md", "values.md"]


@pytest.mark.parametrize("name", soulbadge.__all__)
def test_every_public_name_has_its_place(name: str) -> None:
    if name in errors.__all__:
        assert f"| `{name}` |" in text("errors.md")
        return
    pages = re.findall(rf"^\| \[`{name}`\]\(([\w-]+\.md)#{name.lower()}\) \|", text("README.md"), re.MULTILINE)
    # Others of the same name come from a package of their own: `policy.Tier`, `resume.Service`.
    assert [f"### {name}\n\n`from soulbadge import {name}`" in text(page) for page in pages].count(True) == 1


def test_every_error_and_every_command_is_there() -> None:
    assert re.findall(r"^\| `(\w+)` \|", text("errors.md"), re.MULTILINE) == sorted(errors.__all__)
    import click

    context = click.Context(app)
    for name in app.list_commands(context):
        assert f"## soulbadge {name}" in text("command-line.md")


def test_signatures_and_arguments_are_those_of_the_source() -> None:
    page = text("writing.md")
    assert "* `issue(achievement: int | str, holder: str, *, start: int | None = None," in page
    assert "  * `holder`: To whom." in page
    assert "  * `BadgeExistsError`: The holder has it already." in page
