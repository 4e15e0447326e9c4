"""`soulbadge resume` and `soulbadge link`, as people type them."""

import json
import time
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it publishes no types
from tests.support.careers import Careers
from tests.support.command_line import Desk

from soulbadge.deployment import Deployment
from soulbadge.deployments import Deployments
from soulbadge.evidence.documents import EvidenceDocument
from soulbadge.models import Terms
from soulbadge.openbadges import verify_credential
from soulbadge.resume import Link, Resume, make_link, schema


@pytest.fixture
def desk(ada: Careers, tmp_path: Path) -> Desk:
    """The boss's."""
    return Desk(tmp_path, ada.node, ada.boss)


def asked(ada: Careers) -> list[str]:
    """Options that name every collection."""
    return [word for each in ada.collections for word in ("--collection", each.address)]


def test_it_tells_of_a_person_in_tables(desk: Desk, ada: Careers) -> None:
    done = desk.call("resume", ada.home.address, *asked(ada))
    assert (done.code, done.error) == (0, "")
    for words in ("Employment", "3 years 2 months", "EXPIRED", "Titanic 2026", "kubernetes administration", "not now"):
        assert words in done.out
    assert f"{ada.cncf.collection.address} on chain 31337" in done.out


def test_its_json_follows_the_published_schema(desk: Desk, ada: Careers) -> None:
    data = desk.done("resume", ada.work.address, *asked(ada))
    Draft202012Validator(schema()).validate(data)
    assert Resume.from_json(data).people[0].sections[0].entries[0].picture


def test_wallets_are_linked_by_files_that_each_signs(desk: Desk, ada: Careers) -> None:
    home, work = ada.home, ada.work
    new = desk.done("link", "new", home.address, work.address, "--output", "1.json", "--until", "2100-01-01")
    assert set(new["unsigned"]) == {home.address, work.address}
    desk.call("link", "check", "1.json").refused("not signed by", home.address)
    assert desk.by(home).done("link", "sign", "1.json", "--output", "2.json")["unsigned"] == [work.address]
    desk.call("resume", "--link", "2.json", *asked(ada)).refused("not signed by", work.address)
    desk.by(ada.boss).call("link", "sign", "2.json", "--output", "3.json").refused("is not in this link")
    text = desk.done("link", "show", "2.json")["text"]
    elsewhere = "0x" + bytes(work.sign_message(encode_defunct(text=text)).signature).hex()
    wrong = elsewhere.replace("1", "2")
    sign = ("link", "sign", "2.json", "--wallet", work.address, "--signature")
    desk.call(*sign, wrong, "--output", "3.json").refused("is not over this statement")
    assert not (desk.folder / "3.json").exists()
    desk.done(*sign, elsewhere, "--output", "3.json", "--dry-run")
    assert not (desk.folder / "3.json").exists()
    assert desk.done(*sign, elsewhere, "--output", "3.json")["unsigned"] == []
    checked = desk.done("link", "check", "3.json")
    assert Link.from_json(checked["link"]).unsigned == ()
    found = Resume.from_json(desk.done("resume", "--link", "3.json", *asked(ada)))
    assert set(found.people[0].wallets) == {home.address, work.address}
    desk.call(*sign, elsewhere, "--output", "3.json").refused("it exists, and nothing is overwritten")


def test_pages_are_written_and_nothing_is_overwritten(desk: Desk, ada: Careers) -> None:
    (desk.folder / "wallets.json").write_text(make_link([ada.work, ada.home], now=ada.start).dumps())
    files = ("--html", "cv.html", "--pdf", "cv.pdf", "--url", "https://badges.example")
    words = ("resume", "--link", "wallets.json", *asked(ada), *files)
    dry = desk.call(*words, "--dry-run")
    assert "dry run: would write cv.html" in dry.error
    assert not list(desk.folder.glob("cv.*"))
    done = desk.call(*words)
    assert done.error.splitlines() == ["written: cv.html", "written: cv.pdf"]
    assert "One person" in (desk.folder / "cv.html").read_text(encoding="utf-8")
    assert (desk.folder / "cv.pdf").read_bytes().startswith(b"%PDF-")
    desk.call(*words).refused("cv.html", "nothing is overwritten")


def test_credentials_are_written_for_active_badges_by_whoever_may_issue(desk: Desk, ada: Careers) -> None:
    words = ("resume", ada.home.address, *asked(ada), "--open-badges", "credentials")
    desk.by(ada.home).call(*words).refused("is neither the owner of", "nor an issuer of")
    assert not (desk.folder / "credentials").exists()
    dry = desk.call(*words, "--dry-run")
    assert dry.code == 0, dry
    assert not (desk.folder / "credentials").exists()
    done = desk.call(*words)
    assert done.code == 0, done
    files = sorted((desk.folder / "credentials").iterdir())
    assert [each.name.partition("-0x")[0] for each in files] == ["employment", "gold-1", "service-kubernetes"]
    for each in files:
        verdict = verify_credential(each.read_text(encoding="utf-8"), ada.collections, int(time.time()))
        assert verdict.badge.holder == ada.home.address
        assert verdict.vouched_by == ada.boss.address
    works = ("--collection", ada.employer.collection.address)
    assert desk.call("verify", files[0], *works).code == 0
    files[0].write_text(files[0].read_text().replace("Employment", "Leadership"))
    desk.call("verify", files[0], *works).refused("did not sign this credential")
    desk.call(*words).refused("nothing is overwritten")


