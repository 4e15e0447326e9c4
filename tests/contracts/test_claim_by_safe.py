"""`claim` where the issuer is a real Safe (1.4.1, as published on npm): see claim_by_wallet.tree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from brownie import Contract, project, reverts
from conftest import badge_id
from eth_account.messages import encode_typed_data
from eth_utils import keccak
from vouchers import ZERO, Voucher, error, person, sign

ARTIFACTS = Path(project.get_loaded_projects()[0]._path) / "node_modules/@safe-global/safe-contracts/build/artifacts"
GUARDS = [person(f"director {number}") for number in range(3)]


def deployed(name: str, at: str | None = None, *, by: object) -> Contract:
    """A contract of Safe's, deployed, or what stands at an address already."""
    (path,) = ARTIFACTS.glob(f"contracts/**/{name}.json")
    artifact = json.loads(path.read_text())
    if at is None:
        at = by.transfer(data=artifact["bytecode"]).contract_address
    return Contract.from_abi(name, at, artifact["abi"])


@pytest.fixture(scope="module")
def safe(badges, owner):
    """An issuer that is a Safe: two of three directors sign."""
    factory = deployed("SafeProxyFactory", by=owner)
    handler = deployed("CompatibilityFallbackHandler", by=owner)
    singleton = deployed("Safe", by=owner)
    owners = [guard.address for guard in GUARDS]
    setup = singleton.setup.encode_input(owners, 2, ZERO, b"", handler, ZERO, 0, ZERO)
    created = factory.createProxyWithNonce(singleton, setup, 1, {"from": owner})
    proxy = created.events["ProxyCreation"]["proxy"]
    badges.appointIssuer(proxy, 0, {"from": owner})
    return deployed("Safe", proxy, by=owner)


@pytest.fixture(scope="module")
def voucher(safe, holder, create):
    return Voucher(safe, badge_id(create("medal"), holder))


def safe_message(chain_id: int, safe: object, digest: bytes) -> bytes:
    """What the owners of a Safe sign so that the Safe answers for a digest."""
    signable = encode_typed_data(
        full_message={
            "types": {
                "EIP712Domain": [
                    {"name": "chainId", "type": "uint256"},
                    {"name": "verifyingContract", "type": "address"},
                ],
                "SafeMessage": [{"name": "message", "type": "bytes"}],
            },
            "primaryType": "SafeMessage",
            "domain": {"chainId": chain_id, "verifyingContract": safe.address},
            "message": {"message": digest},
        }
    )
    return keccak(b"\x19" + signable.version + signable.header + signable.body)


def signatures(digest: bytes, *guards: object) -> bytes:
    """Their signatures, in the order of their addresses, as a Safe wants them."""
    return b"".join(sign(guard, digest) for guard in sorted(guards, key=lambda guard: int(guard.address, 16)))


def test_issues_by_two_of_three_directors(badges, domain, holder, safe, voucher):
    message = safe_message(domain.chain_id, safe, domain.voucher(voucher))
    for pair in ((0, 1), (0, 2), (1, 2)):
        signed = signatures(message, *(GUARDS[one] for one in pair))
        badges.claim.call(*domain.request(voucher, signature=signed), {"from": holder})
    badges.claim(*domain.request(voucher, signature=signed), {"from": holder})
    assert badges.ownerOf(voucher.badge_id) == holder


def test_refuses_one_director_and_two_who_signed_something_else(badges, domain, holder, safe, voucher):
    digest = domain.voucher(voucher)
    message = safe_message(domain.chain_id, safe, digest)
    for signed in (
        signatures(message, GUARDS[0]),
        signatures(message, GUARDS[0], person("an outsider")),
        signatures(digest, GUARDS[0], GUARDS[1]),
        b"",
    ):
        with reverts(error("SignatureInvalid", safe, digest)):
            badges.claim.call(*domain.request(voucher, signature=signed), {"from": holder})


def test_issues_by_a_message_that_the_safe_signed_on_chain(badges, domain, owner, holder, safe, voucher):
    library = deployed("SignMessageLib", by=owner)
    data = library.signMessage.encode_input(domain.voucher(voucher))
    transaction = (library.address, 0, data, 1, 0, 0, 0, ZERO, ZERO)
    hashed = bytes(safe.getTransactionHash(*transaction, safe.nonce()))
    safe.execTransaction(*transaction, signatures(hashed, GUARDS[0], GUARDS[1]), {"from": owner})
    badges.claim(*domain.request(voucher, signature=b""), {"from": holder})
    assert badges.ownerOf(voucher.badge_id) == holder
