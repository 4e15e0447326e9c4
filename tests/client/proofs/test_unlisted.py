"""Badges of issuers whom the verifier did not list; and badges that are over, where the past counts."""

from typing import TYPE_CHECKING, Any, cast

import pytest
from web3 import EthereumTesterProvider, Web3
from web3.types import RPCEndpoint, RPCResponse

from soulbadge.contract import connect
from soulbadge.errors import BadgeNotActiveError, PolicyUnmetError, UnlistedIssuerError
from soulbadge.policy import AllOf, AnyOf, Holds, Service

if TYPE_CHECKING:
    from tests.client.proofs.conftest import Scene


class Overheard(EthereumTesterProvider):
    """The chain in process, with an ear for what it is asked."""

    def __init__(self, web3: Web3) -> None:
        super().__init__(cast("EthereumTesterProvider", web3.provider).ethereum_tester)
        self.asked: list[str] = []

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:  # noqa: ANN401 (JSON)
        self.asked.append(f"{method} {params}".lower())
        return super().make_request(method, params)


def test_badges_of_unlisted_issuers_are_reported_not_counted_and_nobody_calls_them(scene: "Scene") -> None:
    world = scene.world
    unlisted = [
        world.name(world.impostor, 1, world.holder.address),
        world.name_at(world.yes, 1, world.holder.address),
    ]
    ear = Overheard(world.cncf.web3)
    collections = [connect(Web3(ear), world.cncf.address)]
    ear.asked.clear()
    verdict = scene.verify(scene.answer([unlisted[0], scene.cka, unlisted[1]]), collections=collections)
    assert verdict.unlisted == tuple(unlisted)
    assert [held.badge.caip19 for held in verdict.badges] == [scene.cka]
    assert any(world.cncf.address.lower() in each for each in ear.asked)
    assert not [each for each in ear.asked if world.impostor.address.lower() in each or world.yes.lower() in each]


def test_a_refusal_for_want_of_badges_names_those_of_unlisted_issuers(scene: "Scene") -> None:
    world = scene.world
    names = [world.name(world.impostor, 2, world.holder.address), scene.cka]
    with pytest.raises(UnlistedIssuerError) as refusal:
        scene.verify(scene.answer(names), AllOf(Holds("cka"), Holds("cks")))
    assert refusal.value.badges == (names[0],)
    assert refusal.value.missing == "a badge 'cks'"
    assert world.impostor.address in str(refusal.value)


def test_an_expired_badge_tells_of_service_and_of_nothing_else(scene: "Scene") -> None:
    """A day of first aid is a 365th of a year."""
    shown = scene.answer([scene.cka, scene.world.by_status["EXPIRED"]])
    with pytest.raises(BadgeNotActiveError):
        scene.verify(shown, Holds("cka"))
    for wanted in (AnyOf(Service(1, "rescue"), Holds("first-aid")), AllOf(Holds("cka"), Service("1/300", "rescue"))):
        with pytest.raises(PolicyUnmetError):
            scene.verify(shown, wanted)
    verdict = scene.verify(shown, AllOf(Holds("cka"), Service("1/400", "rescue")))
    assert [(held.badge.status.name, held.skills) for held in verdict.badges] == [
        ("ACTIVE", ()),
        ("EXPIRED", ("rescue",)),
    ]
