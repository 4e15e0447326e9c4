"""Whether a presentation proves what a verifier demands."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from soulbadge import ids
from soulbadge.chain.blocks import Block
from soulbadge.chain.wallets import CodeReader
from soulbadge.errors import (
    BadgeNotActiveError,
    ChainMovedError,
    NonceUsedError,
    PolicyUnclearError,
    PolicyUnmetError,
    SignatureMismatchError,
    UnlistedIssuerError,
)
from soulbadge.forms.json import Value
from soulbadge.models import Achievement, Badge, Status
from soulbadge.policy import Held, Policy
from soulbadge.proofs.answers import Answer, read_answer
from soulbadge.proofs.challenges import Challenge, Clock, system_clock
from soulbadge.proofs.nonces import NonceStore
from soulbadge.proofs.presentations import Presentation
from soulbadge.proofs.signatures import is_signed_by


class Node(CodeReader, Protocol):
    """What `verify` asks of a chain."""

    def block_at(self, number: int | None = None) -> Block:
        """The block of a number as the chain stands now; None for the latest."""


class TrustedCollection(Protocol):
    """What `verify` asks of a collection; `soulbadge.contract.Collection` is one."""

    @property
    def address(self) -> str:
        """Where it is, with its checksum."""

    @property
    def chain_id(self) -> int:
        """EIP-155 chain that it is on."""

    @property
    def node(self) -> Node:
        """By whom it is read."""

    def badges(self, badge_ids: Iterable[int], *, block: int | None = None) -> list[Badge]:
        """Badges as of a block, in the order of their ids."""

    def achievement(self, achievement: int | str, block: int | None = None) -> Achievement:
        """An achievement as of a block, by number or slug."""


@dataclass(frozen=True, slots=True)
class Verdict(Value):
    """A presentation was accepted. It says what was true in one block, and nothing about later.

    Attributes:
        holder: Who signed, and holds the badges.
        chain_id: EIP-155 chain that was read.
        badges: The badges that were presented and read: ACTIVE, or EXPIRED where the policy has a use for the past.
        block_number: The block in which everything was read.
        block_hash: Its hash.
        verified_at: When, by the verifier's clock, Unix seconds.
        unlisted: CAIP-19 names of what was presented from collections that the verifier did not list. Nothing is known
            of these: they were not counted, and their contracts were not called.
    """

    holder: str
    chain_id: int
    badges: tuple[Held, ...]
    block_number: int
    block_hash: str
    verified_at: int
    unlisted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a chain says about an answer, in one block: the signature stands, and these are the badges.

    Attributes:
        badges: Those of trusted collections.
        unlisted: CAIP-19 names of the others.
        block: The block.
    """

    badges: tuple[Held, ...]
    unlisted: tuple[str, ...]
    block: Block


def verify(
    presentation: Presentation,
    challenge: Challenge,
    policy: Policy,
    *,
    collections: Iterable[TrustedCollection],
    nonces: NonceStore,
    now: Clock = system_clock,
) -> Verdict:
    """Check that a presentation answers a challenge and satisfies a policy, and use its nonce up.

    In this order: the message by the grammar of EIP-4361; its fields against the challenge; its badges' chain and
    holder; its times; its signature, by the kind of account that signed (`is_signed_by`); the status of its badges in
    one block; the policy; the nonce.

    Args:
        presentation: What the holder sent.
        challenge: The challenge that *this verifier* kept; never one that came back with the presentation.
        policy: What is demanded. It is asked as of the block's timestamp; whether a badge is over, by the clock too.
        collections: The collections that are trusted; no default. Badges of others are reported, and never count.
        nonces: Where used nonces are kept, shared by all that can verify this challenge.
        now: The clock.

    Returns:
        What was verified; there is no falsy answer to overlook.

    Raises:
        VerificationError: The presentation is refused; the subclass says why.
        PolicyUnclearError: The policy cannot be asked of these collections.
        ChainError: The chain could not be read, so nothing was decided.
    """
    trusted = listed(collections, challenge.chain_id)
    must_be_clear(policy, trusted)
    answer = read_answer(presentation, challenge, now())
    seen = see(answer, trusted, expired_too=policy.counts_expired, now=now)
    return conclude(answer, seen, challenge, policy, trusted=trusted, nonces=nonces, now=now)


