"""`challenge`, `present`, `bundle`, `verify`: from asking to a verdict, through files."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.client.conftest import Programme, begin
from tests.support import chains
from tests.support.command_line import Desk

from soulbadge.deployment import code_hash

OWNER, ADA, BOB = (chains.account(number) for number in (0, 6, 7))


@pytest.fixture(scope="module")
def issued(anvil: chains.Node) -> Programme:
    """Ada has a cka and a cks."""
    programme = begin(anvil.web3, OWNER)
    programme.issuer.issue("cka", ADA.address)
    programme.issuer.issue("cks", ADA.address)
    return programme


@pytest.fixture
def verifier(tmp_path: Path, anvil: chains.Node) -> Desk:
    return Desk(tmp_path, anvil)


@pytest.fixture
def ada(verifier: Desk) -> Desk:
    return verifier.by(ADA)


def asked(verifier: Desk, *words: str) -> dict[str, object]:
    outcome = verifier.done("challenge", "jobs.example", "-o", "asked.json", *words)
    assert outcome["output"] == "asked.json"
    return dict(json.loads((verifier.folder / "asked.json").read_text()))


def present(ada: Desk, issued: Programme, *words: str) -> None:
    done = ada.call("present", "asked.json", "-o", "shown.json", "--collection", issued.collection.address, *words)
    assert done.code == 0, done
    assert "signed for jobs.example" in done.error


def test_from_asking_to_a_verdict(verifier: Desk, ada: Desk, issued: Programme) -> None:
    where = ("--collection", issued.collection.address)
    challenge = asked(verifier, "--holds", "cks", "--uri", "https://jobs.example/interview")
    assert (challenge["uri"], challenge["chain_id"]) == ("https://jobs.example/interview", 31337)
    present(ada, issued)
    verdict = verifier.done("verify", "shown.json", "--challenge", "asked.json", *where)
    assert verdict["holder"] == ADA.address
    assert [each["slug"] for each in verdict["badges"]] == ["cks"]  # no more than was asked
    again = verifier.call("verify", "shown.json", "--challenge", "asked.json", *where)
    again.refused("has been used", "replay")


def test_a_person_reads_the_verdict(verifier: Desk, ada: Desk, issued: Programme) -> None:
    asked(verifier)
    present(ada, issued, f"cka/{ADA.address}")
    done = verifier.call(
        "verify", "shown.json", "--challenge", "asked.json", "--holds", "cka", "--collection", issued.collection.address
    )
    assert done.code == 0
    for word in ("accepted", ADA.address, "cka", "ACTIVE"):
        assert word in done.out


def test_what_is_not_held_is_missing(verifier: Desk, ada: Desk, issued: Programme) -> None:
    where = ("--collection", issued.collection.address)
    asked(verifier)
    present(ada, issued, f"cka/{ADA.address}")
    refused = verifier.call("verify", "shown.json", "--challenge", "asked.json", "--holds", "cks", *where)
    refused.refused("missing: a badge 'cks'")
    ada.by(BOB).call("present", "asked.json", f"cka/{ADA.address}", *where).refused("belongs to", BOB.address)
    asked2 = verifier.call("challenge", "club.example", "--holds", "cks", "-o", "other.json")
    assert asked2.code == 0
    ada.by(BOB).call("present", "other.json", *where).refused("missing: a badge 'cks'")


def test_a_bundle_is_verified_with_no_node(verifier: Desk, ada: Desk, issued: Programme) -> None:
    asked(verifier, "--holds", "cka")
    present(ada, issued)
    made = ada.done("bundle", "shown.json", "--challenge", "asked.json", "-o", "bundle.json")
    number, _, block_hash = made["block"].partition(" ")
    words = ["verify", "bundle.json", "--challenge", "asked.json", "--collection", issued.collection.address]
    offline = replace(verifier, node=None)
    offline.call(*words).refused("--block-hash")
    offline.call(*words, "--block-hash", "0x" + "12" * 32).refused("0x1212")
    verdict = offline.done(*words, "--block-hash", block_hash.strip("()"))
    assert (verdict["holder"], verdict["block_number"]) == (ADA.address, int(number))


def test_servers_that_agree_vouch_for_a_bundle_s_block(
    verifier: Desk, ada: Desk, issued: Programme, anvil: chains.Node
) -> None:
    asked(verifier, "--holds", "cka")
    present(ada, issued)
    ada.done("bundle", "shown.json", "--challenge", "asked.json", "-o", "bundle.json")
    words = ["verify", "bundle.json", "--challenge", "asked.json", "--collection", issued.collection.address]
    one, same = anvil.url, anvil.url.replace("127.0.0.1", "localhost")
    verifier.call(*words, "--agree", one).refused("two or more servers")
    assert verifier.done(*words, "--agree", one, "--agree", same)["holder"] == ADA.address


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"message": 1, "signature": "0x"}', "\x00", "null", "7" * 5000])
def test_files_that_are_nothing_are_refused_in_one_line(verifier: Desk, issued: Programme, text: str) -> None:
    (verifier.folder / "bad.json").write_text(text)
    where = ("--collection", issued.collection.address)
    asked(verifier, "--holds", "cka")
    for words in (
        ("verify", "bad.json", "--challenge", "asked.json", *where),
        ("present", "bad.json", *where),
        ("bundle", "bad.json", "--challenge", "asked.json", *where),
    ):
        verifier.by(ADA).call(*words).refused()


def test_what_is_missing_is_named(verifier: Desk, ada: Desk, issued: Programme) -> None:
    where = ("--collection", issued.collection.address)
    asked(verifier)
    present(ada, issued)
    verifier.call("verify", "shown.json", "--holds", "cka", *where).refused("--challenge")
    verifier.call("verify", "shown.json", "--challenge", "asked.json", *where).refused("--policy", "--holds")
    verifier.call("verify", "none.json", "--challenge", "asked.json", *where).refused("none.json")
    verifier.call("verify", str(verifier.folder), "--challenge", "asked.json", *where).refused("cannot be read")
    verifier.call("challenge", "jobs.example", "-o", "asked.json").refused("asked.json", "exists")
    verifier.call("challenge", "not a domain").refused("domain")
    ada.call("present", "asked.json", "-o", "shown.json", *where).refused("shown.json", "exists")


def test_a_dry_run_writes_nothing(verifier: Desk, ada: Desk, issued: Programme) -> None:
    where = ("--collection", issued.collection.address)
    assert verifier.done("challenge", "jobs.example", "-o", "x.json", "--dry-run")["dry_run"] is True
    asked(verifier, "--holds", "cka")
    assert ada.done("present", "asked.json", "-o", "y.json", "--dry-run", *where)["badges"] == 1
    assert {each.name for each in verifier.folder.iterdir()} == {"asked.json"}


def test_a_list_says_whose_badges_count(verifier: Desk, ada: Desk, issued: Programme, anvil: chains.Node) -> None:
    other = begin(anvil.web3, chains.account(8)).collection.address
    lines = ["[[collection]]", "chain_id = 31337", f'address = "{issued.collection.address}"', 'name = "cn"', ""]
    (verifier.folder / "trust.toml").write_text("\n".join(lines))
    (verifier.folder / "other.toml").write_text("\n".join(lines).replace(issued.collection.address, other))
    (verifier.folder / "code.toml").write_text("\n".join([*lines[:-1], f'code_hash = "0x{"00" * 32}"', ""]))
    (verifier.folder / "cka.policy.toml").write_text('holds = "cka"\ncollection = "cn"\n')
    asked(verifier)
    present(ada, issued)
    words = ["verify", "shown.json", "--challenge", "asked.json", "--policy", "cka.policy.toml"]
    verifier.call(*words, "--trust", "other.toml").refused("unlisted issuer", issued.collection.address)
    verifier.call(*words, "--trust", "none.toml").refused("none.toml")
    ada.done("bundle", "shown.json", "--challenge", "asked.json", "-o", "bundle.json")
    bundled = [
        "verify",
        "bundle.json",
        *words[2:],
        "--agree",
        anvil.url,
        "--agree",
        anvil.url.replace("127.0.0.1", "localhost"),
    ]
    verifier.call(*bundled, "--trust", "other.toml").refused("unlisted issuer")
    for each in (words, bundled):
        verifier.call(*each, "--trust", "code.toml").refused(f"expected code 0x{'00' * 32}", code_hash())
    assert verifier.done(*words, "--trust", "trust.toml")["holder"] == ADA.address
    verifier.call(*bundled, "--trust", "trust.toml").refused("has been used")


def test_a_credential_is_compared_with_the_chain(verifier: Desk, issued: Programme) -> None:
    where = ("--collection", issued.collection.address)
    made = verifier.by(OWNER).call("resume", ADA.address, "--open-badges", "credentials", *where)
    assert made.code == 0, made
    files = sorted((verifier.folder / "credentials").glob("*.json"))
    assert files
    found = verifier.done("verify", str(files[0]), *where)
    assert found["badge"]["holder"] == ADA.address
    text = files[0].read_text()
    assert "Administrator" in text or "Security" in text
    files[0].write_text(text.replace("Administrator", "Astronaut").replace("Security", "Astronaut"))
    verifier.call("verify", str(files[0]), *where).refused()


def test_chosen_badges_and_facts_are_shared_with_one_audience(verifier: Desk, ada: Desk, anvil: chains.Node) -> None:
    programme = begin(anvil.web3, chains.account(8))
    where = ("--collection", programme.collection.address)
    (verifier.folder / "facts.json").write_text('{"grade": "A", "born": "2001-04-05"}')
    made = verifier.done("evidence", "facts.json", "--of", f"cka/{ADA.address}", "-o", "ada.json", *where)
    programme.issuer.issue("cka", ADA.address, evidence=bytes.fromhex(made["commitment"][2:]))
    words = ("share", "jobs.example", f"cka/{ADA.address}", *where)
    ada.call(*words, "--fact", "grade").refused("--fact", "DOCUMENT:NAME")
    ada.call(*words, "--fact", "ada.json:height").refused("height")
    told = ada.done(*words, "--fact", "ada.json:grade", "--days", "2", "-o", "share.json")
    assert (told["facts"], told["badges"]) == ("grade", 1)
    assert "2001-04-05" not in (verifier.folder / "share.json").read_text()
    verifier.call("verify", "share.json", *where).refused("--audience")
    verifier.call("verify", "share.json", "--audience", "other.example", *where).refused("jobs.example")
    for _ in range(2):  # as often as the audience likes
        found = verifier.done("verify", "share.json", "--audience", "jobs.example", *where)
        assert list(found["facts"].values()) == [{"grade": "A"}]
    assert "grade" in verifier.call("verify", "share.json", "--audience", "jobs.example", *where).out
