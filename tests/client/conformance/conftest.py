"""Small tokens, compiled once and put on anvil, with the same story each."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import solcx
from tests.support import chains
from web3 import Web3

from soulbadge.conformance import Conformance, Outcome, conform

ROOT = Path(__file__).resolve().parents[3]
CONTRACTS = Path(__file__).parent / "contracts"
ISSUER, ADA, BOB = chains.account(0), chains.account(1), chains.account(2)
GONE, EXPIRED, ENDLESS, RENEWED = 1, 2, 3, 4
OWNER_ONLY, ISSUER_ONLY = 1, 0


@cache
def compiled() -> dict[str, Any]:
    """ABI and creation code by the contract's name."""
    sources = {f"test/{file.name}": {"content": file.read_text("utf-8")} for file in CONTRACTS.glob("*.sol")}
    settings = {"evmVersion": "shanghai", "outputSelection": {"*": {"*": ["abi", "evm.bytecode.object"]}}}
    task = {"language": "Solidity", "sources": sources, "settings": settings}
    output = solcx.compile_standard(task, base_path=ROOT, allow_paths=[ROOT], solc_version="0.8.37")
    return {name: each for file in output["contracts"].values() for name, each in file.items()}


@dataclass(frozen=True)
class Small:
    """A token of a few lines."""

    web3: Web3
    address: str

    def conform(self) -> Conformance:
        return conform(self.web3, self.address)


@pytest.fixture(scope="session")
def tell(anvil: chains.Node) -> Callable[[str], Small]:
    """Deploys a token and lets happen to it what may happen: issue, burn, expire, renew, approve."""
    web3 = anvil.web3

    def told(name: str) -> Small:
        made = compiled()[name]
        contract: Any = web3.eth.contract(abi=made["abi"], bytecode=made["evm"]["bytecode"]["object"])
        issuer = {"from": ISSUER.address}
        receipt = web3.eth.wait_for_transaction_receipt(contract.constructor().transact(issuer))
        token: Any = web3.eth.contract(address=receipt["contractAddress"], abi=made["abi"])
        now = int(time.time())
        stories = [
            token.functions.mint(ADA.address, GONE, now - 10, 0, ISSUER_ONLY),
            token.functions.mint(ADA.address, EXPIRED, now - 10_000, now - 5_000, OWNER_ONLY),
            token.functions.mint(BOB.address, ENDLESS, now - 10, 0, OWNER_ONLY),
            token.functions.mint(BOB.address, RENEWED, now - 10, now + 10_000_000, OWNER_ONLY),
            token.functions.burn(GONE),
            token.functions.renew(RENEWED, 1 << 41),
        ]
        for each in stories:
            web3.eth.wait_for_transaction_receipt(each.transact(issuer))
        for each in (
            token.functions.approve(BOB.address, EXPIRED),
            token.functions.setApprovalForAll(BOB.address, True),  # noqa: FBT003 (the order of the ABI)
        ):
            web3.eth.wait_for_transaction_receipt(each.transact({"from": ADA.address}))
        return Small(web3, str(receipt["contractAddress"]))

    return told


def names(report: Conformance, outcome: Outcome) -> set[str]:
    return {each.rule for each in report.having(outcome)}
