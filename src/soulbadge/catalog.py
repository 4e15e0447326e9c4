"""An issuer's achievements as a TOML file: read and checked here, compared with a chain and created there.

    [issuer]
    name = "Cloud Native Computing Foundation"
    symbol = "CNCF"

    [[achievement]]
    slug = "cks"
    name = "Certified Kubernetes Security Specialist"
    validity = "2 years"            # seconds, or words; a year is 31,557,600 seconds
    requirements = [{ prerequisites = [{ achievement = "cka" }] }]

The order in the file does not matter: what is required is created first.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from ._catalog_file import read_catalog
from ._structs import local_prerequisites, with_ids
from .contract import Collection
from .errors import CatalogDiffersError
from .issuer import Issuer
from .models import Achievement, AchievementReceipt, BurnAuth, Profile, Terms


@dataclass(frozen=True, slots=True)
class CatalogPlan:
    """What applying a catalog would do; each list in the order in which achievements are created."""

    missing: tuple[str, ...]
    """Slugs to be created."""
    unchanged: tuple[str, ...]
    """Slugs whose terms on chain are the catalog's."""
    differing: tuple[str, ...]
    """Slugs with other terms on chain: terms never change, so these need another slug."""


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
    def load(cls, path: "Path | str") -> "Catalog":
        """Read a catalog.

        Raises:
            CatalogError: It cannot be read, or does not say what it must; the error names file and key.
        """
        file = Path(path)
        name, symbol, profile, achievements = read_catalog(file)
        return cls(str(path), name, symbol, profile, achievements)

    def plan(self, collection: Collection) -> CatalogPlan:
        """Compare with a collection."""
        present = {each.slug: each for each in collection.achievements()}
        known = {slug: each.achievement_id for slug, each in present.items()}
        missing, unchanged, differing = [], [], []
        for terms in self.achievements:
            if terms.slug not in present:
                missing.append(terms.slug)
            elif _is_same(terms, present[terms.slug], known):
                unchanged.append(terms.slug)
            else:
                differing.append(terms.slug)
        return CatalogPlan(tuple(missing), tuple(unchanged), tuple(differing))

    def apply(self, issuer: Issuer, *, dry_run: bool = False) -> list[AchievementReceipt]:
        """Create what is missing, in order; applied again, it creates nothing. Only the owner.

        In a dry run, achievements that rest on others that are missing too cannot be simulated and are left out.

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
                receipts.append(issuer.create_achievement(terms, dry_run=dry_run))
        return receipts


def _is_same(terms: Terms, found: Achievement, known: dict[str, int]) -> bool:
    if any(kind.slug not in known for kind in local_prerequisites(terms)):
        return False
    return _as_created(with_ids(terms, known)) == found.terms


def _as_created(terms: Terms) -> Terms:
    """What the contract makes of terms: whoever has requirements is individual, who cannot renounce must claim."""
    bound = terms.burn_auth in (BurnAuth.IssuerOnly, BurnAuth.Neither)
    return replace(
        terms,
        individual=terms.individual or bool(terms.requirements),
        claim_only=terms.claim_only or bound,
    )
