"""The catalogs in examples/, each on a chain, and what they promise."""

from collections.abc import Callable

import pytest
from eth_account import Account
from tests.client.conftest import YEAR, InProcess
from tests.support.scripts import ROOT

from soulbadge.catalog import Catalog, CatalogPlan
from soulbadge.contract import connect
from soulbadge.deployment import deploy
from soulbadge.errors import RequirementUnmetError
from soulbadge.issuer import Issuer
from soulbadge.models import Status

EXAMPLES = ROOT / "examples"
OTHERS = ("cncf", "kaggle", "employer", "university")
CERTIFICATIONS = ("cka", "ckad", "cks", "kcna", "kcsa")

Holder = Callable[[], str]


@pytest.fixture(scope="module")
def programmes(in_process: InProcess) -> dict[str, Issuer]:
    """Every catalog but the club's, which asks the others, and then the club's."""
    made: dict[str, Issuer] = {}
    for name in (*OTHERS, "club"):
        where = {other: issuer.collection.address for other, issuer in made.items()}
        catalog = Catalog.load(EXAMPLES / f"{name}.toml", sources=where)
        deployment = deploy(in_process.web3, in_process.signer, catalog.name, catalog.symbol, catalog.profile)
        issuer = Issuer(connect(in_process.web3, deployment.address), in_process.signer)
        issuer.appoint_issuer(issuer.address)
        catalog.apply(issuer)
        slugs = tuple(terms.slug for terms in catalog.achievements)
        assert catalog.plan(issuer.collection) == CatalogPlan((), slugs, ())
        made[name] = issuer
    return made


@pytest.fixture
def somebody() -> str:
    return str(Account.create().address)


def test_every_catalog_in_the_folder_is_one_of_these() -> None:
    catalogs = {file.stem for file in EXAMPLES.glob("*.toml") if not file.name.endswith(".policy.toml")}
    assert catalogs == {*OTHERS, "club"}
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"`{file.name}`" in readme for file in EXAMPLES.iterdir() if file.suffix != ".md")


def _pass(cncf: Issuer, holder: str) -> None:
    for slug in CERTIFICATIONS:
        cncf.issue(slug, holder)


def test_a_title_lives_while_all_five_certifications_do(
    programmes: dict[str, Issuer], in_process: InProcess, somebody: str
) -> None:
    cncf = programmes["cncf"]
    with pytest.raises(RequirementUnmetError, match="cka"):
        cncf.issue("cks", somebody)
    _pass(cncf, somebody)
    title = cncf.issue("kubestronaut", somebody).badge_id
    in_process.pass_time(2 * YEAR)
    assert cncf.collection.status_of(title) is Status.SUSPENDED
    for badge in cncf.collection.badges_of(somebody):
        if badge.badge_id != title:
            cncf.renew(badge.badge_id)
    assert cncf.collection.status_of(title) is Status.ACTIVE


def _compete(kaggle: Issuer, holder: str, golds: int) -> None:
    for _ in range(golds):
        kaggle.issue_cohort("gold", [holder], "Competition")


def test_medals_of_many_competitions_climb_the_ladder(programmes: dict[str, Issuer], somebody: str) -> None:
    kaggle = programmes["kaggle"]
    _compete(kaggle, somebody, 4)
    kaggle.issue("expert", somebody)
    kaggle.issue("master", somebody)
    with pytest.raises(RequirementUnmetError):
        kaggle.issue("grandmaster", somebody)
    _compete(kaggle, somebody, 1)
    assert kaggle.collection.status_of(kaggle.issue("grandmaster", somebody).badge_id) is Status.ACTIVE


def test_years_of_service_rise_in_tiers_and_a_gap_is_not_counted(
    programmes: dict[str, Issuer], in_process: InProcess, somebody: str
) -> None:
    works, now = programmes["employer"], in_process.now()
    badge_id = works.issue("employment", somebody, start=now - 5 * YEAR - 1000).badge_id
    assert works.collection.tier_of(badge_id) == 2
    in_process.pass_time(100 * 86_400)
    assert works.collection.status_of(badge_id) is Status.EXPIRED
    works.renew(badge_id)
    assert (works.collection.status_of(badge_id), works.collection.tier_of(badge_id)) == (Status.ACTIVE, 0)


def test_a_class_graduates_in_one_transaction(programmes: dict[str, Issuer], somebody: str) -> None:
    university = programmes["university"]
    (degree,) = university.collection.achievements()
    holders = [somebody, *(f"0x{number:040x}" for number in range(1, 300))]
    receipt = university.issue_cohort(degree.slug, holders, "Class of 2026")
    assert university.collection.cohort(degree.slug, receipt.number).count == 300
    assert university.collection.holds(somebody, degree.slug)


