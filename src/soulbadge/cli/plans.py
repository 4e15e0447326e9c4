"""What `plan` shows and `apply` does."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from soulbadge.catalog import Catalog, CatalogPlan
from soulbadge.contract import Collection
from soulbadge.errors import CatalogDiffersError, ValueInvalidError
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import AchievementReceipt, BurnAuth, Terms

from . import words
from .output import Facts, Human, Page, Table, confirm, emit
from .receipts import ether

if TYPE_CHECKING:
    from .session import Session


@dataclass(frozen=True, slots=True)
class Comparison:
    """A catalog beside a collection."""

    catalog: Catalog
    collection: Collection
    plan: CatalogPlan
    extra: tuple[str, ...]
    """Slugs on chain that are not in the catalog."""

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "chain_id": self.collection.chain_id,
            "collection": self.collection.address,
            **self.plan.to_json(),
            "extra": list(self.extra),
            "warnings": self.warnings(),
        }

    def warnings(self) -> list[str]:
        """What somebody should know before terms are fixed for ever."""
        terms = {each.slug: each for each in self.catalog.achievements}
        return [text for each in self.catalog.achievements for text in _warnings(each, terms)]


def load(file: Path, sources: Sequence[str], session: "Session") -> Catalog:
    """Read a catalog, its sources being where `NAME=ADDRESS` or `NAME=SYMBOL` says.

    Raises:
        ValueInvalidError: A source is not said so, or no collection of that symbol was recorded on this chain.
        CatalogError: The catalog is wrong.
    """
    found = {}
    for each in sources:
        name, sign, where = each.partition("=")
        if not sign or not name or not where:
            raise ValueInvalidError("--source", f"expected NAME=ADDRESS or NAME=SYMBOL, found {each!r}")
        found[name] = session.address_of(where)
    return Catalog.load(file, found)


def compare(file: Path, sources: Sequence[str], session: "Session", collection: Collection) -> Comparison:
    """Read the catalog and look at the chain. Raises as `load`."""
    catalog = load(file, sources, session)
    plan = catalog.plan(collection)
    mine = {each.slug for each in catalog.achievements}
    extra = tuple(each.slug for each in collection.achievements() if each.slug not in mine)
    return Comparison(catalog, collection, plan, extra)


def page(found: Comparison) -> Human:
    """The comparison for people."""
    states = {
        **dict.fromkeys(found.plan.missing, "create"),
        **dict.fromkeys(found.plan.unchanged, "unchanged"),
        **dict.fromkeys(found.plan.differing, "differs: terms are fixed, give it a new slug and retire the old one"),
    }
    rows: list[tuple[object, ...]] = [
        (each.slug, each.name, states[each.slug], words.requirements(each.requirements))
        for each in found.catalog.achievements
    ]
    rows += [(slug, None, "on chain alone", None) for slug in found.extra]
    head = Facts([("collection", f"{found.collection.address} on chain {found.collection.chain_id}")])
    told = [f"{each.slug}.{each.term}: here {each.here}, on chain {each.there}" for each in found.plan.differences]
    warnings = told + [f"warning: {text}" for text in found.warnings()]
    parts: list[Human] = [head, Table(("achievement", "name", "plan", "requires"), rows)]
    return Page([*parts, "\n".join(warnings)] if warnings else parts)


def apply(file: Path, sources: Sequence[str], session: "Session", *, dry_run: bool, yes: bool) -> None:
    """Create what is missing, and emit what was done."""
    issuer = session.issuer()
    found = compare(file, sources, session, issuer.collection)
    if found.plan.differing:
        raise CatalogDiffersError(found.plan.differing)
    missing = found.plan.missing
    if missing and not dry_run:
        found.catalog.apply(issuer, dry_run=True)  # a refusal comes before the question
        where = f"{found.collection.address} on chain {found.collection.chain_id}"
        confirm(f"Create {', '.join(missing)} in {where}, terms fixed for ever?", yes=yes)
    receipts = found.catalog.apply(issuer, dry_run=dry_run)
    for last in receipts[-1:]:
        session.settled(last)
    emit(
        {"dry_run": dry_run, **found.to_json(), **receipts_json(receipts)},
        applied(found.plan, receipts, dry_run=dry_run),
    )


def receipts_json(receipts: list[AchievementReceipt]) -> dict[str, Any]:
    """Receipts for `--json`."""
    return {"receipts": [each.to_json() for each in receipts]}


def applied(plan: CatalogPlan, receipts: list[AchievementReceipt], *, dry_run: bool) -> str:
    """What was done, or would be, for people."""
    lines = [f"there already: {', '.join(plan.unchanged)}"] if plan.unchanged else []
    if plan.missing:
        names = ", ".join(plan.missing)
        lines.append(f"dry run: would create {names}; nothing was sent" if dry_run else f"created: {names}")
        lines.append(f"cost: {'at least ' if dry_run else ''}{ether(sum(each.cost for each in receipts))}")
    else:
        lines.append("nothing to create")
    return "\n".join(lines)


def _warnings(terms: Terms, every: dict[str, Terms]) -> list[str]:
    kinds = [kind for each in terms.requirements if each.ongoing for kind in each.prerequisites]
    told = []
    if any(kind.source != ZERO_ADDRESS for kind in kinds):
        told.append(
            f"{terms.slug} rests, while it is used, on another contract: whoever controls that can suspend it, "
            "and other collections that ask for it count it as not held"
        )
    levers = [kind.slug for kind in kinds if kind.slug in every and _revocable(every[kind.slug])]
    if levers:
        told.append(f"{terms.slug} rests, while it is used, on what issuers can revoke: {', '.join(levers)}")
    return told


def _revocable(terms: Terms) -> bool:
    return terms.burn_auth in (BurnAuth.IssuerOnly, BurnAuth.Both)
