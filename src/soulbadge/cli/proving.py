"""What `challenge`, `present` and `bundle` do."""

import json
from typing import TYPE_CHECKING, Any

from soulbadge import ids
from soulbadge.errors import ValueInvalidError
from soulbadge.evidence.documents import Disclosure
from soulbadge.forms.files import must_be_free, new_file
from soulbadge.policy import Held
from soulbadge.proofs import Challenge, challenge, present

from .disclosing import read_document
from .documents import demand, read_challenge, read_presentation
from .output import Facts, emit, note
from .words import moment

if TYPE_CHECKING:
    from soulbadge.contract import Collection

    from .session import Session

DAY = 86_400


def make_challenge(
    session: "Session",
    domain: str,
    uri: str | None,
    expires_in: int,
    statement: str | None,
    *,
    policy: str | None,
    holds: tuple[str, ...],
    output: str | None,
    dry_run: bool,
) -> None:
    """A challenge, to a file or to stdout."""
    asked = challenge(
        domain,
        f"https://{domain}" if uri is None else uri,
        session.settings.chain_id or session.chain_id,
        demand(policy, holds),
        expires_in=expires_in,
        statement=statement,
    )
    facts = [("for", asked.domain), ("nonce", asked.nonce), ("until", moment(asked.expires_at))]
    hand_over(asked.to_json(), facts, output, dry_run=dry_run)


def answer(session: "Session", file: str, badges: tuple[str, ...], *, output: str | None, dry_run: bool) -> None:
    """A presentation, to a file or to stdout."""
    asked = read_challenge(file)
    _free(output)
    signer = session.signer()
    names = (
        [_name(session, each) for each in badges] if badges else _chosen(session.collection(), asked, signer.address)
    )
    shown = present(signer, names, asked)
    note(f"signed for {asked.domain} ({asked.uri}), until {moment(asked.expires_at)}: {_listed(names)}")
    facts = [("for", asked.domain), ("holder", signer.address), ("badges", len(names))]
    hand_over(shown.to_json(), facts, output, dry_run=dry_run)


def add_proofs(
    session: "Session", file: str, challenge_file: str, *, block: int | None, output: str | None, dry_run: bool
) -> None:
    """A bundle, to a file or to stdout."""
    from soulbadge.proofs.bundles import RpcProofs, bundle

    shown, asked = read_presentation(file), read_challenge(challenge_file)
    _free(output)
    made = bundle(shown, asked, RpcProofs(session.node), block=block)
    text, proven = made.to_text(), made.proof.block
    facts = [("for", asked.domain), ("block", f"{proven.number} ({proven.hash})"), ("bytes", len(text))]
    hand_over(made.to_json(), facts, output, dry_run=dry_run, text=text)


def share_badges(
    session: "Session",
    audience: str,
    badges: tuple[str, ...],
    facts: tuple[str, ...],
    *,
    days: int,
    output: str | None,
    dry_run: bool,
) -> None:
    """A share, to a file or to stdout."""
    from soulbadge.sharing import share

    _free(output)
    disclosures = _disclosures(facts)
    signer = session.signer()
    names = [_name(session, each) for each in badges]
    shown = share(signer, names, audience, expires_in=days * DAY, disclosures=disclosures)
    shared = ", ".join(name for each in disclosures for name in each.facts)
    told = [("for", audience), ("holder", signer.address), ("badges", len(names)), ("facts", shared or None)]
    hand_over(shown.to_json(), told, output, dry_run=dry_run)


def _disclosures(facts: tuple[str, ...]) -> list[Disclosure]:
    """One for each document, of all its facts that are named."""
    wanted: dict[str, list[str]] = {}
    for each in facts:
        document, colon, name = each.rpartition(":")
        if not (document and colon and name):
            raise ValueInvalidError("--fact", f"{each[:80]!r} is not DOCUMENT:NAME, such as degree.json:grade")
        wanted.setdefault(document, []).append(name)
    return [read_document(document).disclose(names) for document, names in wanted.items()]


def hand_over(
    data: dict[str, Any], facts: "list[tuple[str, Any]]", output: str | None, *, dry_run: bool, text: str | None = None
) -> None:
    """A document: to a file, which is then described, or to stdout as it is.

    Args:
        data: The document.
        facts: What to say of it.
        output: The file, if there is to be one.
        dry_run: Whether to write nothing.
        text: The document's one spelling, where it has one.
    """
    written = json.dumps(data, indent=2) if text is None else text
    if output is None:
        emit(data, written)
        return
    _free(output)
    if not dry_run:
        with new_file(output) as handle:
            handle.write(written.encode() + (b"\n" if text is None else b""))
    value = {"output": output, "dry_run": dry_run, **dict(facts)}
    emit(value, Facts([*facts, ("file", output)], "dry run: nothing was written" if dry_run else ""))


def _free(output: str | None) -> None:
    if output is not None:
        must_be_free(output)


def _name(session: "Session", text: str) -> str:
    collection, badge_id = session.badge(text)
    return ids.caip19(collection.chain_id, collection.address, badge_id)


def _chosen(collection: "Collection", asked: Challenge, holder: str) -> list[str]:
    """The fewest of a holder's badges that the challenge's policy demands; without one, all that are active."""
    found = list(collection.badges_of(holder))
    policy = asked.policy
    if policy is None:
        return [each.caip19 for each in found if each.is_active]
    now = collection.node.timestamp()
    held = [Held.of(each, collection.achievement(each.achievement_id)) for each in found]
    return [each.badge.caip19 for each in policy.pick(held, now)]


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "no badge, the account alone"
