"""scripts/deploy.py and scripts/mint.py as users run them, against anvil and ganache."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from eth_account import Account
from tests.support import chains
from tests.support.scripts import CNCF, ROOT, Desk

from soulbadge.contract import Collection, connect
from soulbadge.models import Status

PASSWORD = "correct horse"


@pytest.fixture(scope="module", params=["anvil", "ganache"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with getattr(chains, request.param)() as node:
        yield Desk(tmp_path_factory.mktemp(request.param), node, chains.account(0))


@pytest.fixture
def collection(desk: Desk) -> Collection:
    done = desk.run("deploy", "--catalog", CNCF)
    assert done.code == 0, done.error
    (record,) = (desk.folder / "deployments").glob("*.json")
    return connect(desk.node.web3, json.loads(record.read_text(encoding="utf-8"))["CNCF"]["address"])


def test_deploying_twice_deploys_once(desk: Desk, collection: Collection) -> None:
    record = next((desk.folder / "deployments").glob("*.json"))
    before, height = record.read_bytes(), desk.node.height()
    again = desk.run("deploy", "--catalog", CNCF)
    assert again.code == 0
    assert "deployed already" in again.out
    assert "code verified" in again.out
    assert (record.read_bytes(), desk.node.height()) == (before, height)
    assert [each.slug for each in collection.achievements()] == ["cka", "ckad", "cks", "kcna", "kcsa", "kubestronaut"]
    assert collection.is_issuer(chains.account(0).address, "cka")


def test_the_record_says_where_and_by_which_transaction(desk: Desk, collection: Collection) -> None:
    (record,) = json.loads(next((desk.folder / "deployments").glob("*.json")).read_text(encoding="utf-8")).values()
    receipt = desk.node.web3.eth.get_transaction_receipt(record["transaction"])
    assert receipt["contractAddress"] == record["address"] == collection.address
    assert receipt["blockNumber"] == record["block"]
    assert [record["renderer"], record["reader"]] == list(collection.companions())


def test_a_dry_run_of_deploying_sends_nothing(desk: Desk) -> None:
    height = desk.node.height()
    done = desk.run("deploy", "--name", "Other", "--symbol", "OTHER", "--dry-run")
    assert done.code == 0, done.error
    assert "nothing was sent" in done.out
    assert desk.node.height() == height


def test_a_file_is_issued_and_a_stopped_one_goes_on(desk: Desk, collection: Collection) -> None:
    first, second, third = (Account.create().address for _ in range(3))
    rows = [f"{first},cka,2026-01-15,,", f"{first},cks,,,0x{'07' * 32}", f"{second},cka,,,"]
    file = desk.csv(*rows)
    height = desk.node.height()
    dry = desk.run("mint", "--csv", file, "--dry-run")
    assert dry.code == 0, dry.error
    assert "3 of 3 would be issued; nothing was sent" in dry.out
    assert desk.node.height() == height
    done = desk.run("mint", "--csv", file)
    assert done.code == 0, done.error
    cka, cks = collection.badges_of(first)
    assert (cka.status, cka.start_time, cks.evidence) == (Status.ACTIVE, 1_768_435_200, b"\7" * 32)
    file = desk.csv(*rows, f"{third},cka,,,")
    more = desk.run("mint", "--csv", file, "--skip-held")
    assert more.code == 0, more.error
    assert "3 held already" in more.out
    assert collection.holds(third, "cka")


def test_the_example_file_is_issued(desk: Desk, collection: Collection) -> None:
    done = desk.run("mint", "--csv", ROOT / "examples" / "issue.csv")
    assert done.code == 0, done.error
    assert collection.holds("0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "cks")


def test_one_badge_is_issued_from_an_encrypted_key(desk: Desk, collection: Collection) -> None:
    keystore, password = desk.folder / "issuer.json", desk.folder / "password"
    keystore.write_text(json.dumps(Account.encrypt(chains.account(0).key, PASSWORD, iterations=2)), encoding="utf-8")
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    holder = Account.create().address
    done = desk.run(
        "mint", "--achievement", "kcna", "--holder", holder, "--keystore", keystore, "--password-file", password, key=""
    )
    assert done.code == 0, done.error
    assert collection.holds(holder, "kcna")


@pytest.mark.usefixtures("collection")
def test_settings_come_from_a_dotenv_file_and_options_come_first(desk: Desk) -> None:
    (desk.folder / ".env").write_text("SOULBADGE_ACHIEVEMENT=nothing\nSOULBADGE_DRY_RUN=1\n", encoding="utf-8")
    try:
        height = desk.node.height()
        done = desk.run("mint", "--holder", Account.create().address, "--achievement", "ckad")
        assert done.code == 0, done.error
        assert "nothing was sent" in done.out
        assert "'nothing'" in desk.run("mint", "--holder", Account.create().address).error
        assert desk.node.height() == height
    finally:
        (desk.folder / ".env").unlink()


@pytest.mark.usefixtures("collection")
def test_a_refusal_is_one_line_on_stderr_and_exit_code_1(desk: Desk) -> None:
    done = desk.run("mint", "--achievement", "cks", "--holder", Account.create().address)
    assert (done.code, done.out) == (1, "")
    (line,) = done.error.splitlines()
    assert "lacks an active cka" in line


def test_after_a_local_chain_was_restarted_it_is_said_and_deployed_anew(tmp_path: Path) -> None:
    for expected in ("deployed CNCF", "the local chain was restarted"):
        with chains.anvil() as node:
            done = Desk(tmp_path, node, chains.account(0)).run("deploy", "--catalog", CNCF)
            assert done.code == 0, done.error
            assert expected in done.out
            assert "created: cka" in done.out


def test_elsewhere_a_deployment_that_is_gone_is_an_error(tmp_path: Path) -> None:
    keystore, password = tmp_path / "issuer.json", tmp_path / "password"
    keystore.write_text(json.dumps(Account.encrypt(chains.account(0).key, PASSWORD, iterations=2)), encoding="utf-8")
    password.write_text(PASSWORD, encoding="utf-8")
    key = ("--keystore", keystore, "--password-file", password)
    with chains.anvil("--chain-id", "11155111") as node:
        desk = Desk(tmp_path, node, None)
        assert desk.run("deploy", "--catalog", CNCF, *key).code == 0
    with chains.anvil("--chain-id", "11155111") as node:
        desk = Desk(tmp_path, node, None)
        done = desk.run("deploy", "--catalog", CNCF, *key)
        assert (done.code, node.height()) == (1, 0)
        assert "--again" in done.error
        assert desk.run("deploy", "--catalog", CNCF, "--again", *key).code == 0
