"""Attacks 15 and 31: what a liar could put into a bundle, or leave out of it, each refused by its own error."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from eth_account.messages import encode_defunct

from soulbadge import ids
from soulbadge.chain.artifacts import artifact
from soulbadge.errors import (
    BadgeNotActiveError,
    BlockFromFutureError,
    BlockTooOldError,
    ChainMismatchError,
    MalformedBundleError,
    NonceUsedError,
    NotProvableOfflineError,
    PolicyUnclearError,
    PolicyUnmetError,
    PresentationExpiredError,
    ProofIncompleteError,
    SignatureMismatchError,
    TrustedHashMissingError,
    UnknownCodeError,
    UnlistedIssuerError,
    UntrustedBlockError,
    ValueInvalidError,
    WrongChainError,
)
from soulbadge.forms.keccak import keccak
from soulbadge.models import Status
from soulbadge.policy import AllOf, Holds
from soulbadge.proofs import MemoryNonces, Presentation, present
from soulbadge.proofs.bundles import bundle, prove_badges, read_badges
from soulbadge.proofs.signatures import enveloped

if TYPE_CHECKING:
    from tests.client.proofs.bundles.conftest import Scene, World

NO_HASHES = [None, "", "0x", "latest", "0x" + "00" * 32, "0x" + "ab" * 31, "ab" * 32, "0x" + "AB" * 32, 7, b"\1" * 32]


@pytest.fixture(scope="module")
def scene(world: "World") -> "Scene":
    return world.scene("cka")


# ──────────────────────────────────────────── the block ──────────────────────────────────────────


@pytest.mark.parametrize("trusted", NO_HASHES, ids=repr)
def test_without_a_trusted_hash_nothing_is_verified(scene: "Scene", trusted: Any) -> None:  # noqa: ANN401 (anything)
    with pytest.raises(TrustedHashMissingError, match="64 lower-case digits"):
        scene.verify(trusted_block_hash=trusted)
    with pytest.raises(TrustedHashMissingError):
        read_badges(scene.made.proof, trusted, [])


def test_another_block_than_the_trusted_one_proves_nothing(scene: "Scene") -> None:
    with pytest.raises(UntrustedBlockError) as refused:
        scene.verify(trusted_block_hash="0x" + "ab" * 32)
    assert refused.value.found == scene.trusted


def test_a_header_with_a_time_of_ones_own_proves_nothing(scene: "Scene") -> None:
    time = scene.made.proof.block.time
    header = scene.made.proof.header.replace(time.to_bytes(4, "big"), (time + 60).to_bytes(4, "big"))
    assert header != scene.made.proof.header
    with pytest.raises(UntrustedBlockError):
        scene.verify(scene.with_proof(header=header))


@pytest.mark.parametrize("header", [b"", b"\xc0", b"\x80", b"\xc1", b"x" * 5000, b"\xd0" + b"\x80" * 16])
def test_what_is_no_header_is_refused_even_if_its_hash_is_trusted(scene: "Scene", header: bytes) -> None:
    made = scene.with_proof(header=header)
    with pytest.raises(MalformedBundleError, match="header"):
        scene.verify(made, trusted_block_hash="0x" + keccak(header).hex())
    with pytest.raises(MalformedBundleError, match="header"):
        _ = made.proof.block


@pytest.mark.parametrize("age", [0, 1, 599])
def test_a_block_is_accepted_up_to_the_age_that_is_allowed(scene: "Scene", age: int) -> None:
    now = scene.made.proof.block.time + age
    asked = replace(scene.asked, issued_at=now, expires_at=now + 60)
    shown = present(scene.world.holder, [scene.world.names["cka"]], asked)
    made = replace(scene.made, presentation=shown)
    arguments: dict[str, Any] = {"challenge": asked, "now": lambda: now}
    assert scene.verify(made, max_age=age, **arguments).verified_at == now
    if age:
        with pytest.raises(BlockTooOldError, match=f"{age - 1} seconds of age"):
            scene.verify(made, max_age=age - 1, **arguments)


def test_a_block_from_the_future_is_refused(scene: "Scene") -> None:
    with pytest.raises(BlockFromFutureError, match="clocks"):
        scene.verify(now=lambda: scene.made.proof.block.time - 1)


def test_an_age_below_zero_is_a_mistake(scene: "Scene") -> None:
    with pytest.raises(ValueInvalidError, match="max_age"):
        scene.verify(max_age=-1)


def test_a_stale_block_hides_a_revocation_only_as_long_as_the_verifier_allows(world: "World") -> None:
    """`ended` was revoked in the block before the last one, two days after it was issued."""
    before = world.badges.node.block_number() - 2
    made = world.scene("ended", block=before)
    late: dict[str, Any] = {"now": lambda: made.made.proof.block.time + 100}
    asked = replace(made.asked, issued_at=made.made.proof.block.time)
    made = replace(made, made=replace(made.made, presentation=present(world.holder, [world.names["ended"]], asked)))
    found = made.verify(challenge=asked, max_age=100, **late)
    assert found.badges[0].badge.status is Status.ACTIVE  # as it was in that block
    with pytest.raises(BlockTooOldError):
        made.verify(challenge=asked, max_age=99, **late)
    with pytest.raises(BadgeNotActiveError, match="REVOKED"):
        world.scene("ended").verify()


def test_a_badge_that_ends_between_the_block_and_the_clock_has_ended(world: "World") -> None:
    made = world.scene("cup")
    end = world.badges.badge(ids.parse_caip19(world.names["cup"]).badge_id).end_time
    asked = replace(made.asked, expires_at=end + 100)
    shown = present(world.holder, [world.names["cup"]], asked)
    late: dict[str, Any] = {"challenge": asked, "max_age": 100 * 86_400}
    other = replace(made.made, presentation=shown)
    assert made.verify(other, now=lambda: end - 1, **late).badges
    with pytest.raises(BadgeNotActiveError, match="EXPIRED"):
        made.verify(other, now=lambda: end, **late)


def test_a_title_falls_by_the_clock_with_what_it_rests_on(world: "World") -> None:
    """`cks`, on which `grand` rests, ends; the block is older than that, the clock is not."""
    made = world.scene("grand")
    end = world.badges.badge(ids.parse_caip19(world.names["cks"]).badge_id).end_time
    asked = replace(made.asked, expires_at=end + 100)
    other = replace(made.made, presentation=present(world.holder, [world.names["grand"]], asked))
    late: dict[str, Any] = {"challenge": asked, "max_age": 1000 * 86_400}
    assert made.verify(other, now=lambda: end - 1, **late).badges
    with pytest.raises(BadgeNotActiveError, match="SUSPENDED"):
        made.verify(other, now=lambda: end, **late)


# ──────────────────────────────────────────── the proof ──────────────────────────────────────────


@pytest.mark.parametrize("kind", ["cks", "medal", "never", "ended"])
def test_the_proof_of_another_badge_proves_nothing(world: "World", scene: "Scene", kind: str) -> None:
    other = world.scene(kind)
    with pytest.raises(ProofIncompleteError, match="does not show slot"):
        scene.verify(replace(scene.made, proof=other.made.proof))


def test_the_proof_of_another_account_proves_nothing(world: "World", scene: "Scene") -> None:
    name = ids.caip19(world.other.chain_id, world.other.address, ids.badge_id(1, 0, world.holder.address))
    with pytest.raises(ProofIncompleteError):
        scene.verify(replace(scene.made, proof=prove_badges([name], world.source)))


def test_the_proof_of_another_block_proves_nothing(world: "World", scene: "Scene") -> None:
    older = world.scene("cka", block=scene.made.proof.block.number - 1).made.proof
    with pytest.raises(ProofIncompleteError):
        scene.verify(replace(scene.made, proof=replace(older, header=scene.made.proof.header)))


def test_members_of_ones_own_prove_nothing(world: "World") -> None:
    made = world.scene("medal")
    (members,) = (each for each in made.made.proof.codes if world.holder.address[2:].lower() in each.hex())
    forged = members.replace(bytes.fromhex(world.holder.address[2:]), b"\xee" * 20)
    codes = tuple(sorted({*made.made.proof.codes, forged} - {members}))
    with pytest.raises(ProofIncompleteError, match="the code of"):
        made.verify(made.with_proof(codes=codes))


def with_long_length(data: bytes) -> bytes:
    """A list of less than 64 kB whose length is written with a leading zero."""
    assert data[0] == 0xF9
    return b"\xfa\0" + data[1:]


def test_a_node_encoded_in_another_way_is_another_node(scene: "Scene") -> None:
    nodes = list(scene.made.proof.nodes)
    place = next(at for at, node in enumerate(nodes) if node[0] == 0xF9)
    nodes[place] = with_long_length(nodes[place])
    with pytest.raises(ProofIncompleteError):
        scene.verify(scene.with_proof(nodes=tuple(sorted(nodes))))


# ───────────────────────────────────────────── the code ──────────────────────────────────────────


def test_code_of_another_release_is_not_read_as_if_it_were_this_ones(world: "World") -> None:
    before = world.chain.snapshot()
    try:
        other = "0x" + (artifact("Badges").runtime + b"\0").hex()
        world.chain.web3.provider.make_request("anvil_setCode", [world.badges.address, other])  # type: ignore[arg-type]  # web3 knows no names of anvil's
        world.chain.pass_time(1)
        made = world.scene("cka")
        with pytest.raises(UnknownCodeError, match="of no release that is known here") as refused:
            made.verify()
        assert refused.value.found == "0x" + keccak(bytes.fromhex(other[2:])).hex()
        with pytest.raises(UnknownCodeError):
            prove_badges([world.names["cka"]], world.source)
    finally:
        world.chain.revert(before)


@pytest.mark.parametrize(("who", "release"), [("renderer", "BadgeRenderer "), ("nobody", "an account without code")])
def test_an_address_that_is_no_collection_holds_no_badges(world: "World", who: str, release: str) -> None:
    where = world.badges.companions()[0] if who == "renderer" else "0x" + "12" * 20
    asked = world.asked()
    name = ids.caip19(world.badges.chain_id, where, ids.badge_id(1, 0, world.holder.address))
    shown = present(world.holder, [name], asked)
    made = replace(world.scene("cka"), asked=asked, made=bundle(shown, asked, world.source, now=world.now))
    with pytest.raises(UnknownCodeError) as refused:
        made.verify(collections=[where])
    assert refused.value.release.startswith(release)
    with pytest.raises(UnlistedIssuerError):
        made.verify()


# ──────────────────────────────────────────── the wallet ─────────────────────────────────────────


def test_a_contract_wallet_is_told_at_once_that_it_needs_a_node(world: "World") -> None:
    asked = world.asked()
    shown = signed_as(world, asked.message(world.other.address, ()).to_text())
    with pytest.raises(NotProvableOfflineError, match="the contract that it is"):
        bundle(shown, asked, world.source, now=world.now)


def test_a_contract_wallet_is_refused_by_the_verifier_too(world: "World", scene: "Scene") -> None:
    """The key's owner signs in the wallet's name, with a proof in which the wallet's account is shown."""
    name = ids.caip19(world.other.chain_id, world.other.address, ids.badge_id(1, 0, world.holder.address))
    shown = signed_as(world, scene.asked.message(world.other.address, ()).to_text())
    made = replace(scene.mixed(prove_badges([name], world.source)), presentation=shown)
    with pytest.raises(NotProvableOfflineError, match=f"the signature of {world.other.address}"):
        scene.verify(made)


