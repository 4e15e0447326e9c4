"""Strangers' contracts, compiled once and put on anvil."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import solcx
from eth_account.signers.local import LocalAccount
from tests.support import chains
from web3 import Web3

from soulbadge.auditing import AuditReport, RuleVerdict, audit_address

ROOT = Path(__file__).resolve().parents[3]
CONTRACTS = Path(__file__).parent / "contracts"
HOLDER = chains.account(7)


@cache
def compiled() -> dict[str, Any]:
    """ABI and creation code by the contract's name."""
    sources = {f"test/{file.name}": {"content": file.read_text("utf-8")} for file in CONTRACTS.glob("*.sol")}
    settings = {
        "evmVersion": "shanghai",
        "outputSelection": {"*": {"*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"]}},
    }
    task = {"language": "Solidity", "sources": sources, "settings": settings}
    output = solcx.compile_standard(task, base_path=ROOT, allow_paths=[ROOT], solc_version="0.8.37")
    return {name: each for file in output["contracts"].values() for name, each in file.items()}


@dataclass(frozen=True)
class Stranger:
    """Somebody else's contract, of which the signer is owner and issuer."""

    web3: Web3
    signer: LocalAccount
    address: str
    abi: Any

    def send(self, function: str, *arguments: object) -> None:
        call = self.web3.eth.contract(address=Web3.to_checksum_address(self.address), abi=self.abi).functions[function]
        _transact(self.web3, self.signer, call(*arguments).build_transaction(_frame(self.web3, self.signer)))

    def audit(self) -> AuditReport:
        return audit_address(self.web3, self.address)


def _frame(web3: Web3, signer: LocalAccount) -> Any:  # noqa: ANN401 (web3 types each field)
    nonce = web3.eth.get_transaction_count(signer.address)
    return {"from": signer.address, "nonce": nonce, "gas": 3_000_000, "gasPrice": web3.eth.gas_price, "chainId": 31337}


def _transact(web3: Web3, signer: LocalAccount, transaction: Any) -> str:  # noqa: ANN401 (as above)
    receipt = web3.eth.wait_for_transaction_receipt(
        web3.eth.send_raw_transaction(signer.sign_transaction(transaction).raw_transaction)
    )
    assert receipt["status"] == 1
    return str(receipt["contractAddress"])


@pytest.fixture(scope="session")
def stranger(anvil: chains.Node) -> Callable[..., Stranger]:
    """Deploys one of contracts/, or whatever code is given."""
    web3, signer = anvil.web3, chains.account(3)

    def put(name: str, *arguments: object, code: bytes | None = None) -> Stranger:
        made = compiled().get(name, {"abi": [], "evm": {"bytecode": {"object": ""}}})
        frame = _frame(web3, signer)
        creation = code if code is not None else bytes.fromhex(made["evm"]["bytecode"]["object"])
        data = Web3().eth.contract(abi=made["abi"], bytecode=creation).constructor(*arguments)
        address = _transact(web3, signer, {**frame, "data": data.data_in_transaction, "gas": 8_000_000})
        return Stranger(web3, signer, address, made["abi"])

    return put


def only(report: AuditReport, *rules: int) -> None:
    """These rules are broken, nothing is kept, and what is neither is unknown."""
    told = {finding.rule: (finding.verdict, finding.because) for finding in report.findings}
    assert {rule for rule, (verdict, _) in told.items() if verdict is RuleVerdict.BROKEN} == set(rules), told
    assert RuleVerdict.KEPT not in {verdict for verdict, _ in told.values()}
