"""Event logs, read in parts as large as the node allows.

Public nodes limit the blocks, the logs or the seconds of one question, each in words of its own. So no number is read
out of the words: what is refused is asked for in halves, and what is granted grows again.
"""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from soulbadge.chain import answers as _answers
from soulbadge.chain.blocks import Block
from soulbadge.chain.rpc import Rpc
from soulbadge.errors import BlockGoneError, LogsMissingError, NodeError, RefusedError, SoulbadgeError, UnreachableError

_METHOD = "eth_getLogs"
_BUSY = re.compile(r"rate.?limit|too many requests|compute units|capacity|429|throttl|daily request", re.IGNORECASE)
_CLOSED = re.compile(r"HTTP status 40[134]|unauthorized|forbidden|api key|connection failed", re.IGNORECASE)
_PRUNED = re.compile(r"prun|history|not available|missing|unavailable", re.IGNORECASE)
_PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0)
_ROUND = 1000
"""An answer of exactly so many logs, or a multiple, may have been cut short without a word."""

_ADDRESS = (1 << 160) - 1
_SURE = 10
"""Parts granted in a row after which a limit that was met is tried again."""

_SILENCES = 3
"""Questions in a row without an answer in time."""

Topics = Sequence[str | Sequence[str] | None]
"""What the topics of a log must be: a value, one of several, or None for any."""


@dataclass(frozen=True, slots=True)
class Log:
    """One event as a contract wrote it."""

    topics: tuple[bytes, ...]
    data: bytes
    block: int
    index: int
    """Its place among all logs of the block."""
    transaction: str

    def number(self, position: int) -> int:
        """An indexed value; the first has position 1."""
        if not 0 < position < len(self.topics):
            raise _answers.malformed(_METHOD, f"an event with {position} indexed values", self.topics)
        return int.from_bytes(self.topics[position], "big")

    def account(self, position: int) -> str:
        """An indexed address."""
        return to_checksum_address(f"0x{self.number(position) & _ADDRESS:040x}")


def topic(signature: str) -> str:
    """The first topic of an event."""
    return "0x" + keccak(text=signature).hex()


def word(number: int) -> str:
    """A number as a topic."""
    return f"0x{number:064x}"


def logs(node: Rpc, address: str, topics: Topics, first: int, last: Block) -> list[Log]:
    """All events of a contract with these topics, from block `first` to `last`, in their order.

    Raises:
        BlockGoneError: The chain was reorganised meanwhile.
        LogsMissingError: The node does not keep the logs of these blocks.
        NodeError, UnreachableError: The node refuses even one block.
    """
    found: list[Log] = []
    for part in _Parts(node, address, topics, first, last.number):
        found += part
    if not node.is_canonical(last):
        raise BlockGoneError(last.number, last.hash)
    return sorted(found, key=lambda log: (log.block, log.index))


class _Parts:
    """The logs, one part of the blocks after the other."""

    def __init__(self, node: Rpc, address: str, topics: Topics, first: int, last: int) -> None:
        self._node, self._address, self._topics = node, address, topics
        self._first, self._last = first, last
        self._size = max(1, last - first + 1)
        self._refused = self._size + 1
        """The smallest size that was refused of late."""
        self._granted = self._silent = 0

    def __iter__(self) -> Iterator[list[Log]]:
        start = self._first
        while start <= self._last:
            end = min(start + self._size - 1, self._last)
            try:
                found = self._ask(start, end)
            except (NodeError, RefusedError, UnreachableError) as error:
                self._shrink(start, end, error)
                continue
            if found and len(found) % _ROUND == 0 and start < end:
                self._halve(end - start + 1)
                continue
            yield found
            start = end + 1
            self._grow()

    def _ask(self, start: int, end: int) -> list[Log]:
        asked = {
            "address": [self._address],  # a list, since web3 takes a single text apart as if it were one
            "topics": list(self._topics),
            "fromBlock": hex(start),
            "toBlock": hex(end),
        }
        answer = self._patiently(asked)
        return [_log(each, self._address, start, end) for each in _list(answer)]

    def _patiently(self, asked: dict[str, object], attempt: int = 0) -> Any:  # noqa: ANN401 (JSON)
        """The answer of a node that may be busy at first."""
        try:
            return self._node.ask(_METHOD, asked)
        except (NodeError, RefusedError, UnreachableError) as error:
            if attempt == len(_PAUSES) or not _BUSY.search(_words(error)):
                raise
        time.sleep(_PAUSES[attempt])
        return self._patiently(asked, attempt + 1)

    def _shrink(self, start: int, end: int, error: SoulbadgeError) -> None:
        """Ask for less, if that may help."""
        words = _words(error)
        self._silent = self._silent + 1 if "in time" in words else 0
        if _CLOSED.search(words) or _BUSY.search(words) or self._silent == _SILENCES:
            raise error
        if start == end:
            if isinstance(error, NodeError) and _PRUNED.search(words):
                raise LogsMissingError(start, end, error.problem) from error
            raise error
        self._halve(end - start + 1)

    def _halve(self, size: int) -> None:
        self._refused, self._size, self._granted = size, size // 2, 0

    def _grow(self) -> None:
        self._granted, self._silent = self._granted + 1, 0
        if self._granted % _SURE == 0:
            self._refused *= 4
        # Doubled while that is new, then half of the way to what was refused: so a limit is met a few times, not often.
        self._size = max(self._size, min(2 * self._size, (self._size + self._refused) // 2))


def _words(error: SoulbadgeError) -> str:
    return error.cause if isinstance(error, UnreachableError) else str(getattr(error, "problem", error))


def _list(answer: Any) -> list[Any]:  # noqa: ANN401 (JSON)
    if not isinstance(answer, list | tuple):
        raise _answers.malformed(_METHOD, "a list of logs", answer)
    return list(answer)


def _log(entry: Any, address: str, first: int, last: int) -> Log:  # noqa: ANN401 (JSON)
    it = _answers.fields(_METHOD, entry)
    log = Log(
        topics=tuple(_answers.octets(_METHOD, each) for each in _list(it.get("topics"))),
        data=_answers.octets(_METHOD, it.get("data")),
        block=_answers.integer(_METHOD, it.get("blockNumber")),
        index=_answers.integer(_METHOD, it.get("logIndex")),
        transaction=_answers.hash_of(_METHOD, it.get("transactionHash")),
    )
    if str(it.get("address")).lower() != address.lower() or not first <= log.block <= last or it.get("removed"):
        raise _answers.malformed(_METHOD, "a log of what was asked for", entry)
    return log


def deployment_block(node: Rpc, address: str, last: Block) -> int:
    """The block in which a contract was created, by halving: its code is there from then on.

    A node that keeps no state of old blocks cannot say; then it is the oldest block of which this is not known.
    """
    low, high = 0, last.number  # there is code at `high`; whether there is below `low`, is not asked
    while low < high:
        step = max(1, (high - low) // (_WAYS + 1))
        asked = sorted({low + step * part for part in range(_WAYS + 1) if low + step * part < high})
        codes = node.ask_many("eth_getCode", [(address, hex(number)) for number in asked])
        before = low, high
        for number, code in zip(asked, codes, strict=True):
            if isinstance(code, Exception):
                continue
            if _answers.octets("eth_getCode", code):
                high = number
                break
            low = number + 1
        if before == (low, high):
            return low
    return low


_WAYS = 15
"""Blocks looked at in one request."""
