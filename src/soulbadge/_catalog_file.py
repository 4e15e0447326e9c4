"""A catalog's TOML, key by key. Every complaint names the file and the key."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from .chain.structs import local_prerequisites
from .errors import AddressInvalidError, CatalogError, TimeInvalidError
from .forms.strict_toml import read_toml
from .forms.times import parse_duration
from .ids import ZERO_ADDRESS, parse_address
from .models import BurnAuth, Prerequisite, Profile, Requirement, Terms, Tier

_T = TypeVar("_T")
_SLUG = re.compile(r"[a-z0-9-]{1,64}")
_MOST_TEXT = 1 << 20
_MOST_NEEDED = 255
_COHORT_BITS = 48


def read_catalog(file: Path, sources: Mapping[str, str]) -> tuple[str, str, Profile, tuple[Terms, ...]]:
    """Name, symbol, profile, and the achievements in the order in which they can be created.

    Args:
        file: The catalog.
        sources: Addresses by the names that prerequisites use, before those of the file.
    """
    table = _Table(str(file), "", read_toml(file, _MOST_TEXT, partial(CatalogError, str(file), "file")))
    table.allow("issuer", "sources", "achievement")
    if table.has("sources"):
        sources = {**table.table("sources").addresses(), **sources}
    issuer = table.table("issuer")
    issuer.allow("name", "symbol", "description", "url")
    name = issuer.text("name")
    profile = Profile(name, issuer.text("description", ""), issuer.text("url", ""))
    every = [_terms(each, sources) for each in table.tables("achievement")]
    if not every:
        raise CatalogError(str(file), "achievement", "there is none; begin one with [[achievement]]")
    _check_together(str(file), every)
    return name, issuer.text("symbol"), profile, tuple(_ordered(str(file), every))


class _Table:
    """A table of the file that knows where it stands."""

    def __init__(self, file: str, where: str, values: Mapping[str, Any]) -> None:
        self._file = file
        self._where = where
        self._values = values

    def error(self, key: str, problem: str) -> CatalogError:
        return CatalogError(self._file, f"{self._where}.{key}".strip("."), problem)

    def allow(self, *keys: str) -> None:
        for key in self._values:
            if key not in keys:
                raise self.error(key, f"unknown; expected {', '.join(keys)}")

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        return self._get(key, str, "a text", default)

    def flag(self, key: str) -> bool:
        default = False
        return self._get(key, bool, "true or false", default)

    def number(self, key: str, default: int | None = None) -> int:
        found = self._get(key, int, "a whole number", default)
        if isinstance(found, bool) or found < 0:
            raise self.error(key, "expected a whole number, not negative")
        return found

    def duration(self, key: str) -> int:
        value = self._values.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise self.error(key, "expected seconds, or words such as '2 years'")
        return self.convert(key, lambda: parse_duration(value))

    def texts(self, key: str) -> tuple[str, ...]:
        found = self._get(key, list, "a list of texts", [])
        if not all(isinstance(each, str) for each in found):
            raise self.error(key, "expected a list of texts")
        return tuple(found)

    def addresses(self) -> dict[str, str]:
        """Names and addresses; a name whose address is empty waits for one."""
        found = {key: self.text(key) for key in self._values}
        return {key: text for key, text in found.items() if text}

    def table(self, key: str) -> "_Table":
        return _Table(self._file, f"{self._where}.{key}".strip("."), self._get(key, dict, "a table", None))

    def tables(self, key: str) -> list["_Table"]:
        found = self._get(key, list, "a list of tables", [])
        if not all(isinstance(each, dict) for each in found):
            raise self.error(key, "expected a list of tables")
        place = f"{self._where}.{key}".strip(".")
        return [_Table(self._file, f"{place}[{_label(position, each)}]", each) for position, each in enumerate(found)]

    def convert(self, key: str, make: Callable[[], _T]) -> _T:
        try:
            return make()
        except (TimeInvalidError, AddressInvalidError) as error:
            raise self.error(key, error.problem) from error

    def _get(self, key: str, kind: type[_T], expected: str, default: _T | None) -> _T:
        value = self._values.get(key, default)
        if value is None:
            raise self.error(key, f"missing; expected {expected}")
        if not isinstance(value, kind):
            raise self.error(key, f"expected {expected}")
        return value


def _label(position: int, values: Mapping[str, Any]) -> str:
    """How the table is called in complaints: by its slug if it has one, otherwise counted from 1."""
    return str(values.get("slug", position + 1))


def _terms(table: _Table, sources: Mapping[str, str]) -> Terms:
    table.allow(
        *("slug", "name", "description", "criteria", "skills", "color", "validity", "burn_auth"),
        *("claim_only", "individual", "requirements", "tiers"),
    )
    slug = table.text("slug")
    if not _SLUG.fullmatch(slug):
        raise table.error("slug", "use 1 to 64 characters of a-z, 0-9 and '-'")
    name = table.text("name")
    if not name:
        raise table.error("name", "is empty")
    burn_auth = table.text("burn_auth", BurnAuth.OwnerOnly.name)
    if burn_auth not in BurnAuth.__members__:
        raise table.error("burn_auth", f"expected one of {', '.join(BurnAuth.__members__)}")
    return Terms(
        slug=slug,
        name=name,
        description=table.text("description", ""),
        criteria=table.text("criteria", ""),
        skills=table.texts("skills"),
        color=_color(table),
        validity=table.duration("validity"),
        burn_auth=BurnAuth[burn_auth],
        claim_only=table.flag("claim_only"),
        individual=table.flag("individual"),
        requirements=tuple(_requirement(each, sources, tier=False) for each in table.tables("requirements")),
        tiers=tuple(_tier(each, sources) for each in table.tables("tiers")),
    )


def _color(table: _Table) -> int:
    text = table.text("color", "#000000")
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text, re.ASCII):
        raise table.error("color", "expected # and six hexadecimal digits")
    return int(text[1:], 16)


def _tier(table: _Table, sources: Mapping[str, str]) -> Tier:
    table.allow("label", "requirements")
    label = table.text("label")
    if not label:
        raise table.error("label", "is empty")
    return Tier(label, tuple(_requirement(each, sources, tier=True) for each in table.tables("requirements")))


def _requirement(table: _Table, sources: Mapping[str, str], *, tier: bool) -> Requirement:
    table.allow(*(("needed", "prerequisites") if tier else ("needed", "ongoing", "prerequisites")))
    kinds = tuple(_prerequisite(each, sources) for each in table.tables("prerequisites"))
    if not kinds:
        raise table.error("prerequisites", "there is none")
    needed = table.number("needed", 1)
    if not 0 < needed <= _MOST_NEEDED:
        raise table.error("needed", f"expected 1 to {_MOST_NEEDED}")
    ongoing = not tier and table.flag("ongoing")
    return Requirement(kinds, needed, ongoing)


def _prerequisite(table: _Table, sources: Mapping[str, str]) -> Prerequisite:
    table.allow("achievement", "held_for", "source", "id", "achievement_id")
    held_for = table.duration("held_for")
    if table.has("achievement"):
        if table.has("source") or table.has("id") or table.has("achievement_id"):
            raise table.error("achievement", "is of this collection; source and id name something elsewhere")
        return Prerequisite(slug=table.text("achievement"), held_for=held_for)
    source = table.text("source")
    if not source.startswith("0x"):
        if source not in sources:
            problem = f"no address for {source!r}; write it under [sources], or give it when the catalog is loaded"
            raise table.error("source", problem)
        source = sources[source]
    address = table.convert("source", lambda: parse_address(source))
    return Prerequisite(source=address, id=_foreign_id(table), held_for=held_for)


def _foreign_id(table: _Table) -> int:
    """What the source is asked for: an id of its own, or the number of an achievement in a collection."""
    if not table.has("achievement_id"):
        return table.number("id")
    if table.has("id"):
        raise table.error("achievement_id", "id says the same; name one of them")
    number = table.number("achievement_id")
    if not 0 < number < 1 << _COHORT_BITS:
        raise table.error("achievement_id", "expected the number of an achievement, from 1")
    return number << _COHORT_BITS


def _check_together(file: str, every: list[Terms]) -> None:
    """What the contract would refuse, found before anything is sent."""
    by_slug: dict[str, Terms] = {}
    for terms in every:
        if terms.slug in by_slug:
            raise CatalogError(file, f"achievement[{terms.slug}].slug", "stands there twice")
        by_slug[terms.slug] = terms
    for terms in every:
        where = f"achievement[{terms.slug}]"
        own = {kind.slug for each in terms.requirements for kind in each.prerequisites}
        if terms.slug in own:
            raise CatalogError(file, f"{where}.requirements", "it cannot require itself")
        for kind in local_prerequisites(terms):
            if kind.slug not in by_slug:
                raise CatalogError(file, where, f"no achievement {kind.slug!r} in this file")
        live = [each for each in terms.requirements if each.ongoing]
        live += [each for tier in terms.tiers for each in tier.requirements]
        for slug in sorted({kind.slug for each in live for kind in each.prerequisites if kind.source == ZERO_ADDRESS}):
            if slug != terms.slug and not (by_slug[slug].individual or by_slug[slug].requirements):
                raise CatalogError(
                    file, f"achievement[{slug}].individual", f"must be true: {terms.slug} rests on it while it is used"
                )


def _ordered(file: str, every: list[Terms]) -> list[Terms]:
    """What is required before what requires it; otherwise as in the file."""
    done: list[Terms] = []
    waiting = list(every)
    while waiting:
        known = {terms.slug for terms in done}
        ready = next((each for each in waiting if _needs(each) <= known), None)
        if ready is None:
            circle = ", ".join(each.slug for each in waiting)
            raise CatalogError(file, "achievement", f"these require one another in a circle: {circle}")
        done.append(ready)
        waiting.remove(ready)
    return done


def _needs(terms: Terms) -> set[str]:
    return {kind.slug for kind in local_prerequisites(terms)} - {terms.slug}
