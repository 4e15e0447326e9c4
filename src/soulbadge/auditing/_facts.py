"""Everything that an audit reads, before any rule is judged."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from soulbadge.chain import structs
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import Achievement, Profile, Terms

from . import _levers
from ._code import read_account, read_code
from ._creation import read_creation
from ._pinned import Pinned, attempt
from ._roles import read_issuers
from .report import Account, AuditedAchievement, Code, Issuer, Lever, Source

_UNVOUCHED = 1 << 253
"""The flag in an achievement's head, as contracts/badges/Heads.sol lays it out."""

_MOST = 1000
"""Achievements of a stranger's contract that are read: it may claim to have any number."""

_AT_ONCE = 20


@dataclass(frozen=True)
class Facts:
    """A collection as it stands at one block."""

    pinned: Pinned
    name: str
    symbol: str
    code: Code
    renderer: Code | None
    reader: Code | None
    creation: tuple[str, str]
    owner: Account | None
    pending_owner: Account | None
    issuers: tuple[Issuer, ...] | None
    announced: int
    """How many achievements the collection says that it has."""
    achievements: dict[int, Achievement]
    unvouched: frozenset[int]
    outside: dict[str, _levers.Outside]
    levers: tuple[Lever, ...]
    profile: Profile | None
    contract_uri: str
    blobs: dict[int, bool] = field(default_factory=dict)
    """For each achievement, whether everything that its terms are made of is data that cannot change."""

    @property
    def parts(self) -> list[tuple[str, Code | None]]:
        """The three contracts that a collection is."""
        return [("Badges", self.code), ("BadgeRenderer", self.renderer), ("BadgeReader", self.reader)]

    def is_released(self, name: str) -> bool:
        """Whether the part of this name runs released code of its kind."""
        code = dict(self.parts)[name]
        return code is not None and code.release.startswith(f"{name} ")

    @property
    def all_released(self) -> bool:
        """Whether all three do."""
        return all(self.is_released(name) for name, _ in self.parts)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Whom requirements and tiers ask outside."""
        return tuple(each.source for each in self.outside.values())

    def audited(self) -> tuple[AuditedAchievement, ...]:
        """The achievements, as a report has them."""
        return tuple(
            AuditedAchievement(
                number,
                each.slug,
                each.terms.burn_auth,
                each.terms.burn_auth in _levers.REVOCABLE,
                each.terms.claim_only,
                each.retired,
                number in self.unvouched,
            )
            for number, each in self.achievements.items()
        )


def gather(pinned: Pinned) -> Facts:
    """Read it all."""
    code = read_code(pinned, pinned.address)
    companions = pinned.ask("companions")
    renderer, reader = (read_code(pinned, each) for each in companions) if companions else (None, None)
    if reader is not None and code.release.startswith("Badges ") and reader.release.startswith("BadgeReader "):
        pinned.trusted.add(pinned.address)
    announced = int(pinned.one("achievementCount") or 0)
    achievements, unvouched, blobs = read_achievements(pinned)
    outside = {source: _outside(pinned, source, named) for source, named in _named_sources(achievements).items()}
    owner, pending = (pinned.one(each) for each in ("owner", "pendingOwner"))
    profile = pinned.ask("profile")
    return Facts(
        pinned=pinned,
        name=str(pinned.one("name") or ""),
        symbol=str(pinned.one("symbol") or ""),
        code=code,
        renderer=renderer,
        reader=reader,
        creation=read_creation(pinned),
        owner=read_account(pinned, owner) if owner else None,
        pending_owner=read_account(pinned, pending) if pending and int(pending, 16) else None,
        issuers=attempt(lambda: read_issuers(pinned, announced)),
        announced=announced,
        achievements=achievements,
        unvouched=unvouched,
        outside=outside,
        levers=_levers.levers(achievements, outside),
        profile=Profile(*profile[0]) if profile else None,
        contract_uri=str(pinned.one("contractURI") or ""),
        blobs=blobs,
    )


def read_achievements(
    pinned: Pinned, of: str | None = None
) -> tuple[dict[int, Achievement], frozenset[int], dict[int, bool]]:
    """Achievements by number, those not vouched for outside, and whose terms lie in data alone."""
    count = int(pinned.one("achievementCount", of=of) or 0)
    trusted = (of or pinned.address) in pinned.trusted
    found: dict[int, Achievement] = {}
    unvouched, blobs = set(), {}
    for start in range(1, (count if trusted else min(count, _MOST)) + 1, _AT_ONCE):
        asked = [(number,) for number in range(start, min(start + _AT_ONCE, count + 1))]
        answers = [_achievement(answer) for answer in pinned.ask_many("achievementOf", asked, of=of)]
        if not trusted and not any(answers):
            break  # whoever claims to have a thousand and then burns gas for each is not asked to the end
        found |= {each.achievement_id: each for each in answers if each is not None}
        for (number,), parts in zip(asked, pinned.ask_many("partsOf", asked, of=of) if trusted else [], strict=False):
            if parts is not None:
                head, texts, tiers = parts
                unvouched |= {number} if head & _UNVOUCHED else set()
                if of is None:
                    blobs[number] = _is_data(pinned, [texts, tiers, f"0x{head & (1 << 160) - 1:040x}"])
    return _with_slugs(found), frozenset(unvouched), blobs


def _achievement(answer: tuple[Any, ...] | None) -> Achievement | None:
    return attempt(lambda: structs.achievement(answer[0] if answer else ()))


def _is_data(pinned: Pinned, addresses: list[str]) -> bool:
    """Whether these hold data that begins with STOP: nothing can run there, so nothing can change it."""
    return all(pinned.code(each)[:1] == b"\0" for each in addresses if int(each, 16))


def _with_slugs(found: dict[int, Achievement]) -> dict[int, Achievement]:
    """Local prerequisites by slug; a stranger's may name numbers that there are not."""
    slugs = {number: each.slug for number, each in found.items()}

    def named(terms: Terms) -> Terms:
        known = {kind.id: slugs.get(kind.id, f"achievement {kind.id}") for kind in structs.local_prerequisites(terms)}
        return structs.with_slugs(terms, known)

    return {
        number: Achievement(number, each.retired, each.cohorts, named(each.terms)) for number, each in found.items()
    }


def _named_sources(achievements: dict[int, Achievement]) -> dict[str, tuple[str, ...]]:
    """Slugs of the achievements that name each source."""
    found: dict[str, tuple[str, ...]] = {}
    for each in achievements.values():
        for source in dict.fromkeys(_sources(each.terms)):
            found[source] = (*found.get(source, ()), each.slug)
    return found


def _sources(terms: Terms) -> Iterator[str]:
    every = [*terms.requirements, *(each for tier in terms.tiers for each in tier.requirements)]
    for requirement in every:
        for kind in requirement.prerequisites:
            if kind.source != ZERO_ADDRESS:
                yield kind.source


def _outside(pinned: Pinned, address: str, named_by: tuple[str, ...]) -> _levers.Outside:
    code = read_code(pinned, address)
    source = Source(code, read_account(pinned, address).kind, named_by)
    if code.release.startswith("Badges ") and _reads_itself(pinned, address):
        pinned.trusted.add(address)
        achievements, unvouched, _ = read_achievements(pinned, of=address)
        return _levers.Outside(source, achievements, unvouched)
    return _levers.Outside(source, None)


def _reads_itself(pinned: Pinned, address: str) -> bool:
    """Whether a collection of released code has a released reader too, by which its terms can be believed."""
    companions = pinned.ask("companions", of=address)
    return companions is not None and read_code(pinned, companions[1]).release.startswith("BadgeReader ")
