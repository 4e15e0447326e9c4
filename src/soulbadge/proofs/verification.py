"""Whether a presentation proves what a verifier demands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from soulbadge import ids, siwe
from soulbadge.errors import (
    BadgeNotActiveError,
    ChainMismatchError,
    ChainMovedError,
    DomainMismatchError,
    ExpiryMismatchError,
    InputError,
    IssuedAtMismatchError,
    MalformedMessageError,
    MalformedPresentationError,
    NonceMismatchError,
    NonceUsedError,
    NotYourBadgeError,
    PolicyUnclearError,
    PolicyUnmetError,
    PresentationExpiredError,
    PresentationNotYetValidError,
    SignatureMismatchError,
    StatementMismatchError,
    UnaskedFieldError,
    UnlistedIssuerError,
    UriMismatchError,
)
from soulbadge.forms.grammar import Instant
from soulbadge.forms.json import Value
from soulbadge.models import Achievement, Badge, Status
from soulbadge.policy import Held, Policy
from soulbadge.proofs.challenges import Challenge, Clock, system_clock
from soulbadge.proofs.nonces import NonceStore
from soulbadge.proofs.presentations import Presentation
from soulbadge.proofs.signatures import CodeReader, is_signed_by

MOST_BADGES: Final = 256
"""Badges in one presentation: each costs the verifier questions to its node."""


class Node(CodeReader, Protocol):
    """What `verify` asks of a chain."""

    def block_number(self) -> int:
        """The latest block."""

    def block(self, number: int | None = None) -> dict[str, Any]:
        """A block's header, with its `hash`."""


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
        badges: The badges that were presented, all ACTIVE.
        block_number: The block in which everything was read.
        block_hash: Its hash.
        verified_at: When, by the verifier's clock, Unix seconds.
    """

    holder: str
    chain_id: int
    badges: tuple[Held, ...]
    block_number: int
    block_hash: str
    verified_at: int


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

    In this order: the message by the grammar of EIP-4361; its fields against the challenge; its times; its signature
    (ERC-191); the badges' holder, chain and collection; their status in one block; the policy; the nonce.

    Args:
        presentation: What the holder sent.
        challenge: The challenge that *this verifier* kept; never one that came back with the presentation.
        policy: What is demanded.
        collections: The collections that are trusted. There is no default, and badges of others are refused.
        nonces: Where used nonces are kept, shared by all that can verify this challenge.
        now: The clock.

    Returns:
        What was verified; there is no falsy answer to overlook.

    Raises:
        VerificationError: The presentation is refused; the subclass says why.
        PolicyUnclearError: The policy cannot be asked of these collections.
        ChainError: The chain could not be read, so nothing was decided.
    """
    trusted = _trusted(collections, policy, challenge.chain_id)
    message = siwe.parse(presentation.message)
    _must_be_canonical(message, presentation.message)
    _must_answer(message, challenge)
    _must_be_timely(message, challenge, now())

    node = next(iter(trusted.values())).node
    block = node.block_number()
    block_hash = _hash_of(node, block)
    holder = ids.parse_address(message.address)
    signature = bytes.fromhex(presentation.signature[2:])
    if not is_signed_by(node, holder, presentation.message, signature, block):
        raise SignatureMismatchError(holder)

    names = _badges(message, challenge.chain_id)
    for name in names:
        _must_be_countable(name, holder, trusted)
    held = _active(names, trusted, block, now())
    if _hash_of(node, block) != block_hash:
        raise ChainMovedError(block)
    missing = policy.missing(held)
    if missing is not None:
        raise PolicyUnmetError(missing)

    # The nonce comes last. Were it used up first, anybody who saw the challenge could spend it with rubbish, and a
    # holder would lose it to a node that is down or a badge forgotten. What is lost by coming last is only work: any
    # number of copies may get as far as here at once, but `consume` is one step, and lets exactly one through.
    # Time has passed while the chain was read, and stores forget what has expired: so the clock is asked again.
    verified_at = now()
    _must_be_timely(message, challenge, verified_at)
    if not nonces.consume(challenge.nonce, challenge.expires_at, verified_at):
        raise NonceUsedError(challenge.nonce)
    return Verdict(holder, challenge.chain_id, held, block, "0x" + block_hash.hex(), verified_at)


