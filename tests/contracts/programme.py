"""A collection with the achievements of an example catalog, spoken to by slug."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conftest import NONE, badge_id, packed

from soulbadge import Catalog
from soulbadge.chain.structs import from_terms, with_ids

EXAMPLES = Path(__file__).parents[2] / "examples"


class Programme:
    """Deployed by `deploy`, which the fixture `programme` hands over."""

    def __init__(self, name: str, deploy: Any, owner: Any, issuer: Any) -> None:
        catalog = Catalog.load(EXAMPLES / f"{name}.toml")
        self.issuer = issuer
        self.collection = deploy(catalog.name, catalog.symbol)
        self.collection.appointIssuer(issuer, 0, {"from": owner})
        self.ids: dict[str, int] = {}
        for number, terms in enumerate(catalog.achievements, start=1):
            self.ids[terms.slug] = number
            self.collection.createAchievement(from_terms(with_ids(terms, self.ids)), {"from": owner})

    def badge(self, slug: str, holder: Any, cohort: int = 0) -> int:
        return badge_id(self.ids[slug], holder, cohort)

    def issue(self, slug: str, holder: Any, *, start: int = 0, end: int = 0) -> int:
        id_ = self.badge(slug, holder)
        _, _, witnesses = self.collection.eligibility(holder, self.ids[slug])
        if witnesses:
            self.collection.issueWithWitnesses(id_, start, end, NONE, witnesses, {"from": self.issuer})
        else:
            self.collection.issue(id_, start, end, NONE, {"from": self.issuer})
        return id_

    def issue_cohort(self, slug: str, label: str, *holders: Any, start: int = 0) -> int:
        number = self.collection.achievementOf(self.ids[slug])[2] + 1
        self.collection.issueCohort(
            self.ids[slug], number, label, start, 0, NONE, packed(holders), {"from": self.issuer}
        )
        return number

    def renew(self, slug: str, holder: Any, end: int = 0) -> None:
        self.collection.renew(self.badge(slug, holder), end, {"from": self.issuer})

    def status(self, slug: str, holder: Any, cohort: int = 0) -> int:
        return self.collection.statusOf(self.badge(slug, holder, cohort))
