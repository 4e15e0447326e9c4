"""Safes (1.4.1, as published on npm): contract wallets of three directors, two of whom sign."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount
from web3 import Web3

from soulbadge.ids import ZERO_ADDRESS

_ARTIFACTS = Path(__file__).parents[2] / "node_modules" / "@safe-global" / "safe-contracts" / "build" / "artifacts"


def artifact(name: str) -> dict[str, Any]:
    """What Safe's makers published of a contract: `abi` and `bytecode`."""
    (file,) = _ARTIFACTS.glob(f"contracts/**/{name}.json")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


@dataclass(frozen=True)
class Safe:
    """One Safe, perhaps not deployed yet: calling `factory` with `preparation` deploys it."""

    address: str
    factory: str
    preparation: bytes
    directors: tuple[LocalAccount, ...]
    chain_id: int

    def sign(self, digest: bytes, *directors: LocalAccount) -> bytes:
        """What these directors sign so that the Safe answers for a digest; two who are enough, if none is named."""
        message = {
            "types": {
                "EIP712Domain": [
                    {"name": "chainId", "type": "uint256"},
                    {"name": "verifyingContract", "type": "address"},
                ],
                "SafeMessage": [{"name": "message", "type": "bytes"}],
            },
            "primaryType": "SafeMessage",
            "domain": {"chainId": self.chain_id, "verifyingContract": self.address},
            "message": {"message": digest},
        }
        ordered = sorted(directors or self.directors[:2], key=lambda each: int(each.address, 16))
        signable = encode_typed_data(full_message=message)
        return b"".join(bytes(each.sign_message(signable).signature) for each in ordered)

    def deploy(self, web3: Web3) -> None:
        """Put it on its chain; the chain's first account pays."""
        factory = Web3.to_checksum_address(self.factory)
        call = {"from": web3.eth.accounts[0], "to": factory, "data": self.preparation}
        assert web3.eth.wait_for_transaction_receipt(web3.eth.send_transaction(call))["status"] == 1  # type: ignore[arg-type]  # web3 wants its own dict


def safes(web3: Web3) -> Callable[[], Safe]:
    """Puts Safe's own contracts on a chain; what is returned draws up a Safe that nobody has deployed yet."""
    rich, chain_id, zero = web3.eth.accounts[0], web3.eth.chain_id, ZERO_ADDRESS

    def deployed(name: str) -> Any:  # noqa: ANN401 (web3's contract)
        found = artifact(name)
        sent = web3.eth.send_transaction({"from": rich, "data": found["bytecode"]})
        return web3.eth.contract(web3.eth.wait_for_transaction_receipt(sent)["contractAddress"], abi=found["abi"])

    factory, handler, singleton = map(deployed, ("SafeProxyFactory", "CompatibilityFallbackHandler", "Safe"))

    def draw_up() -> Safe:
        directors = tuple(Account.create() for _ in range(3))
        owners = [each.address for each in directors]
        setup = singleton.encode_abi("setup", [owners, 2, zero, b"", handler.address, zero, 0, zero])
        call = [singleton.address, setup, 1]
        address = factory.functions.createProxyWithNonce(*call).call()
        preparation = bytes.fromhex(factory.encode_abi("createProxyWithNonce", call)[2:])
        return Safe(address, factory.address, preparation, directors, chain_id)

    return draw_up
