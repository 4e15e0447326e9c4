"""The ten rules of the specification, one judge each.

BROKEN needs something shown; KEPT needs released code in every part on which the rule rests. Whatever lies between is
UNKNOWN, and unknown means no.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from soulbadge.chain.artifacts import interface_id
from soulbadge.errors import ValueInvalidError
from soulbadge.forms.strict_json import parse_shallow
from soulbadge.ids import ZERO_ADDRESS, parse_address
from soulbadge.models import NO_EVIDENCE, Status

from ._creation import RELEASED
from ._facts import Facts
from ._probes import Prober, is_over
from ._samples import Past, Sample
from .report import Evidence, Finding, RuleVerdict

TITLES = (
    "No badge ever moves",
    "Nobody takes a badge away except as its burn authority said when it was issued",
    "Time only moves forward",
    "The terms of an achievement are fixed when it is created",
    "Losing a prerequisite suspends use, never ownership",
    'One predicate for "does it count now"',
    "A badge outlives its issuer's servers",
    "No personal data on chain",
    'Unknown means no, and nobody can buy a "no"',
    "Nothing happens twice",
)

_SHOWN = 10
"""Breaches of one rule that are listed; one is enough."""

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_SERVER = re.compile(r"\s*(?:https?|ftp|wss?):", re.IGNORECASE)
_ERC165 = bytes.fromhex("01ffc9a7")
_NOT_ERC165 = bytes.fromhex("ffffffff")
_PRINTABLE = range(0x20, 0x7F)
_LEGIBLE = 4

_Breaches = Iterable[str]


class Judge:
    """A collection's facts, and a verdict for each rule."""

    def __init__(self, facts: Facts, samples: tuple[Sample, ...], past: Past) -> None:
        self._facts = facts
        self._pinned = facts.pinned
        self._samples = samples
        self._past = past
        # What released code does is known; only a stranger's is tried.
        self._tries = not facts.all_released
        self._prober = Prober(facts, samples) if self._tries else None

    def findings(self) -> tuple[Finding, ...]:
        """The ten findings."""
        judges: Sequence[Callable[[], Finding]] = (
            self._moving,
            self._taking,
            self._time,
            self._terms,
            self._owning,
            self._predicate,
            self._servers,
            self._privacy,
            self._unknown,
            self._twice,
        )
        return tuple(judge() for judge in judges)

    # ───────────────────────────────────────────── rules ─────────────────────────────────────────────

    def _moving(self) -> Finding:
        breaches: _Breaches = [*self._past.moved, *self._past.approved, *self._tried("moves")]
        return self._finding(1, breaches, "every transfer and approval is refused, and ids name their holders")

    def _taking(self) -> Finding:
        breaches: _Breaches = [*self._exchangeable(), *self._tried("takes")]
        levers = [Evidence("lever", f"{each.achievement}: {each.why}") for each in self._facts.levers]
        revocable = [each.slug for each in self._facts.audited() if each.revocable]
        seen = [Evidence("revocable by their terms", ", ".join(revocable))] if revocable else []
        named = f"; {len(levers)} lever{'s' if levers[1:] else ''} on use named" if levers else "; no lever on use"
        return self._finding(
            2,
            breaches,
            "no proxy, no upgrade, no pause, and only the fixed burn authority ends a badge" + named,
            rests_on=("Badges", "BadgeReader"),
            storage=True,
            unread=len(self._facts.achievements) != self._facts.announced or self._facts.issuers is None,
            seen=[*seen, *levers],
        )

    def _time(self) -> Finding:
        breaches = [*self._past.shortened, *self._tried("shortens")]
        return self._finding(3, breaches, "a renewal only ever moves an end to a later one")

    def _terms(self) -> Finding:
        if self._facts.is_released("Badges"):
            fluid = [number for number, is_data in self._facts.blobs.items() if not is_data]
            breaches = [f"the terms of achievement {number} are not data, and so can change" for number in fluid]
        else:
            breaches = list(self._changed_terms())
        return self._finding(
            4,
            breaches,
            f"terms lie in data that cannot change ({len(self._facts.blobs)} achievements looked at)",
            rests_on=("Badges", "BadgeReader"),
        )

    def _owning(self) -> Finding:
        return self._finding(5, self._lost() if self._tries else (), "an expired or suspended badge keeps its owner")

    def _predicate(self) -> Finding:
        return self._finding(
            6,
            self._contradictions() if self._tries else (),
            "every door asks statusOf for ACTIVE",
            rests_on=("Badges", "BadgeReader"),
        )

    def _servers(self) -> Finding:
        return self._finding(
            7,
            self._served() if self._tries else (),
            "metadata and picture are made on chain",
            rests_on=("Badges", "BadgeReader", "BadgeRenderer"),
        )

    def _privacy(self) -> Finding:
        legible = [*self._legible()]
        mails = sorted(set(self._mails()))
        finding = self._finding(8, legible, "of private facts only 32-byte commitments are taken")
        if finding.verdict is RuleVerdict.KEPT and mails:
            because = "texts hold what looks like mail addresses; whether they are personal, a person must say"
            return Finding(
                8, finding.title, RuleVerdict.UNKNOWN, because, tuple(Evidence("text", each) for each in mails)
            )
        return finding

    def _unknown(self) -> Finding:
        return self._finding(
            9, self._trusting() if self._tries else (), "a source that fails counts as no, one that is starved reverts"
        )

    def _twice(self) -> Finding:
        breaches = [*self._past.twice, *self._tried("repeats")]
        return self._finding(10, breaches, "ids are computed and vouchers name the award", storage=True)

    # ──────────────────────────────────────────── judging ────────────────────────────────────────────

    def _finding(
        self,
        rule: int,
        breaches: _Breaches,
        kept: str,
        *,
        rests_on: tuple[str, ...] = ("Badges",),
        storage: bool = False,
        unread: bool = False,
        seen: Sequence[Evidence] = (),
    ) -> Finding:
        """Judge one rule.

        Args:
            rule: Its number.
            breaches: What shows that it is broken.
            kept: Why it is kept, if it is.
            rests_on: The parts whose code must be released.
            storage: Whether it rests on storage that began empty, too.
            unread: Whether something that it takes could not be read.
            seen: More evidence.
        """
        title = TITLES[rule - 1]
        shown = tuple(Evidence("shown", each) for each in islice(breaches, _SHOWN))
        hashes = [(name, code) for name, code in self._facts.parts if name in rests_on]
        grounds = tuple(
            Evidence(name, f"{code.code_hash} at {code.address} ({code.release or 'no release'})" if code else "none")
            for name, code in hashes
        )
        evidence = (*shown, *seen, *grounds)
        if shown:
            return Finding(rule, title, RuleVerdict.BROKEN, shown[0].value, evidence)
        strange = [name for name in rests_on if not self._facts.is_released(name)]
        if strange:
            because = f"the code of {' and '.join(strange)} is no release's; probing showed nothing against it"
            return Finding(rule, title, RuleVerdict.UNKNOWN, because, evidence)
        if storage and self._facts.creation[0] != RELEASED:
            because = (
                "the code is a release's, but not shown to have been created by it: storage may have been prepared"
            )
            return Finding(rule, title, RuleVerdict.UNKNOWN, because, evidence)
        if unread:
            return Finding(rule, title, RuleVerdict.UNKNOWN, "terms or issuers could not be read", evidence)
        return Finding(rule, title, RuleVerdict.KEPT, kept, evidence)

    def _tried(self, doors: str) -> Iterator[str]:
        if self._prober is not None:
            yield from getattr(self._prober, doors)()

    # ─────────────────────────────────────────── breaches ────────────────────────────────────────────

    def _exchangeable(self) -> Iterator[str]:
        for name, code in self._facts.parts:
            if code is None:
                continue
            if code.proxy:
                to = f", now for {code.implementation}" if code.implementation else ""
                yield f"{name} at {code.address} is a proxy ({code.proxy}{to})"
            if code.opcodes:
                yield f"{name} at {code.address} can run {' and '.join(code.opcodes)}"

    def _changed_terms(self) -> Iterator[str]:
        """Terms that were others when the achievement was created; only where the node remembers."""
        from ._history import terms_then

        for number, then in terms_then(self._pinned):
            now = self._pinned.ask("achievementOf", number)
            if now is not None and now[0][3] != then:
                yield f"the terms of achievement {number} are not those with which it was created"

    def _lost(self) -> Iterator[str]:
        for each in self._samples:
            if is_over(each):
                owner = self._pinned.one("ownerOf", each.badge_id)
                if owner is None or parse_address(owner, zero=True) != each.holder:
                    said = f"ownerOf says {owner or 'nothing'}"
                    yield f"badge {each.badge_id:#x} of {each.holder} does not count now, and {said}"

    def _contradictions(self) -> Iterator[str]:
        says = [self._pinned.one("supportsInterface", each) for each in (_ERC165, _NOT_ERC165, interface_id())]
        if says[1] is True:
            yield "supportsInterface says yes to 0xffffffff, which is to say nothing (ERC-165)"
        subject = self._samples[0].badge_id if self._samples else 1
        if self._pinned.one("statusOf", subject) is None:
            claim = "claims IBadges (ERC-165), but " if says[2] is True else ""
            yield f"{claim}statusOf does not answer, so there is no status to ask for"
            return
        for each in self._samples:
            yield from self._contradiction(each)

    def _contradiction(self, sample: Sample) -> Iterator[str]:
        status = self._pinned.one("statusOf", sample.badge_id)
        if sample.badge is not None and status is not None and sample.badge.status != status:
            yield f"badge {sample.badge_id:#x} is {sample.badge.status.name} by badgeOf and {status} by statusOf"
        kind = sample.badge_id >> 160
        since = self._pinned.one("heldSince", sample.holder, kind)
        if since and status != Status.ACTIVE and kind == (sample.badge.achievement_id << 48 if sample.badge else None):
            yield f"badge {sample.badge_id:#x} is not ACTIVE, and heldSince says {since}"
        end = self._pinned.one("endTime", sample.badge_id)
        if status == Status.ACTIVE and end and end <= self._pinned.block.time:
            yield f"badge {sample.badge_id:#x} is ACTIVE after its end, {end}"

    def _served(self) -> Iterator[str]:
        for each in self._samples[:5]:
            uri = self._pinned.one("tokenURI", each.badge_id)
            if uri is None:
                continue
            if _SERVER.match(uri):
                yield f"tokenURI of badge {each.badge_id:#x} asks a server: {uri[:100]}"
            image = _image(uri)
            if _SERVER.match(image):
                yield f"the picture of badge {each.badge_id:#x} lies on a server: {image[:100]}"

    def _legible(self) -> Iterator[str]:
        for each in self._samples:
            if each.badge is not None and each.badge.evidence != NO_EVIDENCE:
                text = each.badge.evidence.strip(b"\0")
                if len(text) >= _LEGIBLE and all(byte in _PRINTABLE for byte in text):
                    yield f"the evidence of badge {each.badge_id:#x} is legible: {text.decode()!r}"

    def _mails(self) -> Iterator[str]:
        for each in self._facts.achievements.values():
            terms = each.terms
            for text in (terms.name, terms.description, terms.criteria, *terms.skills):
                yield from _MAIL.findall(text)

    def _trusting(self) -> Iterator[str]:
        """ACTIVE badges whose ongoing requirement on one foreign source is not met."""
        for sample in self._samples:
            achievement = self._facts.achievements.get(sample.badge.achievement_id) if sample.badge else None
            if achievement is None or sample.badge is None or sample.badge.status is not Status.ACTIVE:
                continue
            for requirement in achievement.terms.requirements:
                kinds = requirement.prerequisites
                foreign = all(kind.source != ZERO_ADDRESS for kind in kinds)
                if requirement.ongoing and foreign and kinds:
                    held = [self._pinned.one("heldSince", sample.holder, kind.id, of=kind.source) for kind in kinds]
                    if sum(bool(each) for each in held) < requirement.needed:
                        yield f"badge {sample.badge_id:#x} is ACTIVE, though the sources say no or fail"


def _image(uri: str) -> str:
    """The picture in a document that is a data URI; empty if there is none."""
    head, _, body = uri.partition(",")
    if not head.startswith("data:application/json"):
        return ""
    try:
        text = base64.b64decode(body, validate=True).decode() if head.endswith(";base64") else body
        document: Any = parse_shallow(text)
        return str(document.get("image", "")) if isinstance(document, dict) else ""
    except (binascii.Error, ValueError, RecursionError, ValueInvalidError):
        return ""
