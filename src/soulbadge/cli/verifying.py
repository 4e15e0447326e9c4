"""What `verify` does, by the kind of what is shown."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from soulbadge.errors import ValueInvalidError
from soulbadge.policy import Held, Policy
from soulbadge.proofs import Challenge, Presentation, SqliteNonces, Verdict, verify
from soulbadge.trust import ListedCollection, Trust, connect_trusted

from .documents import demand, parse, read_challenge, read_text
from .output import Facts, Page, Table, emit
from .words import moment, until

if TYPE_CHECKING:
    from soulbadge.contract import Collection

    from .session import Session

_NONCES = "soulbadge-nonces.sqlite"


@dataclass(frozen=True, slots=True)
class Words:
    """What the options say."""

    challenge: str | None
    trust: str | None
    nonces: str | None
    audience: str | None
    block_hash: str | None
    agree: tuple[str, ...]
    max_age: int
    policy: str | None
    holds: tuple[str, ...]


def verify_file(session: "Session", file: str, words: Words) -> None:
    """Verify whatever is in a file.

    Raises:
        ValueInvalidError: It is of no kind that can be verified, or an option is missing that its kind needs.
        VerificationError: It is refused; the subclass says why.
    """
    text = read_text(file)
    data = parse(text, file)
    for kind, check in _KINDS.items():
        if kind <= data.keys():
            check(session, file, text, data, words)
            return
    raise ValueInvalidError(file, "is no presentation, bundle, share or credential")


def _presentation(session: "Session", file: str, text: str, data: dict[str, Any], words: Words) -> None:  # noqa: ARG001 (each kind takes what it needs)
    shown = Presentation.from_json(data)
    asked, policy = _asked(words)
    verdict = verify(shown, asked, policy, collections=_trusted(session, words), nonces=_nonces(words))
    _tell(verdict, "accepted")


def _bundle(session: "Session", file: str, text: str, data: dict[str, Any], words: Words) -> None:  # noqa: ARG001 (the same)
    from soulbadge.proofs.bundles import Bundle, agreed_block, verify_bundle

    shown = Bundle.from_text(text.removesuffix("\n"))
    asked, policy = _asked(words)
    if words.block_hash is None and not words.agree:
        raise ValueInvalidError("--block-hash", "a bundle needs its block's hash from somebody you trust, or --agree")
    if words.block_hash is not None:
        trusted = words.block_hash
    else:
        trusted = agreed_block(words.agree, asked.chain_id, at=shown.proof.block.number).hash
    verdict = verify_bundle(
        shown,
        trusted,
        asked,
        policy,
        collections=_trusted_offline(session, words),
        max_age=words.max_age,
        nonces=_nonces(words),
    )
    _tell(verdict, "accepted, with no node asked about it")


def _credential(session: "Session", file: str, text: str, data: dict[str, Any], words: Words) -> None:  # noqa: ARG001 (the same)
    from soulbadge.openbadges import verify_credential

    verdict = verify_credential(text, _trusted(session, words), int(time.time()))
    facts = [
        ("holder", verdict.badge.holder),
        ("badge", verdict.badge.caip19),
        ("achievement", f"{verdict.slug} ({verdict.name})"),
        ("issuer", verdict.issuer),
        ("vouched for by", verdict.vouched_by),
        ("status", verdict.badge.status.name),
    ]
    emit(verdict, Facts(facts, "accepted: the chain says what it says"))


def _share(session: "Session", file: str, text: str, data: dict[str, Any], words: Words) -> None:  # noqa: ARG001 (the same)
    from soulbadge.sharing import Share, check_share

    if words.audience is None:
        raise ValueInvalidError("--audience", "say who you are: the domain that the share must have been made for")
    checked = check_share(Share.parse(text), words.audience, _trusted(session, words))
    facts = Facts(
        [
            ("holder", checked.holder),
            ("chain", checked.chain_id),
            ("block", f"{checked.block_number} ({checked.block_hash})"),
            ("until", moment(checked.expires_at)),
            ("not counted", ", ".join(checked.unlisted) or None),
        ],
        f"shared with {words.audience}",
    )
    shown = [(name, value) for values in checked.facts.values() for name, value in values.items()]
    badges = Table(("badge", "status", "until", "name"), [_row(each) for each in checked.badges])
    emit(checked, Page([facts, badges, Table(("fact", "value"), shown, empty="no fact was shared")]))


_KINDS: dict[frozenset[str], Callable[["Session", str, str, dict[str, Any], Words], None]] = {
    frozenset({"presentation", "proof"}): _bundle,
    frozenset({"presentation", "share"}): _share,
    frozenset({"message", "signature"}): _presentation,
    frozenset({"@context", "credentialSubject"}): _credential,
}
"""By the fields that only this kind has."""


def _asked(words: Words) -> tuple[Challenge, Policy]:
    if words.challenge is None:
        raise ValueInvalidError("--challenge", "name the file of the challenge that you made; no other counts")
    asked = read_challenge(words.challenge)
    trust = _listed(words)
    names = trust.on(asked.chain_id).addresses() if trust else {}
    policy = demand(words.policy, words.holds, names) or asked.policy
    if policy is None:
        raise ValueInvalidError("--policy", "say what is demanded, by --policy or --holds")
    return asked, policy


def _nonces(words: Words) -> SqliteNonces:
    return SqliteNonces(words.nonces or _NONCES)


def _listed(words: Words) -> Trust | None:
    return None if words.trust is None else Trust.read(words.trust)


def _trusted(session: "Session", words: Words) -> "list[Collection]":
    """The collections that count, of the chain that the node serves."""
    trust = _listed(words)
    if trust is None:
        return [session.collection()]
    return connect_trusted(trust.on(session.chain_id), {session.chain_id: session.web3})


def _trusted_offline(session: "Session", words: Words) -> Iterable[str | ListedCollection]:
    """The same for a bundle, which takes no node."""
    trust = _listed(words)
    if trust is not None:
        return trust
    named = session.settings.collection
    if named is None:
        raise ValueInvalidError("--collection", "name the collections whose badges count, or --trust")
    return [session.address_of(named)]


def _tell(verdict: Verdict, how: str) -> None:
    facts = Facts(
        [
            ("holder", verdict.holder),
            ("chain", verdict.chain_id),
            ("block", f"{verdict.block_number} ({verdict.block_hash})"),
            ("verified", moment(verdict.verified_at)),
            ("not counted", ", ".join(verdict.unlisted) or None),
        ],
        how,
    )
    rows = [_row(each) for each in verdict.badges]
    emit(verdict, Page([facts, Table(("badge", "status", "until", "name"), rows, empty="no badge was shown")]))


def _row(held: Held) -> tuple[str, str, str, str]:
    badge = held.badge
    return held.slug, badge.status.name, until(badge.end_time), badge.caip19
