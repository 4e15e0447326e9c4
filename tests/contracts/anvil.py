"""Foundry's chain for tests that take thousands of steps: ten times as fast as ganache, and with exact times.

Whoever asks may say which second it is, so a question needs no block; a transaction gets the second that it is given.
Nobody needs keys or coins.
"""

from __future__ import annotations

import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).parents[2] / ".toolchain" / "bin" / "anvil"
OPTIONS = ("--hardfork", "shanghai", "--chain-id", "1337", "--gas-price", "0", "--base-fee", "0", "--no-mining")
TRUE, FALSE = True, False  # as JSON wants them
GAS = hex(30_000_000)


class RevertedError(Exception):
    """What a contract gave as its reason, as bytes."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Anvil:
    """A chain of our own."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}"
        self._session = requests.Session()
        self._session.trust_env = False

    def ask(self, method: str, *params: object) -> Any:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}
        answer = self._session.post(self._url, json=body, timeout=60).json()
        if "error" not in answer:
            return answer["result"]
        reason = answer["error"].get("data")
        raise (
            RevertedError(reason)
            if isinstance(reason, str) and reason
            else RuntimeError(f"{method}: {answer['error']}")
        )

    def now(self) -> int:
        """The time of the latest block."""
        return int(self.ask("eth_getBlockByNumber", "latest", FALSE)["timestamp"], 16)

    def call(self, sender: str, target: str, data: str, moment: int) -> bytes:
        """What a call would answer in this second."""
        transaction = {"from": sender, "to": target, "data": data, "gas": GAS}
        return bytes.fromhex(self.ask("eth_call", transaction, "latest", {}, {"time": hex(moment)})[2:])

    def send(self, sender: str, target: str | None, data: str, moment: int) -> dict[str, Any]:
        """Sends a transaction into a block of its own, in this second; returns the receipt."""
        transaction = {"from": sender, "data": data, "gas": GAS, "gasPrice": "0x0"}
        sent = self.ask("eth_sendTransaction", transaction | ({"to": target} if target else {}))
        self.ask("evm_mine", moment)
        receipt = self.ask("eth_getTransactionReceipt", sent)
        assert receipt["status"] == "0x1", f"{data[:10]} failed as a transaction"
        return receipt

    def deploy(self, sender: str, data: str, moment: int) -> str:
        return str(self.send(sender, None, data, moment)["contractAddress"])

    def found(self, owner: str, collection: Any, *companions: Any) -> str:
        """Deploys a collection and its companions, which Brownie compiled; returns its address."""
        now = self.now()
        addresses = [self.deploy(owner, "0x" + one.bytecode, now + i) for i, one in enumerate(companions, 1)]
        code = collection.deploy.encode_input("A collection", "BADGE", owner, ("", "", ""), *addresses)
        return self.deploy(owner, code, now + 3)


@contextmanager
def started() -> Iterator[Anvil]:
    """A new chain, ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([PROGRAM, "--port", str(port), "--silent", *OPTIONS])
    try:
        chain = Anvil(port)
        deadline = time.monotonic() + 60
        while True:
            try:
                chain.ask("anvil_autoImpersonateAccount", TRUE)
                break
            except requests.ConnectionError:
                assert process.poll() is None, "anvil ended at once"
                assert time.monotonic() < deadline, "anvil does not answer"
                time.sleep(0.05)
        yield chain
    finally:
        process.terminate()
        process.wait()
