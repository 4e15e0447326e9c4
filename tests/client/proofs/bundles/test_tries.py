"""Our walk through a trie against the package `trie`, on tries of every shape, and nodes that no client writes."""

import random
from collections.abc import Callable

import pytest
from trie.hexary import HexaryTrie

from soulbadge.errors import ProofIncompleteError, StateMalformedError
from soulbadge.forms.keccak import keccak
from soulbadge.proofs.bundles import rlp
from soulbadge.proofs.bundles.rlp import Item
from soulbadge.proofs.bundles.tries import EMPTY_ROOT, lookup


def taker(nodes: dict[bytes, bytes], used: set[bytes] | None = None) -> Callable[[bytes], bytes]:
    def take(digest: bytes) -> bytes:
        if digest not in nodes:
            raise ProofIncompleteError("it")
        if used is not None:
            used.add(digest)
        return nodes[digest]

    return take


def nodes_of(trie: HexaryTrie, key: bytes) -> dict[bytes, bytes]:
    """The nodes of a proof that have hashes of their own; those inside of others are not looked for."""
    return {keccak(encoded): encoded for encoded in map(rlp.encode, trie.get_proof(key))}  # type: ignore[no-untyped-call]


def keys_of(luck: random.Random, size: int, count: int) -> list[bytes]:
    """Keys of one size, many of which begin alike."""
    alphabet = luck.choice([range(256), [0, 1, 16, 17], [0x11]])
    common = bytes(luck.choices(alphabet, k=size))
    return [common[: luck.randrange(size)].ljust(size, luck.randbytes(1)) for _ in range(count)] + [
        bytes(luck.choices(alphabet, k=size)) for _ in range(count)
    ]


def test_thousands_of_tries_are_read_as_the_package_reads_them() -> None:
    luck = random.Random(3)
    there = absent = embedded = 0
    for _ in range(1200):
        size = luck.choice([1, 2, 3, 4, 32])
        entries = {
            key: luck.randbytes(luck.choice([1, 1, 2, 5, 33, 80])) for key in keys_of(luck, size, luck.randrange(9))
        }
        trie = HexaryTrie({})
        for key, value in entries.items():
            trie[key] = value
        for key in [*list(entries)[:4], *keys_of(luck, size, 1)]:
            nodes, used = nodes_of(trie, key), set[bytes]()
            assert lookup(trie.root_hash, key, taker(nodes, used)) == entries.get(key)
            there += key in entries
            absent += key not in entries
            embedded += any(len(each) < 32 for each in nodes.values())
            for left_out in used:
                some = {digest: node for digest, node in nodes.items() if digest != left_out}
                with pytest.raises(ProofIncompleteError):
                    lookup(trie.root_hash, key, taker(some))
    assert there > 1200
    assert absent > 1200
    assert embedded > 200


def test_an_empty_trie_has_nothing_and_needs_no_node() -> None:
    assert HexaryTrie({}).root_hash == EMPTY_ROOT
    assert lookup(EMPTY_ROOT, b"\1" * 32, taker({})) is None


LEAF: list[Item] = [b"\x20\x11", b"value"]
LONG_LEAF: list[Item] = [b"\x20\x11", b"v" * 40]


def branch(**children: Item) -> list[Item]:
    found: list[Item] = [b""] * 17
    for place, child in children.items():
        found[int(place[1:], 16)] = child
    return found


@pytest.mark.parametrize(
    ("node", "why"),
    [
        (b"bytes", "neither 2 nor 17"),
        ([b"\x20\x11"], "neither 2 nor 17"),
        ([b"\x20\x11", b"value", b""], "neither 2 nor 17"),
        ([b"\x20\x11", b""], "no value"),
        ([b"\x20\x11", [b"value"]], "no value"),
        ([b"", b"value"], "no prefix"),
        ([[b"\x20"], b"value"], "no prefix"),
        ([b"\x40\x11", b"value"], "no prefix"),
        ([b"\x21\x11", b"value"], "padded"),
        ([b"\x01\x11", b"value"], "padded"),
        ([b"\x20", b"value"], "another length"),
        ([b"\x20\x11\x11", b"value"], "another length"),
        ([b"\x00", branch(_1=[b"\x31", b"x"], _2=[b"\x31", b"x"])], "no length"),
        ([b"\x11", LEAF], "does not lead to a branch"),
        ([b"\x11", b"\1" * 31], "32 bytes belong"),
        ([b"\x00\x11", branch(_1=[b"\x20", b"x"], _2=[b"\x20", b"x"])], "ends in a branch"),
        (branch(_1=[b"\x31", b"x"]), "no two children"),
        ([*branch(_1=[b"\x31", b"x"], _2=[b"\x31", b"x"])[:16], b"value"], "has a value"),
        (branch(_1=[b"\x31", b"v" * 40], _2=[b"\x31", b"x"]), "32 bytes or more"),
        (branch(_1=b"\1" * 33, _2=[b"\x31", b"x"]), "32 bytes belong"),
    ],
)
def test_a_node_that_no_client_writes_is_refused_though_its_hash_is_trusted(node: Item, why: str) -> None:
    encoded = rlp.encode(node)
    with pytest.raises(StateMalformedError, match=why):
        lookup(keccak(encoded), b"\x11", taker({keccak(encoded): encoded}))


def test_a_short_node_that_stands_by_its_hash_is_refused() -> None:
    short = rlp.encode([b"\x31", b"x"])
    parent = rlp.encode(branch(_1=keccak(short), _2=keccak(short)))
    nodes = {keccak(short): short, keccak(parent): parent}
    with pytest.raises(StateMalformedError, match="stands by its hash"):
        lookup(keccak(parent), b"\x11", taker(nodes))


def test_a_node_without_end_is_refused() -> None:
    endless = rlp.encode([b"\x20\x11", b"v" * 2000])
    with pytest.raises(StateMalformedError, match="2009 bytes"):
        lookup(keccak(endless), b"\x11", taker({keccak(endless): endless}))


def test_the_same_nodes_written_soundly_are_read() -> None:
    """The table above is refused for what it says, not for its frame."""
    leaf = rlp.encode(LONG_LEAF)
    assert lookup(keccak(leaf), b"\x11", taker({keccak(leaf): leaf})) == b"v" * 40
    twig = rlp.encode(branch(_1=[b"\x31", b"x"], _2=[b"\x31", b"y"]))
    assert lookup(keccak(twig), b"\x21", taker({keccak(twig): twig})) == b"y"
