"""Each attack is refused by its own error, and none of them costs the holder the challenge."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from soulbadge import ids
from soulbadge.errors import (
    BadgeNotActiveError,
    ChainMismatchError,
    DomainMismatchError,
    ExpiryMismatchError,
    IssuedAtMismatchError,
    MalformedMessageError,
    MalformedPresentationError,
    MalformedSignatureError,
    NonceMismatchError,
    NonceUsedError,
    NotYourBadgeError,
    PolicyUnmetError,
    PresentationExpiredError,
    PresentationNotYetValidError,
    SignatureMismatchError,
    StatementMismatchError,
    UnaskedFieldError,
    UnlistedIssuerError,
    UriMismatchError,
    VerificationError,
)
from soulbadge.policy import AllOf, Holds
from soulbadge.proofs import MemoryNonces, Presentation, SqliteNonces, present
from soulbadge.proofs.answers import MOST_BADGES

if TYPE_CHECKING:
    from tests.client.proofs.conftest import Scene

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
TOO_MANY = MOST_BADGES + 1


def honest(scene: "Scene") -> Presentation:
    return present(scene.world.holder, [scene.cka], scene.asked)


def edited(scene: "Scene", old: str, new: str) -> Presentation:
    shown = honest(scene)
    assert old in shown.message
    return replace(shown, message=shown.message.replace(old, new))


def resigned(scene: "Scene", change: Callable[[bytes], bytes]) -> Presentation:
    shown = honest(scene)
    return replace(shown, signature="0x" + change(bytes.fromhex(shown.signature[2:])).hex())


def high_s(signature: bytes) -> bytes:
    s = ORDER - int.from_bytes(signature[32:64], "big")
    return signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


def hacked(scene: "Scene") -> str:
    return scene.world.name(scene.world.cncf, 1, scene.world.stranger.address)


Attack = Callable[["Scene"], Presentation]

ATTACKS: dict[str, tuple[type[VerificationError], Attack]] = {
    # for somebody else
    "another domain": (DomainMismatchError, lambda it: it.answer(domain="d00r.example")),
    "a subdomain": (DomainMismatchError, lambda it: it.answer(domain="www.door.example")),
    "a longer domain": (DomainMismatchError, lambda it: it.answer(domain="door.example.evil.example")),
    "the domain as user name": (DomainMismatchError, lambda it: it.answer(domain="door.example@evil.example")),
    "the domain with a port": (DomainMismatchError, lambda it: it.answer(domain="door.example:8443")),
    "the domain in another case": (DomainMismatchError, lambda it: it.answer(domain="Door.example")),
    "another scheme": (DomainMismatchError, lambda it: it.answer(scheme="http")),
    "another URI": (UriMismatchError, lambda it: it.answer(uri="https://door.example/vault")),
    "a URI with a query": (UriMismatchError, lambda it: it.answer(uri="https://door.example/enter?as=admin")),
    "another chain": (ChainMismatchError, lambda it: it.answer(chain_id=1)),
    "another nonce": (NonceMismatchError, lambda it: it.answer(nonce="0" * 32)),
    "the nonce in another case": (NonceMismatchError, lambda it: it.answer(nonce=it.asked.nonce.swapcase())),
    "another time of issue": (IssuedAtMismatchError, lambda it: it.answer(issued_at="2021-09-30T16:25:24Z")),
    "a fraction of a second": (
        IssuedAtMismatchError,
        lambda it: it.answer(issued_at=it.asked.message(it.world.holder.address, ()).issued_at.replace("Z", ".1Z")),
    ),
    "a later expiry": (ExpiryMismatchError, lambda it: it.answer(expiration_time="9999-12-31T23:59:59Z")),
    "an earlier expiry": (ExpiryMismatchError, lambda it: it.answer(expiration_time="2021-09-30T16:25:24Z")),
    "no expiry": (ExpiryMismatchError, lambda it: it.answer(expiration_time=None)),
    "another statement": (StatementMismatchError, lambda it: it.answer(statement="I give you my wallet.")),
    "no statement": (StatementMismatchError, lambda it: it.answer(statement=None)),
    "a request id": (UnaskedFieldError, lambda it: it.answer(request_id="")),
    # edited after signing
    "a swapped badge": (SignatureMismatchError, lambda it: edited(it, it.cka, it.world.by_status["ACTIVE"])),
    "an added badge": (
        SignatureMismatchError,
        lambda it: edited(it, it.cka, it.cka + "\n- " + it.world.by_status["ACTIVE"]),
    ),
    "no badge": (SignatureMismatchError, lambda it: edited(it, "\nResources:\n- " + it.cka, "")),
    "another's address": (
        NotYourBadgeError,
        lambda it: edited(it, it.world.holder.address, it.world.stranger.address),
    ),
    "another's address and badge": (
        SignatureMismatchError,
        lambda it: replace(honest(it), message=it.answer([hacked(it)], signer=it.world.stranger).message),
    ),
    "an edited statement, edited back in the challenge's": (
        StatementMismatchError,
        lambda it: edited(it, "Show your badge.", "Show your badges."),
    ),
    "a not-before added": (
        SignatureMismatchError,
        lambda it: edited(it, "\nResources:", "\nNot Before: 2021-09-30T16:25:24Z\nResources:"),
    ),
    "the address in lower case": (
        MalformedMessageError,
        lambda it: edited(it, it.world.holder.address, it.world.holder.address.lower()),
    ),
    "a line break at the end": (MalformedMessageError, lambda it: edited(it, it.cka, it.cka + "\n")),
    "a space at the end": (MalformedMessageError, lambda it: edited(it, it.cka, it.cka + " ")),
    "other line breaks": (MalformedMessageError, lambda it: edited(it, "\n", "\r\n")),
    "zeros before the chain id": (MalformedMessageError, lambda it: edited(it, "Chain ID: ", "Chain ID: 0")),
    "a second nonce": (MalformedMessageError, lambda it: edited(it, "Nonce: ", "Nonce: 00000000\nNonce: ")),
    "a letter from another alphabet": (MalformedMessageError, lambda it: edited(it, "door", "dооr")),  # noqa: RUF001
    "no message": (MalformedMessageError, lambda it: replace(honest(it), message="")),
    # another signature
    "another's signature": (
        SignatureMismatchError,
        lambda it: replace(honest(it), signature=it.answer([hacked(it)], signer=it.world.stranger).signature),
    ),
    "a signature of another text": (
        SignatureMismatchError,
        lambda it: replace(honest(it), signature=it.answer(nonce="a1b2c3d4").signature),
    ),
    "the other parity": (SignatureMismatchError, lambda it: resigned(it, lambda one: one[:64] + bytes([55 - one[64]]))),
    "s in the upper half": (MalformedSignatureError, lambda it: resigned(it, high_s)),
    "no signature": (MalformedSignatureError, lambda it: resigned(it, lambda _: b"")),
    "64 bytes": (MalformedSignatureError, lambda it: resigned(it, lambda one: one[:64])),
    "a trailing byte": (MalformedSignatureError, lambda it: resigned(it, lambda one: one + b"\0")),
    "v as bare parity": (
        MalformedSignatureError,
        lambda it: resigned(it, lambda one: one[:64] + bytes([one[64] - 27])),
    ),
    "zeros for a signature": (MalformedSignatureError, lambda it: resigned(it, lambda _: bytes(65))),
    "an ERC-6492 suffix behind no envelope": (
        MalformedSignatureError,
        lambda it: resigned(it, lambda one: one + b"\x64\x92" * 16),
    ),
    "a contract's address": (
        SignatureMismatchError,
        lambda it: Presentation(it.asked.message(it.world.acme.address, ()).to_text(), honest(it).signature),
    ),
    # badges that do not count
    "a badge of another": (NotYourBadgeError, lambda it: it.answer([hacked(it)])),
    "a badge of another beside one's own": (NotYourBadgeError, lambda it: it.answer([it.cka, hacked(it)])),
    "a badge of nobody": (
        NotYourBadgeError,
        lambda it: it.answer([f"eip155:{it.asked.chain_id}/erc721:{it.world.cncf.address}/{1 << 208}"]),
    ),
    "a badge of an impostor": (
        UnlistedIssuerError,
        lambda it: it.answer([it.world.name(it.world.impostor, 1, it.world.holder.address)]),
    ),
    "a badge of a collection that does not exist": (
        UnlistedIssuerError,
        lambda it: it.answer([it.cka.replace(it.world.cncf.address, "0x" + "11" * 20)]),
    ),
    "a badge of another chain": (
        ChainMismatchError,
        lambda it: it.answer([it.cka.replace(f"eip155:{it.asked.chain_id}/", "eip155:1/")]),
    ),
    "a badge twice": (MalformedPresentationError, lambda it: it.answer([it.cka, it.cka])),
    "a badge twice, spelled otherwise": (
        MalformedPresentationError,
        lambda it: it.answer([it.cka, it.cka.replace(it.world.cncf.address, it.world.cncf.address.lower())]),
    ),
    "a badge id with zeros before it": (
        MalformedPresentationError,
        lambda it: it.answer([it.cka.replace(it.world.cncf.address + "/", it.world.cncf.address + "/0")]),
    ),
    "a badge id of more than 256 bits": (
        MalformedPresentationError,
        lambda it: it.answer([f"eip155:{it.asked.chain_id}/erc721:{it.world.cncf.address}/{1 << 256}"]),
    ),
    "a collection with a wrong checksum": (
        MalformedPresentationError,
        lambda it: it.answer(
            [it.cka.replace(it.world.cncf.address, it.world.cncf.address.swapcase().replace("X", "x"))]
        ),
    ),
    "another kind of token": (MalformedPresentationError, lambda it: it.answer([it.cka.replace("erc721", "erc1155")])),
    "a resource that is no badge": (MalformedPresentationError, lambda it: it.answer([it.cka, "https://a.example/"])),
    "more badges than anybody shows": (
        MalformedPresentationError,
        lambda it: it.answer(
            [it.world.name(it.world.cncf, 1 + n, it.world.holder.address) for n in range(MOST_BADGES + 1)]
        ),
    ),
    "a contract that says yes to everything": (
        UnlistedIssuerError,
        lambda it: it.answer([it.world.name_at(it.world.yes, 1, it.world.holder.address)]),
    ),
    "a badge that was never issued": (BadgeNotActiveError, lambda it: it.answer([it.world.by_status["NONE"]])),
    "a badge that has not begun": (BadgeNotActiveError, lambda it: it.answer([it.world.by_status["PENDING"]])),
    "a badge that is suspended": (BadgeNotActiveError, lambda it: it.answer([it.world.by_status["SUSPENDED"]])),
    "a badge that is over": (BadgeNotActiveError, lambda it: it.answer([it.world.by_status["EXPIRED"]])),
    "a badge that was revoked": (BadgeNotActiveError, lambda it: it.answer([it.world.by_status["REVOKED"]])),
    "a badge that was renounced": (BadgeNotActiveError, lambda it: it.answer([it.world.by_status["RENOUNCED"]])),
    "a badge that was revoked, beside a good one": (
        BadgeNotActiveError,
        lambda it: it.answer([it.cka, it.world.by_status["REVOKED"]]),
    ),
    "a badge of another kind": (PolicyUnmetError, lambda it: it.answer([it.world.by_status["ACTIVE"]])),
    "no badge at all": (PolicyUnmetError, lambda it: it.answer([])),
}


@pytest.mark.parametrize(("error", "attack"), [pytest.param(*row, id=name) for name, row in ATTACKS.items()])
def test_an_attack_is_refused(scene: "Scene", error: type[VerificationError], attack: Attack) -> None:
    with pytest.raises(VerificationError) as refusal:
        scene.verify(attack(scene))
    assert type(refusal.value) is error
    assert str(refusal.value).isprintable()
    scene.verify(honest(scene))  # the nonce is still good


def replayed(scene: "Scene") -> None:
    shown = honest(scene)
    scene.verify(shown)
    scene.verify(shown)


def replayed_elsewhere(scene: "Scene") -> None:
    """At another of the verifier's processes, which shares the file."""
    with TemporaryDirectory() as folder:
        for _ in range(2):
            scene.verify(honest(scene), nonces=SqliteNonces(Path(folder) / "nonces.db"))


