"""EIP-4361 at length: hundreds of messages and of broken ones, as npm siwe and viem judge them, asked again now."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from soulbadge import siwe
from soulbadge.errors import MalformedMessageError
from soulbadge.siwe import Message

FOLDER = Path(__file__).parents[1] / "vectors"
OURS = {
    "chainId": "chain_id",
    "issuedAt": "issued_at",
    "expirationTime": "expiration_time",
    "notBefore": "not_before",
    "requestId": "request_id",
}


@cache
def vectors() -> Any:  # noqa: ANN401 (JSON)
    return json.loads((FOLDER / "siwe_many.json").read_text("ascii"))


def message_of(fields: dict[str, Any]) -> Message:
    named = {OURS.get(name, name): value for name, value in fields.items() if value is not None}
    if "resources" in named:
        named["resources"] = tuple(named["resources"])
    return Message(**named)


def fields_of(number: int) -> dict[str, Any]:
    return dict(zip(vectors()["names"], vectors()["messages"][number][0], strict=True))


def spliced(number: int, start: int, removed: int, inserted: str) -> str:
    text: str = vectors()["messages"][number][1]
    return text[:start] + inserted + text[start + removed :]


def test_the_others_say_today_what_the_vectors_say() -> None:
    node = shutil.which("node")
    assert node, "no node on PATH: run `make setup` and use .venv"
    command = [node, str(FOLDER / "siwe_many.cjs"), "--print"]
    printed = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    assert printed == (FOLDER / "siwe_many.json").read_text("ascii")


def test_every_message_is_built_and_read_as_by_npm_siwe_and_viem() -> None:
    for fields, text, *_ in vectors()["messages"]:
        message = message_of(dict(zip(vectors()["names"], fields, strict=True)))
        assert message.to_text() == text
        assert siwe.parse(text) == message


def test_whatever_npm_siwe_refuses_is_refused() -> None:
    for splice in vectors()["broken"]:
        with pytest.raises(MalformedMessageError):
            siwe.parse(spliced(*splice))


def test_whatever_npm_siwe_still_reads_is_read_alike() -> None:
    for *splice, changes in vectors()["changed"]:
        assert siwe.parse(spliced(*splice)) == message_of(fields_of(splice[0]) | changes)


def test_there_are_enough_of_each_and_every_difference_has_its_rule() -> None:
    every, rules = vectors()["messages"], vectors()["rules"]
    agreed = [text for _, text, *differs in every if not differs]
    assert len(set(agreed)) >= 500  # built and read alike by all three
    assert len({spliced(*splice) for splice in vectors()["broken"]}) >= 500
    told = {rule for _, _, *differs in every for rule in differs}
    assert told == set(rules)
    assert not [rule for rule in rules if rule.startswith("siwe reads")]
