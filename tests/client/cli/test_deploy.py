"""deploy, plan and apply, on anvil and on ganache."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from eth_account import Account
from tests.support import chains
from tests.support.command_line import ROOT, Desk

from soulbadge.contract import connect

CATALOGS = sorted(file for file in (ROOT / "examples").glob("*.toml") if ".policy" not in file.suffixes)
CNCF = ROOT / "examples" / "cncf.toml"


@pytest.fixture(scope="module", params=["anvil", "ganache"])
def fresh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with getattr(chains, request.param)() as node:
        yield Desk(tmp_path_factory.mktemp(request.param), node, chains.account(0))


def test_a_programme_from_nothing_and_again(fresh: Desk) -> None:
    assert fresh.node
    dry = fresh.call("deploy", "--catalog", CNCF, "--dry-run")
    assert dry.code == 0, dry
    assert "would deploy CNCF" in dry.out
    assert fresh.node.height() == 0
    done = fresh.run("deploy", "--catalog", CNCF)
    assert done.code == 0, done
    assert "created: cka" in done.error
    assert done.out.startswith("CNCF  0x")
    record = next((fresh.folder / "deployments").glob("*.json"))
    before, height = record.read_bytes(), fresh.node.height()
    again = fresh.done("deploy", "--catalog", CNCF)
    assert (again["deployed"], again["appointed"], again["missing"]) == (False, False, [])
    assert (record.read_bytes(), fresh.node.height()) == (before, height)
    assert again["deployment"] == json.loads(before)["CNCF"]
    other = fresh.call("deploy", "--name", "Another", "--symbol", "CNCF")
    assert other.code == 0
    assert "for one called 'Another' choose another --symbol" in other.error
    collection = connect(fresh.node.web3, again["deployment"]["address"])
    assert collection.is_issuer(chains.account(0).address, "cka")
    assert len(collection.achievements()) == 6


def test_a_catalog_grows(fresh: Desk, tmp_path: Path) -> None:
    assert fresh.node
    small, large = tmp_path / "small.toml", tmp_path / "large.toml"
    head = '[issuer]\nname = "Grow"\nsymbol = "GROW"\n'
    one = '[[achievement]]\nslug = "one"\nname = "One"\n'
    two = (
        '[[achievement]]\nslug = "two"\nname = "Two"\nrequirements = [{ prerequisites = [{ achievement = "one" }] }]\n'
    )
    small.write_text(head + one, encoding="utf-8")
    large.write_text(head + two + one, encoding="utf-8")
    assert fresh.done("deploy", "--catalog", small)["missing"] == ["one"]
    at = ("--collection", "GROW")
    plan = fresh.done("plan", large, *at)
    assert (plan["missing"], plan["unchanged"], plan["differing"], plan["extra"]) == (["two"], ["one"], [], [])
    height = fresh.node.height()
    assert fresh.call("apply", large, *at, "--dry-run").out.startswith("there already: one\ndry run: would create two")
    fresh.call("apply", large, *at).refused("nobody is there to answer: Create two in")
    assert fresh.node.height() == height
    done = fresh.done("apply", large, *at, "--yes")
    assert [each["achievement_id"] for each in done["receipts"]] == [2]
    again = fresh.call("apply", large, *at)  # nothing final to ask about
    assert (again.code, again.out) == (0, "there already: one, two\nnothing to create\n")
    assert fresh.done("plan", small, *at)["extra"] == ["two"]
    large.write_text(large.read_text(encoding="utf-8").replace('"Two"', '"Too"'), encoding="utf-8")
    assert fresh.done("plan", large, *at)["differing"] == ["two"]
    told = fresh.call("plan", large, *at).out
    assert "differs: terms are fixed" in told
    assert 'two.name: here "Too", on chain "Two"' in told
    height = fresh.node.height()
    fresh.call("apply", large, *at, "--yes").refused("two", "fixed for ever")
    assert fresh.node.height() == height


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda file: file.stem)
def test_every_example_is_planned(fresh: Desk, catalog: Path) -> None:
    symbol = "EMPTY"
    if not fresh.call("show", "--collection", symbol).out:
        assert fresh.call("deploy", "--name", "Empty", "--symbol", symbol).code == 0
    other = fresh.done("show", "--collection", symbol)["collection"]
    sources = [f"--source={name}={where}" for name, where in (("cncf", symbol), ("kaggle", other), ("employer", other))]
    plan = fresh.done("plan", catalog, "--collection", symbol, *(sources if catalog.stem == "club" else []))
    assert plan["missing"]
    assert plan["unchanged"] == plan["differing"] == []


def test_levers_on_use_are_told_before_terms_are_fixed(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "levers.toml"
    file.write_text(
        """
