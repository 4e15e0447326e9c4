"""Questions to one collection: encoded, asked, decoded; and one block for whatever one answer is made of."""

import re
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from soulbadge.chain.artifacts import badges_abi
from soulbadge.chain.blocks import Block, BlockId
from soulbadge.chain.rpc import Rpc
from soulbadge.errors import (
    BlockGoneError,
    NoContractError,
    NodeError,
    NotBadgesError,
    RefusedError,
    SoulbadgeError,
    UnreachableError,
)

from .events import Log, Topics, deployment_block, logs

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress

_T = TypeVar("_T")

_PAUSES = (0.2, 0.6)
"""Seconds before an answer is asked for again: behind one URL there may be nodes that lag, or a chain that moves."""

_SETTLED = 1000
"""Blocks after which no reorganisation moves a deployment to an earlier block."""

_MOST = 100_000
"""Achievements of a collection, or cohorts of an achievement, that can be true."""

_LAGS = re.compile(r"not found|unknown block|out ?of ?range|not currently canonical|no block", re.IGNORECASE)
"""How nodes say that they do not know a block."""


class Asking:
    """One collection on one chain, by one node."""

    def __init__(self, node: Rpc, address: "ChecksumAddress", chain_id: int) -> None:
        self.node = node
        self.address = address
        self.chain_id = chain_id
        self._born: int | None = None

    # ───────────────────────────────────────────── calls ─────────────────────────────────────────────

    def ask(self, function: str, *arguments: Any, at: BlockId = None, sender: str | None = None) -> tuple[Any, ...]:  # noqa: ANN401 (as the ABI has it)
        """What a function returns, one item for each of its results."""
        data = badges_abi().encode(function, *arguments)
        return self._decoded(function, self.node.call(self.address, data, sender=sender, block=at))

    def one(self, function: str, *arguments: Any, block: BlockId = None) -> Any:  # noqa: ANN401 (as the ABI has it)
        """The first result of a function: a whole answer by itself."""
        if not isinstance(block, Block):
            return self.ask(function, *arguments, at=block)[0]
        return self.one_block(block, lambda at: self.ask(function, *arguments, at=at)[0])

    def outcomes(
        self, function: str, calls: Sequence[tuple[Any, ...]], at: BlockId
    ) -> list[tuple[Any, ...] | RefusedError]:
        """What a function returns to each list of arguments, or why it refused."""
        data = [badges_abi().encode(function, *arguments) for arguments in calls]
        found = self.node.call_many(self.address, data, block=at)
        return [each if isinstance(each, RefusedError) else self._decoded(function, each) for each in found]

    def many(self, function: str, calls: Sequence[tuple[Any, ...]], at: BlockId) -> list[tuple[Any, ...]]:
        """What a function returns to each list of arguments. Raises the first refusal."""
        answers: list[tuple[Any, ...]] = []
        for outcome in self.outcomes(function, calls, at):
            if isinstance(outcome, RefusedError):
                raise outcome
            answers.append(outcome)
        return answers

    def bounded(self, count: int, what: str) -> int:
        """A count by which reading goes on, if it can be true: a hostile contract could keep us busy for ever."""
        if not 0 <= count <= _MOST:
            raise NotBadgesError(self.address, f"it claims to have {count} {what}")
        return count

    def achievement_count(self, at: BlockId) -> int:
        """How many achievements there are."""
        return self.bounded(self.ask("achievementCount", at=at)[0], "achievements")

    # ──────────────────────────────────────────── events ─────────────────────────────────────────────

    def born(self, at: Block) -> int:
        """The block of the collection's deployment, before which there is nothing to look for."""
        if self._born is not None:
            return self._born
        found = deployment_block(self.node, self.address, at)
        if at.number - found > _SETTLED:
            self._born = found
        return found

    def logs(self, topics: Topics, at: Block) -> list[Log]:
        """The collection's events with these topics, from its deployment up to a block."""
        return logs(self.node, self.address, topics, self.born(at), at)

    # ─────────────────────────────────────────── one block ───────────────────────────────────────────

    def one_block(self, block: BlockId, read: Callable[[Block], _T]) -> _T:
        """An answer of several requests, all of which look at one block.

        Where the node reads from blocks by their hash (EIP-1898), a reorganisation between two requests makes the
        second fail. Elsewhere blocks are named by number, and the hash of that number is compared afterwards. Either
        way an answer is never mixed from two chains: it is asked for again, from another block unless `block` says
        which.

        Raises:
            BlockGoneError: The block that was asked for is not, or not any more, in the chain.
        """
        for pause in (*_PAUSES, None):
            at = block if isinstance(block, Block) else self.node.block_at(block)
            found = self._attempt(read, at)
            if isinstance(found, tuple):
                return found[0]
            if pause is None or (isinstance(block, Block) and isinstance(found, BlockGoneError)):
                raise found
            time.sleep(pause)
        raise AssertionError  # the loop has returned or raised

    def _attempt(self, read: Callable[[Block], _T], at: Block) -> tuple[_T] | SoulbadgeError:
        """An answer from a block, or why it has to be asked for again. Raises what asking again would not change."""
        try:
            answer = read(at)
        except UnreachableError:
            raise
        except SoulbadgeError as error:
            if isinstance(error, RefusedError) and self.node.pins_by_hash:
                raise
            if self.node.is_canonical(at):
                if isinstance(error, NodeError) and _LAGS.search(error.problem):
                    return error
                raise
            return BlockGoneError(at.number, at.hash)
        if self.node.pins_by_hash or self.node.is_canonical(at):
            return (answer,)
        return BlockGoneError(at.number, at.hash)

    def _decoded(self, function: str, data: bytes) -> tuple[Any, ...]:
        try:
            return badges_abi().decode(function, data)
        except ValueError as error:
            # No data is what a call to an address without code returns.
            if not data and not self.node.code(self.address):
                raise NoContractError(self.address, self.chain_id) from error
            raise NotBadgesError(self.address, str(error)) from error
