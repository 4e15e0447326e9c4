"""The golden vectors, made by viem and OpenZeppelin's Merkle trees, against `vouchers.py` and against the contract.

All other tests sign with `vouchers.py`; this holds it to what is not ours. The messages of the domain "home" are for a
contract that `deployer` creates first of all on chain 1337, so here the contract itself answers for them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import vouchers
from brownie import accounts as brownie_accounts
from brownie import reverts, web3
from conftest import Terms, badge_id
from eth_abi import encode
from eth_account import Account
from eth_utils import keccak
from vouchers import BY_HOLDER, FOREVER, NO_PROOF, Domain, Tree, error

pytestmark = pytest.mark.skip_coverage  # the vectors are for chain 1337, and coverage is measured on another

FILES = Path(__file__).parents[1] / "vectors"
EIP712 = json.loads((FILES / "eip712.json").read_text())
MERKLE = json.loads((FILES / "merkle.json").read_text())
MESSAGES = {one["name"]: one for one in EIP712["messages"]}
PEOPLE = {name: Account.from_key(one["key"]) for name, one in EIP712["accounts"].items()}


def unhex(text: str) -> bytes:
    return bytes.fromhex(text[2:])


def domain_of(name: str) -> Domain:
    return Domain(int(EIP712["domains"][name]["chainId"]), EIP712["domains"][name]["verifyingContract"])


def values(message: dict) -> list:
    """The values of a message in the types that `vouchers.py` takes: numbers are kept as text where JSON has none."""
    kinds = {field["name"]: field["type"] for field in EIP712["types"][message["primaryType"]]}
    fields = message["message"]
    return [
        unhex(fields[name]) if kind == "bytes32" else fields[name] if kind == "address" else int(fields[name])
        for name, kind in kinds.items()
    ]


# ──────────────────────────────────────────── vouchers.py ────────────────────────────────────────────


def test_types_are_the_same():
    assert EIP712["types"] == vouchers.TYPES


@pytest.mark.parametrize("name", MESSAGES)
def test_digests_and_signatures_are_the_same(name):
    message = MESSAGES[name]
    digest = domain_of(message["domain"]).digest(message["primaryType"], *values(message))
    assert digest == unhex(message["digest"])
    assert bytes(PEOPLE[message["signer"]].unsafe_sign_hash(digest).signature) == unhex(message["signature"])


@pytest.mark.parametrize("name", MESSAGES)
def test_digests_are_what_the_standard_says_by_hand(name):
    """EIP-712 spelled out: no library of either side."""
    message = MESSAGES[name]
    fields = EIP712["types"][message["primaryType"]]
    members = ",".join(f"{field['type']} {field['name']}" for field in fields)
    kind = f"{message['primaryType']}({members})"
    struct = keccak(
        keccak(text=kind) + b"".join(encode([f["type"]], [v]) for f, v in zip(fields, values(message), strict=True))
    )
    where = EIP712["domains"][message["domain"]]
    separator = keccak(
        keccak(text="EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
        + keccak(text=where["name"])
        + keccak(text=where["version"])
        + int(where["chainId"]).to_bytes(32, "big")
        + bytes(12)
        + unhex(where["verifyingContract"])
    )
    assert separator == unhex(EIP712["separators"][message["domain"]])
    assert struct == unhex(message["structHash"])
    assert keccak(b"\x19\x01" + separator + struct) == unhex(message["digest"])


@pytest.mark.parametrize("tree", MERKLE["trees"], ids=lambda tree: str(len(tree["values"])))
def test_trees_are_the_same(tree):
    ours = Tree([unhex(one["value"]) for one in tree["values"]])
    assert ours.root == unhex(tree["root"])
    for one in tree["values"]:
        assert ours.path(unhex(one["value"])) == [unhex(node) for node in one["path"]]


def test_a_second_signature_is_as_good_as_the_first():
    """`sign_again`, which attack 6 uses, is no vector; but it recovers."""
    signer = vouchers.person("whoever")
    for number in range(20):
        digest = keccak(bytes([number]))
        again = vouchers.sign_again(signer, digest, 1_000 + number)
        assert again != vouchers.sign(signer, digest)
        assert Account._recover_hash(digest, signature=again) == signer.address


# ──────────────────────────────────────────── the contract ───────────────────────────────────────────


@pytest.fixture(scope="module")
def home(owner, companions, Badges):
    """The collection of the domain "home", with achievement 1 and the issuer of the vectors."""
    deployer = brownie_accounts.add(EIP712["accounts"]["deployer"]["key"])
    owner.transfer(deployer, "1 ether")
    collection = Badges.deploy("Home", "HOME", owner, ("", "", ""), *companions, {"from": deployer})
    assert collection.address == EIP712["domains"]["home"]["verifyingContract"]
    assert web3.eth.chain_id == int(EIP712["domains"]["home"]["chainId"])
    collection.createAchievement(Terms("medal").as_tuple(), {"from": owner})
    collection.appointIssuer(PEOPLE["issuer"].address, 0, {"from": owner})
    return collection


def test_the_contract_says_for_which_domain_it_takes_signatures(home):
    """ERC-5267: name, version, chain and contract, and nothing else."""
    where = EIP712["domains"]["home"]
    fields = (where["name"], where["version"], int(where["chainId"]), where["verifyingContract"])
    assert tuple(home.eip712Domain()) == ("0x0f", *fields, "0x" + "00" * 32, ())


def taken(name: str) -> tuple:
    """A voucher of the vectors and its signature."""
    return tuple(values(MESSAGES[name])), unhex(MESSAGES[name]["signature"])


def by(name: str, claim: str, *, key: str | None = None) -> tuple:
    """A consent made of the signatures of the vectors."""
    by_key = unhex(MESSAGES[key]["signature"]) if key else b""
    return (PEOPLE[name].address, FOREVER, unhex(MESSAGES[claim]["signature"]), by_key)


def test_the_contract_acts_out_the_story_that_viem_signed(home, relayer):
    voucher, signature = taken("voucher")
    id_ = voucher[1]
    home.claim(voucher, NO_PROOF, signature, by("holder", "claim"), [], {"from": relayer})
    assert home.ownerOf(id_) == PEOPLE["holder"].address

    voucher, signature = taken("voucher with a claim key")
    consent = by("newcomer", "claim by the newcomer", key="claim by the key")
    home.claim(voucher, NO_PROOF, signature, consent, [], {"from": relayer})
    assert home.ownerOf(badge_id(1, PEOPLE["newcomer"].address)) == PEOPLE["newcomer"].address
    assert home.isSpent(PEOPLE["issuer"].address, MESSAGES["voucher with a claim key"]["digest"])

    home.renounceBySignature(id_, 0, unhex(MESSAGES["renounce"]["signature"]), {"from": relayer})
    assert not home.exists(id_)

    # Back by a voucher under a root: the holder sends it, which for this test is the one who has coins.
    voucher, _ = taken("voucher under the root")
    root = MESSAGES["root"]
    proof = ([unhex(node) for node in root["path"]], root["message"]["count"], root["message"]["deadline"])
    holder = brownie_accounts.add(EIP712["accounts"]["holder"]["key"])
    relayer.transfer(holder, "1 ether")
    home.claim(voucher, proof, unhex(root["signature"]), BY_HOLDER, [], {"from": holder})
    assert home.badgeOf(id_)["award"] == 1


@pytest.mark.parametrize("name", [name for name, one in MESSAGES.items() if one["primaryType"] == "Voucher"])
def test_the_contract_finds_the_same_digest_for_any_voucher(home, stranger, name):
    """Shown by its refusal, which names the digest. Vouchers of other domains have another digest at home."""
    message = MESSAGES[name]
    fields = values(message)
    if fields[6] == 0:
        return  # the deadline is looked at first; every other field is in the other vectors
    here = domain_of("home").digest("Voucher", *fields)
    assert (here == unhex(message["digest"])) == (message["domain"] == "home")
    with reverts(error("SignatureInvalid", fields[0], here)):
        home.claim.call(tuple(fields), NO_PROOF, b"", BY_HOLDER, [], {"from": stranger})


@pytest.mark.parametrize("tree", MERKLE["trees"][1:], ids=lambda tree: str(len(tree["values"])))
def test_the_contract_finds_the_same_root(home, stranger, tree):
    """OpenZeppelin's path leads from the voucher of the story to OpenZeppelin's root, in a tree of any size."""
    voucher, _ = taken("voucher")
    first = tree["values"][0]
    assert first["value"] == MESSAGES["voucher"]["digest"]
    proof = ([unhex(node) for node in first["path"]], len(tree["values"]), FOREVER)
    root = domain_of("home").root(unhex(tree["root"]), len(tree["values"]))
    with reverts(error("SignatureInvalid", voucher[0], root)):
        home.claim.call(voucher, proof, b"", BY_HOLDER, [], {"from": stranger})
