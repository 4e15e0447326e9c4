"""What somebody was shown, and what it is worth: a verdict in plain words, with what it rests on.

Here nobody is let in: whoever pastes a presentation is not the one that it was made for, or is and asks again with its
own program. So its nonce is not used up, and whom it was made for is part of the answer.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from soulbadge import siwe
from soulbadge.errors import (
    ChainError,
    MalformedBundleError,
    MalformedPresentationError,
    MissingExtraError,
    PolicyUnclearError,
    SoulbadgeError,
    TrustedHashMissingError,
    ValueInvalidError,
    VerificationError,
)
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.openbadges import verify_credential
from soulbadge.policy import Held
from soulbadge.proofs import Challenge, MemoryNonces, Presentation, Verdict, verify
from soulbadge.proofs.bundles import Bundle, agreed_block, verify_bundle

from . import shares, words
from .signing_in import Wallet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from soulbadge.contract import Collection

    from .site import Site

MOST: Final = 1 << 20
"""Characters of a document."""

_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict for people.

    Attributes:
        kind: What was shown: presentation, bundle, share, credential.
        holds: Whether it is what it says that it is.
        headline: The verdict.
        sentences: What it means, and what it does not.
        badges: What it shows, as read now.
        evidence: What the verdict rests on: names and values.
        asks_hash: Whether a trusted block hash is still needed.
    """

    kind: str
    holds: bool
    headline: str
    sentences: tuple[str, ...]
    badges: tuple[Held, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    asks_hash: bool = False


def find(site: "Site", text: str, block_hash: str = "", max_age: int = _DAY) -> Finding:
    """Look at a document.

    Args:
        site: Whose collections count.
        text: The document.
        block_hash: For a bundle: hash of a block that whoever asks knows to be on the chain; empty to ask the servers
            that the site is configured with.
        max_age: For a bundle: how old that block may be, in seconds.

    Raises:
        ValueInvalidError: It is none of the documents that can be looked at.
        ChainError: Nothing could be decided.
        MissingExtraError: What it takes is not installed.
    """
    data = _data(text)
    kind, look = _kind(site, text, data, block_hash, max_age)
    try:
        return look()
    except (ChainError, MissingExtraError):
        raise
    except TrustedHashMissingError:
        problem = "A bundle needs no server, but it needs one block that you know to be real: give its hash below."
        return Finding(kind, holds=False, headline="Which block do you trust?", sentences=(problem,), asks_hash=True)
    except PolicyUnclearError:
        problem = (
            f"It is about badges of another chain than {site.reader.chain_id}, which is the one that this site reads."
        )
        return Finding(kind, holds=False, headline="This site cannot tell", sentences=(problem,))
    except SoulbadgeError as error:
        sentences = (words.sentence(str(error)),)
        return Finding(
            kind, holds=False, headline=_refusals(error, kind), sentences=sentences, asks_hash=kind == "bundle"
        )


def _data(text: str) -> dict[str, Any]:
    try:
        data = parse_strictly(text, MOST)
    except ValueError as error:
        raise ValueInvalidError(
            "document", f"expected a presentation, a bundle, a share or a credential as JSON: {error}"
        ) from error
    if not isinstance(data, dict):
        raise ValueInvalidError("document", "expected one JSON object")
    return data


def _kind(
    site: "Site", text: str, data: dict[str, Any], block_hash: str, max_age: int
) -> "tuple[str, Callable[[], Finding]]":
    if "@context" in data:
        return "credential", lambda: _credential(site, text)
    if "share" in data and "presentation" in data:
        return "share", lambda: _share(site, text)
    if "proof" in data and "presentation" in data:
        return "bundle", lambda: _bundle(site, text, block_hash, max_age)
    if "message" in data and "signature" in data:
        return "presentation", lambda: _presentation(site, data)
    if "voucher" in data or "signed" in data:
        raise ValueInvalidError("document", "this is a voucher, which proves nothing; claim it on the page for that")
    raise ValueInvalidError("document", "this is neither a presentation, nor a bundle, a share or a credential")


def _presentation(site: "Site", data: dict[str, Any]) -> Finding:
    shown = Presentation.from_json(data)
    asked = _asked(shown)

    def look(every: "Sequence[Collection]") -> Verdict:
        return verify(shown, asked, Wallet(), collections=every, nonces=MemoryNonces(), now=site.now)

    return _accepted("presentation", asked, site.reader.ask(look), "asked the chain a moment ago")


def _bundle(site: "Site", text: str, block_hash: str, max_age: int) -> Finding:
    shown = Bundle.from_text(text)
    asked = _asked(shown.presentation)
    source = "you named its block"
    trusted = block_hash.strip().lower()
    if not trusted and site.agreeing:
        agreed = agreed_block(site.agreeing, asked.chain_id, at=shown.proof.block.number)
        trusted, source = agreed.hash, f"these servers agree about its block: {', '.join(agreed.agreed)}"
    verdict = verify_bundle(
        shown,
        trusted,
        asked,
        Wallet(),
        collections=site.reader.addresses,
        max_age=max_age,
        nonces=MemoryNonces(),
        now=site.now,
    )
    return _accepted("bundle", asked, verdict, f"computed from the bundle alone; {source}")


def _share(site: "Site", text: str) -> Finding:
    checked = shares.check(site, text)
    audience = shares.audience_of(text)
    return Finding(
        "share",
        holds=True,
        headline=f"True now, and made for {audience}",
        sentences=(
            f"{checked.holder} shares this with {audience}, until {words.moment(checked.expires_at)}.",
            f"If you are not {audience}, it was not made for you: whoever has it can read it, and show it to others.",
        ),
        badges=checked.badges,
        evidence=(
            ("Signed by", checked.holder),
            ("Made for", audience),
            *((f"Fact: {name}", str(value)) for facts in checked.facts.values() for name, value in facts.items()),
            ("Good until", words.moment(checked.expires_at)),
            ("Block read", f"{checked.block_number} ({checked.block_hash})"),
        ),
    )


def _credential(site: "Site", text: str) -> Finding:
    verdict = site.reader.ask(lambda every: verify_credential(text, every, site.now()))
    return Finding(
        "credential",
        holds=True,
        headline="This credential is true now",
        sentences=(
            f"{verdict.issuer} says that {verdict.badge.holder} has {verdict.name}, and the badge counts now.",
            "It does not prove that whoever showed it to you is that holder; a presentation does.",
        ),
        badges=(Held(verdict.slug, verdict.badge),),
        evidence=(
            ("Signed by", verdict.key),
            ("Key vouched for by", verdict.vouched_by),
            *(("Fact disclosed", each) for each in verdict.facts),
            ("Block read", f"{verdict.block.number} ({verdict.block.hash})"),
        ),
    )


def _accepted(kind: str, asked: Challenge, verdict: Verdict, how: str) -> Finding:
    count = len(verdict.badges)
    badges = "no badge" if not count else "one badge that counts" if count == 1 else f"{count} badges that count"
    sentences = [
        f"{verdict.holder} signed it for {asked.domain}, and shows {badges}.",
        f"It can be used there once, until {words.moment(asked.expires_at)}.",
        f"If you are not {asked.domain}, whoever showed it to you need not be its holder: ask for one of your own.",
    ]
    if verdict.unlisted:
        sentences.append(f"Not counted, since this site does not list their issuers: {', '.join(verdict.unlisted)}.")
    return Finding(
        kind,
        holds=True,
        headline=f"Genuine, and made for {asked.domain}",
        sentences=tuple(sentences),
        badges=verdict.badges,
        evidence=(
            ("Signed by", verdict.holder),
            ("Made for", f"{asked.scheme or 'https'}://{asked.domain}, {asked.uri}"),
            ("Signed at", words.moment(asked.issued_at)),
            ("Good until", words.moment(asked.expires_at)),
            ("Block read", f"{verdict.block_number} ({verdict.block_hash})"),
            ("How", how),
        ),
    )


def _asked(shown: Presentation) -> Challenge:
    """The challenge that it says it answers: nobody here gave one."""
    message = siwe.parse(shown.message)
    if message.expiration_time is None:
        raise MalformedPresentationError("it has no end, and every challenge has one")
    return Challenge(
        domain=message.domain,
        uri=message.uri,
        chain_id=message.chain_id,
        nonce=message.nonce,
        issued_at=siwe.instant(message.issued_at).seconds,
        expires_at=siwe.instant(message.expiration_time).seconds,
        scheme=message.scheme,
        statement=message.statement,
    )


def _refusals(error: SoulbadgeError, kind: str) -> str:
    if isinstance(error, MalformedBundleError | MalformedPresentationError) or not isinstance(error, VerificationError):
        return f"This is not a {kind} as it should be"
    return f"This {kind} does not hold"
