"""SECURITY.md names what shows each statement: it is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
FORGE = (ROOT / "tests" / "forge" / "Handler.sol").read_text(encoding="utf-8")
PROOFS = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests" / "forge" / "proofs").glob("*.sol"))


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#]+)\)", TEXT))))
def test_links_lead_somewhere(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_rule_stands_there_with_what_shows_it() -> None:
    rows = re.findall(r"^\| (\d+) [^|]+\|[^|]+\|([^|]+)\|$", TEXT, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 11))
    for _, shown in rows:
        assert ".py](" in shown


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(rule\d)…`", TEXT))))
def test_forge_has_the_rule(name: str) -> None:
    assert re.search(rf"\b_?{name}[A-Z]", FORGE)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(check_\w+_)\*`", TEXT))))
def test_halmos_has_the_proof(name: str) -> None:
    assert re.search(rf"function {name}\w+\(", PROOFS)
