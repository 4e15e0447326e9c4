import builtins
import dataclasses
import inspect
import pickle
import re
from typing import Any, get_type_hints

import pytest

import soulbadge.errors as module
from soulbadge.chain.artifacts import artifact
from soulbadge.chain.reverts import refusal
from soulbadge.errors import (
    NoFundsError,
    RefusedError,
    RequirementUnmetError,
    RevertedError,
    RowsRefusedError,
    SoulbadgeError,
    UnreachableError,
    ValueInvalidError,
)

CUSTOM = {entry["name"]: entry for entry in artifact("Badges").abi if entry["type"] == "error"}
CLASSES = [kind for _, kind in inspect.getmembers(module, inspect.isclass)]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("name", sorted(CUSTOM))
def test_each_custom_error_of_the_contract_has_an_exception_of_its_name_with_its_values(name: str) -> None:
    kind = getattr(module, f"{name}Error")
    inputs = CUSTOM[name]["inputs"]
    assert kind.signature == f"{name}({','.join(each['type'] for each in inputs)})"
    fields = [each.name for each in dataclasses.fields(kind)]
    assert fields[: len(inputs)] == [_snake(each["name"]) for each in inputs]
    assert name == "RequirementUnmet" or len(fields) == len(inputs)


def test_no_exception_stands_for_an_error_that_the_contract_does_not_have() -> None:
    known = {f"{name}Error" for name in CUSTOM}
    assert {kind.__name__ for kind in CLASSES if issubclass(kind, RefusedError) and kind.signature} == known


def test_everything_public_is_a_soulbadge_error_in_one_sorted_list_and_in_the_tree() -> None:
    assert module.__all__ == sorted(module.__all__)
    assert set(module.__all__) == {kind.__name__ for kind in CLASSES}
    assert all(issubclass(kind, SoulbadgeError) for kind in CLASSES)
    drawn = {name for name in re.findall(r"\b[A-Z]\w*Error\b", module.__doc__ or "") if not hasattr(builtins, name)}
    assert drawn == set(module.__all__)


def _sample(kind: type[SoulbadgeError]) -> SoulbadgeError:
    samples = {int: 7, str: "x", bytes: b"\1" * 32, float: 1.5}
    fields: Any = getattr(kind, "__match_args__", ())
    hints = get_type_hints(kind)
    return kind(*(samples.get(hints[name], ()) for name in fields))


@pytest.mark.parametrize(
    "kind", [kind for kind in CLASSES if dataclasses.is_dataclass(kind)], ids=lambda kind: kind.__name__
)
def test_every_message_can_be_made_and_every_exception_survives_pickling(kind: type[SoulbadgeError]) -> None:
    error = _sample(kind)
    text = str(error)
    assert "{" not in text
    assert str(pickle.loads(pickle.dumps(error))) == text  # noqa: S301 (its own)


def test_exceptions_are_also_what_python_calls_them() -> None:
    assert issubclass(UnreachableError, ConnectionError)
    assert issubclass(module.ReceiptTimeoutError, TimeoutError)
    assert issubclass(module.AchievementNotFoundError, LookupError)
    assert issubclass(ValueInvalidError, ValueError)


def test_an_unmet_requirement_says_what_is_missing_once_it_is_known() -> None:
    bare = RequirementUnmetError(2, 0, 1, 0)
    assert "requirement 0 of achievement 2" in str(bare)
    full = RequirementUnmetError(2, 0, 1, 0, "cks", "0xAB", ("cka",))
    assert str(full) == "cks is refused: 0xAB lacks an active cka; issue what is missing first"


def test_missing_funds_are_an_amount() -> None:
    error = NoFundsError("0xAB", 3 * 10**18, 10**18)
    assert error.missing == 2 * 10**18
    assert "2.000000 ether" in str(error)


def test_problems_of_rows_are_listed_with_their_lines() -> None:
    error = RowsRefusedError("issue.csv", ((2, ValueInvalidError("a", "b")), (5, ValueInvalidError("c", "d"))))
    assert str(error).splitlines() == [
        "2 problems in issue.csv, nothing was sent:",
        "issue.csv:2: a: b",
        "issue.csv:5: c: d",
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "without a reason"),
        ("08c379a0" + f"{32:064x}" + f"{2:064x}" + b"no".hex().ljust(64, "0"), "no"),
        ("4e487b71" + f"{0x11:064x}", "panic 0x11"),
        ("12345678", "0x12345678"),
        ("08c379a0" + "ff", "0x08c379a0ff"),
    ],
)
def test_a_revert_without_a_reason_of_the_contract_is_told_as_it_is(data: str, reason: str) -> None:
    found = refusal(bytes.fromhex(data))
    assert isinstance(found, RevertedError)
    assert reason in str(found)
