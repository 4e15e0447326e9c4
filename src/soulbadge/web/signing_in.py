"""Signing in: a challenge for a wallet, its answer, and what was shown, asked again while the session lasts."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from soulbadge.errors import ChallengeUnknownError, DoorClosedError, NonceUsedError, NotSignedInError
from soulbadge.forms.json import Value
from soulbadge.ids import parse_address
from soulbadge.models import Status
from soulbadge.policy import Demand, Held, Policy
from soulbadge.proofs import Challenge, Presentation, challenge, verify

from . import overview, words
from .doors import Door, first_end, held_by, held_now, lasting
from .sessions import Grant, Session

if TYPE_CHECKING:
    from soulbadge.policy._base import Lack

    from .site import Site
    from .visitors import Visitor

_TABLE = "challenges"


class Wallet(Policy):
    """No demand: whoever signs is let in as the address that signed, with no badge. Not a door."""

    __slots__ = ()

    @property
    def counts_expired(self) -> bool:
        """See `Policy.counts_expired`."""
        return False

    def lack(self, held: Sequence[Held], now: int) -> "Lack | None":  # noqa: ARG002 (as every policy is asked)
        """Nothing."""
        return None

    def kinds(self) -> Iterator[Demand]:
        """None."""
        return iter(())

    def to_json(self) -> dict[str, Any]:
        """Nothing."""
        return {}


class _Later:
    """Uses up no nonce: `answer` does, together with all else that it writes."""

    def consume(self, nonce: str, expires_at: int, now: int) -> bool:  # noqa: ARG002 (as `NonceStore` has it)
        """Whether it is the first time is asked later."""
        return True


@dataclass(frozen=True, slots=True)
class Asked(Value):
    """A challenge that waits for its answer.

    Attributes:
        challenge: What was asked.
        door: For which door; empty for the address alone.
        browser: Hash of the id of the browser that was given it: nobody else's answer counts.
        badges: CAIP-19 names that the holder is to show.
        message: The EIP-4361 message to sign.
    """

    challenge: Challenge
    door: str
    browser: str
    badges: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody for whom a door is open now.

    Attributes:
        holder: The address.
        badges: What opens it, as read a moment ago.
        ends_at: When the first of these ends, or the session at the latest; Unix seconds.
    """

    holder: str
    badges: tuple[Held, ...]
    ends_at: int


def ask(site: "Site", who: "Visitor", address: str, door: Door | None) -> Asked:
    """Make a challenge for a wallet, once its badges are known to be enough.

    Raises:
        AddressInvalidError: It is none.
        DoorClosedError: The wallet does not hold what the door demands; nothing is asked of it.
        ChainError, StoreError: They could not be asked, or it could not be kept.
    """
    holder = parse_address(address)
    names: tuple[str, ...] = ()
    if door is not None:
        block = site.reader.newest()
        held = site.reader.about(("held", holder), lambda collections, at: held_by(collections, holder, at), block)
        chosen = lasting(door.policy, held, block.time)
        if chosen is None:
            missing = overview.in_words(site, door.policy.missing(held, block.time) or door.demand)
            wanted = {each.achievement for each in door.policy.kinds()}
            once = [one for one in held if {one.slug, one.badge.achievement_id} & wanted]
            raise DoorClosedError(holder, missing + _lost(site, once, block.time))
        names = tuple(one.badge.caip19 for one in chosen)
    made = challenge(
        site.settings.domain,
        f"{site.settings.origin}{site.settings.prefix}/enter/{door.name if door else 'wallet'}",
        site.reader.chain_id,
        expires_in=site.settings.challenge_seconds,
        scheme=None if site.settings.is_secure else site.settings.scheme,
        statement=f"Sign in to {site.settings.domain}. This costs nothing and sends no transaction.",
        now=site.now,
    )
    text = made.message(holder, names).to_text()
    asked = Asked(made, door.name if door else "", _browser(who.session_id), names, text)
    site.store.put(_TABLE, made.nonce, json.dumps(asked.to_json()), made.expires_at, site.now())
    return asked


