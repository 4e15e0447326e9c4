"""The contract tests leave nothing out: attacks of the design, errors of `IBadges`, a tree for every function."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = ROOT / "tests" / "contracts"
ATTACKS = (*range(1, 8), *range(10, 13), *range(17, 22), *range(25, 31))
"""Those of the design that concern contracts."""
NO_FUNCTION = {"claim_by_safe", "model", "vectors"}
"""Tests that need no tree of their own: one is a part of claim_by_wallet.tree, the others compare with a model."""


def files() -> list[Path]:
    return sorted([*CONTRACTS.rglob("test_*.py"), *(ROOT / "tests" / "client" / "attacks").glob("test_*.py")])


def test_every_attack_on_contracts_has_a_test_named_after_it() -> None:
    named = [path.name for path in files() if path.parent.name == "attacks"]
    assert {int(name.split("_")[1]) for name in named} == set(ATTACKS)
    readme = (CONTRACTS / "attacks" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (\d+) \|.*\| (.*) \|$", readme, re.MULTILINE)
    assert [int(number) for number, _ in listed] == list(ATTACKS)
    assert sorted(re.findall(r"`(test_\w+\.py)`", readme)) == sorted(named)
    for number, tests in listed:
        assert set(re.findall(r"test_(\d\d)_", tests)) == {f"{int(number):02d}"}


def test_every_attack_says_at_its_head_which_one_it_is() -> None:
    for path in files():
        if path.parent.name == "attacks":
            number = int(path.name.split("_")[1])
            assert path.read_text(encoding="utf-8").startswith(f'"""Attack {number}'), path.name


def test_every_error_of_the_specification_is_provoked() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in files() if path.is_relative_to(CONTRACTS))
    provoked = set(re.findall(r"""(?:error\(|f?)"(\w+)(?:: |\(|"[,)])""", text))
    interface = (ROOT / "interfaces" / "IBadges.sol").read_text(encoding="utf-8")
    errors = set(re.findall(r"^    error (\w+)\(", interface, re.MULTILINE))
    assert len(errors) > 40
    assert errors - provoked == set()


@pytest.mark.parametrize("path", sorted(CONTRACTS.glob("test_*.py")), ids=lambda path: path.stem)
def test_every_function_has_a_tree_beside_its_tests(path: Path) -> None:
    function = path.stem.removeprefix("test_")
    tree = CONTRACTS / f"{function}.tree"
    assert tree.exists() != (function in NO_FUNCTION)
    if tree.exists():
        assert tree.name in path.read_text(encoding="utf-8").split('"""')[1], f"{path.name} does not name {tree.name}"


def test_no_tree_is_without_tests() -> None:
    assert not {tree.stem for tree in CONTRACTS.glob("*.tree")} - {
        path.stem[5:] for path in CONTRACTS.glob("test_*.py")
    }


def test_every_departure_from_a_standard_is_asserted_by_the_tests_that_it_names() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in files())
    table, _, below = (ROOT / "docs" / "departures.md").read_text(encoding="utf-8").partition("Each departure")
    named = re.findall(r"`(test_\w+)`", below)
    assert (
        len(re.findall(r"^\| ERC-", table, re.MULTILINE)) == len(re.findall(r"^\* .*`test_", below, re.MULTILINE)) == 6
    )
    assert [name for name in named if f"def {name}(" not in text] == []
