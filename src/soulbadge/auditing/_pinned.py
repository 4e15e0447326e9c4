"""Asking a contract that may lie, at one block: an answer that is none is None, and never ends the audit."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from eth_abi.abi import encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from soulbadge.chain import answers as _answers
from soulbadge.chain.artifacts import badges_abi
from soulbadge.chain.blocks import Block
from soulbadge.contract import Collection
from soulbadge.errors import LogsMissingError, NodeError, NoFundsError, RefusedError, UnreachableError
from soulbadge.reading.events import deployment_block, logs, topic

if TYPE_CHECKING:
    from soulbadge.chain.rpc import Rpc

_T = TypeVar("_T")

_LONGEST_ANSWER = 1 << 20
"""Bytes of an answer that are taken apart."""

_LONGEST_TERMS = 8192
"""The same for a stranger's achievement: lists of lists that share their parts grow as a power."""

_NO_ANSWER = (RefusedError, NodeError, LogsMissingError, NoFundsError, ValueError, KeyError, OverflowError)
"""What reading ends with if the other side says nothing that makes sense."""


class Pinned:
    """A collection as it stands at one block."""

    def __init__(self, collection: Collection, block: Block) -> None:
        self.collection = collection
        self.node: Rpc = collection.node
        self.address: str = collection.address
        self.block = block
        self.trusted: set[str] = set()
        """Collections of released code, whose answers are what they seem."""

    # ─────────────────────────────────────────── answers ─────────────────────────────────────────────

    def ask(self, function: str, *arguments: Any, of: str | None = None) -> tuple[Any, ...] | None:  # noqa: ANN401 (as the ABI has it)
        """What a function returns; None if it does not answer as it should. `of` is another contract than ours."""
        (answer,) = self.ask_many(function, [arguments], of=of)
        return answer

    def ask_many(
        self, function: str, calls: Sequence[tuple[Any, ...]], *, of: str | None = None
    ) -> list[tuple[Any, ...] | None]:
        """`ask` for each tuple of arguments."""
        abi, asked = badges_abi(), of or self.address
        data = [abi.encode(function, *arguments) for arguments in calls]
        strange = function == "achievementOf" and asked not in self.trusted
        longest = _LONGEST_TERMS if strange else _LONGEST_ANSWER

        def decoded(outcome: bytes | None) -> tuple[Any, ...] | None:
            if outcome is None or len(outcome) > longest:
                return None
            return attempt(lambda: abi.decode(function, outcome))

        return [decoded(outcome) for outcome in self._outcomes(asked, data, None)]

    def one(self, function: str, *arguments: Any, of: str | None = None) -> Any:  # noqa: ANN401 (as the ABI has it)
        """The first result of a function; None if it does not answer."""
        answer = self.ask(function, *arguments, of=of)
        return answer[0] if answer else None

    def succeeds(self, calls: Sequence[bytes], sender: str) -> list[bool]:
        """Whether each call of `sender`, simulated by itself, goes through; False also where a node cannot tell."""
        return [isinstance(each, bytes) for each in self._outcomes(self.address, calls, sender)]

    def _outcomes(self, to: str, calls: Sequence[bytes], sender: str | None) -> list[bytes | None]:
        if not calls:
            return []
        try:
            many = self.node.call_many(to, calls, sender=sender, block=self.block)
        except (NodeError, NoFundsError):
            if len(calls) == 1:
                return [None]  # one that burns all gas, or a node that lets nobody call who could not pay
            return [outcome for each in calls for outcome in self._outcomes(to, [each], sender)]
        return [each if isinstance(each, bytes) else None for each in many]

    # ──────────────────────────────────────────── state ──────────────────────────────────────────────

    def code(self, address: str) -> bytes:
        """The code at an address."""
        return self.node.code(address, self.block)

    def storage(self, address: str, slot: int) -> int:
        """A word of storage."""
        method = "eth_getStorageAt"
        found = self.node.ask(method, to_checksum_address(address), hex(slot), self.node.tag(self.block))
        return int.from_bytes(_answers.octets(method, found), "big")

    def transaction(self, digest: str) -> tuple[str | None, bytes, str]:
        """To whom a transaction went, its data, and the contract that it created."""
        method = "eth_getTransactionByHash"
        sent = _answers.fields(method, self.node.ask(method, digest))
        data = _answers.octets(method, sent.get("input", sent.get("data")))
        receipt = self.node.receipt(digest) or {}
        return str(sent.get("to") or "") or None, data, str(receipt.get("contractAddress") or "")

    # ──────────────────────────────────────────── events ─────────────────────────────────────────────

    def events(self, signature: str) -> "list[Event]":
        """The collection's events of one kind up to the block, oldest first."""
        found = logs(self.node, self.address, [topic(signature)], self._first, self.block)
        return [Event(each.topics[1:], each.data, each.block, each.index, each.transaction) for each in found]

    @cached_property
    def _first(self) -> int:
        return deployment_block(self.node, self.address, self.block)


class Event:
    """One log: its indexed values as words, and where it stands."""

    __slots__ = ("block", "data", "index", "transaction", "words")

    def __init__(self, words: tuple[bytes, ...], data: bytes, block: int, index: int, transaction: str) -> None:
        self.words = words
        self.data = data
        self.block = block
        self.index = index
        self.transaction = transaction

    def number(self, position: int) -> int:
        """An indexed value; 0 if it is not there, as in a stranger's event."""
        return int.from_bytes(self.words[position], "big") if position < len(self.words) else 0

    def address(self, position: int) -> str:
        """An indexed value as an address."""
        return to_checksum_address(f"0x{self.number(position) & (1 << 160) - 1:040x}")


def attempt(ask: Callable[[], _T]) -> _T | None:
    """What a reading of the library returns, or None if the other side says nothing that makes sense."""
    try:
        return ask()
    except UnreachableError:
        raise  # nobody was asked
    except _NO_ANSWER:
        return None


def call_data(signature: str, *arguments: Any) -> bytes:  # noqa: ANN401 (as the signature has it)
    """The call of a function by its signature, such as `transfer(address,uint256)`."""
    inside = signature[signature.index("(") + 1 : -1]
    kinds = inside.split(",") if inside else []
    return keccak(text=signature)[:4] + encode(kinds, arguments)


def selector(signature: str) -> int:
    """The number with which a function is called."""
    return int.from_bytes(keccak(text=signature)[:4], "big")
