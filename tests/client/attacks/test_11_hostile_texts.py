"""Attack 11: ten thousand hostile texts through the real contracts, and every document and picture stays sound.

The chain is revm in this process (pyrevm): a thousand pictures of two million gas each would take other chains minutes.
Texts are sent as raw bytes, so that invalid UTF-8 gets through too. What must be printed is computed apart, in Python.
"""

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from eth_abi.abi import decode, encode
from eth_utils.crypto import keccak
from tests.support.hostile_texts import printed_line, printed_prose, texts
from tests.support.strict_readers import read_collection, read_metadata, read_picture

from soulbadge.chain.artifacts import Artifact, artifact

pyrevm = pytest.importorskip("pyrevm", reason="pyrevm has no build for this Python yet")

TEXTS = 10_000
SEED = 2026
NOW = 1_800_000_000
OWNER = "0x" + "11" * 20
HOLDER = "0x" + "5a" * 20
ZERO = "0x" + "00" * 20
TERMS = (
    "(bytes,bytes,bytes,bytes,bytes[],uint24,uint40,uint8,bool,bool,"
    "(uint8,bool,(address,uint256,uint40)[])[],(bytes,(uint8,bool,(address,uint256,uint40)[])[])[])"
)
LINK = re.compile(rb"(https|ipfs|ar)://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")


class World:
    """Collections with texts that nobody would choose."""

    def __init__(self) -> None:
        self.evm = pyrevm.EVM()
        self.evm.set_block_env(pyrevm.BlockEnv(gas_limit=10**12, timestamp=NOW))
        self.renderer = self.create(artifact("BadgeRenderer"))
        self.reader = self.create(artifact("BadgeReader"))

    def create(self, shipped: Artifact, arguments: bytes = b"") -> str:
        return str(self.evm.deploy(OWNER, shipped.bytecode + arguments, gas=10**10))

    def collection(self, name: bytes, profile: tuple[bytes, bytes, bytes]) -> str:
        types = ["bytes", "bytes", "address", "(bytes,bytes,bytes)", "address", "address"]
        values = [name, b"ID", OWNER, profile, self.renderer, self.reader]
        address = self.create(artifact("Badges"), encode(types, values))
        self.send(address, "appointIssuer(address,uint256)", ["address", "uint256"], [OWNER, 0])
        return address

    def send(self, to: str, signature: str, types: list[str], values: list[Any], *, static: bool = False) -> bytes:
        data = keccak(text=signature)[:4] + encode(types, values)
        return bytes(self.evm.message_call(OWNER, to, calldata=data, gas=10**10, is_static=static))

    def text(self, to: str, signature: str, *values: int) -> str:
        return str(
            decode(["string"], self.send(to, signature, ["uint256"] * len(values), list(values), static=True))[0]
        )


def shown_as(words: list[str], full: str) -> bool:
    """Whether lines show a text, or its beginning and an ellipsis; where lines break, spaces go."""
    got, want = "".join(words).replace(" ", ""), full.replace(" ", "")
    return got == want or (got.endswith("…") and want.startswith(got[:-1]))


def document(world: World, collection: str, number: int, source: Iterator[bytes], chance: random.Random) -> None:
    """One achievement, one cohort and one badge made of seven texts; all that they become is checked."""
    longest = 10_000 if number % 10 == 0 else 2_000
    name, tier = next(source)[:longest] or b"x", next(source)[:500] or b"x"
    description, criteria, skill, other = (next(source)[:2_000] for _ in range(4))
    label = next(source)[:256]
    color = chance.randrange(2**24)
    slug = str(number).encode()
    held_now = (1, False, [(ZERO, number, 0)])
    terms: tuple[Any, ...] = (
        slug,
        name,
        description,
        criteria,
        [skill, other],
        color,
        0,
        1,
        False,
        False,
        [],
        [(tier, [held_now])],
    )
    world.send(
        collection,
        "createAchievement((string,string,string,string,string[],uint24,uint40,uint8,bool,bool,"
        "(uint8,bool,(address,uint256,uint40)[])[],(string,(uint8,bool,(address,uint256,uint40)[])[])[]))",
        [TERMS],
        [terms],
    )
    start = chance.choice((0, NOW - 1000, NOW + 1000))
    end = chance.choice((0, NOW - 1)) if start == NOW - 1000 else 0
    world.send(
        collection,
        "issueCohort(uint256,uint256,string,uint40,uint40,bytes32,bytes)",
        ["uint256", "uint256", "bytes", "uint40", "uint40", "bytes32", "bytes"],
        [number, 1, label, start, end, bytes(32), bytes.fromhex(HOLDER[2:])],
    )

    badge_id = number << 208 | 1 << 160 | int(HOLDER, 16)
    found = read_metadata(world.text(collection, "tokenURI(uint256)", badge_id))
    attributes = [(each["trait_type"], each["value"]) for each in found["attributes"]]
    status = dict(attributes)["Status"]
    occasion, title = printed_line(label), printed_line(name) or slug.decode()
    assert status == ("PENDING" if start > NOW else "EXPIRED" if end else "ACTIVE")
    assert found["name"] == title + (f" · {occasion}" if occasion else "")
    assert (found["description"], found["criteria"]) == (printed_prose(description), printed_prose(criteria))
    assert [value for trait, value in attributes if trait == "Skill"] == [printed_line(skill), printed_line(other)]
    assert dict(attributes).get("Tier") == (printed_line(tier) if status == "ACTIVE" else None)

    shown = read_picture(found["image"])
    assert shown.status == status
    lines = list(shown.block)[1:]
    if status == "ACTIVE":  # there is a tier, and a line for its label
        assert shown_as([lines.pop()], printed_line(tier))
    if occasion:
        assert shown_as([lines.pop()], occasion)
    assert len(lines) <= 3
    assert shown_as(lines, title)


def test_ten_thousand_hostile_texts_stay_sound_and_hold_nothing_active() -> None:
    world, source, chance = World(), texts(SEED), random.Random(SEED)
    seen = 0
    while seen < TEXTS:
        issuer, about, who, url = (next(source)[:4_000] for _ in range(4))
        if chance.random() < 0.5:
            url = chance.choice((b"https://", b"ipfs://", b"ar://", b"http://", b"data:", b"javascript:")) + url
        collection = world.collection(issuer, (who, about, url))
        profile = read_collection(world.text(collection, "contractURI()"))
        assert profile["name"] == (printed_line(who) or printed_line(issuer))
        assert profile["description"] == printed_prose(about)
        assert profile.get("external_link") == (url.decode() if LINK.fullmatch(url) else None)
        for number in range(1, 51):
            document(world, collection, number, source, chance)
        seen += 4 + 50 * 7


@pytest.mark.parametrize("text", [b"</svg><script>alert(1)</script>", b'"><img src=x onerror=alert(1)>', b"]]>&#x3c;"])
def test_markup_is_shown_and_never_obeyed(text: bytes) -> None:
    world = World()
    collection = world.collection(text, (text, text, text))
    source = iter([text] * 7)
    document(world, collection, 1, source, random.Random(1))
