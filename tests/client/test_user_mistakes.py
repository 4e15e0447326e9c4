"""What a user can get wrong, one by one: one clear line, exit code 1, no traceback, nothing sent."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from eth_account import Account
from tests.support import chains
from tests.support.scripts import CNCF, Desk, Outcome

from soulbadge.deployment import Deployment

HOLDER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
OTHER = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"
ONE = ("--achievement", "cka", "--holder", HOLDER)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with chains.anvil() as node:
        found = Desk(tmp_path_factory.mktemp("desk"), node, chains.account(0))
        done = found.call("deploy", "--catalog", CNCF)
        assert done.code == 0, done.error
        yield found


@pytest.fixture(scope="module")
def deployment(desk: Desk) -> Deployment:
    (record,) = (desk.folder / "deployments").glob("*.json")
    return Deployment.from_json(json.loads(record.read_text(encoding="utf-8"))["CNCF"])


@pytest.fixture(autouse=True)
def nothing_is_sent(desk: Desk) -> Iterator[None]:
    def state() -> tuple[int, int]:
        return desk.node.height(), int(
            desk.node.ask("eth_getTransactionCount", chains.account(0).address, "pending"), 16
        )

    before = state()
    yield
    assert state() == before


def refused(done: Outcome, *words: str) -> None:
    """One line on stderr that says all of this, and exit code 1."""
    assert done.code == 1, done
    (line,) = done.error.splitlines()
    assert line.startswith("error: ")
    assert "Traceback" not in done.error
    for word in words:
        assert word in line


def test_the_wrong_chain(desk: Desk) -> None:
    refused(desk.call("mint", *ONE, "--chain-id", "1"), "expected chain 1", "serves chain 31337")
    refused(desk.call("deploy", "--catalog", CNCF, chain_id="5"), "expected chain 5")


def test_a_chain_id_that_is_none(desk: Desk) -> None:
    refused(desk.call("mint", *ONE, "--chain-id", "sepolia"), "expected a number, found 'sepolia'")


def test_an_rpc_that_cannot_be_reached(desk: Desk) -> None:
    refused(
        desk.call("mint", *ONE, "--rpc-url", "http://127.0.0.1:9"),
        "no answer from http://127.0.0.1:9",
        "start the node",
    )


def test_an_rpc_url_that_is_none(desk: Desk) -> None:
    refused(desk.call("mint", *ONE, "--rpc-url", "localhost"), "must begin with http")


def test_no_contract_there(desk: Desk) -> None:
    refused(desk.call("mint", *ONE, "--collection", OTHER), f"no contract at {OTHER} on chain 31337")


def test_another_contract_there(desk: Desk, deployment: Deployment) -> None:
    refused(desk.call("mint", *ONE, "--collection", deployment.renderer), "is not a badge collection")


def test_no_collection_of_that_symbol(desk: Desk) -> None:
    refused(desk.call("mint", *ONE, "--collection", "KAGGLE"), "'KAGGLE' is not in", "there: CNCF")


def test_no_collection_recorded(desk: Desk, tmp_path: Path) -> None:
    refused(replace(desk, folder=tmp_path).call("mint", *ONE), "none is recorded", "--collection")


def test_a_record_that_was_damaged(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "deployments").mkdir()
    (tmp_path / "deployments" / "31337.json").write_text("{", encoding="utf-8")
    refused(replace(desk, folder=tmp_path).call("mint", *ONE), "31337.json", "repair or delete it")


def _write(file: Path, text: str) -> None:
    file.touch(0o600)  # of others' eyes it would be warned
    file.write_text(text, encoding="utf-8")


def test_a_missing_key(desk: Desk) -> None:
    refused(desk.call("mint", *ONE, key=""), "no key to sign with", "SOULBADGE_KEYSTORE")


def test_a_key_that_is_none(desk: Desk) -> None:
    done = desk.call("mint", *ONE, key="0x1234abcd")
    refused(done, "not a private key")
    assert "1234abcd" not in done.error


def test_a_keystore_that_is_not_there(desk: Desk) -> None:
    refused(desk.call("mint", *ONE, "--keystore", "none.json", "--password-file", "x"), "none.json", "no such file")


def test_a_keystore_that_is_none(desk: Desk, tmp_path: Path) -> None:
    _write(tmp_path / "no.json", "[]")
    _write(tmp_path / "password", "x")
    key = ("--keystore", tmp_path / "no.json", "--password-file", tmp_path / "password")
    refused(desk.call("mint", *ONE, *key), "not an encrypted keystore")


def test_the_wrong_password(desk: Desk, tmp_path: Path) -> None:
    keystore = Account.encrypt(chains.account(0).key, "right", iterations=2)
    _write(tmp_path / "issuer.json", json.dumps(keystore))
    _write(tmp_path / "password", "wrong")
    key = ("--keystore", tmp_path / "issuer.json", "--password-file", tmp_path / "password")
    refused(desk.call("mint", *ONE, *key), "wrong password")


def test_a_password_that_nobody_is_there_to_type(desk: Desk, tmp_path: Path) -> None:
    _write(tmp_path / "issuer.json", "{}")
    refused(desk.call("mint", *ONE, "--keystore", tmp_path / "issuer.json"), "nobody to ask", "--password-file")
    missing = ("--keystore", tmp_path / "issuer.json", "--password-file", tmp_path / "none")
    refused(desk.call("mint", *ONE, *missing), "none", "No such file")


def test_a_raw_key_for_a_chain_that_is_not_local(tmp_path: Path) -> None:
    with chains.anvil("--chain-id", "11155111") as node:
        done = Desk(tmp_path, node, chains.account(0)).call("deploy", "--catalog", CNCF)
        refused(done, "raw key", "11155111", "keystore")
        assert node.height() == 0


def test_no_funds(desk: Desk, tmp_path: Path, deployment: Deployment) -> None:
    poor = Account.create()
    done = replace(desk, signer=poor, folder=tmp_path).call("deploy", "--name", "Poor", "--symbol", "POOR")
    refused(done, poor.address, "are missing")
    assert re.search(r"has 0: \d+ wei", done.error)
    assert not (tmp_path / "deployments").exists()
    assert deployment.symbol == "CNCF"


def test_somebody_who_is_no_issuer(desk: Desk) -> None:
    done = replace(desk, signer=chains.account(3)).call("mint", *ONE)
    refused(done, chains.account(3).address, "may not issue achievement 1")


@pytest.mark.parametrize(
    ("holder", "words"),
    [
        (HOLDER[:-1], "40 hexadecimal digits"),
        (HOLDER.replace("C8", "c8"), "checksum"),
        ("0x" + "0" * 40, "zero address"),
        ("ada.eth", "40 hexadecimal digits"),
    ],
)
def test_a_bad_address(desk: Desk, holder: str, words: str) -> None:
    refused(desk.call("mint", "--achievement", "cka", "--holder", holder), "bad address", words)


def test_an_unknown_achievement(desk: Desk) -> None:
    done = desk.call("mint", "--achievement", "ckx", "--holder", HOLDER)
    refused(done, "no achievement 'ckx'", "it has: cka, ckad, cks")


def test_a_duplicate_row(desk: Desk) -> None:
    twice = desk.csv(f"{OTHER},ckad,,,", f"{OTHER.lower()},ckad,2026-01-31,,")
    done = desk.call("mint", "--csv", twice)
    refused(done, f"{twice}:3:", "stand on line 2 already", "nothing was sent")


def test_an_unmet_requirement_is_named(desk: Desk) -> None:
    done = desk.call("mint", "--achievement", "cks", "--holder", HOLDER)
    refused(done, f"cks is refused: {HOLDER} lacks an active cka")
    done = desk.call("mint", "--achievement", "kubestronaut", "--holder", HOLDER)
    refused(done, "lacks an active cka, ckad, cks, kcna, kcsa")


def test_a_bad_date(desk: Desk) -> None:
    refused(desk.call("mint", *ONE, "--start", "31.01.2026"), "bad time '31.01.2026'", "2026-01-31")
    refused(desk.call("mint", *ONE, "--start", "2026-02-01", "--end", "2026-01-01"), "is not after the start")
    refused(desk.call("mint", *ONE, "--end", "2999-01-01"), "later than the achievement's validity allows")


def test_bad_evidence(desk: Desk) -> None:
    refused(desk.call("mint", *ONE, "--evidence", "0x12"), "64 hexadecimal digits")


def test_nothing_to_issue_or_two_things(desk: Desk) -> None:
    refused(desk.call("mint"), "give --csv, or --achievement and --holder")
    refused(desk.call("mint", "--csv", "x.csv", "--holder", HOLDER), "one or the other")
    refused(desk.call("deploy"), "--name and --symbol, or a --catalog")


def test_a_file_that_is_not_there(desk: Desk) -> None:
    refused(desk.call("mint", "--csv", "none.csv"), "none.csv", "No such file")
    refused(desk.call("deploy", "--catalog", "none.toml"), "none.toml", "No such file")


def test_a_file_that_is_no_csv(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(b"\xff\xfe\x00")
    refused(desk.call("mint", "--csv", file), "is no CSV in UTF-8")
    file.write_text("wallet,achievement\n", encoding="utf-8")
    refused(desk.call("mint", "--csv", file), "lacks the column holder")


def test_a_catalog_that_is_wrong(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "catalog.toml"
    file.write_text(CNCF.read_text(encoding="utf-8").replace("validity", "valdity", 1), encoding="utf-8")
    refused(desk.call("deploy", "--catalog", file), "catalog.toml: achievement[cka].valdity: unknown")


def test_a_catalog_whose_terms_differ_from_the_chain(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "catalog.toml"
    file.write_text(CNCF.read_text(encoding="utf-8").replace("2 years", "3 years", 1), encoding="utf-8")
    refused(desk.call("deploy", "--catalog", file), "other terms", "cka")


def test_a_switch_that_is_neither_on_nor_off(desk: Desk) -> None:
    refused(desk.call("mint", *ONE, dry_run="maybe"), "SOULBADGE_DRY_RUN", "expected 1 or 0")


def test_all_problems_of_all_rows_together_with_their_lines(desk: Desk) -> None:
    far = Account.create().address
    file = desk.csv(
        f"{OTHER},ckad,,,",  # line 2 is good
        f"{HOLDER[:-1]},cka,,,",
        f"{HOLDER.replace('C8', 'c8')},cka,,,",
        f"{HOLDER},ckx,,,",
        f"{HOLDER},cks,,,",
        f"{OTHER},ckad,,,",
        f"{HOLDER},cka,soon,,",
        f"{far},cka,2026-02-01,2026-01-01,",
        f"{far},kcna,,2999-01-01,",
        f"{far},kcsa",
        f"{far},kcsa,,,0x12",
        f"{HOLDER},,,,",
        f"{far},kubestronaut,,,",
    )
    done = desk.call("mint", "--csv", file)
    assert done.code == 1
    head, *lines = done.error.splitlines()
    assert head == f"error: 12 problems in {file}, nothing was sent:"
    found = [line.removeprefix(f"{file}:") for line in lines]
    expected = {
        3: "40 hexadecimal",
        4: "checksum",
        5: "no achievement 'ckx'",
        6: "lacks an active cka",
        7: "stand on line 2 already",
        8: "bad time 'soon'",
        9: "is not after the start",
        10: "validity allows",
        11: "number of fields",
        12: "64 hexadecimal",
        13: "name it by its slug",
        14: "lacks an active cka, ckad, cks, kcna, kcsa",
    }
    assert [line.partition(":")[0] for line in found] == [str(number) for number in expected]
    for line, words in zip(found, expected.values(), strict=True):
        assert words in line


def test_rows_that_rest_on_rows_before_them_in_the_file(desk: Desk) -> None:
    far = Account.create().address
    done = desk.call("mint", "--csv", desk.csv(f"{far},cka,,,", f"{far},cks,,,"), "--dry-run")
    assert done.code == 0, done.error
    later = desk.csv(f"{far},cks,,,", f"{far},cka,,,")
    done = desk.call("mint", "--csv", later, "--dry-run")
    assert f"{later}:2: cks is refused" in done.error
    unstarted = desk.csv(f"{far},cka,2999-01-01,,", f"{far},cks,,,")
    assert "lacks an active cka" in desk.call("mint", "--csv", unstarted, "--dry-run").error
    wrong = desk.csv(f"{far},cka,,,", f"{far},cks,,2999-01-01,")
    assert "validity allows" in desk.call("mint", "--csv", wrong, "--dry-run").error


def test_not_enough_for_the_whole_file(desk: Desk) -> None:
    # What one badge costs is there, what three hundred cost is not.
    nearly = Account.create()
    web3 = desk.node.web3
    desk.node.ask("anvil_setBalance", nearly.address, hex(web3.eth.gas_price * 1_000_000))
    owner = desk.node.ask("eth_accounts")[0]
    snapshot = desk.node.ask("evm_snapshot")
    try:
        collection = json.loads((desk.folder / "deployments" / "31337.json").read_text(encoding="utf-8"))["CNCF"][
            "address"
        ]
        from soulbadge.chain.artifacts import badges_abi

        data = "0x" + badges_abi().encode("appointIssuer", nearly.address, 0).hex()
        sent = desk.node.ask("eth_sendTransaction", {"from": owner, "to": collection, "data": data})
        web3.eth.wait_for_transaction_receipt(sent)
        height = desk.node.height()
        poor = replace(desk, signer=nearly)
        rows = [f"{Account.create().address},cka,,," for _ in range(300)]
        assert poor.call("mint", "--csv", desk.csv(*rows[:2]), "--dry-run").code == 0
        refused(poor.call("mint", "--csv", desk.csv(*rows)), nearly.address, "are missing")
        assert desk.node.height() == height
    finally:
        desk.node.ask("evm_revert", snapshot)