[issuer]
name = "Levers"
symbol = "LEV"
[[achievement]]
slug = "licence"
name = "Licence"
burn_auth = "Both"
individual = true
[[achievement]]
slug = "pilot"
name = "Pilot"
requirements = [{ prerequisites = [{ achievement = "licence" }], ongoing = true }]
[[achievement]]
slug = "member"
name = "Member"
requirements = [{ prerequisites = [{ source = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", id = 1 }], ongoing = true }]
""",
        encoding="utf-8",
    )
    warnings = desk.done("plan", file)["warnings"]
    assert warnings[0] == "pilot rests, while it is used, on what issuers can revoke: licence"
    assert warnings[1].startswith("member rests, while it is used, on another contract")
    assert len(warnings) == 2
    assert "warning: pilot rests" in desk.call("plan", file).out


def test_after_a_local_chain_was_restarted_it_is_said_and_deployed_anew(tmp_path: Path) -> None:
    for expected in ("deployed TST", "the local chain was restarted"):
        with chains.anvil() as node:
            done = Desk(tmp_path, node, chains.account(0)).call("deploy", "--name", "Test", "--symbol", "TST")
            assert done.code == 0, done
            assert expected in done.error


def test_elsewhere_a_deployment_that_is_gone_is_an_error_and_keys_are_encrypted(tmp_path: Path) -> None:
    keystore, password = tmp_path / "issuer.json", tmp_path / "password"
    keystore.write_text(json.dumps(Account.encrypt(chains.account(0).key, "correct horse", iterations=2)), "utf-8")
    password.write_text("correct horse\n", encoding="utf-8")
    words = ("deploy", "--name", "Test", "--symbol", "TST")
    key = ("--keystore", keystore, "--password-file", password)
    with chains.anvil("--chain-id", "11155111") as node:
        Desk(tmp_path, node, chains.account(0)).call(*words).refused("raw key", "11155111", "keystore")
        assert node.height() == 0
        assert Desk(tmp_path, node).call(*words, *key).code == 0
    with chains.anvil("--chain-id", "11155111") as node:
        done = Desk(tmp_path, node).call(*words, *key)
        assert (done.code, done.out, node.height()) == (1, "", 0)
        assert "--again" in done.error
        assert Desk(tmp_path, node).call(*words, *key, "--again").code == 0


def test_confirmations_of_a_deployment_are_waited_for(tmp_path: Path) -> None:
    with chains.anvil("--block-time", "1") as node:
        done = Desk(tmp_path, node, chains.account(0)).done(
            "deploy", "--name", "Test", "--symbol", "TST", "--no-appoint", "--confirmations", "2"
        )
        assert node.height() >= done["deployment"]["block"] + 1


def test_a_source_that_is_said_wrong(desk: Desk) -> None:
    club = ROOT / "examples" / "club.toml"
    desk.call("plan", club).refused("no address for 'cncf'")
    desk.call("plan", club, "--source", "cncf").refused("expected NAME=ADDRESS or NAME=SYMBOL, found 'cncf'")
    desk.call("plan", club, "--source", "cncf=NONE").refused("'NONE' is not in", "there: FND")
    desk.call("plan", club, "--source", "cncf=0x12").refused("bad address '0x12'")