def test_a_wallet_that_is_not_deployed_yet_needs_a_node(world: "World", scene: "Scene") -> None:
    bytes_ = bytes.fromhex(scene.made.presentation.signature[2:])
    wrapped = "0x" + enveloped(world.other.address, b"", bytes_).hex()
    with pytest.raises(NotProvableOfflineError) as refused:
        scene.verify(replace(scene.made, presentation=Presentation(scene.made.presentation.message, wrapped)))
    error = refused.value
    assert (error.what, error.source) == (f"the signature of {world.holder.address}", "the wallet that it will be")


def signed_as(world: "World", text: str) -> Presentation:
    signature = bytes(world.holder.sign_message(encode_defunct(text=text)).signature)
    return Presentation(text, "0x" + signature.hex())


# ──────────────────────────────────── the presentation, as in `verify` ───────────────────────────


def test_a_bundle_works_once(scene: "Scene") -> None:
    nonces = MemoryNonces()
    assert scene.verify(nonces=nonces).badges
    with pytest.raises(NonceUsedError):
        scene.verify(nonces=nonces)


def test_a_refused_bundle_does_not_use_the_nonce_up(scene: "Scene") -> None:
    nonces = MemoryNonces()
    with pytest.raises(PolicyUnmetError):
        scene.verify(nonces=nonces, policy=AllOf(Holds("cka"), Holds("medal")))
    with pytest.raises(ProofIncompleteError):
        scene.verify(scene.with_proof(nodes=()), nonces=nonces)
    assert scene.verify(nonces=nonces).badges


