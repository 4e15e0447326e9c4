"""ERC-5267: Retrieval of EIP-712 domain."""

from __future__ import annotations

from conftest import NONE, Status
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak

FIELDS = ("name", "version", "chainId", "verifyingContract", "salt")


def test_answers_for_its_interface_id(badges):
    """ERC-165 id 0x84b0196e: the selector of its only function."""
    assert badges.supportsInterface("0x84b0196e")
    assert keccak(text="eip712Domain()")[:4].hex() == "84b0196e"


def test_defines_the_function_exactly_as_declared(badges):
    """“Compliant contracts MUST define `eip712Domain` exactly as declared below. All specified values MUST be returned
    even if they are not used, to ensure proper decoding on the client side.”"""
    (function,) = (part for part in badges.abi if part.get("name") == "eip712Domain")
    assert function["inputs"] == []
    assert function["stateMutability"] == "view"
    assert [output["type"] for output in function["outputs"]] == [
        "bytes1",
        "string",
        "string",
        "uint256",
        "address",
        "bytes32",
        "uint256[]",
    ]


def test_tells_every_field(badges, web3):
    """“`fields`: A bit map where bit `i` is set to 1 if and only if domain field `i` is present”; “fields are indexed
    in the order that is specified by EIP-712”: 0x0f is name, version, chainId and verifyingContract, without salt."""
    fields, name, version, chain_id, contract, salt, extensions = badges.eip712Domain()
    assert bytes(fields) == b"\x0f"
    assert (name, version) == ("soulbadge", "1")
    assert chain_id == web3.eth.chain_id
    assert contract == badges.address
    assert bytes(salt) == NONE
    assert list(extensions) == []


def test_describes_the_domain_that_signatures_are_verified_with(badges, relayer, create, issue):
    """“The return values of this function MUST describe the domain separator that is used for verification of EIP-712
    signatures in the contract.” Signed from its answer alone, as the standard's own client does."""
    key = Account.from_key(keccak(text="somebody who knows only the domain"))
    id_ = issue(create("medal"), key.address)
    answer = badges.eip712Domain()
    present = int.from_bytes(bytes(answer[0]), "big")
    domain = {
        field: value for i, (field, value) in enumerate(zip(FIELDS, answer[1:6], strict=True)) if present >> i & 1
    }
    message = encode_typed_data(
        {**domain, "chainId": int(domain["chainId"])},
        {"Renounce": [{"name": "badgeId", "type": "uint256"}, {"name": "award", "type": "uint16"}]},
        {"badgeId": id_, "award": 0},
    )
    badges.renounceBySignature(id_, 0, bytes(key.sign_message(message).signature), {"from": relayer})
    assert badges.statusOf(id_) == Status.RENOUNCED


def test_tells_of_each_collection_by_itself(badges, deploy):
    """“user-agents and applications should in general validate that these do match the contract”"""
    other = deploy("Another issuer")
    assert badges.eip712Domain()[4] == badges.address != other.eip712Domain()[4] == other.address


def test_does_not_depend_on_who_asks(badges, owner, holder, stranger):
    assert len({str(badges.eip712Domain({"from": who})) for who in (owner, holder, stranger)}) == 1
