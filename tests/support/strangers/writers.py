"""Writers for forms of which the library only has readers: what was accepted, written once more."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from tests.support.strangers import toml

from soulbadge.catalog import Catalog
from soulbadge.deployment import Deployment
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.issuing.renewals import RenewalSheet
from soulbadge.issuing.rows import Sheet
from soulbadge.models import Requirement, Terms
from soulbadge.trust import Trust
from soulbadge.vouchers.links import ClaimLink

SOURCES = {
    name: f"0x{number:040x}"
    for number, name in enumerate(("cncf", "employer", "kaggle", "club", "guild", "cka"), 0xABC1)
}
"""Addresses by the names that the example files use."""


def claim(found: Any) -> bytes:  # noqa: ANN401 (a link, a voucher or a request)
    """A claim link as text, a voucher or a request as JSON."""
    return found.text().encode() if isinstance(found, ClaimLink) else json.dumps(found.to_json()).encode()


def deployments(found: Mapping[str, Deployment]) -> bytes:
    """As the file has them."""
    return json.dumps({symbol: each.to_json() for symbol, each in found.items()}).encode()


def trust(found: Trust) -> bytes:
    """Tables with what is said in them."""
    listed = [{key: value for key, value in each.to_json().items() if value != ""} for each in found]
    return toml.dumps({"collection": listed}).encode()


def catalog(found: Catalog) -> bytes:
    """Every achievement with all of its terms."""
    profile = found.profile
    issuer = {"name": found.name, "symbol": found.symbol, "description": profile.description, "url": profile.url}
    return toml.dumps({"issuer": issuer, "achievement": [_terms(each) for each in found.achievements]}).encode()


def _terms(terms: Terms) -> dict[str, Any]:
    tiers = [{"label": each.label, "requirements": _requirements(each.requirements, tier=True)} for each in terms.tiers]
    return {
        "slug": terms.slug,
        "name": terms.name,
        "description": terms.description,
        "criteria": terms.criteria,
        "skills": list(terms.skills),
        "color": f"#{terms.color:06x}",
        "validity": terms.validity,
        "burn_auth": terms.burn_auth.name,
        "claim_only": terms.claim_only,
        "individual": terms.individual,
        "requirements": _requirements(terms.requirements, tier=False),
        "tiers": tiers,
    }


def _requirements(every: Iterable[Requirement], *, tier: bool) -> list[dict[str, Any]]:
    found = []
    for each in every:
        kinds: list[dict[str, Any]] = []
        for kind in each.prerequisites:
            here = {"achievement": kind.slug} if kind.source == ZERO_ADDRESS else {"source": kind.source, "id": kind.id}
            kinds.append({**here, "held_for": kind.held_for})
        found.append({"needed": each.needed, "prerequisites": kinds, **({} if tier else {"ongoing": each.ongoing})})
    return found


def badges(sheet: Sheet) -> bytes:
    """A table of the rows."""
    evidence = ("0x" + each.evidence.hex() if any(each.evidence) else "" for each in sheet.rows)
    rows = (
        (row.holder, row.achievement, row.start, row.end, its) for row, its in zip(sheet.rows, evidence, strict=True)
    )
    return _table(("holder", "achievement", "start", "end", "evidence"), rows)


def renewals(sheet: RenewalSheet) -> bytes:
    """The same of renewals."""
    return _table(("badge", "end"), ((each.what, each.end) for each in sheet.rows))


def _table(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([columns, *rows])
    return written.getvalue().encode()
