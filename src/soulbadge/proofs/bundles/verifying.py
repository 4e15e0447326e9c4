"""Verifying a bundle: no network, no node, no trust in whoever hands it over. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from soulbadge import ids
from soulbadge.chain.blocks import Block
from soulbadge.errors import (
    BadgeNotActiveError,
    BlockFromFutureError,
    BlockTooOldError,
    NotProvableOfflineError,
    PolicyUnclearError,
    ProofNotMinimalError,
    SignatureMismatchError,
    TrustedCodeError,
    TrustedHashMissingError,
    UntrustedBlockError,
    ValueInvalidError,
)
from soulbadge.models import NO_EVIDENCE, Badge, BurnAuth, Status
from soulbadge.policy import Held, Policy
from soulbadge.proofs.answers import Answer, read_answer
from soulbadge.proofs.challenges import Challenge, Clock, system_clock
from soulbadge.proofs.nonces import NonceStore
from soulbadge.proofs.signatures import is_enveloped, signer_of
from soulbadge.proofs.verification import Seen, Verdict, conclude, must_be_clear

from .documents import Bundle, StateProof, is_block_hash
from .facts import Award
from .headers import Header, header_hash, read_header
from .judging import Level, Open, level_at, status_at
from .proven import ProvenState
from .walking import Walked, must_have_a_key, walk

if TYPE_CHECKING:
    from soulbadge.trust import ListedCollection


def verify_bundle(
    bundle: Bundle,
    trusted_block_hash: str,
    challenge: Challenge,
    policy: Policy,
    *,
    collections: "Iterable[str | ListedCollection]",
    max_age: int,
    nonces: NonceStore,
    now: Clock = system_clock,
) -> Verdict:
    """Do what `verify` does, on a bundle alone.

    In this order: the header against the trusted hash; the block's age; the message against the challenge; every trie
    node and code on the way from the state root to what the presentation names; the signature; the badges' status, at
    the block's time and by the clock; the policy at the block's time; the nonce.

    Which chain it is, no header says: a block hash belongs to one chain, so it is for whoever trusts the hash to know
    that it is one of the challenge's chain (`agreed_block` asks).

    Args:
        bundle: What the holder sent.
        trusted_block_hash: Hash of a block that the verifier itself knows to be on the challenge's chain.
        challenge: The challenge that *this verifier* kept.
        policy: What is demanded.
        collections: The collections that are trusted; no default. A `Trust`, of which those on the challenge's chain
            count, each with the code that its `code_hash` names; or addresses on that chain. They have to run code of
            a release. Badges of others are reported, and never count.
        max_age: Seconds that the block may be old: what was revoked since does not show.
        nonces: Where used nonces are kept, shared by all that can verify this challenge.
        now: The clock.

    Returns:
        What was verified.

    Raises:
        BundleError: The bundle proves nothing about the trusted block, or not enough; the subclass says why.
        NotProvableOfflineError: A contract would have to be run: the holder's wallet, or a foreign source.
        VerificationError: The presentation is refused, as by `verify`.
        TrustedCodeError: A collection of which a badge is shown has other code than the list expects.
        TrustedHashMissingError: There is no trusted hash.
        PolicyUnclearError: The policy cannot be asked of these collections.
        ValueInvalidError: `max_age` is negative.
    """
    if max_age < 0:
        raise ValueInvalidError("max_age", f"expected seconds from 0, found {max_age}")
    trusted = _trusted_codes(collections, challenge.chain_id)
    if not trusted:
        raise PolicyUnclearError(f"no collection is trusted on chain {challenge.chain_id}; list those that count")
    must_be_clear(policy, trusted)
    header = _trusted_header(bundle.proof, trusted_block_hash)
    block = header.block
    _must_be_recent(block, max_age, now())
    answer = read_answer(bundle.presentation, challenge, now())

    state = ProvenState(header.state_root, bundle.proof.nodes, bundle.proof.codes)
    must_have_a_key(state, answer.holder)
    walked = walk(state, answer.names)
    _must_be_expected(state, answer.names, trusted)
    _must_be_readable(walked, trusted)
    _must_be_minimal(state, bundle.proof)
    _must_be_signed(answer)

    shown: list[_Shown] = []
    unlisted: list[str] = []
    for name in answer.names:
        if name.address not in trusted:
            unlisted.append(ids.caip19(*name))
            continue
        one = _shown(name, walked.awards[name], block.time, now())
        status = one.held.badge.status
        if status is not Status.ACTIVE and not (policy.counts_expired and status is Status.EXPIRED):
            raise BadgeNotActiveError(ids.caip19(*name), status.name, block.number)
        shown.append(one)
    held = tuple(each.held for each in shown)
    _must_be_decided(policy, shown, block.time)
    seen = Seen(held, tuple(unlisted), block)
    return conclude(answer, seen, challenge, policy, trusted=trusted, nonces=nonces, now=now)


def read_badges(proof: StateProof, trusted_block_hash: str, names: Iterable[str]) -> list[Badge]:
    """What badges are in a block, whatever that is, by a proof alone: the same as `Collection.badges` would answer.

    Args:
        proof: From `prove_badges`, for these badges and no others.
        trusted_block_hash: As in `verify_bundle`.
        names: CAIP-19 names of the badges.

    Raises:
        BundleError: The proof does not show it; the subclass says why.
        NotProvableOfflineError: A foreign source decides about a status or a tier.
        TrustedHashMissingError: There is no trusted hash.
        BadgeIdInvalidError: A name is not that of a badge.
    """
    header = _trusted_header(proof, trusted_block_hash)
    parsed = [ids.parse_caip19(each) for each in names]
    state = ProvenState(header.state_root, proof.nodes, proof.codes)
    walked = walk(state, parsed)
    _must_be_readable(walked, walked.unreadable)
    _must_be_minimal(state, proof)
    every = []
    for name in parsed:
        one = _shown(name, walked.awards[name], header.block.time, header.block.time)
        if one.level.source:
            raise NotProvableOfflineError(f"the tier of {ids.caip19(*name)}", f"the source {one.level.source}")
        every.append(one.held.badge)
    return every


@dataclass(frozen=True, slots=True)
class _Shown:
    """A badge as it is put to the policy, and how much of its tier is proven."""

    held: Held
    level: Level

    @property
    def at_best(self) -> Held:
        return replace(self.held, badge=replace(self.held.badge, tier=self.level.most))


def _trusted_codes(collections: "Iterable[str | ListedCollection]", chain_id: int) -> dict[str, str]:
    """By address on this chain the hash of the code that is expected there; empty for any."""
    trusted: dict[str, str] = {}
    for each in collections:
        if isinstance(each, str):
            trusted.setdefault(ids.parse_address(each), "")
        elif each.chain_id == chain_id:
            trusted[each.address] = each.code_hash
    return trusted


def _trusted_header(proof: StateProof, trusted: str) -> Header:
    if not is_block_hash(trusted):
        raise TrustedHashMissingError(trusted)
    found = header_hash(proof.header)
    if found != trusted:
        raise UntrustedBlockError(trusted, found)
    return read_header(proof.header)


def _must_be_recent(block: Block, max_age: int, now: int) -> None:
    if block.time > now:
        raise BlockFromFutureError(block.time, now)
    if now - block.time > max_age:
        raise BlockTooOldError(block.time, now, max_age)


def _must_be_signed(answer: Answer) -> None:
    if is_enveloped(answer.signature):
        raise NotProvableOfflineError(f"the signature of {answer.holder}", "the wallet that it will be")
    if signer_of(answer.text, answer.signature) != answer.holder:
        raise SignatureMismatchError(answer.holder)


def _must_be_expected(state: ProvenState, names: Iterable[ids.BadgeName], trusted: Mapping[str, str]) -> None:
    for name in names:
        expected, account = trusted.get(name.address), state.account(name.address)
        if expected and account is not None and account.has_code:
            found = "0x" + account.code_hash.hex()
            if found != expected:
                raise TrustedCodeError(name.address, name.chain_id, expected, found)


def _must_be_readable(walked: Walked, collections: Iterable[str]) -> None:
    for each in collections:
        if each in walked.unreadable:
            raise walked.unreadable[each]


def _must_be_minimal(state: ProvenState, proof: StateProof) -> None:
    nodes, codes = len(proof.nodes) - len(state.used_nodes), len(proof.codes) - len(state.used_codes)
    if nodes or codes:
        raise ProofNotMinimalError(nodes, codes)


def _must_be_decided(policy: Policy, shown: Iterable[_Shown], time: int) -> None:
    """Refuse what fails for no other reason than that a tier rests on a foreign source."""
    every = list(shown)
    source = next((each.level.source for each in every if each.level.source), None)
    missing = policy.missing([each.held for each in every], time)
    if source and missing and policy.missing([each.at_best for each in every], time) is None:
        raise NotProvableOfflineError(missing, f"the source {source}")


def _shown(name: ids.BadgeName, award: Award | None, time: int, now: int) -> _Shown:
    """A badge at the block's time; where the clock knows that it counts no longer, it does not."""
    number, cohort, holder = ids.split(name.badge_id)
    badge = Badge(
        chain_id=name.chain_id,
        collection=name.address,
        badge_id=name.badge_id,
        status=Status.NONE,
        achievement_id=number,
        cohort=cohort,
        holder=holder,
        issued_at=0,
        start_time=0,
        end_time=0,
        since=0,
        ended_at=0,
        award=0,
        burn_auth=BurnAuth.IssuerOnly,
        evidence=NO_EVIDENCE,
        tier=0,
    )
    record = None if award is None else award.facts.record
    if award is None or record is None:
        return _Shown(Held("", badge), Level(0, 0))
    status = _status(name, award, time)
    level = level_at(status, award.tiers, time)
    badge = replace(
        badge,
        status=_status(name, award, now) if status is Status.ACTIVE else status,
        issued_at=record.issued_at,
        start_time=record.start_time,
        end_time=record.end_time,
        since=record.since,
        ended_at=record.ended_at,
        award=record.award,
        burn_auth=BurnAuth(award.burn_auth),
        evidence=award.evidence,
        tier=level.tier,
    )
    return _Shown(Held(award.slug, badge, award.skills), level)


def _status(name: ids.BadgeName, award: Award, time: int) -> Status:
    status = status_at(award.facts, time)
    if isinstance(status, Open):
        raise NotProvableOfflineError(f"the status of {ids.caip19(*name)}", f"the source {status.source}")
    return status
