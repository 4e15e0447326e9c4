"""A chain with contract wallets: real Safes, the least wallet there is, hostile ones; anvil, which has EIP-7702."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import solcx
from eth_account.signers.local import LocalAccount
from tests.client.conftest import Programme, begin
from tests.support import chains
from tests.support.safes import Safe, artifact, safes
from web3 import Web3

from soulbadge import ids
from soulbadge.policy import Holds, Policy
from soulbadge.proofs import Challenge, MemoryNonces, Presentation, Verdict, WalletSigner, challenge, present, verify

ROOT = Path(__file__).resolve().parents[4]
SOURCES = {
    "contracts/test/MockWallet.sol": ROOT / "contracts" / "test" / "MockWallet.sol",
    "contracts/test/MockHostileWallet.sol": ROOT / "contracts" / "test" / "MockHostileWallet.sol",
    "test/Wallets.sol": Path(__file__).parent / "contracts" / "Wallets.sol",
}
FACTORY = "0x4e59b44847b379578588920cA78FbF26c0B4956C"
"""The CREATE2 factory that is on nearly every chain, anvil's too: it wants a salt and creation code."""


@cache
def compiled() -> dict[str, Any]:
    """ABI and creation code by the contract's name."""
    sources = {name: {"content": file.read_text("utf-8")} for name, file in SOURCES.items()}
    settings = {
        "evmVersion": "shanghai",
        "remappings": [f"@openzeppelin/={ROOT}/node_modules/@openzeppelin/"],
        "outputSelection": {"*": {"*": ["abi", "evm.bytecode.object"]}},
    }
    task = {"language": "Solidity", "sources": sources, "settings": settings}
    allowed = [ROOT, (ROOT / "node_modules").resolve()]
    output = solcx.compile_standard(task, base_path=ROOT, allow_paths=allowed, solc_version="0.8.37")
    made = {name: each for file in output["contracts"].values() for name, each in file.items()}
    found = {
        name: {"abi": each["abi"], "bytecode": "0x" + each["evm"]["bytecode"]["object"]} for name, each in made.items()
    }
    return found | {name: artifact(name) for name in ("Safe", "SignMessageLib")}


def creation(name: str, *arguments: object) -> bytes:
    """Creation code with its arguments."""
    one = compiled()[name]
    data = Web3().eth.contract(abi=one["abi"], bytecode=one["bytecode"]).constructor(*arguments).data_in_transaction
    return bytes.fromhex(data[2:])


@dataclass(frozen=True)
class Door:
    """A verifier on a chain where a programme issues `cka`."""

    programme: Programme

    @property
    def web3(self) -> Web3:
        return self.programme.web3

    def deploy(self, name: str, *arguments: object) -> Any:  # noqa: ANN401 (web3's contract)
        rich = self.web3.eth.accounts[0]
        sent = self.web3.eth.send_transaction({"from": rich, "data": creation(name, *arguments)})
        receipt = self.web3.eth.wait_for_transaction_receipt(sent)
        assert receipt["status"] == 1
        return self.web3.eth.contract(receipt["contractAddress"], abi=compiled()[name]["abi"])

    def send(self, to: str, data: bytes) -> None:
        address = Web3.to_checksum_address(to)
        sent = self.web3.eth.send_transaction({"from": self.web3.eth.accounts[0], "to": address, "data": data})
        assert self.web3.eth.wait_for_transaction_receipt(sent)["status"] == 1

    def code(self, address: str) -> bytes:
        return self.programme.collection.node.code(address)

    def badge(self, holder: str) -> str:
        """CAIP-19 name of a `cka` that the holder gets now."""
        badge_id = self.programme.issuer.issue("cka", holder).badge_id
        return ids.caip19(self.programme.collection.chain_id, self.programme.collection.address, badge_id)

    def badge_of(self, holder: str) -> str:
        """CAIP-19 name of the `cka` that the holder has."""
        return self.programme.collection.badges_of(holder)[0].caip19

    def ask(self) -> Challenge:
        collection, now = self.programme.collection, self.programme.collection.node.timestamp()
        return challenge("door.example", "https://door.example/enter", collection.chain_id, now=lambda: now)

    def verify(self, shown: Presentation, asked: Challenge, policy: Policy = Holds("cka")) -> Verdict:  # noqa: B008 (it cannot be changed)
        collections, now = [self.programme.collection], asked.issued_at
        return verify(shown, asked, policy, collections=collections, nonces=MemoryNonces(), now=lambda: now)

    def admits(self, signer: WalletSigner | LocalAccount) -> bool:
        """Whether who signs so is let in with a new badge; refusals are raised."""
        asked = self.ask()
        name = self.badge(signer.address)
        return self.verify(present(signer, [name], asked), asked).holder == signer.address


@pytest.fixture(scope="session")
def door() -> Iterator[Door]:
    with chains.anvil("--hardfork", "prague") as node:
        yield Door(begin(node.web3, chains.account(0)))


@pytest.fixture(scope="session")
def new_safe(door: Door) -> Callable[[], Safe]:
    """Draws up a Safe that nobody has deployed yet."""
    return safes(door.web3)
