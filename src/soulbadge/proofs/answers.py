"""What a presentation says, read without a chain: whether it answers a challenge, now, in its holder's name. Pure.

What is left to whoever has a chain, or proofs of one: whether the holder signed, and whether the badges count.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from soulbadge import ids, siwe
from soulbadge.errors import (
    ChainMismatchError,
    DomainMismatchError,
    ExpiryMismatchError,
    InputError,
    IssuedAtMismatchError,
    MalformedMessageError,
    MalformedPresentationError,
    NonceMismatchError,
    NotYourBadgeError,
    PresentationExpiredError,
    PresentationNotYetValidError,
    StatementMismatchError,
    UnaskedFieldError,
    UriMismatchError,
)
from soulbadge.forms.grammar import Instant
from soulbadge.proofs.challenges import Challenge
from soulbadge.proofs.presentations import Presentation

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress

MOST_BADGES: Final = 256
"""Badges in one presentation: each costs the verifier questions to its node."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A presentation that answers a challenge by its words. Its signature has not been looked at.

    Attributes:
        message: The message, as parsed.
        text: The same, as it was signed.
        holder: Who is said to have signed it; every badge named is this holder's by its id.
        names: The badges, in the order of the message; each once, all on the challenge's chain.
        signature: The signature's bytes.
        expires_at: The first second in which it no longer counts, Unix seconds.
    """

    message: siwe.Message
    text: str
    holder: "ChecksumAddress"
    names: tuple[ids.BadgeName, ...]
    signature: bytes
    expires_at: int

    def must_be_timely(self, now: int) -> None:
        """Refuse it before its time and after: `read_answer` does so, and whoever takes long asks again.

        Raises:
            PresentationExpiredError: The challenge's time is over.
            PresentationNotYetValidError: It counts from a later moment.
        """
        if now >= self.expires_at:
            raise PresentationExpiredError(self.expires_at, now)
        for starts_at in (self.message.issued_at, self.message.not_before):
            if starts_at is not None and siwe.instant(starts_at) > Instant(now):
                raise PresentationNotYetValidError(starts_at, now)


def read_answer(presentation: Presentation, challenge: Challenge, now: int) -> Answer:
    """Read a presentation as the answer to a challenge.

    In this order: the message by the grammar of EIP-4361; its fields against the challenge; its times; its badges.

    Args:
        presentation: What the holder sent.
        challenge: The challenge that *this verifier* kept.
        now: The present, Unix seconds.

    Raises:
        VerificationError: It does not answer this challenge, or not now; the subclass says why.
    """
    message = siwe.parse(presentation.message)
    _must_be_canonical(message, presentation.message)
    _must_answer(message, challenge)
    holder = ids.parse_address(message.address)
    signature = bytes.fromhex(presentation.signature[2:])
    names = _badges(message, challenge.chain_id)
    answer = Answer(message, presentation.message, holder, names, signature, challenge.expires_at)
    answer.must_be_timely(now)
    for name in names:
        if (whose := ids.split(name.badge_id).holder) != holder:
            raise NotYourBadgeError(ids.caip19(*name), whose, holder)
    return answer


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


def _badges(message: siwe.Message, chain_id: int) -> tuple[ids.BadgeName, ...]:
    resources = message.resources or ()
    if len(resources) > MOST_BADGES:
        raise MalformedPresentationError(f"it names {len(resources)} badges, at most {MOST_BADGES} can be verified")
    names: dict[ids.BadgeName, None] = {}
    for resource in resources:
        try:
            name = ids.parse_caip19(resource)
        except InputError as error:
            raise MalformedPresentationError(f"a resource does not name a badge ({error})") from error
        if name.chain_id != chain_id:
            raise ChainMismatchError(chain_id, name.chain_id)
        if name in names:
            raise MalformedPresentationError(f"{resource} is named twice")
        names[name] = None
    return tuple(names)
