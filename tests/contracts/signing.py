"""What issuers and holders sign (EIP-712), made by eth-account, apart from the contracts and the library.

The types stand here a second time, on purpose: they are compared with the contract's by its accepting the signatures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from brownie import web3
from conftest import NONE, ZERO
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak

TYPES = {
    "Voucher": [
        ("address", "issuer"),
        ("uint256", "badgeId"),
        ("uint16", "award"),
        ("uint40", "startTime"),
        ("uint40", "endTime"),
        ("bytes32", "evidence"),
        ("uint40", "deadline"),
        ("address", "claimKey"),
    ],
    "Renounce": [("uint256", "badgeId"), ("uint16", "award")],
}
NO_PROOF = ([], 0, 0)
NO_CONSENT = (ZERO, 0, b"", b"")
FAR = 2**40 - 1


@dataclass(frozen=True)
class Signed:
    """A signature and the digest that it is over."""

    signature: bytes
    digest: bytes


def key_of(who: str) -> Any:
    """The key of somebody named by a role: the same in every run."""
    return Account.from_key(keccak(text=who))


def sign(key: Any, collection: Any, primary: str, *values: Any, **domain: Any) -> Signed:
    """Signs a struct for a collection; `domain` replaces parts of the domain (`chainId=1`)."""
    fields = TYPES[primary]
    whole = {
        "name": "soulbadge",
        "version": "1",
        "chainId": web3.eth.chain_id,
        "verifyingContract": collection.address,
    } | domain
    types = {primary: [{"name": name, "type": kind} for kind, name in fields]}
    message = encode_typed_data(whole, types, dict(zip([name for _, name in fields], values, strict=True)))
    digest = keccak(b"\x19" + message.version + message.header + message.body)
    return Signed(bytes(key.sign_message(message).signature), digest)


def claim(
    collection: Any, issuer_key: Any, badge_id: int, holder: Any, *, award: int = 0, end: int = 0, evidence: bytes = NONE
) -> Any:
    """The holder collects what an issuer signed; returns the receipt."""
    voucher = (issuer_key.address, badge_id, award, 0, end, evidence, FAR, ZERO)
    signature = sign(issuer_key, collection, "Voucher", *voucher).signature
    return collection.claim(voucher, NO_PROOF, signature, NO_CONSENT, [], {"from": holder})
