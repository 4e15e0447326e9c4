"""The holder presents, the verifier verifies: on a chain, through the library."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from soulbadge import ids, siwe
from soulbadge.errors import (
    BadgeIdInvalidError,
    BadgeNotActiveError,
    ChainMismatchError,
    ChainMovedError,
    MalformedMessageError,
    MalformedPresentationError,
    NonceUsedError,
    NotYourBadgeError,
    PolicyUnclearError,
    PolicyUnmetError,
    PresentationExpiredError,
    PresentationNotYetValidError,
    ValueInvalidError,
)
from soulbadge.policy import AllOf, AnyOf, Holds
from soulbadge.proofs import Challenge, MemoryNonces, Presentation, SqliteNonces, Verdict, challenge, present

if TYPE_CHECKING:
    from tests.client.proofs.conftest import Recorded, Scene, World


def test_a_badge_is_presented_and_verified(scene: "Scene") -> None:
    world = scene.world
    shown = present(world.holder, [scene.cka], scene.asked)
    verdict = scene.verify(shown)
    assert verdict.holder == world.holder.address
    assert verdict.chain_id == world.cncf.chain_id
    assert [held.badge.caip19 for held in verdict.badges] == [scene.cka]
    assert [held.slug for held in verdict.badges] == ["cka"]
    assert verdict.block_number == world.cncf.web3.eth.block_number
    assert verdict.block_hash == "0x" + bytes(world.cncf.web3.eth.get_block("latest")["hash"]).hex()
    assert verdict.verified_at == world.now
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict


def test_the_message_is_eip4361_with_the_badges_as_resources(scene: "Scene") -> None:
    message = siwe.parse(present(scene.world.holder, [scene.cka], scene.asked).message)
    assert message.domain == "door.example"
    assert message.address == scene.world.holder.address
    assert message.resources == (scene.cka,)
    assert siwe.instant(message.issued_at).seconds == scene.asked.issued_at


def test_badges_as_the_collection_lists_them_can_be_presented(scene: "Scene") -> None:
    badges = [badge for badge in scene.world.cncf.badges_of(scene.world.holder.address) if badge.is_active]
    verdict = scene.verify(present(scene.world.holder, badges, scene.asked))
    assert [held.badge for held in verdict.badges] == badges


def test_badges_of_several_trusted_issuers_count_together(scene: "Scene") -> None:
    world = scene.world
    names = [scene.cka, world.name(world.acme, 2, world.holder.address)]
    policy = AllOf(Holds("cka", world.cncf.address), Holds("cks", world.acme.address))
    assert len(scene.verify(present(world.holder, names, scene.asked), policy).badges) == 2


def test_challenge_and_presentation_travel_as_json(scene: "Scene") -> None:
    asked = Challenge.from_json(json.loads(json.dumps(scene.asked.to_json())))
    assert asked == scene.asked
    shown = present(scene.world.holder, [scene.cka], asked)
    assert Presentation.from_json(json.loads(json.dumps(shown.to_json()))) == shown


def test_a_wallets_page_may_spell_the_times_in_its_own_way(scene: "Scene") -> None:
    message = scene.asked.message(scene.world.holder.address, ())
    shown = scene.answer(
        issued_at=message.issued_at.replace("Z", ".000Z"),
        expiration_time=str(message.expiration_time).replace("Z", "+00:00"),
    )
    scene.verify(shown)


# ────────────────────────────────────────────── once ─────────────────────────────────────────────


def test_a_presentation_is_refused_the_second_time(scene: "Scene") -> None:
    shown = present(scene.world.holder, [scene.cka], scene.asked)
    scene.verify(shown)
    with pytest.raises(NonceUsedError):
        scene.verify(shown)


def test_a_challenge_is_answered_once_whatever_the_answer(scene: "Scene") -> None:
    scene.verify(present(scene.world.holder, [scene.cka], scene.asked))
    name = scene.world.name(scene.world.cncf, 1, scene.world.stranger.address)
    with pytest.raises(NonceUsedError):
        scene.verify(present(scene.world.stranger, [name], scene.asked))


@pytest.mark.parametrize("kept", ["in memory", "in a file"])
def test_of_a_hundred_copies_at_once_one_is_accepted(
    scene: "Scene", recorded: "Recorded", kept: str, tmp_path: Path
) -> None:
    shown = present(scene.world.holder, [scene.cka], scene.asked)
    nonces = MemoryNonces() if kept == "in memory" else SqliteNonces(tmp_path / "nonces.db")
    ready = Barrier(100)

    def verify(_: int) -> bool:
        ready.wait()
        try:
            scene.verify(shown, collections=[recorded], nonces=nonces)
        except NonceUsedError:
            return False
        return True

    with ThreadPoolExecutor(100) as pool:
        assert sum(pool.map(verify, range(100))) == 1


def test_what_is_refused_for_a_badge_forgotten_can_be_presented_again(scene: "Scene") -> None:
    with pytest.raises(PolicyUnmetError) as refusal:
        scene.verify(present(scene.world.holder, [], scene.asked))
    assert refusal.value.missing == "a badge 'cka'"
    scene.verify(present(scene.world.holder, [scene.cka], scene.asked))


# ────────────────────────────────────────────── when ─────────────────────────────────────────────


def test_it_works_from_the_second_of_issue_to_the_last_before_its_end(scene: "Scene") -> None:
    shown = present(scene.world.holder, [scene.cka], scene.asked)
    for second in (scene.asked.issued_at, scene.asked.expires_at - 1):
        scene.verify(shown, now=lambda second=second: second, nonces=MemoryNonces())
    with pytest.raises(PresentationExpiredError):
        scene.verify(shown, now=lambda: scene.asked.expires_at)
    with pytest.raises(PresentationNotYetValidError):
        scene.verify(shown, now=lambda: scene.asked.issued_at - 1)


def test_what_expires_while_the_chain_is_read_is_refused_and_leaves_the_nonce(scene: "Scene") -> None:
    shown = present(scene.world.holder, [scene.cka], scene.asked)
    ticks = iter([scene.world.now, scene.world.now, scene.asked.expires_at])
    with pytest.raises(PresentationExpiredError):
        scene.verify(shown, now=lambda: next(ticks))
    scene.verify(shown)


def test_the_holder_may_narrow_the_time(scene: "Scene") -> None:
    later = scene.asked.message(scene.world.holder.address, ()).expiration_time
    with pytest.raises(PresentationNotYetValidError):
        scene.verify(scene.answer(not_before=later))
    scene.verify(scene.answer(not_before="1970-01-01T00:00:00Z"))


def test_a_badge_past_its_end_is_refused_though_the_last_block_is_older(scene: "Scene") -> None:
    name = scene.world.by_status["ACTIVE"]
    end = scene.world.cncf.badge(ids.parse_caip19(name).badge_id).end_time
    asked = replace(scene.asked, issued_at=end - 10, expires_at=end + 10)
    shown = present(scene.world.holder, [name], asked)
    with pytest.raises(BadgeNotActiveError) as refusal:
        scene.verify(shown, Holds("pass"), challenge=asked, now=lambda: end)
    assert refusal.value.status == "EXPIRED"
    scene.verify(shown, Holds("pass"), challenge=asked, now=lambda: end - 1)


def test_a_chain_reorganised_while_it_is_read_decides_nothing(scene: "Scene", recorded: "Recorded") -> None:
    shown = present(scene.world.holder, [scene.cka], scene.asked)
    recorded.node.hashes = ["0x" + "02" * 32, "0x" + "01" * 32]
    with pytest.raises(ChainMovedError):
        scene.verify(shown, collections=[recorded])
    scene.verify(shown, collections=[recorded])


# ──────────────────────────────────────── what makes no sense ────────────────────────────────────


def test_a_verifier_names_whom_it_trusts(scene: "Scene") -> None:
    shown = present(scene.world.holder, [scene.cka], scene.asked)
    with pytest.raises(PolicyUnclearError):
        scene.verify(shown, collections=())
    with pytest.raises(PolicyUnclearError):
        scene.verify(shown, challenge=replace(scene.asked, chain_id=1))
    with pytest.raises(PolicyUnclearError):
        scene.verify(shown, AnyOf(Holds("cka"), Holds("cka", scene.world.impostor.address)))


def test_a_number_means_something_only_within_a_collection(scene: "Scene") -> None:
    shown = present(scene.world.holder, [scene.cka], scene.asked)
    with pytest.raises(PolicyUnclearError):
        scene.verify(shown, Holds(1))
    scene.verify(shown, Holds(1), collections=[scene.world.cncf], nonces=MemoryNonces())
    scene.verify(shown, Holds(1, scene.world.cncf.address))


def test_present_refuses_to_sign_what_could_not_be_accepted(scene: "Scene") -> None:
    world = scene.world
    with pytest.raises(NotYourBadgeError):
        present(world.stranger, [scene.cka], scene.asked)
    with pytest.raises(ChainMismatchError):
        present(world.holder, [scene.cka], replace(scene.asked, chain_id=1))
    with pytest.raises(BadgeIdInvalidError):
        present(world.holder, ["eip155:1/erc721:0x00/1"], scene.asked)


def test_a_challenge_has_a_nonce_of_its_own_and_an_end(world: "World") -> None:
    asked = [challenge("door.example", "https://door.example/", 1, now=lambda: world.now) for _ in range(2)]
    assert asked[0].nonce != asked[1].nonce
    assert len(asked[0].nonce) == 32
    assert asked[0].issued_at == world.now
    assert asked[0].expires_at == world.now + 300


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"domain": ""}, MalformedMessageError),
        ({"uri": "/enter"}, MalformedMessageError),
        ({"nonce": "1234567"}, MalformedMessageError),
        ({"statement": "two\nlines"}, MalformedMessageError),
        ({"chain_id": 0}, ValueInvalidError),
        ({"chain_id": -1}, MalformedMessageError),
        ({"expires_in": 0}, ValueInvalidError),
        ({"expires_in": 10**12}, ValueInvalidError),
        ({"now": lambda: -1}, ValueInvalidError),
    ],
)
def test_a_challenge_that_cannot_be_is_refused(change: dict[str, object], error: type[Exception]) -> None:
    arguments = {"domain": "door.example", "uri": "https://door.example/", "chain_id": 1, **change}
    with pytest.raises(error):
        challenge(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"message": "x"},
        {"message": "x", "signature": 1},
        {"message": None, "signature": "0x00"},
        {"message": "x", "signature": "0x00", "badges": []},
        {"message": "x", "signature": "00"},
        {"message": "x", "signature": "0x0"},
        {"message": "x", "signature": "0xAB"},
        {"message": "x", "signature": "0x00\n"},
        {"message": "x" * 100_000, "signature": "0x00"},
        {"message": "x", "signature": "0x" + "00" * 100_000},
    ],
)
def test_a_document_that_is_no_presentation_is_refused(data: object) -> None:
    with pytest.raises(MalformedPresentationError):
        Presentation.from_json(data)
