"""Whether a presentation proves what a verifier demands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from soulbadge import ids
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
from soulbadge.proofs.answers import read_answer
from soulbadge.proofs.challenges import Challenge, Clock, system_clock
from soulbadge.proofs.nonces import NonceStore
from soulbadge.proofs.presentations import Presentation
from soulbadge.proofs.signatures import CodeReader, is_signed_by


class Node(CodeReader, Protocol):
    """What `verify` asks of a chain."""

    def block_number(self) -> int:
        """The latest block."""

    def block(self, number: int | None = None) -> dict[str, Any]:
        """A block's header, with its `hash` and `timestamp`."""


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

    In this order: the message by the grammar of EIP-4361; its fields against the challenge; its badges' chain and
    holder; its times; its signature (ERC-191); the badges' collection; their status in one block; the policy; the
    nonce.

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
    answer = read_answer(presentation, challenge, now())

    node = next(iter(trusted.values())).node
    block = node.block_number()
    block_hash = _hash_of(node, block)
    if not is_signed_by(node, answer.holder, answer.text, answer.signature, block):
        raise SignatureMismatchError(answer.holder)

    for name in answer.names:
        if name.address not in trusted:
            raise UnlistedIssuerError(ids.caip19(*name), tuple(trusted))
    held = _active(answer.names, trusted, block, now())
    timestamp = int(node.block(block)["timestamp"])
    if _hash_of(node, block) != block_hash:
        raise ChainMovedError(block)
    missing = policy.missing(held, timestamp)
    if missing is not None:
        raise PolicyUnmetError(missing)

    # The nonce comes last. Were it used up first, anybody who saw the challenge could spend it with rubbish, and a
    # holder would lose it to a node that is down or a badge forgotten. What is lost by coming last is only work: any
    # number of copies may get as far as here at once, but `consume` is one step, and lets exactly one through.
    # Time has passed while the chain was read, and stores forget what has expired: so the clock is asked again.
    verified_at = now()
    answer.must_be_timely(verified_at)
    if not nonces.consume(challenge.nonce, challenge.expires_at, verified_at):
        raise NonceUsedError(challenge.nonce)
    return Verdict(answer.holder, challenge.chain_id, held, block, "0x" + block_hash.hex(), verified_at)


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
