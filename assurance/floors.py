"""The oldest versions that pyproject.toml allows: installed, and tried.

uv takes the lowest version of each direct dependency (`--resolution lowest-direct`), of the library and of the extras
web, resume and testing, into an environment of its own that is thrown away. There it runs what touches each of them:
the README's session on py-evm, EIP-712 against golden vectors, sessions of a site over HTTP, a résumé, a credential
and somebody else's test with our fixtures. A bound under which this fails is a lie, and is raised in pyproject.toml.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from typing import TYPE_CHECKING, Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from assurance._figures import Figure, Figures, MeasureError
from assurance._running import BUILD, ROOT, run
from soulbadge.forms.strict_toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UV = ROOT / ".toolchain" / "uv" / "bin" / "uv"
UV_SETTINGS = {"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
EXTRAS = ("web", "resume", "testing")
TESTS = (
    "tests/client/test_readme.py",
    "tests/client/test_typed_data.py",
    "tests/client/web/test_sessions.py",
)
LIMIT = 1800.0
"""Seconds for one program."""

LEAST = 60
"""Tests that must have passed; fewer would mean that something was not collected."""

OUTSIDE = """
from soulbadge.openbadges import CredentialKey
from soulbadge.resume import render_html, resume


def test_a_badge_a_page_and_a_key(badges, badge_issuer, badge_holders, new_achievement):
    new_achievement("cka", validity=1000)
    ada = badge_holders[0]
    badge = badge_issuer.issue("cka", ada.address).badge_id
    assert badges.badge(badge).is_active
    now = badges.node.timestamp()
    found = resume([ada.address], [badges], now=now, pictures=True)
    assert "cka" in render_html(found, url="https://badges.example")
    assert CredentialKey(bytes(32)).did.startswith("did:key:z6Mk")
"""

SHOWS = """
The lowest version of each direct dependency, of the library and of its extras web, resume and testing, installed
together by uv with the newest of everything below them, and tests run on them.
"""
NOTE = """
Warnings do not fail here: web3's oldest versions warn of deprecated names in today's websockets, and work.
"""


def measure(*, ci: bool) -> Figures:  # noqa: ARG001 (it is as quick as it can be)
    """Install the floors, and run what touches them."""
    place = BUILD / "floors"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        python = place / "env" / "bin" / "python"
        _must(["venv", "--quiet", "--python", sys.executable, place / "env"])
        lowest: list[str | Path] = ["pip", "install", "--python", python, "--resolution", "lowest-direct"]
        _must([*lowest, "--build-constraints", ROOT / "toolchain" / "requirements" / "build.txt", *_wanted()])
        found: dict[str, str] = {
            canonicalize_name(each["name"]): each["version"]
            for each in json.loads(_must(["pip", "list", "--python", python, "--format", "json"]).splitlines()[-1])
        }
        ours = _tested(python, ROOT, [*TESTS], "floors-tests.txt")
        (place / "test_outside.py").write_text(OUTSIDE, encoding="utf-8")
        words = ["-p", "soulbadge.testing", "test_outside.py", "--badge-chain=in-process"]
        outside = _tested(python, place, words, "floors-outside.txt")
    finally:
        shutil.rmtree(place / "env", ignore_errors=True)
    floors = sorted(_floors())
    exact = sum(name in found and Version(found[name]) == Version(version) for name, version in floors)
    shown = ", ".join(f"{name} {found[name]}" for name, _ in floors if name in found)
    rows = (
        Figure.told("direct dependencies, each at the lowest version there is", shown),
        Figure.told("of which the bound is a version that was published", f"{exact} of {len(floors)}"),
        Figure.exactly("direct dependencies that were not installed", sum(name not in found for name, _ in floors), 0),
        Figure.at_least("tests passed", ours[0] + outside[0], LEAST),
        Figure.exactly("tests failed", ours[1] + outside[1], 0),
    )
    return Figures("Oldest dependencies", " ".join(SHOWS.split()), rows, (" ".join(NOTE.split()),))


def _must(words: list[str | Path]) -> str:
    """uv, which must succeed."""
    done = run([UV, *words], limit=LIMIT, environment=UV_SETTINGS, log="floors-uv.txt")
    if done.code:
        raise MeasureError(f"uv {words[0]} failed: see build/assurance/floors-uv.txt; `prepare.py setup` brings uv")
    return done.text


def _wanted() -> Iterator[str]:
    """The library with its extras, and the client that asks its pages."""
    yield from ("--editable", f"{ROOT}[{','.join(EXTRAS)}]")
    yield from (text for text in _project()["dependency-groups"]["dev"] if Requirement(text).name == "httpx")


def _floors() -> set[tuple[str, str]]:
    """Each direct dependency that applies here, and its lower bound."""
    project = _project()["project"]
    texts = [*project["dependencies"], *(text for name in EXTRAS for text in project["optional-dependencies"][name])]
    found = [each for each in map(Requirement, texts) if each.name != "soulbadge"]
    return {
        (canonicalize_name(each.name), next(bound.version for bound in each.specifier if bound.operator == ">="))
        for each in found
        if each.marker is None or each.marker.evaluate()
    }


def _project() -> dict[str, Any]:
    return read_toml(ROOT / "pyproject.toml", 100_000, MeasureError)


def _tested(python: Path, folder: Path, words: list[str], log: str) -> tuple[int, int]:
    """How many tests passed, and how many did not."""
    quiet = ["-q", "-p", "no:cacheprovider", "-W", "default", "-o", "filterwarnings=default"]
    settings = {"PYTHONDONTWRITEBYTECODE": "1"}
    done = run([python, "-m", "pytest", *quiet, *words], limit=LIMIT, folder=folder, environment=settings, log=log)
    counts = {what: int(number) for number, what in re.findall(r"(\d+) (passed|failed|errors?)\b", done.text)}
    passed = counts.pop("passed", 0)
    if not passed and not counts:
        raise MeasureError(f"no test ran on the oldest dependencies: see build/assurance/{log}")
    return passed, sum(counts.values()) or int(done.code != 0)