def _trusted(collections: Iterable[TrustedCollection], policy: Policy, chain_id: int) -> dict[str, TrustedCollection]:
    trusted = {one.address: one for one in collections if one.chain_id == chain_id}
    if not trusted:
        raise PolicyUnclearError(f"no trusted collection is on chain {chain_id}; list those whose badges count")
    for kind in policy.kinds():
        if kind.collection is not None and kind.collection not in trusted:
            raise PolicyUnclearError(f"it names {kind.collection}, which is not among the trusted collections")
        if kind.collection is None and isinstance(kind.achievement, int) and len(trusted) > 1:
            raise PolicyUnclearError(f"several collections have an achievement {kind.achievement}; name the collection")
    return trusted


def _must_be_canonical(message: siwe.Message, text: str) -> None:
    # The grammar allows zeros before a chain id. What is verified here has one spelling only.
    if message.to_text() != text:
        raise MalformedMessageError("chain-id", "without leading zeros", text)


def _must_answer(message: siwe.Message, challenge: Challenge) -> None:
    asked = challenge.message(message.address, ())
    if (message.scheme, message.domain) != (asked.scheme, asked.domain):
        raise DomainMismatchError(_origin(asked), _origin(message))
    if message.uri != asked.uri:
        raise UriMismatchError(asked.uri, message.uri)
    if message.chain_id != asked.chain_id:
        raise ChainMismatchError(asked.chain_id, message.chain_id)
    if message.nonce != asked.nonce:
        raise NonceMismatchError(asked.nonce, message.nonce)
    # Times are compared as moments: a wallet's page may write 12:00:00.000Z for 12:00:00Z.
    if siwe.instant(message.issued_at) != Instant(challenge.issued_at):
        raise IssuedAtMismatchError(asked.issued_at, message.issued_at)
    if message.expiration_time is None or siwe.instant(message.expiration_time) != Instant(challenge.expires_at):
        raise ExpiryMismatchError(asked.expiration_time, message.expiration_time)
    if message.statement != asked.statement:
        raise StatementMismatchError(asked.statement, message.statement)
    if message.request_id is not None:
        raise UnaskedFieldError(None, message.request_id)


def _origin(message: siwe.Message) -> str:
    return message.domain if message.scheme is None else f"{message.scheme}://{message.domain}"


def _must_be_timely(message: siwe.Message, challenge: Challenge, now: int) -> None:
    if now >= challenge.expires_at:
        raise PresentationExpiredError(challenge.expires_at, now)
    for starts_at in (message.issued_at, message.not_before):
        if starts_at is not None and siwe.instant(starts_at) > Instant(now):
            raise PresentationNotYetValidError(starts_at, now)


def _badges(message: siwe.Message, chain_id: int) -> list[ids.BadgeName]:
    resources = message.resources or ()
    if len(resources) > MOST_BADGES:
        raise MalformedPresentationError(f"it names {len(resources)} badges, at most {MOST_BADGES} can be verified")
    names: list[ids.BadgeName] = []
    for resource in resources:
        try:
            name = ids.parse_caip19(resource)
        except InputError as error:
            raise MalformedPresentationError(f"a resource does not name a badge ({error})") from error
        if name.chain_id != chain_id:
            raise ChainMismatchError(chain_id, name.chain_id)
        if name in names:
            raise MalformedPresentationError(f"{resource} is named twice")
        names.append(name)
    return names


def _must_be_countable(name: ids.BadgeName, signer: str, trusted: dict[str, TrustedCollection]) -> None:
    holder = ids.split(name.badge_id).holder
    if holder != signer:
        raise NotYourBadgeError(ids.caip19(*name), holder, signer)
    if name.address not in trusted:
        raise UnlistedIssuerError(ids.caip19(*name), tuple(trusted))


def _active(
    names: Sequence[ids.BadgeName], trusted: dict[str, TrustedCollection], block: int, now: int
) -> tuple[Held, ...]:
    held: dict[ids.BadgeName, Held] = {}
    for address, collection in trusted.items():
        here = [name for name in names if name.address == address]
        slugs: dict[int, str] = {}
        for name, badge in zip(here, collection.badges([name.badge_id for name in here], block=block), strict=True):
            status = badge.status
            # On a quiet chain the last block may be older than the badge's end: then the clock knows better.
            if status is Status.ACTIVE and 0 < badge.end_time <= now:
                status = Status.EXPIRED
            if status is not Status.ACTIVE:
                raise BadgeNotActiveError(ids.caip19(*name), status.name, block)
            number = badge.achievement_id
            slugs[number] = slugs.get(number) or collection.achievement(number, block).slug
            held[name] = Held(slugs[number], badge)
    return tuple(held[name] for name in names)


def _hash_of(node: Node, block: int) -> bytes:
    from hexbytes import HexBytes

    return bytes(HexBytes(node.block(block)["hash"]))
