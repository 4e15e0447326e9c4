"""`soulbadge audit`."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from tests.client.audit.conftest import Stranger
from tests.support import chains
from tests.support.scripts import CNCF

from soulbadge.catalog import Catalog
from soulbadge.cli import main
from soulbadge.contract import connect
from soulbadge.deployment import deploy
from soulbadge.issuer import Issuer
from soulbadge.models import BurnAuth, Prerequisite, Requirement, Terms


@pytest.fixture(scope="module")
def address(anvil: chains.Node) -> str:
    signer = chains.account(4)
    issuer = Issuer(connect(anvil.url, deploy(anvil.url, signer, "Example", "EX").address), signer)
    issuer.appoint_issuer(signer.address)
    Catalog.load(CNCF).apply(issuer)
    issuer.create_achievement(Terms("loose", "Loose\x1b[31m", burn_auth=BurnAuth.Both, individual=True))
    needs = (Requirement((Prerequisite("loose"),), ongoing=True),)
    issuer.create_achievement(Terms("title", "Title", requirements=needs))
    return issuer.collection.address


def test_a_collection_that_keeps_the_rules_exits_with_0_and_shows_all_ten_and_its_levers(
    anvil: chains.Node, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", address, "--rpc-url", anvil.url]) == 0
    out = capsys.readouterr().out
    assert out.count("KEPT") == 10
    assert "Badges " in out
    assert "the issuers of loose can revoke it (Both)" in out
    assert chains.account(4).address in out
    assert "\x1b" not in out


def test_the_same_as_json_by_the_collection_that_the_options_name(
    anvil: chains.Node, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "--rpc-url", anvil.url, "--collection", address, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [each["verdict"] for each in report["findings"]] == ["KEPT"] * 10
    assert report["code"]["release"].startswith("Badges ")
    assert [each["achievement"] for each in report["levers"]] == ["title"]


def test_a_broken_rule_exits_with_1_and_says_which_and_why(
    stranger: Callable[..., Stranger], anvil: chains.Node, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", stranger("Pausable").address, "--rpc-url", anvil.url]) == 1
    out = capsys.readouterr().out
    assert "rule 2 is broken" in out
    assert "pause()" in out
    assert "KEPT" not in out


def test_as_a_process_it_exits_with_1_too(stranger: Callable[..., Stranger], anvil: chains.Node) -> None:
    where = stranger("TakesAnything").address
    done = subprocess.run(
        [sys.executable, "-m", "soulbadge", "audit", where, "--rpc-url", anvil.url, "--json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["findings"][0]["verdict"] == "BROKEN"


def test_nothing_there_and_nonsense_are_refused_in_a_line(
    anvil: chains.Node, capsys: pytest.CaptureFixture[str]
) -> None:
    for where, word in ((chains.account(9).address, "no contract"), ("0x12", "bad address")):
        assert main(["audit", where, "--rpc-url", anvil.url]) == 1
        assert word in capsys.readouterr().err


def test_an_older_block_is_audited_as_it_was(anvil: chains.Node, capsys: pytest.CaptureFixture[str]) -> None:
    signer = chains.account(4)
    issuer = Issuer(connect(anvil.url, deploy(anvil.url, signer, "Example", "EX").address), signer)
    block = issuer.collection.node.block_number()
    issuer.create_achievement(Terms("cka", "Administrator"))
    where = issuer.collection.address
    assert main(["audit", where, "--rpc-url", anvil.url, "--block", str(block), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["block"], report["achievements"]) == (block, [])