def recall(site: "Site", who: "Visitor", nonce: str) -> Asked:
    """The challenge that this browser was given.

    Raises:
        ChallengeUnknownError: It was given none of this nonce, or its time is over.
    """
    found = site.store.get(_TABLE, nonce, site.now())
    asked = None if found is None else Asked.from_json(json.loads(found))
    if asked is None or asked.browser != _browser(who.session_id):
        raise ChallengeUnknownError
    return asked


def answer(site: "Site", who: "Visitor", asked: Asked, shown: Presentation) -> str:
    """Check a wallet's answer and let it in; the id of its session, for the cookie.

    Raises:
        VerificationError: The presentation is refused; the subclass says why.
        ChainError, StoreError: Nothing could be decided, or remembered.
    """
    door = site.door(asked.door) if asked.door else None
    policy = door.policy if door else Wallet()
    verdict = site.reader.ask(
        lambda collections: verify(
            shown, asked.challenge, policy, collections=collections, nonces=_Later(), now=site.now
        )
    )
    now = site.now()
    grant = None
    if door is not None:
        ends_at = first_end(verdict.badges, now + site.settings.session_seconds)
        grant = Grant(door.name, tuple(one.badge.caip19 for one in verdict.badges), ends_at)
    with site.store.together():  # a nonce is used up by coming in: who could not be let in may answer again
        if not site.store.consume(asked.challenge.nonce, asked.challenge.expires_at, now):
            raise NonceUsedError(asked.challenge.nonce)
        site.store.take(_TABLE, asked.challenge.nonce, now)
        return site.sessions.begin(who.session_id, verdict.holder, grant, now)


def admit(site: "Site", who: "Visitor", door: Door) -> Member:
    """Ask whether a door is still open to a visitor: by time, and by the chain a moment ago at the most.

    Raises:
        NotSignedInError: Nobody has signed in, or the session is over.
        DoorClosedError: A badge that opened the door does not count any more; the grant is taken back.
        ChainError: Nothing could be decided. The session stays.
    """
    now = site.now()
    session = who.session
    if session is None:
        raise NotSignedInError(door.name, "this door opens to holders of certain badges")
    grant = session.grant(door.name, now)
    if grant is None:
        raise _not_any_more(session, door)
    block = site.reader.moment(site.settings.recheck_seconds)
    held = site.reader.about(
        ("held now", grant.badges), lambda collections, at: held_now(collections, grant.badges, at), block
    )
    # Where a chain is quiet its last block may be older than a badge's end: then the clock knows better.
    counting = [one for one in held if not 0 < one.badge.end_time <= now] if not door.policy.counts_expired else held
    missing = door.policy.missing(counting, block.time)
    if missing is not None:
        site.sessions.close_door(who.session_id, door.name, now)
        raise DoorClosedError(session.holder, overview.in_words(site, missing) + _lost(site, held, block.time))
    return Member(session.holder, tuple(held), first_end(held, grant.ends_at))


def _lost(site: "Site", held: Sequence[Held], now: int) -> str:
    """What has become of badges that would have helped, as a sentence after another."""
    names = {issuer.address: issuer for issuer in overview.collections(site)}
    gone = []
    for one in held:
        if not one.counts(now):
            status = Status.EXPIRED if one.badge.is_active else one.badge.status
            since = f" since {words.day(one.badge.end_time)}" if status is Status.EXPIRED else ""
            name = names[one.badge.collection].of(one.badge.achievement_id).name
            gone.append(f"{name} {words.STATUSES[status]}{since}")
    return f". Of yours: {'; '.join(gone)}" if gone else ""


def _not_any_more(session: Session, door: Door) -> NotSignedInError:
    ended = session.grant_that_ended(door.name) is not None
    problem = "a badge that opened this door has ended" if ended else "this wallet has not shown its badges here"
    return NotSignedInError(door.name, problem)


def _browser(session_id: str) -> str:
    return hashlib.sha256(b"browser " + session_id.encode()).hexdigest()
