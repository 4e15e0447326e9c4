"""Looking a key up in a Merkle-Patricia trie by the nodes on its way. Pure.

Each node is taken by its hash, beginning with the root's, so a node proves itself and its place. What is found, or that
nothing is, follows from nodes that hash to what is trusted and from nothing else. All keys of a trie have one length,
as Ethereum's have; no key is the beginning of another, and a branch has no value.
"""

from collections.abc import Callable
from typing import Final

from soulbadge.errors import StateMalformedError
from soulbadge.forms.keccak import keccak

from . import rlp
from .rlp import Item

EMPTY_ROOT: Final = keccak(rlp.encode(b""))
"""Root of a trie with nothing in it."""

MOST_NODE: Final = 1024
"""Bytes of a node; a full branch of Ethereum's tries has 532."""

_HASH: Final = 32
_BRANCH: Final = 17
_WIDTH: Final = 16
_FEWEST: Final = 2
"""Children that a branch has at the least, or it would be an extension."""

_ODD, _LEAF = 1, 2


def lookup(root: bytes, key: bytes, take: Callable[[bytes], bytes]) -> bytes | None:
    """What a trie has under a key.

    Args:
        root: Hash of the root, which is trusted.
        key: As it stands in the trie: Ethereum's are hashes.
        take: The node of a hash. It vouches for the hash, and raises if there is no such node.

    Returns:
        The value, or None: the nodes prove that there is none.

    Raises:
        StateMalformedError: A node is not written as Ethereum writes it.
    """
    if root == EMPTY_ROOT:
        return None
    path = [nibble for byte in key for nibble in (byte >> 4, byte & 15)]
    place = 0
    node = _list(_taken(root, take, least=0))
    while True:
        if len(node) == _BRANCH:
            _must_be_a_branch(node)
            if place == len(path):
                raise StateMalformedError("a key ends in a branch of a trie")
            child = node[path[place]]
            place += 1
            if child == b"":
                return None
            node = _child(child, take)
            continue
        nibbles, is_leaf = _path(node)
        part = path[place : place + len(nibbles)]
        if is_leaf:
            if place + len(nibbles) != len(path):
                raise StateMalformedError("a leaf of a trie is of a key of another length")
            return _value(node[1]) if part == nibbles else None
        if part != nibbles:
            return None
        place += len(nibbles)
        node = _child(node[1], take)
        if len(node) != _BRANCH:
            raise StateMalformedError("an extension of a trie does not lead to a branch")


def _taken(digest: bytes, take: Callable[[bytes], bytes], least: int) -> Item:
    encoded = take(digest)
    if not least <= len(encoded) <= MOST_NODE:
        raise StateMalformedError(f"a trie node of {len(encoded)} bytes stands by its hash")
    return rlp.decode(encoded)


def _child(reference: Item, take: Callable[[bytes], bytes]) -> list[Item]:
    if isinstance(reference, list):
        if len(rlp.encode(reference)) >= _HASH:
            raise StateMalformedError("a trie node of 32 bytes or more stands inside of another")
        return _list(reference)
    return _list(_taken(rlp.bytes_of(reference, _HASH), take, least=_HASH))


def _list(item: Item) -> list[Item]:
    if not isinstance(item, list) or len(item) not in {2, _BRANCH}:
        raise StateMalformedError("a trie node has neither 2 nor 17 parts")
    return item


def _must_be_a_branch(node: list[Item]) -> None:
    if node[_WIDTH] != b"":
        raise StateMalformedError("a branch of a trie has a value")
    if sum(child != b"" for child in node) < _FEWEST:
        raise StateMalformedError("a branch of a trie has no two children")


def _path(node: list[Item]) -> tuple[list[int], bool]:
    """The nibbles of a leaf or an extension, and whether it is a leaf (hex-prefix encoding)."""
    packed = node[0]
    if isinstance(packed, list) or not packed or packed[0] >> 4 > (_ODD | _LEAF):
        raise StateMalformedError("a path in a trie has no prefix")
    flags = packed[0] >> 4
    nibbles = [nibble for byte in packed[1:] for nibble in (byte >> 4, byte & 15)]
    if flags & _ODD:
        nibbles.insert(0, packed[0] & 15)
    elif packed[0] & 15:
        raise StateMalformedError("a path in a trie is padded with something")
    is_leaf = bool(flags & _LEAF)
    if not nibbles and not is_leaf:
        raise StateMalformedError("an extension of a trie is of no length")
    return nibbles, is_leaf


def _value(item: Item) -> bytes:
    if isinstance(item, list) or not item:
        raise StateMalformedError("a leaf of a trie has no value")
    return item
