"""What nodes call by different names: ganache, where the tests run, and anvil, where branch coverage is measured."""

from __future__ import annotations

from typing import Any


class Node:
    """The node behind Brownie, and what it can do that no chain can."""

    def __init__(self, web3: Any) -> None:
        self._provider = web3.provider
        self._anvil = "anvil" in web3.client_version

    def mine_at(self, moment: int) -> None:
        """A block of exactly this time; calls on it see the same."""
        if self._anvil:
            self._ask("evm_setNextBlockTimestamp", moment)
            self._ask("evm_mine")
        else:
            self._ask("evm_mine", moment)

    def set_time(self, moment: int) -> None:
        """The next block has this time: on anvil exactly, on ganache unless the second ends before."""
        if self._anvil:
            self._ask("evm_setNextBlockTimestamp", moment)
        else:
            self._ask("evm_setTime", moment * 1000)

    def set_storage(self, address: str, slot: int, value: int) -> None:
        """Write to a contract's storage."""
        method = "anvil_setStorageAt" if self._anvil else "evm_setAccountStorageAt"
        self._ask(method, address, f"{slot:#066x}" if self._anvil else hex(slot), f"{value:#066x}")

    def set_code(self, address: str, code: bytes) -> None:
        """An account becomes a contract of this code."""
        self._ask("anvil_setCode" if self._anvil else "evm_setAccountCode", address, "0x" + code.hex())

    def remove_code(self, address: str) -> None:
        """A contract becomes an account without code."""
        self.set_code(address, b"")

    def _ask(self, method: str, *params: Any) -> None:
        answer = self._provider.make_request(method, list(params))
        assert "error" not in answer, f"{method}: {answer['error']}"