def test_evidence_goes_into_the_credential_that_it_is_about_and_no_other(desk: Desk, aside: Careers) -> None:
    document = EvidenceDocument.of({"grade": "A", "born": "2001-04-05"})
    issued = aside.cncf.issuer.issue("kcna", aside.home.address, evidence=document.commitment)
    name = aside.cncf.collection.badge(issued.badge_id).caip19
    for file, shown in (
        ("grade.json", document.of_badge(name).disclose(["grade"])),
        ("lie.json", EvidenceDocument.of({"grade": "A+"}).of_badge(name).disclose(["grade"])),
    ):
        (desk.folder / file).write_text(json.dumps(shown.to_json()))
    words = ("resume", aside.home.address, *asked(aside), "--open-badges", "credentials", "--evidence")
    desk.call(*words, "lie.json").refused("evidence")
    assert not (desk.folder / "credentials").exists()
    assert desk.call(*words, "grade.json").code == 0
    told = {each.name.partition("-")[0]: each.read_text() for each in (desk.folder / "credentials").iterdir()}
    assert [slug for slug, text in told.items() if "grade" in text] == ["kcna"]
    assert "2001" not in "".join(told.values())
    (found,) = verify_credential(told["kcna"], aside.collections, int(time.time())).facts
    assert json.loads(found) == {"grade": "A"}


def test_texts_on_the_chain_do_not_reach_terminal_page_or_file_as_they_are(desk: Desk, aside: Careers) -> None:
    evil = "\x1b[31mred\u202egnp\x07<script>alert(1)</script>"
    terms = Terms("evil", evil, evil, evil, skills=(evil,), individual=True)
    aside.kaggle.issuer.create_achievement(terms)
    someone = Account.create().address
    aside.kaggle.issuer.issue("evil", someone)
    words = ("resume", someone, "--collection", aside.kaggle.collection.address, "--open-badges", "out")
    done = desk.call(*words, "--html", "cv.html")
    (credential,) = (desk.folder / "out").iterdir()
    for said in (done.out, (desk.folder / "cv.html").read_text(), credential.read_text()):
        assert "red" in said
        assert not {"\x1b", "\u202e", "\x07"} & set(said)
    assert "<script" not in (desk.folder / "cv.html").read_text()
    exported = json.loads(credential.read_text())
    assert not {"\x1b", "\u202e", "\x07"} & set(exported["name"])
    assert verify_credential(exported, aside.collections, int(time.time())).name == evil
    data = desk.call(*words[:4], "--json")
    assert data.out.isascii()
    assert data.json["people"][0]["sections"][0]["entries"][0]["name"] == evil


def test_a_resume_without_active_badges_has_none_to_export(desk: Desk, ada: Careers) -> None:
    words = ("resume", ada.boss.address, *asked(ada), "--open-badges", "credentials")
    desk.call(*words).refused("no badge on this résumé is active")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "name a wallet"),
        (("0x12",), "0x12"),
        (("HOME", "HOME"), "named twice"),
        (("HOME", "--url", "https://a.example"), "--html and --pdf"),
        (("HOME", "--html", "a.html", "--url", "ftp://a.example"), "https://badges.example"),
        (("HOME", "--pdf", "a.pdf", "--browser", "no-such-browser"), "not found"),
        (("HOME", "--browser", "chromium"), "--pdf"),
        (("HOME", "--evidence", "a.json"), "--open-badges"),
        (("HOME", "--link", "missing.json"), "missing.json"),
        (("HOME", "--link", "wrong.json"), "not a link"),
    ],
)
def test_mistakes_end_in_one_line_and_write_nothing(
    desk: Desk, ada: Careers, words: tuple[str, ...], told: str
) -> None:
    (desk.folder / "wrong.json").write_text("{}")
    before = sorted(desk.folder.iterdir())
    typed = [ada.home.address if each == "HOME" else each for each in words]
    desk.call("resume", *typed, *asked(ada)).refused(told)
    assert sorted(desk.folder.iterdir()) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("new", "0x12", "0x13", "--output", "a"), "0x12"),
        (("new", "ONE", "--output", "a"), "two wallets or more"),
        (("new", "ONE", "ONE", "--output", "a"), "twice"),
        (("sign", "good.json", "--output", "a", "--wallet", "ONE"), "--wallet"),
        (("sign", "good.json", "--output", "a", "--wallet", "ONE", "--signature", "0xZZ"), "hexadecimal"),
        (("check", "nothing.json"), "nothing.json"),
        (("show", "binary.json"), "UTF-8"),
    ],
)
def test_links_that_cannot_be_are_one_line(desk: Desk, ada: Careers, words: tuple[str, ...], told: str) -> None:
    (desk.folder / "good.json").write_text(make_link([ada.work, ada.home], now=ada.start).dumps())
    (desk.folder / "binary.json").write_bytes(b"\xff\xfe")
    desk.call("link", *(ada.home.address if each == "ONE" else each for each in words)).refused(told)
    assert not (desk.folder / "a").exists()


def test_without_names_all_that_was_deployed_here_is_asked(desk: Desk, ada: Careers) -> None:
    desk.call("resume", ada.home.address).refused("none is recorded")
    records = Deployments(desk.folder / "deployments", ada.cncf.collection.chain_id)
    for each in ada.collections[:2]:
        places = (each.chain_id, each.address, each.name(), each.symbol(), each.owner(), *each.companions())
        records.write(Deployment(*places, transaction="0x" + "11" * 32, block=1, code_hash="0x" + "22" * 32))
    found = Resume.from_json(desk.done("resume", ada.home.address))
    assert [each.symbol for each in found.collections] == ["CNCF", "WORKS"]
