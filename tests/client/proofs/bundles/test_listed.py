"""A verifier's list of trusted collections counts for a bundle as it does for a node: chain, address and code."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from soulbadge import ids
from soulbadge.deployment import code_hash
from soulbadge.errors import PolicyUnclearError, TrustedCodeError, UnknownCodeError, UnlistedIssuerError
from soulbadge.proofs import MemoryNonces, present
from soulbadge.proofs.bundles import bundle
from soulbadge.trust import ListedCollection, Trust

if TYPE_CHECKING:
    from tests.client.proofs.bundles.conftest import Scene, World

OTHER_CODE = "0x" + "00" * 32


@pytest.fixture(scope="module")
def scene(world: "World") -> "Scene":
    return world.scene("cka")


def listed(world: "World", code: str = "") -> ListedCollection:
    return ListedCollection(world.badges.chain_id, world.badges.address, "issuer", code_hash=code)


@pytest.mark.parametrize("code", ["", code_hash()])
def test_a_bundle_of_a_listed_collection_with_the_listed_code_is_accepted(
    world: "World", scene: "Scene", code: str
) -> None:
    assert scene.verify(collections=Trust((listed(world, code),))).badges


def test_a_bundle_of_other_code_than_is_listed_is_refused_and_its_nonce_still_good(
    world: "World", scene: "Scene"
) -> None:
    nonces = MemoryNonces()
    with pytest.raises(TrustedCodeError) as refused:
        scene.verify(collections=Trust((listed(world, OTHER_CODE),)), nonces=nonces)
    error = refused.value
    found = (error.address, error.chain_id, error.expected, error.found)
    assert found == (world.badges.address, world.badges.chain_id, OTHER_CODE, code_hash())
    assert scene.verify(nonces=nonces).badges


def test_an_address_beside_the_list_does_not_soften_it(world: "World", scene: "Scene") -> None:
    for collections in (
        [world.badges.address, listed(world, OTHER_CODE)],
        [listed(world, OTHER_CODE), world.badges.address],
    ):
        with pytest.raises(TrustedCodeError):
            scene.verify(collections=collections)


def test_code_is_compared_where_a_badge_is_shown(world: "World", scene: "Scene") -> None:
    """Of other collections a bundle says nothing; whoever asks a node learns of them when it connects."""
    other = ListedCollection(world.other.chain_id, world.other.address, code_hash=OTHER_CODE)
    assert scene.verify(collections=Trust((listed(world, code_hash()), other))).badges


def test_the_same_address_on_another_chain_does_not_count(world: "World", scene: "Scene") -> None:
    elsewhere = ListedCollection(world.badges.chain_id + 1, world.badges.address)
    with pytest.raises(PolicyUnclearError, match=f"no collection is trusted on chain {world.badges.chain_id}"):
        scene.verify(collections=Trust((elsewhere,)))
    here = ListedCollection(world.other.chain_id, world.other.address)
    with pytest.raises(UnlistedIssuerError):
        scene.verify(collections=Trust((elsewhere, here)))


def test_where_there_is_no_code_there_is_no_collection_to_compare(world: "World", scene: "Scene") -> None:
    nobody = "0x" + "12" * 20
    asked = world.asked()
    name = ids.caip19(world.badges.chain_id, nobody, ids.badge_id(1, 0, world.holder.address))
    made = bundle(present(world.holder, [name], asked), asked, world.source, now=world.now)
    trust = Trust((ListedCollection(world.badges.chain_id, nobody, code_hash=OTHER_CODE),))
    with pytest.raises(UnknownCodeError, match="an account without code"):
        replace(scene, asked=asked, made=made).verify(collections=trust)
