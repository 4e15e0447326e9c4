"""A bundle has one spelling: whatever says the same in another way is refused as it is read."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from soulbadge.errors import MalformedBundleError
from soulbadge.proofs.bundles import Bundle

if TYPE_CHECKING:
    from tests.client.proofs.bundles.conftest import World


def relaid(change: Callable[[dict[str, Any]], object], **options: Any) -> Callable[[str], str]:  # noqa: ANN401 (of json)
    """The text after its JSON was changed."""

    def apply(text: str) -> str:
        data = json.loads(text)
        change(data)
        return json.dumps(data, **{"separators": (",", ":"), "ensure_ascii": False, **options})

    return apply


SPELLINGS: dict[str, Callable[[str], str]] = {
    "a newline at the end": lambda text: text + "\n",
    "a mark at the beginning": lambda text: "\ufeff" + text,
    "spaces": relaid(lambda _: None, separators=(", ", ": ")),
    "escapes": lambda text: text.replace("presentation", "\\u0070resentation"),
    "escaped slashes": lambda text: text.replace("/", "\\/"),
    "another order": lambda text: json.dumps(dict(reversed(json.loads(text).items())), separators=(",", ":")),
    "upper-case digits": relaid(lambda data: data["proof"].update(header="0x" + data["proof"]["header"][2:].upper())),
    "spaces between digits": relaid(lambda data: data["proof"].update(header="0x " + data["proof"]["header"][2:])),
    "no 0x": relaid(lambda data: data["proof"].update(header=data["proof"]["header"][2:])),
    "an odd digit": relaid(lambda data: data["proof"].update(header=data["proof"]["header"] + "0")),
    "the version as a text": relaid(lambda data: data.update(version="1")),
    "the version as a fraction": lambda text: text.replace('"version":1', '"version":1.0'),
    "the version as true": relaid(lambda data: data.update(version=True)),
    "no version": relaid(lambda data: data.pop("version")),
    "another version": relaid(lambda data: data.update(version=2)),
    "a field more": relaid(lambda data: data.update(extra=1)),
    "a field twice": lambda text: text.replace('"version":1', '"version":1,"version":1'),
    "no proof": relaid(lambda data: data.pop("proof")),
    "a proof of null": relaid(lambda data: data.update(proof=None)),
    "nodes in another order": relaid(lambda data: data["proof"]["nodes"].reverse()),
    "a node twice": relaid(lambda data: data["proof"]["nodes"].insert(0, data["proof"]["nodes"][0])),
    "a node of a number": relaid(lambda data: data["proof"]["nodes"].append(7)),
    "nodes as an object": relaid(lambda data: data["proof"].update(nodes={})),
    "half a byte of a signature": relaid(lambda data: data["presentation"].update(signature="0x1")),
    "a list": lambda text: f"[{text}]",
    "nothing": lambda _: "",
    "null": lambda _: "null",
    "half a surrogate": lambda text: text.replace("door.example", "\\ud800", 1),
    "lists without end": lambda _: "[" * 100_000,
    "more than a bundle may have": lambda text: text + " " * (16 * 1024 * 1024),
}


@pytest.fixture(scope="module")
def text(world: "World") -> str:
    return world.scene("cka").made.to_text()


@pytest.mark.parametrize("change", SPELLINGS.values(), ids=SPELLINGS)
def test_a_bundle_has_one_spelling(text: str, change: Callable[[str], str]) -> None:
    with pytest.raises(MalformedBundleError, match="not a bundle"):
        Bundle.from_text(change(text))


def test_bytes_that_are_no_text_are_no_bundle() -> None:
    with pytest.raises(MalformedBundleError):
        Bundle.from_text(b"\xff\xfe{}")


def test_the_place_where_a_spelling_departs_is_told(text: str) -> None:
    place = text.index('"proof"')
    with pytest.raises(MalformedBundleError, match=f"from character {place} on;"):
        Bundle.from_text(text[:place] + " " + text[place:])
    with pytest.raises(MalformedBundleError, match=f"from character {len(text)} on;"):
        Bundle.from_text(text + "\n")
    with pytest.raises(MalformedBundleError, match=r"Bundle\.proof: missing"):
        Bundle.from_text(relaid(lambda data: data.pop("proof"))(text))
