"""An issuer's achievements as a TOML file: read and checked here, compared with a chain and created there.

    [issuer]
    name = "Cloud Native Computing Foundation"
    symbol = "CNCF"

    [[achievement]]
    slug = "cks"
    name = "Certified Kubernetes Security Specialist"
    validity = "2 years"            # seconds, or words; a year is 31,557,600 seconds
    requirements = [{ prerequisites = [{ achievement = "cka" }] }]

The order in the file does not matter: what is required is created first. A prerequisite elsewhere names a `source`, by
its address or by a name that `[sources]` gives an address, and an `id`, or the `achievement_id` of a collection.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from ._catalog_file import read_catalog
from .chain.structs import local_prerequisites, with_ids
from .contract import Collection
from .errors import CatalogDiffersError, SlugTakenError, TransactionFailedError
from .forms.json import Value
from .issuer import Issuer
from .models import Achievement, AchievementReceipt, BurnAuth, Profile, Terms


@dataclass(frozen=True, slots=True)
class Difference(Value):
    """One of an achievement's terms that is another on chain."""

    slug: str
    term: str
    """The name of the field of `Terms`."""
    here: str
    """What the catalog says, as JSON writes it."""
    there: str
    """What the chain says."""


@dataclass(frozen=True, slots=True)
class CatalogPlan(Value):
    """What applying a catalog would do; each list in the order in which achievements are created."""

    missing: tuple[str, ...]
    """Slugs to be created."""
    unchanged: tuple[str, ...]
    """Slugs whose terms on chain are the catalog's."""
    differing: tuple[str, ...]
    """Slugs with other terms on chain: terms never change, so these need another slug."""
    differences: tuple[Difference, ...] = ()
    """In what they differ."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """A catalog file that has been checked. Prerequisites are named by slug."""

    file: str
    name: str
    symbol: str
    profile: Profile
    achievements: tuple[Terms, ...]
    """In the order in which they can be created."""

    @classmethod
    def load(cls, path: "Path | str", sources: Mapping[str, str] | None = None) -> "Catalog":
        """Read a catalog.

        Args:
            path: The file.
            sources: Addresses by the names that its prerequisites use; they go before those in the file.

        Raises:
            CatalogError: It cannot be read, or does not say what it must; the error names file and key.
        """
        file = Path(path)
        name, symbol, profile, achievements = read_catalog(file, sources or {})
        return cls(str(path), name, symbol, profile, achievements)

    def plan(self, collection: Collection) -> CatalogPlan:
        """Compare with a collection."""
        present = {each.slug: each for each in collection.achievements()}
        known = {slug: each.achievement_id for slug, each in present.items()}
        missing: list[str] = []
        unchanged: list[str] = []
        differing: list[str] = []
        differences: list[Difference] = []
        for terms in self.achievements:
            if terms.slug not in present:
                missing.append(terms.slug)
                continue
            found = _differences(terms, present[terms.slug], known)
            (differing if found else unchanged).append(terms.slug)
            differences += found
        return CatalogPlan(tuple(missing), tuple(unchanged), tuple(differing), tuple(differences))

    def apply(self, issuer: Issuer, *, dry_run: bool = False) -> list[AchievementReceipt]:
        """Create what is missing, in order; applied again, it creates nothing. Only the owner.

        Ended half-way, it goes on where it was: an achievement whose transaction was under way is created once, since
        slugs are unique. In a dry run, achievements that rest on others that are missing too cannot be simulated and
        are left out.

        Raises:
            CatalogDiffersError: An achievement has other terms on chain; nothing was sent.
            RefusedError, NoFundsError, TransactionError: As for `Issuer.create_achievement`.
        """
        plan = self.plan(issuer.collection)
        if plan.differing:
            raise CatalogDiffersError(plan.differing)
        receipts = []
        for terms in self.achievements:
            needed = {kind.slug for kind in local_prerequisites(terms)} - {terms.slug}
            if terms.slug in plan.missing and not (dry_run and needed & set(plan.missing)):
                try:
                    receipts.append(issuer.create_achievement(terms, dry_run=dry_run))
                except (SlugTakenError, TransactionFailedError):
                    if terms.slug not in self.plan(issuer.collection).unchanged:
                        raise
        if receipts and not dry_run:
            self._check_created(issuer.collection)
        return receipts

    def _check_created(self, collection: Collection) -> None:
        """A tier that names its own achievement names a number; somebody else may have been given that meanwhile."""
        differing = self.plan(collection).differing
        if differing:
            raise CatalogDiffersError(differing)


def _differences(terms: Terms, found: Achievement, known: Mapping[str, int]) -> list[Difference]:
    """In which terms an achievement on chain is another; prerequisites that are not there yet have the number 0."""
    mine = {kind.slug: known.get(kind.slug, 0) for kind in local_prerequisites(terms)}
    here, there = _as_created(with_ids(terms, mine)), found.terms
    ours, theirs = here.to_json(), there.to_json()
    return [
        Difference(terms.slug, each.name, json.dumps(ours[each.name]), json.dumps(theirs[each.name]))
        for each in fields(Terms)
        if getattr(here, each.name) != getattr(there, each.name)
    ]


def _as_created(terms: Terms) -> Terms:
    """What the contract makes of terms: whoever has requirements is individual, who cannot renounce must claim."""
    bound = terms.burn_auth in (BurnAuth.IssuerOnly, BurnAuth.Neither)
    return replace(
        terms,
        individual=terms.individual or bool(terms.requirements),
        claim_only=terms.claim_only or bound,
    )
