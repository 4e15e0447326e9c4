"""What a transaction offers: gas, and a price for it. EIP-1559 where blocks have a base fee, one price elsewhere."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .answers import integer

if TYPE_CHECKING:
    from .rpc import Rpc

_GWEI = 10**9
_HEADER = "eth_getBlockByNumber"
_MARGIN = 5, 4
"""Gas given, as a fraction of the estimate: what is asked of other contracts can cost more a block later."""

_BUMP = 9, 8
"""How much more a replacement offers: 12.5 %, the most that any client asks for."""

MOST_GAS = 1 << 24
"""The most gas that one transaction may be given (EIP-7825)."""


@dataclass(frozen=True, slots=True)
class Fees:
    """A price for gas, in wei a unit."""

    most: int
    """The most that is paid: `maxFeePerGas`, or `gasPrice` where there is no base fee."""
    tip: int | None = None
    """What the block maker gets: `maxPriorityFeePerGas`; None where there is no base fee."""

    def fields(self) -> dict[str, int]:
        """As a transaction states it."""
        if self.tip is None:
            return {"gasPrice": self.most}
        return {"type": 2, "maxFeePerGas": self.most, "maxPriorityFeePerGas": self.tip}

    def within(self, cap: int | None) -> "Fees":
        """The same, but never more than `cap`."""
        if cap is None or self.most <= cap:
            return self
        return Fees(cap, None if self.tip is None else min(self.tip, cap))

    def replaced(self, wanted: "Fees", cap: int | None) -> "Fees | None":
        """What a transaction must offer to take the place of one that offers this; None if that is above `cap`."""
        floor = _bumped(self.most)
        if cap is not None and floor > cap:
            return None
        if self.tip is None or wanted.tip is None:
            return Fees(max(floor, wanted.most)).within(cap)
        tip = max(_bumped(self.tip), wanted.tip)
        return Fees(max(floor, wanted.most, tip), tip).within(cap)


def suggest(node: "Rpc", head: dict[str, Any]) -> Fees:
    """What gets a transaction into one of the next blocks after `head`, with room for the base fee to double."""
    base = base_fee(head)
    if base is None:
        return Fees(node.gas_price())
    tip = node.priority_fee()
    tip = _GWEI if tip is None else tip
    return Fees(2 * base + tip, tip)


def base_fee(head: dict[str, Any]) -> int | None:
    """What a block burns for each unit of gas; None before EIP-1559."""
    found = head.get("baseFeePerGas")
    return None if found is None else integer(_HEADER, found)


def gas_for(estimate: int, head: dict[str, Any]) -> int:
    """How much gas to give a transaction that was estimated so: more, as far as block and chain allow."""
    room = integer(_HEADER, head.get("gasLimit"))
    if estimate <= MOST_GAS:
        room = min(room, MOST_GAS)
    return min(estimate * _MARGIN[0] // _MARGIN[1], max(room, estimate))


def _bumped(price: int) -> int:
    return max(-(-price * _BUMP[0] // _BUMP[1]), price + 1)