def conclude(
    answer: Answer,
    seen: Seen,
    challenge: Challenge,
    policy: Policy,
    *,
    trusted: Iterable[str],
    nonces: NonceStore,
    now: Clock,
) -> Verdict:
    """Put what was seen to the policy, and use the nonce up.

    Args:
        answer: From `read_answer`.
        seen: What a chain, or a proof of one, says about it.
        challenge: What it answers.
        policy: What is demanded.
        trusted: Addresses of the collections that count.
        nonces: Where used nonces are kept.
        now: The clock.

    Raises:
        PolicyUnmetError: More is demanded.
        UnlistedIssuerError: The same, and there are badges that do not count.
        PresentationExpiredError: Time has passed meanwhile.
        NonceUsedError: The challenge has been answered already.
    """
    missing = policy.missing(seen.badges, seen.block.time)
    if missing is not None:
        if seen.unlisted:
            raise UnlistedIssuerError(seen.unlisted, tuple(trusted), missing)
        raise PolicyUnmetError(missing)

    # The nonce comes last. Were it used up first, anybody who saw the challenge could spend it with rubbish, and a
    # holder would lose it to a node that is down or a badge forgotten. What is lost by coming last is only work: any
    # number of copies may get as far as here at once, but `consume` is one step, and lets exactly one through.
    # Time has passed while the chain was read, and stores forget what has expired: so the clock is asked again.
    verified_at = now()
    answer.must_be_timely(verified_at)
    if not nonces.consume(challenge.nonce, challenge.expires_at, verified_at):
        raise NonceUsedError(challenge.nonce)
    block = seen.block
    return Verdict(answer.holder, challenge.chain_id, seen.badges, block.number, block.hash, verified_at, seen.unlisted)


def listed(collections: Iterable[TrustedCollection], chain_id: int) -> dict[str, TrustedCollection]:
    """The trusted collections of a chain, by address.

    Raises:
        PolicyUnclearError: There is none: nothing could count.
    """
    trusted = {one.address: one for one in collections if one.chain_id == chain_id}
    if not trusted:
        raise PolicyUnclearError(f"no trusted collection is on chain {chain_id}; list those whose badges count")
    return trusted


def see(answer: Answer, trusted: Mapping[str, TrustedCollection], *, expired_too: bool, now: Clock) -> Seen:
    """Ask a chain about an answer: whether its holder signed it, and what its badges are, all in one block.

    Args:
        answer: From `read_answer`.
        trusted: From `listed`.
        expired_too: Whether EXPIRED badges may be presented.
        now: The clock.

    Raises:
        SignatureMismatchError: The holder did not sign it.
        MalformedSignatureError: The signature is in no form that the holder's kind of account has.
        BadgeNotActiveError: A badge of a trusted collection is not ACTIVE.
        ChainMovedError: The block was reorganised meanwhile.
        ChainError: The chain could not be read.
    """
    node = next(iter(trusted.values())).node
    block = node.block_at()
    if not is_signed_by(node, answer.holder, answer.text, answer.signature, block.number):
        raise SignatureMismatchError(answer.holder)
    # A collection that nobody listed is not asked anything: it would say what its maker likes.
    names = [name for name in answer.names if name.address in trusted]
    unlisted = tuple(ids.caip19(*name) for name in answer.names if name.address not in trusted)
    held = _held(names, trusted, block.number, expired_too=expired_too, now=now())
    # Collections may be read through several nodes: they must have told of the same block.
    for each in [node, *(trusted[address].node for address in {name.address for name in names})]:
        if each.block_at(block.number) != block:
            raise ChainMovedError(block.number)
    return Seen(held, unlisted, block)


def must_be_clear(policy: Policy, trusted: Collection[str]) -> None:
    """Refuse a policy that does not say of which of the trusted collections it speaks.

    Raises:
        PolicyUnclearError: It names another one, or has a number that stands for something else in each.
    """
    for kind in policy.kinds():
        if kind.collection is not None and kind.collection not in trusted:
            raise PolicyUnclearError(f"it names {kind.collection}, which is not among the trusted collections")
        if kind.collection is None and isinstance(kind.achievement, int) and len(trusted) > 1:
            raise PolicyUnclearError(f"several collections have an achievement {kind.achievement}; name the collection")


def _held(
    names: Sequence[ids.BadgeName], trusted: Mapping[str, TrustedCollection], block: int, *, expired_too: bool, now: int
) -> tuple[Held, ...]:
    held: dict[ids.BadgeName, Held] = {}
    for address, collection in trusted.items():
        here = [name for name in names if name.address == address]
        kinds: dict[int, Achievement] = {}
        for name, read in zip(here, collection.badges([name.badge_id for name in here], block=block), strict=True):
            badge = _as_of_now(read, now)
            if badge.status is not Status.ACTIVE and not (expired_too and badge.status is Status.EXPIRED):
                raise BadgeNotActiveError(ids.caip19(*name), badge.status.name, block)
            number = badge.achievement_id
            kinds[number] = kinds.get(number) or collection.achievement(number, block)
            held[name] = Held(kinds[number].slug, badge, kinds[number].terms.skills)
    return tuple(held[name] for name in names)


def _as_of_now(badge: Badge, now: int) -> Badge:
    # On a quiet chain the last block may be older than the badge's end: then the clock knows better.
    if badge.status is Status.ACTIVE and 0 < badge.end_time <= now:
        return replace(badge, status=Status.EXPIRED)
    return badge
