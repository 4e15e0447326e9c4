"""EIP-712 digests against viem's (tests/vectors/eip712.json, made by tests/vectors/typed_data.cjs)."""

import json
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from eth_utils.crypto import keccak

from soulbadge.models import BurnAuth, Voucher
from soulbadge.typed_data import Domain, Signable, terms_words

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[1] / "vectors" / "eip712.json").read_text("utf-8"))
MESSAGES: list[dict[str, Any]] = VECTORS["messages"]


def as_bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))


def signable(vector: dict[str, Any]) -> Signable:
    named = VECTORS["domains"][vector["domain"]]
    domain = Domain(int(named["chainId"]), named["verifyingContract"])
    message = vector["message"]
    match vector["primaryType"]:
        case "Voucher":
            return domain.voucher(
                Voucher(
                    issuer=message["issuer"],
                    badge_id=int(message["badgeId"]),
                    award=int(message["award"]),
                    start_time=int(message["startTime"]),
                    end_time=int(message["endTime"]),
                    evidence=as_bytes(message["evidence"]),
                    deadline=int(message["deadline"]),
                    claim_key=message["claimKey"],
                )
            )
        case "VoucherRoot":
            return domain.voucher_root(as_bytes(message["root"]), int(message["count"]), int(message["deadline"]))
        case "Claim":
            return domain.claim(
                as_bytes(message["voucher"]),
                message["holder"],
                BurnAuth(int(message["burnAuth"])),
                int(message["deadline"]),
            )
    assert vector["primaryType"] == "Renounce"
    return domain.renounce(int(message["badgeId"]), int(message["award"]))


def test_the_vectors_cover_every_type_and_domain() -> None:
    assert {vector["primaryType"] for vector in MESSAGES} == {"Voucher", "VoucherRoot", "Claim", "Renounce"}
    assert {vector["domain"] for vector in MESSAGES} == set(VECTORS["domains"])


@pytest.mark.parametrize("vector", MESSAGES, ids=[f"{index}-{each['name']}" for index, each in enumerate(MESSAGES)])
def test_a_digest_is_the_one_that_viem_computes(vector: dict[str, Any]) -> None:
    assert signable(vector).digest == as_bytes(vector["digest"])


@pytest.mark.parametrize("vector", MESSAGES, ids=[f"{index}-{each['name']}" for index, each in enumerate(MESSAGES)])
def test_what_a_wallet_is_shown_is_what_it_signs(vector: dict[str, Any]) -> None:
    built = signable(vector)
    message = built.message
    assert keccak(b"\x19" + message.version + message.header + message.body) == built.digest
    key = VECTORS["accounts"][vector["signer"]]["key"]
    assert Account.sign_message(message, key).signature == as_bytes(vector["signature"])


@pytest.mark.parametrize(
    "vector", [each for each in MESSAGES if each["primaryType"] == "Voucher"], ids=lambda each: each["name"]
)
def test_the_quick_way_for_many_vouchers_gives_the_same_digest(vector: dict[str, Any]) -> None:
    named, it = VECTORS["domains"][vector["domain"]], vector["message"]
    domain = Domain(int(named["chainId"]), named["verifyingContract"])
    digest = domain.voucher_hasher(it["issuer"], int(it["deadline"]))
    terms = terms_words(int(it["award"]), int(it["startTime"]), int(it["endTime"]), as_bytes(it["evidence"]))
    assert digest(int(it["badgeId"]), terms, int(it["claimKey"], 16)) == as_bytes(vector["digest"])


def test_what_a_wallet_is_shown_names_the_type_and_its_members() -> None:
    shown = Domain(5, "0x" + "11" * 20).renounce(9, 2).typed_data
    assert shown == {
        "domain": {"name": "soulbadge", "version": "1", "chainId": 5, "verifyingContract": "0x" + "11" * 20},
        "message": {"badgeId": 9, "award": 2},
        "primaryType": "Renounce",
        "types": {
            "EIP712Domain": [
                {"type": "string", "name": "name"},
                {"type": "string", "name": "version"},
                {"type": "uint256", "name": "chainId"},
                {"type": "address", "name": "verifyingContract"},
            ],
            "Renounce": [{"type": "uint256", "name": "badgeId"}, {"type": "uint16", "name": "award"}],
        },
    }


def test_a_key_for_credentials_is_named_with_its_times_and_hashed_as_eth_account_does() -> None:
    built = Domain(5, "0x" + "11" * 20).credential_key("did:key:z6Mk", 1_800_000_000, 1_900_000_000)
    assert built.typed_data["message"] == {
        "key": "did:key:z6Mk",
        "issuedAt": 1_800_000_000,
        "expiresAt": 1_900_000_000,
    }
    assert built.typed_data["primaryType"] == "CredentialKey"
    message = built.message
    assert keccak(b"\x19" + message.version + message.header + message.body) == built.digest
