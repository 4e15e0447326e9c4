"""`voucher`, `claim`, `evidence`, `disclose` and `check-evidence`, as people run them, on anvil."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from tests.support import chains
from tests.support.command_line import Desk, deployed

from soulbadge import Collection, Issuer, Status, badge_id, connect

CATALOG = """
[issuer]
name = "Foundation"
symbol = "FND"

[[achievement]]
slug = "cka"
name = "Administrator"
validity = "2 years"

[[achievement]]
slug = "gold"
name = "Gold medal"
burn_auth = "Both"
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The issuer's."""
    with deployed(tmp_path_factory.mktemp("desk"), CATALOG) as found:
        yield found


@pytest.fixture
def badges(desk: Desk) -> Collection:
    assert desk.node
    return connect(desk.node.web3, desk.done("show")["collection"])


@pytest.fixture
def ada(desk: Desk) -> LocalAccount:
    """Somebody new with ether."""
    account: LocalAccount = Account.create()
    assert desk.node
    desk.node.ask("anvil_setBalance", account.address, hex(10**18))
    return account


def write(desk: Desk, name: str, *lines: str) -> str:
    (desk.folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return name


def fresh(desk: Desk, name: str) -> Path:
    """A name in the folder under which nothing stands."""
    return desk.folder / f"{name}-{len(list(desk.folder.iterdir()))}"


def test_one_voucher_is_printed_and_claimed_after_a_question(desk: Desk, badges: Collection, ada: LocalAccount) -> None:
    printed = desk.call("voucher", f"cka/{ada.address}")
    assert printed.code == 0
    file = write(desk, "ada.json", printed.out)
    holder = desk.by(ada)
    asked = holder.call("claim", file)
    assert asked.code == 1
    assert "Claim cka, which the holder can end?" in asked.error
    assert badges.status_of(badge_id(1, 0, ada.address)) is Status.NONE
    assert holder.done("claim", file, "--dry-run")["dry_run"] is True
    done = holder.call("claim", file, typed="y\n")
    assert done.code == 0, done
    assert "Foundation" in done.error
    assert "can be ended by the holder, and by nobody else" in done.error
    assert badges.badge(badge_id(1, 0, ada.address)).is_active
    again = holder.call("claim", file, "--yes")
    assert again.code == 1
    assert "exists, and a voucher that renews it" in again.error


def test_a_table_becomes_a_book_in_which_each_finds_the_own_line(desk: Desk, ada: LocalAccount) -> None:
    others = [f"{Account.create().address},gold" for _ in range(20)]
    table = write(desk, "people.csv", "holder,achievement", *others, f"{ada.address},gold")
    output = fresh(desk, "vouchers.jsonl")
    assert desk.done("voucher", table, "-o", output, "--dry-run")["count"] == 21
    assert not output.exists()
    made = desk.done("voucher", table, "-o", output)
    assert made["count"] == len(output.read_text().splitlines()) == 21
    taken = desk.call("voucher", table, "-o", output)
    taken.refused("exists")
    stranger = desk.by(Account.create())
    stranger.call("claim", output, "--yes").refused("has no voucher for")
    assert desk.by(ada).done("claim", output, "--yes")["badge_id"] == str(badge_id(2, 0, ada.address))
    # The digest that was printed cancels the rest.
    assert desk.done("cancel", made["digest"], "--yes")["digest"] == made["digest"]
    last = write(desk, "first.json", output.read_text().splitlines()[0])
    refused = desk.by(ada).call("claim", last, "--yes")
    assert refused.code == 1
    assert "was used or cancelled" in refused.error


def test_problems_of_all_rows_are_told_and_nothing_is_written(
    desk: Desk, badges: Collection, ada: LocalAccount
) -> None:
    Issuer(badges, chains.account(0)).issue("gold", ada.address)
    table = write(desk, "bad.csv", "holder,achievement", "nobody,cka", f"{ada.address},silver", f"{ada.address},gold")
    output = fresh(desk, "bad.jsonl")
    refused = desk.call("voucher", table, "-o", output)
    assert refused.code == 1
    assert "3 problems in bad.csv" in refused.error
    for line in ("bad.csv:2: bad address", "bad.csv:3: no achievement 'silver'", "bad.csv:4: the badge of"):
        assert line in refused.error
    assert not output.exists()
    desk.call("voucher", table).refused("--output")
    desk.call("voucher", table, "-o", output, "--start", "2026-01-01").refused("--start")
    desk.call("voucher", f"cka/{ada.address}", "--page", "https://a.example").refused("--link")
    desk.call("voucher", "cka", "--link", "--page", "http://a.example").refused("https")
    desk.call("voucher", f"cka/{ada.address}", "--claim-by", "2020-01-01").refused("deadline")


def test_a_claim_link_is_claimed_from_stdin_and_from_a_file(desk: Desk, badges: Collection, ada: LocalAccount) -> None:
    link = desk.call("voucher", "cka", "--link", "--page", "https://issuer.example/claim").out.strip()
    assert link.startswith("https://issuer.example/claim#v1.")
    holder = desk.by(ada)
    broken = holder.call("claim", write(desk, "broken.txt", link[:-3]), "--yes")
    broken.refused("no claim link", "not whole")
    assert link[-40:-3] not in broken.error
    assert holder.call("claim", "-", "--yes", typed=link).code == 0
    assert badges.badge(badge_id(1, 0, ada.address)).is_active
    holder.by(chains.account(3)).call("claim", write(desk, "link.txt", link), "--yes").refused("used or cancelled")


def test_a_table_of_guests_becomes_a_table_of_links_that_only_its_owner_reads(desk: Desk) -> None:
    table = write(desk, "guests.csv", "name,achievement", "ada@example.org,cka", "lin@example.org,cka")
    output, folder = fresh(desk, "links.csv"), fresh(desk, "links")
    made = desk.done("voucher", table, "--link", "-o", output, "--each", folder)
    assert (made["output"], made["each"]) == (str(output), str(folder))
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert sorted(each.name for each in folder.iterdir()) == ["ada@example.org.txt", "lin@example.org.txt"]


def test_a_holder_without_ether_signs_and_a_relayer_sends(desk: Desk, badges: Collection) -> None:
    poor: LocalAccount = Account.create()
    voucher = write(desk, "poor.json", desk.call("voucher", f"gold/{poor.address}").out)
    request = fresh(desk, "request.json")
    assert desk.by(poor).done("claim", voucher, "--for-relayer", request, "--dry-run")["dry_run"] is True
    assert not request.exists()
    assert desk.by(poor).call("claim", voucher, "--for-relayer", request, typed="n\n").code == 1
    assert not request.exists()
    signed = desk.by(poor).done("claim", voucher, "--for-relayer", request, "--yes")
    assert signed["badge_id"] == str(badge_id(2, 0, poor.address))
    relayer = desk.by(chains.account(4))
    relayer.call("claim", request, "--for-relayer", fresh(desk, "twice")).refused("already")
    assert relayer.call("claim", request).code == 0  # no question: the holder was asked
    assert badges.badge(badge_id(2, 0, poor.address)).holder == poor.address


def test_a_voucher_of_another_chain_or_collection_is_refused(desk: Desk, ada: LocalAccount) -> None:
    data = json.loads(desk.call("voucher", f"cka/{ada.address}").out)
    elsewhere = write(desk, "elsewhere.json", json.dumps({**data, "chain_id": 1}))
    desk.by(ada).call("claim", elsewhere, "--yes").refused("chain 1")
    nowhere = write(desk, "nowhere.json", json.dumps({**data, "collection": "0x" + "22" * 20}))
    desk.by(ada).call("claim", nowhere, "--yes").refused("no contract")
    ours = desk.done("show")["collection"]
    desk.by(ada).call("claim", nowhere, "--yes", "--collection", ours).refused("is of collection")
    desk.by(ada).call("claim", "none.json").refused("cannot be read")
    desk.by(ada).call("claim", write(desk, "empty.json", "{}")).refused("missing")


def test_a_programme_is_renewed_by_a_table_of_badges(desk: Desk, badges: Collection, ada: LocalAccount) -> None:
    now = badges.node.timestamp()
    issuer = Issuer(badges, chains.account(0))
    first = issuer.issue("cka", ada.address, end=now + 5000).badge_id
    table = write(desk, "renewals.csv", "badge", str(first))
    output = fresh(desk, "renewals.jsonl")
    desk.done("voucher", table, "--end", now + 9000, "-o", output)
    desk.by(ada).done("claim", output, "--yes")
    assert badges.badge(first).end_time == now + 9000


# ─────────────────────────────────────────── evidence ────────────────────────────────────────────


def test_evidence_is_made_committed_disclosed_and_checked(desk: Desk, badges: Collection, ada: LocalAccount) -> None:
    facts = write(desk, "facts.json", '{"grade": "A", "year": 2026, "born": "2001-04-05"}')
    document, shown = fresh(desk, "document.json"), fresh(desk, "shown.json")
    assert desk.done("evidence", facts, "-o", document, "--dry-run")["dry_run"] is True
    assert not document.exists()
    made = desk.done("evidence", facts, "--of", f"cka/{ada.address}", "-o", document)
    assert stat.S_IMODE(document.stat().st_mode) == 0o600
    voucher = write(desk, "v.json", desk.call("voucher", f"cka/{ada.address}", "--evidence", document).out)
    desk.by(ada).done("claim", voucher, "--yes")
    assert badges.badge(badge_id(1, 0, ada.address)).evidence.hex() == made["commitment"][2:]
    desk.done("disclose", document, "grade", "year", "-o", shown)
    assert "born" not in shown.read_text()
    checked = desk.done("check-evidence", shown)
    assert (checked["holder"], checked["facts"]) == (ada.address, {"grade": "A", "year": 2026})
    told = desk.call("check-evidence", shown, f"cka/{ada.address}")
    assert (told.code, "grade" in told.out, "ACTIVE" in told.out) == (0, True, True)
    assert json.loads(desk.call("disclose", document, "born").out)["fields"][0]["value"] == "2001-04-05"
    other = badge_id(2, 0, ada.address)
    desk.call("check-evidence", shown, str(other)).refused("not the evidence of")
    forged = write(desk, "forged.json", shown.read_text().replace('"A"', '"S"'))
    desk.call("check-evidence", forged).refused("not of one document")
    desk.call("disclose", document, "height").refused("no such fact")


def test_a_table_of_facts_becomes_a_cohorts_evidence(desk: Desk, badges: Collection) -> None:
    people = [Account.create().address for _ in range(3)]
    table = write(
        desk, "results.csv", "holder,place,team", *[f"{each},{place},red" for place, each in enumerate(people)]
    )
    folder, number = fresh(desk, "cohort"), badges.achievement("gold").cohorts + 1
    made = desk.done("evidence", table, "--of", f"gold/{number}", "-o", folder)
    root = bytes.fromhex(made["evidence_root"][2:])
    Issuer(badges, chains.account(0)).issue_cohort("gold", people, "Match", number=number, evidence_root=root)
    shown = fresh(desk, "mine.json")
    desk.done("disclose", folder / f"{people[1]}.json", "place", "-o", shown)
    assert desk.done("check-evidence", shown)["facts"] == {"place": "1"}
    desk.call("check-evidence", shown, f"gold/{number}/{people[2]}").refused("not the evidence of")


def test_a_table_of_facts_becomes_documents_and_a_table_to_issue(desk: Desk, ada: LocalAccount) -> None:
    table = write(desk, "single.csv", "holder,grade", f"{ada.address},B")
    folder, output = fresh(desk, "singles"), fresh(desk, "singles.jsonl")
    desk.done("evidence", table, "--of", "cka", "-o", folder)
    desk.done("voucher", folder / "issue.csv", "-o", output)
    desk.by(ada).done("claim", output, "--yes")
    assert desk.done("check-evidence", folder / f"{ada.address}.json")["facts"] == {"grade": "B"}


def test_facts_that_cannot_be_committed_are_refused_with_their_lines(desk: Desk) -> None:
    output = fresh(desk, "none")
    one = "0x" + "11" * 20
    table = write(desk, "wrong.csv", "holder,grade", "nobody,A", f"{one},A,B", f"{one},A", f"{one},B")
    refused = desk.call("evidence", table, "--of", "cka", "-o", output)
    assert refused.code == 1
    for line in ("wrong.csv:2:", "wrong.csv:3:", "wrong.csv:5:"):
        assert line in refused.error
    assert "wrong.csv:4:" not in refused.error
    desk.call("evidence", table, "-o", output).refused("--of")
    for name, text in (("float.json", '{"grade": 1.5}'), ("list.json", "[1]"), ("no.json", "{")):
        assert desk.call("evidence", write(desk, name, text), "-o", output).code == 1
    assert desk.call("evidence", write(desk, "f.csv", "holder"), "--of", "cka", "-o", output).code == 1
    assert not output.exists()