# ───────────────────────────────────────── the club ──────────────────────────────────────────────


def _join(club: Issuer, way: str, holder: str) -> int:
    club.issue(way, holder)
    return club.issue("member", holder).badge_id


def test_nobody_joins_the_club_with_nothing(programmes: dict[str, Issuer], somebody: str) -> None:
    club = programmes["club"]
    for way in ("by-kubestronaut", "by-grandmaster", "by-service", "member"):
        with pytest.raises(RequirementUnmetError):
            club.issue(way, somebody)


def test_a_kubestronaut_drops_out_of_the_club_with_a_certification_and_is_back_with_it(
    programmes: dict[str, Issuer], in_process: InProcess, somebody: str
) -> None:
    cncf, club = programmes["cncf"], programmes["club"]
    _pass(cncf, somebody)
    cncf.issue("kubestronaut", somebody)
    member = _join(club, "by-kubestronaut", somebody)
    in_process.pass_time(2 * YEAR)
    assert club.collection.status_of(member) is Status.SUSPENDED
    for badge in cncf.collection.badges_of(somebody):
        if badge.end_time:
            cncf.renew(badge.badge_id)
    assert club.collection.status_of(member) is Status.ACTIVE


def test_a_grandmaster_is_in_the_club_for_good(
    programmes: dict[str, Issuer], in_process: InProcess, somebody: str
) -> None:
    kaggle, club = programmes["kaggle"], programmes["club"]
    _compete(kaggle, somebody, 5)
    for slug in ("expert", "master", "grandmaster"):
        kaggle.issue(slug, somebody)
    member = _join(club, "by-grandmaster", somebody)
    in_process.pass_time(10 * YEAR)
    assert club.collection.status_of(member) is Status.ACTIVE


def test_three_years_of_service_need_an_active_cka_beside_them_and_a_gap_starts_anew(
    programmes: dict[str, Issuer], in_process: InProcess, somebody: str
) -> None:
    cncf, works, club = programmes["cncf"], programmes["employer"], programmes["club"]
    service = works.issue("service-kubernetes", somebody, start=in_process.now() - 3 * YEAR - 1000).badge_id
    with pytest.raises(RequirementUnmetError):
        club.issue("by-service", somebody)
    cncf.issue("cka", somebody)
    member = _join(club, "by-service", somebody)
    assert club.collection.status_of(member) is Status.ACTIVE
    in_process.pass_time(100 * 86_400)
    works.renew(service)
    assert works.collection.status_of(service) is Status.ACTIVE
    assert club.collection.status_of(member) is Status.SUSPENDED  # a new run, and not yet three years


# ──────────────────────────────────────── interrupted ────────────────────────────────────────────


class KilledError(BaseException):
    """As kill -9 would."""


@pytest.mark.parametrize("after", range(6))
def test_killed_after_any_achievement_it_goes_on_where_it_was(
    in_process: InProcess, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    catalog = Catalog.load(EXAMPLES / "cncf.toml")
    deployment = deploy(in_process.web3, in_process.signer, "Example", "EX")
    issuer = Issuer(connect(in_process.web3, deployment.address), in_process.signer)
    create, made = issuer.create_achievement, list[object]()

    def dying(*arguments: object, **options: object) -> object:
        if len(made) == after:
            raise KilledError
        made.append(arguments)
        return create(*arguments, **options)  # type: ignore[arg-type]  # handed through

    with monkeypatch.context() as patch:
        patch.setattr(issuer, "create_achievement", dying)
        with pytest.raises(KilledError):
            catalog.apply(issuer)
    plan = catalog.plan(issuer.collection)
    assert (len(plan.unchanged), plan.differing) == (after, ())
    assert len(catalog.apply(issuer)) == 6 - after
    assert len(issuer.collection.achievements()) == 6


def test_a_creation_that_was_under_way_when_it_was_killed_is_no_failure(
    in_process: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction of before gets into a block after the new plan was made."""
    catalog = Catalog.load(EXAMPLES / "cncf.toml")
    deployment = deploy(in_process.web3, in_process.signer, "Example", "EX")
    issuer = Issuer(connect(in_process.web3, deployment.address), in_process.signer)
    plan, late = Catalog.plan, [catalog.achievements[0]]

    def planned(self: Catalog, collection: object) -> CatalogPlan:
        found = plan(self, collection)  # type: ignore[arg-type]  # handed through
        while late:
            issuer.create_achievement(late.pop())
        return found

    monkeypatch.setattr(Catalog, "plan", planned)
    assert len(catalog.apply(issuer)) == 5
    assert [each.slug for each in issuer.collection.achievements()] == [*CERTIFICATIONS, "kubestronaut"]
