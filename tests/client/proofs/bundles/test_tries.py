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
ONES = repr(b"\1" * 31)[:80]
LONG_LEAF: list[Item] = [b"\x20\x11", b"v" * 40]


def branch(**children: Item) -> list[Item]:
    found: list[Item] = [b""] * 17
    for place, child in children.items():
        found[int(place[1:], 16)] = child
    return found


@pytest.mark.parametrize(
    ("node", "why"),
    [
        (b"bytes", "a trie node has neither 2 nor 17 parts"),
        ([b"\x20\x11"], "a trie node has neither 2 nor 17 parts"),
        ([b"\x20\x11", b"value", b""], "a trie node has neither 2 nor 17 parts"),
        ([b"\x20\x11", b""], "a leaf of a trie has no value"),
        ([b"\x20\x11", [b"value"]], "a leaf of a trie has no value"),
        ([b"", b"value"], "a path in a trie has no prefix"),
        ([[b"\x20"], b"value"], "a path in a trie has no prefix"),
        ([b"\x40\x11", b"value"], "a path in a trie has no prefix"),
        ([b"\x21\x11", b"value"], "a path in a trie is padded with something"),
        ([b"\x01\x11", b"value"], "a path in a trie is padded with something"),
        ([b"\x20", b"value"], "a leaf of a trie is of a key of another length"),
        ([b"\x20\x11\x11", b"value"], "a leaf of a trie is of a key of another length"),
        ([b"\x00", branch(_1=[b"\x31", b"x"], _2=[b"\x31", b"x"])], "an extension of a trie is of no length"),
        ([b"\x11", LEAF], "an extension of a trie does not lead to a branch"),
        ([b"\x11", b"\1" * 31], f"32 bytes belong where {ONES} stands"),
        ([b"\x00\x11", branch(_1=[b"\x20", b"x"], _2=[b"\x20", b"x"])], "a key ends in a branch of a trie"),
        (branch(_1=[b"\x31", b"x"]), "a branch of a trie has no two children"),
        ([*branch(_1=[b"\x31", b"x"], _2=[b"\x31", b"x"])[:16], b"value"], "a branch of a trie has a value"),
        (
            branch(_1=[b"\x31", b"v" * 40], _2=[b"\x31", b"x"]),
            "a trie node of 32 bytes or more stands inside of another",
        ),
        (branch(_1=b"\1" * 33, _2=[b"\x31", b"x"]), f"32 bytes belong where {ONES} stands"),
    ],
)
def test_a_node_that_no_client_writes_is_refused_though_its_hash_is_trusted(node: Item, why: str) -> None:
    encoded = rlp.encode(node)
    with pytest.raises(StateMalformedError) as refused:
        lookup(keccak(encoded), b"\x11", taker({keccak(encoded): encoded}))
    assert refused.value.problem == why


def test_a_short_node_that_stands_by_its_hash_is_refused() -> None:
    short = rlp.encode([b"\x31", b"x"])
    parent = rlp.encode(branch(_1=keccak(short), _2=keccak(short)))
    nodes = {keccak(short): short, keccak(parent): parent}
    with pytest.raises(StateMalformedError, match="stands by its hash"):
        lookup(keccak(parent), b"\x11", taker(nodes))


@pytest.mark.parametrize("size", [1024, 1025])
def test_a_node_has_1024_bytes_and_no_more(size: int) -> None:
    """Three bytes say how long it is, three are the path, three say how long the value is."""
    node = rlp.encode([b"\x20\x11", b"v" * (size - 9)])
    assert len(node) == size
    nodes = taker({keccak(node): node})
    if size <= 1024:
        assert lookup(keccak(node), b"\x11", nodes) == b"v" * (size - 9)
        return
    with pytest.raises(StateMalformedError) as refused:
        lookup(keccak(node), b"\x11", nodes)
    assert refused.value.problem == "a trie node of 1025 bytes stands by its hash"


@pytest.mark.parametrize(("size", "by_hash"), [(31, False), (31, True), (32, False), (32, True)])
def test_a_node_of_31_bytes_stands_inside_and_one_of_32_by_its_hash(size: int, *, by_hash: bool) -> None:
    leaf: list[Item] = [b"\x31", b"v" * (size - 3)]
    encoded = rlp.encode(leaf)
    assert len(encoded) == size
    parent = rlp.encode(branch(_1=keccak(encoded) if by_hash else leaf, _2=[b"\x31", b"x"]))
    nodes = taker({keccak(each): each for each in (encoded, parent)})
    if by_hash is (size == 32):
        assert lookup(keccak(parent), b"\x11", nodes) == b"v" * (size - 3)
        return
    with pytest.raises(StateMalformedError, match=r"bytes stands by its hash|stands inside of another"):
        lookup(keccak(parent), b"\x11", nodes)


def test_the_same_nodes_written_soundly_are_read() -> None:
    """The table above is refused for what it says, not for its frame."""
    leaf = rlp.encode(LONG_LEAF)
    assert lookup(keccak(leaf), b"\x11", taker({keccak(leaf): leaf})) == b"v" * 40
    twig = rlp.encode(branch(_1=[b"\x31", b"x"], _2=[b"\x31", b"y"]))
    assert lookup(keccak(twig), b"\x21", taker({keccak(twig): twig})) == b"y"
