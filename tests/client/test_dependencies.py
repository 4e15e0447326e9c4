"""Every dependency has a version that it must at least be, which `assurance/floors.py` installs and tries."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
_FLOORS = (">=", "==", "~=")


def declared() -> Iterator[tuple[str, str]]:
    """Where a dependency stands, and what is said of it."""
    toml: Any = importlib.import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    found = toml.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = found["project"]
    places = {
        "build-system": found["build-system"]["requires"],
        "dependencies": project["dependencies"],
        **{f"extra {name}": texts for name, texts in project["optional-dependencies"].items()},
        **{f"group {name}": texts for name, texts in found["dependency-groups"].items()},
    }
    for file in sorted((ROOT / "toolchain" / "requirements").glob("*.in")):
        lines = (line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
        places[file.name] = [line for line in lines if line]
    for place, texts in places.items():
        assert texts, place
        for text in texts:
            yield place, text


def floor_of(text: str) -> str | None:
    """The lower bound; None if there is none."""
    return next((each.version for each in Requirement(text).specifier if each.operator in _FLOORS), None)


@pytest.mark.parametrize(("place", "text"), list(declared()))
def test_it_has_a_lower_bound(place: str, text: str) -> None:
    ours = Requirement(text).name == "soulbadge"  # an extra that takes another in
    assert ours or floor_of(text), f"{place}: {text} has no lower bound"


@pytest.mark.parametrize("text", ["web3", "web3<9", "web3!=7.1", "web3>7"])
def test_what_bounds_nothing_from_below_by_a_known_version_is_noticed(text: str) -> None:
    assert floor_of(text) is None


def test_all_kinds_of_places_are_looked_into() -> None:
    places = {place for place, _ in declared()}
    assert {"build-system", "dependencies", "extra web", "extra testing", "group dev", "assure.in"} <= places
