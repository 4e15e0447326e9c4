from pathlib import Path

import pytest
from eth_account.signers.local import LocalAccount
from tests.client.conftest import InProcess

from soulbadge.catalog import Catalog, CatalogPlan
from soulbadge.contract import connect
from soulbadge.deployment import deploy
from soulbadge.errors import CatalogDiffersError, CatalogError, OwnableUnauthorizedAccountError
from soulbadge.issuer import Issuer
from soulbadge.models import BurnAuth, Prerequisite, Requirement

CNCF = Path(__file__).parents[2] / "examples" / "cncf.toml"
THERE = "0x" + "11" * 20
CERTIFICATIONS = ("cka", "ckad", "cks", "kcna", "kcsa")
HEAD = '[issuer]\nname = "Example"\nsymbol = "EX"\n'


def _write(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "catalog.toml"
    file.write_text(text, encoding="utf-8")
    return file


def _entry(slug: str, rest: str = "") -> str:
    return f'[[achievement]]\nslug = "{slug}"\nname = "{slug.upper()}"\n{rest}\n'


@pytest.fixture(scope="module")
def owner(in_process: InProcess) -> Issuer:
    deployment = deploy(in_process.web3, in_process.signer, "Example", "EX")
    return Issuer(connect(in_process.web3, deployment.address), in_process.signer)


def test_the_cncf_catalog_says_what_its_readme_says() -> None:
    catalog = Catalog.load(CNCF)
    by_slug = {terms.slug: terms for terms in catalog.achievements}
    assert tuple(by_slug) == (*CERTIFICATIONS, "kubestronaut")
    assert {by_slug[slug].validity for slug in CERTIFICATIONS} == {63_115_200}
    assert by_slug["cks"].requirements == (Requirement((Prerequisite("cka"),)),)
    title = by_slug["kubestronaut"]
    assert title.validity == 0
    assert title.requirements == (Requirement(tuple(Prerequisite(slug) for slug in CERTIFICATIONS), 5, ongoing=True),)
    assert by_slug["cka"].burn_auth is BurnAuth.OwnerOnly
    assert by_slug["cka"].color == 0x326CE5


def test_what_is_required_comes_first_whatever_the_order_in_the_file(tmp_path: Path) -> None:
    needs = 'requirements = [{ prerequisites = [{ achievement = "a" }] }]'
    catalog = Catalog.load(_write(tmp_path, HEAD + _entry("b", needs) + _entry("c") + _entry("a")))
    assert [terms.slug for terms in catalog.achievements] == ["c", "a", "b"]


def test_a_tier_may_name_its_own_achievement(tmp_path: Path) -> None:
    kind = '{ achievement = "a", held_for = "3 years" }'
    tiers = f'individual = true\ntiers = [{{ label = "3 years", requirements = [{{ prerequisites = [{kind}] }}] }}]'
    (terms,) = Catalog.load(_write(tmp_path, HEAD + _entry("a", tiers))).achievements
    assert terms.tiers[0].requirements[0].prerequisites[0] == Prerequisite("a", held_for=94_672_800)


@pytest.mark.parametrize(
    ("text", "where", "problem"),
    [
        ("", "issuer", "missing"),
        ("[issuer", "file", "no TOML"),
        (HEAD, "achievement", "there is none"),
        ('[issuer]\nname = "E"\n' + _entry("a"), "issuer.symbol", "missing"),
        (HEAD + "[extra]\n" + _entry("a"), "extra", "unknown"),
        (HEAD + _entry("a", "valdity = 5"), "achievement[a].valdity", "unknown"),
        (HEAD + _entry("a", 'validity = "soon"'), "achievement[a].validity", "length such as"),
        (HEAD + _entry("a", "validity = -1"), "achievement[a].validity", "must be from 0"),
        (HEAD + _entry("a", "validity = 1.5"), "achievement[a].validity", "expected seconds"),
        (HEAD + _entry("A b"), "achievement[A b].slug", "1 to 64"),
        (HEAD + '[[achievement]]\nslug = "a"\nname = ""', "achievement[a].name", "is empty"),
        (HEAD + '[[achievement]]\nname = "A"', "achievement[1].slug", "missing"),
        (HEAD + _entry("a") + _entry("a"), "achievement[a].slug", "twice"),
        (HEAD + _entry("a", 'color = "blue"'), "achievement[a].color", "six hexadecimal"),
        (HEAD + _entry("a", 'burn_auth = "Nobody"'), "achievement[a].burn_auth", "one of IssuerOnly"),
        (HEAD + _entry("a", 'individual = "yes"'), "achievement[a].individual", "true or false"),
        (HEAD + _entry("a", "skills = [5]"), "achievement[a].skills", "list of texts"),
        (HEAD + _entry("a", "requirements = [5]"), "achievement[a].requirements", "list of tables"),
        (HEAD + _entry("a", "requirements = [{}]"), "achievement[a].requirements[1].prerequisites", "there is none"),
        (
            HEAD + _entry("a", 'requirements = [{ needed = 0, prerequisites = [{ achievement = "b" }] }]'),
            "achievement[a].requirements[1].needed",
            "1 to 255",
        ),
        (
            HEAD + _entry("a", 'requirements = [{ prerequisites = [{ achievement = "b" }] }]'),
            "achievement[a]",
            "no achievement 'b'",
        ),
        (
            HEAD + _entry("a", 'requirements = [{ prerequisites = [{ achievement = "a" }] }]'),
            "achievement[a].requirements",
            "cannot require itself",
        ),
        (
            HEAD + _entry("a", 'requirements = [{ prerequisites = [{ source = "0x12", id = 1 }] }]'),
            "achievement[a].requirements[1].prerequisites[1].source",
            "40 hexadecimal",
        ),
        (
            HEAD + _entry("a", 'requirements = [{ prerequisites = [{ achievement = "b", id = 1 }] }]') + _entry("b"),
            "achievement[a].requirements[1].prerequisites[1].achievement",
            "of this collection",
        ),
        (
            HEAD + _entry("a", 'requirements = [{ prerequisites = [{ source = "cncf", id = 1 }] }]'),
            "achievement[a].requirements[1].prerequisites[1].source",
            "no address for 'cncf'",
        ),
        (
            HEAD
            + '[sources]\ncncf = ""\n'
            + _entry("a", 'requirements = [{ prerequisites = [{ source = "cncf", id = 1 }] }]'),
            "achievement[a].requirements[1].prerequisites[1].source",
            "no address for 'cncf'",
        ),
        (
            HEAD
            + '[sources]\ncncf = "0x12"\n'
            + _entry("a", 'requirements = [{ prerequisites = [{ source = "cncf", id = 1 }] }]'),
            "achievement[a].requirements[1].prerequisites[1].source",
            "40 hexadecimal",
        ),
        (HEAD + "[sources]\ncncf = 5\n" + _entry("a"), "sources.cncf", "expected a text"),
        (
            HEAD
            + _entry("a", f'requirements = [{{ prerequisites = [{{ source = "{THERE}", achievement_id = 0 }}] }}]'),
            "achievement[a].requirements[1].prerequisites[1].achievement_id",
            "from 1",
        ),
        (
            HEAD
            + _entry(
                "a", f'requirements = [{{ prerequisites = [{{ source = "{THERE}", achievement_id = 1, id = 1 }}] }}]'
            ),
            "achievement[a].requirements[1].prerequisites[1].achievement_id",
            "name one of them",
        ),
        (
            HEAD
            + _entry("a", 'requirements = [{ ongoing = true, prerequisites = [{ achievement = "b" }] }]')
            + _entry("b"),
            "achievement[b].individual",
            "must be true",
        ),
        (
            HEAD
            + _entry("a", 'requirements = [{ prerequisites = [{ achievement = "b" }] }]')
            + _entry("b", 'requirements = [{ prerequisites = [{ achievement = "a" }] }]'),
            "achievement",
            "in a circle: a, b",
        ),
    ],
)
def test_a_catalog_that_is_wrong_is_refused_by_file_and_key(
    tmp_path: Path, text: str, where: str, problem: str
) -> None:
    file = _write(tmp_path, text)
    with pytest.raises(CatalogError) as caught:
        Catalog.load(file)
    assert caught.value.file == str(file)
    assert caught.value.where == where
    assert problem in caught.value.problem


def test_a_catalog_that_is_not_there_is_refused() -> None:
    with pytest.raises(CatalogError, match="No such file"):
        Catalog.load("nowhere.toml")


def test_a_catalog_is_created_once_and_then_unchanged(owner: Issuer) -> None:
    catalog = Catalog.load(CNCF)
    slugs = (*CERTIFICATIONS, "kubestronaut")
    assert catalog.plan(owner.collection) == CatalogPlan(slugs, (), ())
    assert len(catalog.apply(owner)) == len(slugs)
    assert catalog.plan(owner.collection) == CatalogPlan((), slugs, ())
    before = owner.collection.node.block_number()
    assert catalog.apply(owner) == []
    assert owner.collection.node.block_number() == before


def test_other_terms_under_the_same_slug_are_told_apart_and_nothing_is_sent(owner: Issuer, tmp_path: Path) -> None:
    Catalog.load(CNCF).apply(owner)
    text = CNCF.read_text(encoding="utf-8").replace("Pass the online KCNA", "Pass the new KCNA")
    changed = Catalog.load(_write(tmp_path, text + _entry("new")))
    plan = changed.plan(owner.collection)
    assert plan.differing == ("kcna",)
    (difference,) = plan.differences
    assert (difference.slug, difference.term) == ("kcna", "criteria")
    assert "the new KCNA" in difference.here
    assert "the online KCNA" in difference.there
    before = owner.collection.node.block_number()
    with pytest.raises(CatalogDiffersError, match="kcna"):
        changed.apply(owner)
    assert owner.collection.node.block_number() == before


def test_a_dry_run_creates_nothing(owner: Issuer, tmp_path: Path) -> None:
    needs = 'requirements = [{ prerequisites = [{ achievement = "first" }] }]'
    catalog = Catalog.load(_write(tmp_path, HEAD + _entry("first") + _entry("second", needs)))
    before = owner.collection.node.block_number()
    receipts = catalog.apply(owner, dry_run=True)
    assert [receipt.is_dry_run for receipt in receipts] == [True]  # the second one cannot be simulated yet
    assert owner.collection.node.block_number() == before


def test_only_the_owner_creates(owner: Issuer, in_process: InProcess, tmp_path: Path, poor: LocalAccount) -> None:
    in_process.endow(poor)
    catalog = Catalog.load(_write(tmp_path, HEAD + _entry("theirs")))
    with pytest.raises(OwnableUnauthorizedAccountError):
        catalog.apply(Issuer(owner.collection, poor))
