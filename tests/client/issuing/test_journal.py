"""The journal: whom it belongs to, what it refuses, and how it goes on."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.client.issuing.conftest import Table, World, mixed

from soulbadge import issuing
from soulbadge.errors import JournalInvalidError, JournalMismatchError, OutputError, RowsRefusedError
from soulbadge.issuer import Issuer
from soulbadge.issuing.rows import Sheet


def _run(world: World, table: Table) -> issuing.Report:
    return issuing.run(world.issuer, Sheet.load(table.file), issuing.journal_of(table.file))


def _problems(world: World, table: Table) -> list[tuple[int, str]]:
    height = world.node.height()
    with pytest.raises(RowsRefusedError) as caught:
        _run(world, table)
    assert world.node.height() == height
    return [(line, str(problem)) for line, problem in caught.value.problems]


def test_one_file_is_all_there_is(world: World, table: Table) -> None:
    mixed(table)
    _run(world, table)
    assert sorted(each.name for each in table.file.parent.iterdir()) == ["issue.csv", "issue.csv.journal"]


def test_each_transaction_is_on_disk_before_anybody_sees_it(
    world: World, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed(table)
    seen: list[str] = []
    original = type(world.issuer.collection.node).send

    def send(node: object, raw: bytes) -> None:
        with closing(sqlite3.connect(f"file:{issuing.journal_of(table.file)}?mode=ro&immutable=1", uri=True)) as file:
            known = [each[0] for each in file.execute("SELECT raw FROM attempts")]
        assert raw in known
        seen.append(raw.hex())
        original(node, raw)  # type: ignore[arg-type]  # it is the node that it was called on

    monkeypatch.setattr(type(world.issuer.collection.node), "send", send)
    report = _run(world, table)
    assert len(seen) == report.transactions


def test_run_again_it_does_nothing_and_reports_the_same(world: World, table: Table) -> None:
    mixed(table)
    first, height = _run(world, table), world.node.height()
    assert _run(world, table) == first
    assert world.node.height() == height
    assert first.transactions == 7
    assert [row.line for row in first.done] == list(range(2, 2 + len(table.rows)))
    assert all(int(world.node.ask("eth_getTransactionReceipt", row.transaction)["status"], 16) for row in first.done)
    assert [row.badge_id for row in first.done] == [world.awards(*row)[0] for row in table.rows]


def test_rows_that_are_added_later_are_further_steps(world: World, table: Table) -> None:
    (first,) = table.add("cka")
    _run(world, table)
    table.add("fin", 4)
    table.add("cks", holders=[first])
    plan = issuing.plan(world.issuer, Sheet.load(table.file))
    assert [(step.number, step.kind, step.lines) for step in plan.steps] == [
        (2, "cohort", (3, 4, 5, 6)),
        (3, "single", (7,)),
    ]
    assert (plan.rows, plan.done) == (6, 1)
    assert len(_run(world, table).done) == 6
    world.check_once(table.rows)


def test_rows_that_rest_on_rows_still_under_way_may_be_added(world: World, table: Table) -> None:
    (holder,) = table.add("cka")
    sheet, journal = Sheet.load(table.file), issuing.journal_of(table.file)

    def stop(_: issuing.Progress) -> None:
        raise KeyboardInterrupt

    world.blocks.pause()
    with pytest.raises(KeyboardInterrupt):
        issuing.run(world.issuer, sheet, journal, on_progress=stop)
    world.node.ask("anvil_dropAllTransactions")
    world.blocks.go_on()
    table.add("cks", holders=[holder])
    plan = issuing.plan(world.issuer, Sheet.load(table.file))
    assert [(step.number, step.after) for step in plan.steps] == [(1, ()), (2, (1,))]
    assert len(_run(world, table).done) == 2


def test_rows_that_were_changed_or_taken_out_are_refused_with_their_lines(world: World, table: Table) -> None:
    gone, changed, kept = table.add("cka", 3)
    _run(world, table)
    head = table.file.read_text(encoding="utf-8").splitlines()[0]
    table.file.write_text(f"{head}\n{changed},cka,,2027-01-01,\n{kept},cka,,,\n", encoding="utf-8")
    one, other = _problems(world, table)
    assert one == (2, f"cka to {gone} was planned and is not in the file any more; put it back: rows may only be added")
    assert other[0] == 2
    assert other[1].startswith(f"cka to {changed} was planned as end none and now is end 1798761600")


def test_lines_may_move_and_blank_lines_may_come(world: World, table: Table) -> None:
    table.add("cka", 2)
    _run(world, table)
    head, *rows = table.file.read_text(encoding="utf-8").splitlines()
    table.file.write_text("\n".join([head, "", rows[1], "", rows[0], ""]), encoding="utf-8")
    assert len(_run(world, table).done) == 2


def test_a_badge_that_was_renounced_or_revoked_since_is_not_issued_again(world: World, table: Table) -> None:
    from eth_account import Account

    from soulbadge.holder import Holder

    leaving = [Account.create() for _ in range(5)]
    table.add("fin", holders=[each.address for each in leaving])
    table.add("cka", holders=[leaving[0].address])
    first = _run(world, table)
    world.node.ask("anvil_setBalance", leaving[0].address, hex(10**18))
    holder = Holder(world.collection, leaving[0])
    for slug in ("fin", "cka"):
        holder.renounce(world.awards(leaving[0].address, slug)[0])
    height = world.node.height()
    assert _run(world, table) == first
    assert world.node.height() == height


@pytest.mark.parametrize("what", ["the signer", "the collection"])
def test_a_journal_belongs_to_its_signer_and_collection(world: World, table: Table, what: str) -> None:
    table.add("cka")
    _run(world, table)
    issuer = world.other
    if what == "the collection":
        from soulbadge import connect, deploy

        other = deploy(world.node.web3, world.issuer.signer, "Other", "O")
        issuer = Issuer(connect(world.node.url, other.address), world.issuer.signer)
    with pytest.raises(JournalMismatchError, match=rf"belongs to {what} 0x.*, not to 0x") as caught:
        issuing.run(issuer, Sheet.load(table.file), issuing.journal_of(table.file))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_journal_is_left_alone(world: World, table: Table) -> None:
    table.add("cka")
    journal = issuing.journal_of(table.file)
    for content in (b"not a database, whatever else", b"SQLite format 3\0" + b"\1" * 200):
        journal.write_bytes(content)
        with pytest.raises(JournalInvalidError, match="keep it"):
            _run(world, table)
        assert journal.read_bytes() == content
    journal.unlink()
    with closing(sqlite3.connect(journal)) as other:
        other.execute("CREATE TABLE mine (x)")
        other.commit()
    with pytest.raises(JournalInvalidError, match="another program"):
        _run(world, table)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE attempts SET raw = x'00'",
        "UPDATE attempts SET rows = 'x'",
        "UPDATE attempts SET step = 99",
        "UPDATE rows SET terms = '{'",
        "UPDATE rows SET outcome = 'perhaps'",
        "DELETE FROM identity",
        "PRAGMA user_version = 2",
    ],
)
def test_a_journal_that_was_tampered_with_is_refused(world: World, table: Table, damage: str) -> None:
    table.add("cka")
    _run(world, table)
    with closing(sqlite3.connect(issuing.journal_of(table.file))) as file:
        file.execute(damage)
        file.commit()
    with pytest.raises(JournalInvalidError):
        _run(world, table)


def test_what_a_full_disk_keeps_out_of_the_journal_is_not_sent(
    world: World, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed(table)
    table.add("cka", 40)
    from soulbadge.issuing.journal import Journal

    original = Journal.add_steps

    def filled(journal: Journal, steps: object) -> None:
        original(journal, steps)  # type: ignore[arg-type]  # whatever it is given
        journal._database.execute("PRAGMA max_page_count = 1")  # not one page more than there are

    monkeypatch.setattr(Journal, "add_steps", filled)
    with pytest.raises(OutputError, match="full"):
        _run(world, table)
    monkeypatch.undo()
    report = _run(world, table)
    assert len(report.done) == len(table.rows), "whatever had been sent is in the journal"
    world.check_once(table.rows)


def test_a_folder_that_is_not_there_is_named(world: World, table: Table, tmp_path: Path) -> None:
    table.add("cka")
    with pytest.raises(JournalInvalidError, match="unable to open"):
        issuing.run(world.issuer, Sheet.load(table.file), tmp_path / "none" / "x.journal")
