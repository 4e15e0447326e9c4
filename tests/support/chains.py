"""Chains for tests: each on a port of its own, and only what was started here is ended."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from eth_account import Account
from eth_account.signers.local import LocalAccount
from web3 import Web3

from soulbadge.chain.rpc import open_web3
from soulbadge.cli.nodes import end

MNEMONIC = "test test test test test test test test test test test junk"
Account.enable_unaudited_hdwallet_features()

_PATIENCE = 60
"""Seconds; on a busy machine a chain may take ten for what takes it a tenth of one."""


def account(number: int) -> LocalAccount:
    """An account that has ether on both chains."""
    found: LocalAccount = Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{number}")
    return found


@dataclass(frozen=True)
class Node:
    """A chain in a process of its own."""

    kind: str
    url: str

    @property
    def web3(self) -> Web3:
        return open_web3(self.url)

    def ask(self, method: str, *params: object) -> Any:  # noqa: ANN401 (JSON)
        body: Any = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}
        return requests.post(self.url, json=body, timeout=_PATIENCE).json()["result"]

    def height(self) -> int:
        return int(self.ask("eth_blockNumber"), 16)


@contextmanager
def anvil(*options: str) -> Iterator[Node]:
    """Foundry's chain."""
    port = _free_port()
    with _started("anvil", port, [_program("anvil"), "--port", str(port), "--silent", *options]) as node:
        yield node


@contextmanager
def ganache(*options: str, at: int | None = None) -> Iterator[Node]:
    """Ganache, at shanghai; on a port of its own, or where somebody will look for it."""
    port = at or _free_port()
    command = [_program("ganache"), "--server.port", str(port), "--wallet.mnemonic", MNEMONIC, "--quiet", *options]
    with _started("ganache", port, command) as node:
        yield node


def _program(name: str) -> str:
    found = shutil.which(name)
    assert found, f"no {name} on PATH: run `make setup` and use .venv"
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _started(kind: str, port: int, command: list[str]) -> Iterator[Node]:
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        node = Node(kind, f"http://127.0.0.1:{port}")
        deadline = time.monotonic() + 60
        while True:
            try:
                node.ask("eth_chainId")
                break
            except requests.ConnectionError:
                assert process.poll() is None, f"{kind} ended at once"
                assert time.monotonic() < deadline, f"{kind} does not answer"
                time.sleep(0.05)
        yield node
    finally:
        end(process)
