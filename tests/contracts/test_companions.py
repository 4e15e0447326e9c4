"""`companions`, and how questions are handed on to them: see companions.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import ZERO, badge_id
from eth_abi import decode, encode

HANDED_ON = [
    "achievementOf(uint256)",
    "badgeOf(uint256)",
    "badgesOf(address,uint256,uint256)",
    "balanceOf(address)",
    "cohortOf(uint256,uint256)",
    "eip712Domain()",
    "eligibility(address,uint256)",
    "holds(address,uint256)",
    "isEvidence(uint256,bytes32,bytes32[])",
    "tierOf(uint256)",
]
DRAWN = ["contractURI()", "tokenURI(uint256)"]


def question(web3, signature: str) -> bytes:
    """A call of this function with arguments that are all different."""
    selector = bytes(web3.keccak(text=signature)[:4])
    inside = signature[signature.index("(") + 1 : -1]
    types = inside.split(",") if inside else []
    examples = {
        "uint256": 2**200 + 7,
        "address": "0x00000000000000000000000000000000DeaDBeef",
        "bytes32": b"\x33" * 32,
        "bytes32[]": [b"\x44" * 32, b"\x55" * 32],
    }
    return selector + encode(types, [examples[kind] for kind in types])


@pytest.fixture(scope="module")
def collection_with(owner, Badges):
    """A collection whose renderer and reader are these."""

    def deploy(renderer, reader):
        return Badges.deploy("Name", "SYM", owner, ("", "", ""), renderer, reader, {"from": owner})

    return deploy


@pytest.fixture(scope="module")
def echo(owner, MockCompanion):
    return MockCompanion.deploy(0, {"from": owner})


def test_names_the_two_that_were_given_at_deployment(badges, companions):
    renderer, reader = companions
    assert badges.companions() == (renderer.address, reader.address)


@pytest.mark.parametrize("signature", HANDED_ON + DRAWN)
def test_hands_each_question_on_as_it_came(web3, collection_with, companions, echo, signature):
    """The companion sees the call data unchanged and the collection as its caller; its answer comes back unchanged."""
    renderer, reader = companions
    drawn = signature in DRAWN
    collection = collection_with(echo if drawn else renderer, reader if drawn else echo)
    asked = question(web3, signature)
    answer = web3.eth.call({"to": collection.address, "data": asked})
    caller, data = decode(["address", "bytes"], answer)
    assert caller == collection.address.lower()
    assert data == asked


@pytest.mark.parametrize("signature", HANDED_ON + DRAWN)
def test_hands_a_companions_error_on_unchanged(web3, owner, collection_with, MockCompanion, signature):
    complaining = MockCompanion.deploy(1, {"from": owner})
    collection = collection_with(complaining, complaining)
    asked = question(web3, signature)
    answer = web3.provider.make_request("eth_call", [{"to": collection.address, "data": "0x" + asked.hex()}, "latest"])
    data = answer["error"]["data"]
    data = data if isinstance(data, str) else data["result"]
    expected = web3.keccak(text="Complaint(bytes)")[:4] + encode(["bytes"], [asked])
    assert bytes.fromhex(data[2:]) == bytes(expected)


@pytest.mark.parametrize("mode", [2, 3, 4], ids=["storing", "logging", "creating"])
def test_gives_a_companion_no_power_to_write(web3, owner, collection_with, MockCompanion, mode):
    meddling = MockCompanion.deploy(mode, {"from": owner})
    collection = collection_with(meddling, meddling)
    for signature in HANDED_ON + DRAWN:
        request = {
            "from": owner.address,
            "to": collection.address,
            "gas": hex(1_000_000),
            "data": "0x" + question(web3, signature).hex(),
        }
        assert "error" in web3.provider.make_request("eth_call", [request, "latest"])


def test_hands_on_the_errors_of_the_real_ones(badges, companions, create, stranger):
    achievement = create("medal")
    with reverts("AchievementUnknown: 99"):
        badges.achievementOf(99)
    with reverts("AchievementUnknown: 99"):
        badges.holds(stranger, 99)
    with reverts("AchievementUnknown: 99"):
        badges.eligibility(stranger, 99)
    with reverts(f"CohortUnknown: {achievement}, 1"):
        badges.cohortOf(achievement, 1)
    with reverts(f"ERC721InvalidOwner: {ZERO}"):
        badges.balanceOf(ZERO)
    id_ = badge_id(achievement, stranger)
    with reverts(f"ERC721NonexistentToken: {id_}"):
        badges.tokenURI(id_)


def test_are_shared_without_being_mixed_up(badges, deploy, owner, issuer, holder, companions, create, issue):
    """Two collections with the same companions: each is asked about itself."""
    other = deploy("Another issuer")
    assert other.companions() == badges.companions()
    id_ = issue(create("medal"), holder)
    assert badges.balanceOf(holder) == 1
    assert other.balanceOf(holder) == 0
    assert badges.badgeOf(id_)["status"] == 2
    assert other.badgeOf(id_)["status"] == 0
    assert badges.eip712Domain()[4] == badges.address
    assert other.eip712Domain()[4] == other.address
