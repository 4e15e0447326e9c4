"""How carefully and how fast a table is worked off."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from soulbadge.errors import ValueInvalidError
from soulbadge.signers import is_local

if TYPE_CHECKING:
    from soulbadge.contract import Collection

_LOCAL, _ELSEWHERE = 1, 4


@dataclass(frozen=True, slots=True)
class Settings:
    """Every field has a default that suits most chains."""

    confirmations: int | None = None
    """Blocks before a row counts as done, its own included. None: 1 on a local chain, 4 elsewhere, so that a
    reorganisation of three blocks undoes nothing that counts."""
    max_fee_per_gas: int | None = None
    """The most in wei for a unit of gas, replacements included. None: as the chain asks, and a replacement at most
    three times that."""
    timeout: float = 600.0
    """Seconds without any progress after which the run ends; running again goes on."""
    window: int = 32
    """Transactions that may be on their way at once."""
    patience: float = 60.0
    """Seconds after which a transaction that is in no block is replaced at a higher fee, at the same nonce."""

    def __post_init__(self) -> None:
        if self.confirmations is not None and self.confirmations < 1:
            raise ValueInvalidError("confirmations", f"expected 1 or more, found {self.confirmations}")
        if self.max_fee_per_gas is not None and self.max_fee_per_gas < 1:
            raise ValueInvalidError("max_fee_per_gas", f"expected wei, 1 or more, found {self.max_fee_per_gas}")
        if self.window < 1:
            raise ValueInvalidError("window", f"expected 1 or more, found {self.window}")
        for name, seconds in (("timeout", self.timeout), ("patience", self.patience)):
            if not seconds > 0:
                raise ValueInvalidError(name, f"expected seconds, more than 0, found {seconds}")

    def depth(self, collection: "Collection") -> int:
        """How many blocks must stand upon one that counts, on the chain of a collection."""
        if self.confirmations is not None:
            return self.confirmations - 1
        in_process = hasattr(collection.web3.provider, "ethereum_tester")
        is_near = in_process or is_local(collection.chain_id, collection.node.endpoint)
        return (_LOCAL if is_near else _ELSEWHERE) - 1