def answered_by_two(scene: "Scene") -> None:
    scene.verify(honest(scene))
    scene.verify(present(scene.world.stranger, [hacked(scene)], scene.asked))


def late_badge(scene: "Scene") -> None:
    """The badge was good when it was presented, and ends before it is looked at."""
    name = scene.world.by_status["ACTIVE"]
    end = scene.world.cncf.badge(ids.parse_caip19(name).badge_id).end_time
    asked = replace(scene.asked, issued_at=end - 10, expires_at=end + 10)
    shown = present(scene.world.holder, [name], asked)
    scene.verify(shown, Holds("pass"), challenge=asked, now=lambda: end - 1, nonces=MemoryNonces())
    scene.verify(shown, Holds("pass"), challenge=asked, now=lambda: end)


def spent_in_reading(scene: "Scene") -> None:
    ticks = iter([scene.world.now, scene.world.now, scene.asked.expires_at])
    scene.verify(honest(scene), now=lambda: next(ticks))


MOVES: dict[str, tuple[type[VerificationError], Callable[["Scene"], object]]] = {
    "a replay": (NonceUsedError, replayed),
    "a replay at another process": (NonceUsedError, replayed_elsewhere),
    "another's answer to an answered challenge": (NonceUsedError, answered_by_two),
    "handed on to another verifier": (
        DomainMismatchError,
        lambda it: it.verify(honest(it), challenge=replace(it.asked, domain="other.example")),
    ),
    "handed on to another door of the verifier": (
        UriMismatchError,
        lambda it: it.verify(honest(it), challenge=replace(it.asked, uri="https://door.example/vault")),
    ),
    "kept for the next challenge": (
        NonceMismatchError,
        lambda it: it.verify(honest(it), challenge=replace(it.asked, nonce="aB3dE6gH9jK3")),
    ),
    "expired between signing and checking": (
        PresentationExpiredError,
        lambda it: it.verify(honest(it), now=lambda: it.asked.expires_at),
    ),
    "expired while the chain was read": (PresentationExpiredError, spent_in_reading),
    "signed before its time": (
        PresentationNotYetValidError,
        lambda it: it.verify(honest(it), now=lambda: it.asked.issued_at - 1),
    ),
    "a badge that ends between signing and checking": (BadgeNotActiveError, late_badge),
}


@pytest.mark.parametrize(("error", "move"), [pytest.param(*row, id=name) for name, row in MOVES.items()])
def test_a_move_is_refused(scene: "Scene", error: type[VerificationError], move: Callable[["Scene"], object]) -> None:
    with pytest.raises(VerificationError) as refusal:
        move(scene)
    assert type(refusal.value) is error
    assert str(refusal.value).isprintable()


def test_at_least_forty_attacks_are_in_the_tables() -> None:
    assert len(ATTACKS) + len(MOVES) >= 40
    assert not set(ATTACKS) & set(MOVES)


def test_a_badge_of_the_other_trusted_issuer_does_not_stand_in(scene: "Scene") -> None:
    world = scene.world
    shown = scene.answer([world.name(world.acme, 1, world.holder.address)])
    with pytest.raises(PolicyUnmetError):
        scene.verify(shown, Holds("cka", world.cncf.address))
    with pytest.raises(PolicyUnmetError):
        scene.verify(shown, AllOf(Holds("cka"), Holds("cks")))
    scene.verify(shown, Holds("cka", world.acme.address))