def test_somebody_elses_presentation_does_not_go_with_a_proof(world: "World", scene: "Scene") -> None:
    other = world.chain.person(0)
    text = scene.made.presentation.message.replace(world.holder.address, other.address)
    signature = bytes(other.sign_message(encode_defunct(text=text)).signature)
    with pytest.raises(Exception, match="belongs to"):
        scene.verify(replace(scene.made, presentation=Presentation(text, "0x" + signature.hex())))
    forged = Presentation(scene.made.presentation.message, "0x" + signature.hex())
    with pytest.raises(SignatureMismatchError) as refused:
        scene.verify(replace(scene.made, presentation=forged))
    assert refused.value.address == world.holder.address


def test_a_challenge_is_of_one_chain_and_of_one_time(world: "World", scene: "Scene") -> None:
    with pytest.raises(ChainMismatchError):
        scene.verify(challenge=replace(scene.asked, chain_id=1))
    with pytest.raises(PresentationExpiredError):
        scene.verify(now=lambda: scene.asked.expires_at)
    with pytest.raises(PresentationExpiredError):
        bundle(scene.made.presentation, scene.asked, world.source, now=lambda: scene.asked.expires_at)
    elsewhere = replace(world.asked(), chain_id=1)
    shown = present(world.holder, [], elsewhere)
    with pytest.raises(WrongChainError):
        bundle(shown, elsewhere, world.source, now=world.now)


def test_a_verifier_names_whom_it_trusts(world: "World", scene: "Scene") -> None:
    with pytest.raises(PolicyUnclearError, match="no collection is trusted"):
        scene.verify(collections=[])
    with pytest.raises(PolicyUnclearError, match="not among the trusted"):
        scene.verify(policy=Holds("cka", world.other.address))
    with pytest.raises(UnlistedIssuerError):
        scene.verify(collections=[world.other.address])
