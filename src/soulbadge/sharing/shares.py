"""What a holder shares: a presentation to an audience, and disclosures that it is bound to. Pure.

The message is EIP-4361 for the audience's domain, whose statement is, with H for Keccak-256:

    I show these badges to recruiter.example until 2026-01-31T12:00:00Z, and of the evidence behind them nothing.
    I show these badges to recruiter.example until 2026-01-31T12:00:00Z, and of the evidence behind them 0x<H>.

H is the hash of the canonical JSON (RFC 8785) of a list with `{"badge", "path", "fields"}` for each disclosure, where
`fields` has `{"leaf", "proof"}` for each fact, and a leaf is the salted hash of `soulbadge.evidence`. So the signature
covers each fact, its badge, and that there are no others.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from soulbadge import ids
from soulbadge.errors import EvidenceMalformedError, MalformedPresentationError, MalformedShareError, ValueInvalidError
from soulbadge.evidence.documents import Disclosure
from soulbadge.forms.canonical import canonical
from soulbadge.forms.keccak import keccak
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.models import Badge
from soulbadge.proofs.challenges import Challenge, Clock, rfc3339, system_clock
from soulbadge.proofs.presentations import Presentation, Signer, present

FORMAT: Final = "soulbadge share 1"
MOST_TEXT: Final = 4 * 1024 * 1024
"""Characters of a share as JSON."""


@dataclass(frozen=True, slots=True)
class Share:
    """Badges and facts for one audience. Whoever has it can read it; only its audience has a reason to believe it.

    Attributes:
        presentation: What the holder signed.
        disclosures: Chosen facts, at most one disclosure for each badge.

    Raises:
        MalformedShareError: A disclosure names no badge, or two name the same.
    """

    presentation: Presentation
    disclosures: tuple[Disclosure, ...] = ()

    def __post_init__(self) -> None:
        about = [each.badge for each in self.disclosures]
        if "" in about:
            raise MalformedShareError("a disclosure does not say which badge it is about")
        if len({ids.parse_caip19(name) for name in about}) != len(about):
            raise MalformedShareError("two disclosures are about the same badge; make one of both")

    def to_json(self) -> dict[str, Any]:
        """For `json.dumps`."""
        return {
            "share": FORMAT,
            "presentation": self.presentation.to_json(),
            "disclosures": [each.to_json() for each in self.disclosures],
        }

    @classmethod
    def parse(cls, text: str) -> "Share":
        """What `to_json` made, as text.

        Raises:
            MalformedShareError: It is none.
        """
        try:
            data = parse_strictly(text, MOST_TEXT)
        except ValueError as error:
            raise MalformedShareError(str(error)) from error
        if not isinstance(data, dict) or set(data) != {"share", "presentation", "disclosures"}:
            raise MalformedShareError("expected an object of share, presentation and disclosures")
        if data["share"] != FORMAT or not isinstance(data["disclosures"], list):
            raise MalformedShareError(f"expected share to be {FORMAT!r}, which this release knows, and a list")
        try:
            disclosures = tuple(Disclosure.parse(json.dumps(each)) for each in data["disclosures"])
            return cls(Presentation.from_json(data["presentation"]), disclosures)
        except (EvidenceMalformedError, MalformedPresentationError) as error:
            raise MalformedShareError(str(error)) from error


def share(
    signer: Signer,
    badges: Iterable[str | Badge],
    audience: str,
    *,
    expires_in: int,
    disclosures: Sequence[Disclosure] = (),
    now: Clock = system_clock,
    new_nonce: Callable[[int], str] = secrets.token_hex,
) -> Share:
    """Share chosen badges, and chosen facts behind them, with an audience.

    Args:
        signer: The holder's account, or its `WalletSigner`.
        badges: The badges to show, or their CAIP-19 names; at least one, all on one chain.
        audience: Domain of whoever it is for, such as ``recruiter.example``.
        expires_in: Seconds after which it counts no longer.
        disclosures: Chosen facts, from `EvidenceDocument.disclose`, at most one for each badge that is shown.
        now: The clock.
        new_nonce: Gives so many random bytes as hexadecimal digits.

    Raises:
        ValueInvalidError: No badge is shown, a disclosure is not about one that is, or `expires_in` is not positive.
        MalformedMessageError: The audience is no domain.
        NotYourBadgeError: A badge belongs to somebody else.
        ChainMismatchError: The badges are on several chains.
        BadgeIdInvalidError: A name is not that of a badge.
        MalformedShareError: A disclosure names no badge, or two name the same.
    """
    names = [badge if isinstance(badge, str) else badge.caip19 for badge in badges]
    if not names:
        raise ValueInvalidError("badges", "expected those to be shared, found none")
    shown = [ids.parse_caip19(name) for name in names]
    for each in disclosures:
        if each.badge and ids.parse_caip19(each.badge) not in shown:
            raise ValueInvalidError("disclosures", f"{each.badge} is not among the badges that are shown")
    issued_at = now()
    asked = challenge_of(
        audience, shown[0].chain_id, new_nonce(16), (issued_at, issued_at + expires_in), tuple(disclosures)
    )
    return Share(present(signer, names, asked), tuple(disclosures))


def challenge_of(
    audience: str, chain_id: int, nonce: str, times: tuple[int, int], disclosures: tuple[Disclosure, ...]
) -> Challenge:
    """The challenge that a holder draws up for an audience. `times` are issue and expiry, Unix seconds."""
    issued_at, expires_at = times
    return Challenge(
        domain=audience,
        uri=f"https://{audience}/",
        chain_id=chain_id,
        nonce=nonce,
        issued_at=issued_at,
        expires_at=expires_at,
        statement=(
            f"I show these badges to {audience} until {rfc3339(expires_at)}, "
            f"and of the evidence behind them {_digest(disclosures) if disclosures else 'nothing'}."
        ),
    )


def _digest(disclosures: tuple[Disclosure, ...]) -> str:
    every = [
        {
            "badge": each.badge,
            "path": ["0x" + step.hex() for step in each.path],
            "fields": [
                {"leaf": "0x" + field.leaf.hex(), "proof": ["0x" + step.hex() for step in proof]}
                for field, proof in zip(each.fields, each.proofs, strict=True)
            ],
        }
        for each in disclosures
    ]
    return "0x" + keccak(canonical(every).encode()).hex()
