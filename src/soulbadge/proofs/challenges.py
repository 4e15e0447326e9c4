"""What a verifier asks: sign this, for me, here, now, once."""

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Final

from soulbadge import siwe
from soulbadge.errors import ValueInvalidError
from soulbadge.forms.json import Value
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.policy import Policy, loads_json

Clock = Callable[[], int]
"""Answers the present in Unix seconds. A function, since `verify` has to look at it twice."""

_LATEST: Final = 253_402_300_799  # the last second of the year 9999, where RFC 3339 ends


def system_clock() -> int:
    """The present by this machine's clock, in Unix seconds."""
    return int(time.time())


@dataclass(frozen=True, slots=True)
class Challenge(Value):
    """What a presentation must answer. The verifier keeps it, and sends a copy to the holder.

    Attributes:
        domain: Who asks: the RFC 3986 authority of the verifier's origin.
        uri: What is asked for, such as the address of the page to enter.
        chain_id: EIP-155 chain that the badges are on.
        nonce: At least 8 letters and digits, never used before.
        issued_at: When it was made, Unix seconds.
        expires_at: The first second in which it can no longer be answered, Unix seconds.
        scheme: Scheme of the verifier's origin; None stands for https.
        statement: One line that the wallet shows to the holder.
        asks: What will be demanded, as the canonical JSON of a policy, so that a holder can choose what to show; it is
            no part of what is signed, and a verifier goes by its own copy. None if it is not said.

    Raises:
        MalformedMessageError: A field is not what EIP-4361 allows.
        ValueInvalidError: A time, or the chain id, cannot be.
        PolicyMalformedError: What is asked is no policy.
    """

    domain: str
    uri: str
    chain_id: int
    nonce: str
    issued_at: int
    expires_at: int
    scheme: str | None = None
    statement: str | None = None
    asks: str | None = None

    def __post_init__(self) -> None:
        if self.chain_id == 0:
            raise ValueInvalidError("Challenge.chain_id", "a chain id is from 1")
        if not 0 <= self.issued_at < self.expires_at <= _LATEST:
            problem = f"must be after issued_at and before the year 10000, but is {self.expires_at}"
            raise ValueInvalidError("Challenge.expires_at", problem)
        # A message checks its own fields.
        self.message(ZERO_ADDRESS, ())
        if self.asks is not None:
            loads_json(self.asks)

    @property
    def policy(self) -> Policy | None:
        """What will be demanded; None if the challenge does not say."""
        return None if self.asks is None else loads_json(self.asks)

    def message(self, address: str, badges: Iterable[str]) -> siwe.Message:
        """The EIP-4361 message by which an account answers.

        Args:
            address: Who will sign, with its checksum.
            badges: CAIP-19 names of the badges to present; they become its resources.

        Raises:
            MalformedMessageError: The address has no checksum, or a name is no URI.
        """
        return siwe.Message(
            domain=self.domain,
            address=address,
            uri=self.uri,
            chain_id=self.chain_id,
            nonce=self.nonce,
            issued_at=rfc3339(self.issued_at),
            scheme=self.scheme,
            statement=self.statement,
            expiration_time=rfc3339(self.expires_at),
            resources=tuple(badges) or None,
        )


def challenge(
    domain: str,
    uri: str,
    chain_id: int,
    policy: Policy | None = None,
    *,
    expires_in: int = 300,
    nonce: str | None = None,
    scheme: str | None = None,
    statement: str | None = None,
    now: Clock = system_clock,
) -> Challenge:
    """Make a challenge.

    Args:
        domain: Who asks, such as ``door.example``; a port only if the origin has one.
        uri: What is asked for.
        chain_id: EIP-155 chain that the badges are on.
        policy: What will be demanded, for the holder to know; `verify` is given it too.
        expires_in: Seconds in which it can be answered.
        nonce: 128 random bits if left out.
        scheme: Scheme of the origin if it is not https.
        statement: One line that the wallet shows to the holder.
        now: The clock.

    Raises:
        MalformedMessageError: A field is not what EIP-4361 allows.
        ValueInvalidError: The chain id is 0, or `expires_in` is not positive.
    """
    issued_at = now()
    return Challenge(
        domain=domain,
        uri=uri,
        chain_id=chain_id,
        nonce=secrets.token_hex(16) if nonce is None else nonce,
        issued_at=issued_at,
        expires_at=issued_at + expires_in,
        scheme=scheme,
        statement=statement,
        asks=None if policy is None else policy.to_text(),
    )


def rfc3339(seconds: int) -> str:
    """A moment in Unix seconds as messages spell it."""
    return datetime.fromtimestamp(seconds, tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
