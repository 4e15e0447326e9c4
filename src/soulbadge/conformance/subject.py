"""A contract seen from outside, at one block: what it answers, to whom it refuses, and what it has logged."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from eth_abi.abi import encode
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from soulbadge.chain.blocks import Block
from soulbadge.chain.metered import decode
from soulbadge.errors import NodeError, NoFundsError, RefusedError, RevertedError
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.reading.events import Log, deployment_block, logs, topic

from .tokens import Token, tokens_of

if TYPE_CHECKING:
    from soulbadge.chain.rpc import Rpc

STRANGER = "0x00000000000000000000000000000000DeaDBeef"
"""Somebody who has nothing to do with any token."""

OTHER = "0x000000000000000000000000000000000000bEEF"
"""Somebody to whom a token might be sent."""

_MOST = 8
"""Tokens that are looked at: the oldest and the newest."""

_GAS = 5_000_000
"""What one call may use, so that a contract cannot hold up the check."""


class UnansweredError(Exception):
    """A function that a standard has did not answer; the message says which."""


class Subject:
    """A deployed token, whose answers are asked for and whose refusals are tried, all by simulated calls.

    Args:
        node: Whom to ask.
        address: The contract.
        block: The block at which everything is asked.
        token_ids: Tokens to look at besides those that its Transfer events name.
    """

    def __init__(self, node: "Rpc", address: str, block: Block, token_ids: Sequence[int] = ()) -> None:
        self.node = node
        self.address = address
        self.block = block
        self._given = tuple(token_ids)
        self._logs: dict[str, list[Log]] = {}

    # ─────────────────────────────────────────── asking ──────────────────────────────────────────────

    def call(
        self,
        signature: str,
        *arguments: Any,  # noqa: ANN401 (as the signature has it)
        sender: str | None = None,
        block: int | None = None,
        gas: int = _GAS,
    ) -> bytes | RefusedError:
        """What a function returns, or how it refuses.

        Raises:
            NoFundsError: The node lets nobody call who could not pay, and `sender` could not.
        """
        at = self.block if block is None else block
        data = call_data(signature, *arguments)
        try:
            (outcome,) = self.node.call_each([(self.address, data)], sender=sender, block=at, gas=gas)
        except NoFundsError:
            raise
        except NodeError as error:
            return RevertedError(error.problem)  # out of gas, or an opcode that this chain does not have
        return outcome

    def value(self, signature: str, returns: str, *arguments: Any, block: int | None = None) -> Any:  # noqa: ANN401
        """The one value that a view returns.

        Raises:
            UnansweredError: It reverts, or returns something else.
        """
        outcome = self.call(signature, *arguments, block=block)
        if isinstance(outcome, RefusedError):
            raise UnansweredError(f"{signature} reverts where it must answer{_told(arguments)}")
        try:
            return decode([returns], outcome)[0]
        except Exception as error:
            raise UnansweredError(f"{signature} does not return {returns}{_told(arguments)}") from error

    def reverts(self, signature: str, *arguments: Any, sender: str | None = None) -> bool:  # noqa: ANN401 (as above)
        """Whether a call is refused."""
        return isinstance(self.call(signature, *arguments, sender=sender), RefusedError)

    def claims(self, interface_id: str) -> bool:
        """Whether ERC-165 says so."""
        outcome = self.call("supportsInterface(bytes4)", bytes.fromhex(interface_id.removeprefix("0x")))
        return isinstance(outcome, bytes) and len(outcome) >= 32 and int.from_bytes(outcome[:32], "big") == 1  # noqa: PLR2004 (a word)

    def has(self, signature: str) -> bool:
        """Whether the code compares a call's selector with that of this function."""
        return b"\x63" + keccak(text=signature)[:4] in self.code

    @cached_property
    def code(self) -> bytes:
        """The contract's code."""
        return self.node.code(self.address, self.block)

    # ─────────────────────────────────────────── tokens ──────────────────────────────────────────────

    def logs(self, signature: str) -> list[Log]:
        """All events of one kind, oldest first."""
        if signature not in self._logs:
            self._logs[signature] = logs(self.node, self.address, [topic(signature)], self._first, self.block)
        return self._logs[signature]

    @cached_property
    def _first(self) -> int:
        return deployment_block(self.node, self.address, self.block)

    @cached_property
    def transfers(self) -> list[Log]:
        """Its Transfer events."""
        return self.logs("Transfer(address,address,uint256)")

    @cached_property
    def history(self) -> dict[int, Token]:
        """Every token that its Transfer events name, or that was given, with what they tell of it."""
        found = tokens_of(self.transfers)
        for number in self._given:
            found.setdefault(number, Token(number, self._owner_of(number), ()))
        return found

    def _owner_of(self, number: int) -> str:
        outcome = self.call("ownerOf(uint256)", number)
        return ZERO_ADDRESS if isinstance(outcome, RefusedError) else to_checksum_address(outcome[-20:])

    @cached_property
    def live(self) -> list[Token]:
        """Some tokens that exist, the oldest and the newest."""
        return [each for each in self.told if not self.reverts("ownerOf(uint256)", each.number)]

    @cached_property
    def told(self) -> list[Token]:
        """Some tokens that exist as the events tell it."""
        return _some([each for each in self.history.values() if each.owner != ZERO_ADDRESS])

    @cached_property
    def burned(self) -> list[Token]:
        """Some tokens that were destroyed."""
        return _some([each for each in self.history.values() if each.owner == ZERO_ADDRESS])

    @cached_property
    def invalid(self) -> list[int]:
        """Ids of no token: never issued, and destroyed."""
        made_up = [int.from_bytes(keccak(text=f"no token {number}"), "big") for number in range(3)]
        never = [each for each in (*made_up, 2**256 - 1) if each not in self.history]
        return [*never, *(each.number for each in self.burned)]


def call_data(signature: str, *arguments: Any) -> bytes:  # noqa: ANN401 (as the signature has it)
    """The call of a function by its signature, such as `transfer(address,uint256)`."""
    inside = signature[signature.index("(") + 1 : -1]
    return keccak(text=signature)[:4] + encode(inside.split(",") if inside else [], arguments)


def shown(number: int) -> str:
    """A token's id, as it stands in a sentence."""
    return f"token {number:#x}" if number >> 32 else f"token {number}"


def _some(tokens: list[Token]) -> list[Token]:
    half = _MOST // 2
    return tokens if len(tokens) <= _MOST else [*tokens[:half], *tokens[-half:]]


def _told(arguments: Sequence[object]) -> str:
    if not arguments:
        return ""
    return " for " + ", ".join(
        f"{each:#x}" if isinstance(each, int) and each >> 32 else str(each) for each in arguments
    )
