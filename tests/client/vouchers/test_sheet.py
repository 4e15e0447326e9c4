"""Tables of vouchers: what is read, and everything that is refused before anything is signed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from hypothesis import given
from hypothesis import strategies as st
from tests.client.vouchers.conftest import YEAR, World, table

from soulbadge import VoucherBook, VoucherRow, VoucherSheet, badge_id, caip19
from soulbadge.errors import (
    AchievementIsRetiredError,
    AchievementNotFoundError,
    AchievementUnknownError,
    AddressInvalidError,
    AwardMismatchError,
    BadgeExistsError,
    BadgeHasEndedError,
    BadgeIdInvalidError,
    CohortClosedError,
    DuplicateRowError,
    EndNotAfterStartError,
    EndNotLaterError,
    EndTooLateError,
    NotIssuerError,
    RowsRefusedError,
    TimeInvalidError,
    ValueInvalidError,
)
from soulbadge.ids import parse_address
from soulbadge.vouchers.reader import address_number

ONE, TWO = "0x" + "11" * 20, "0x" + "22" * 20
MIXED = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
KINDS = {"cka": 1, "cks": 2}


def test_a_row_says_what_its_columns_say(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "achievement,holder,start,end,evidence,award,name",
        f"cks, {MIXED} ,2026-01-01,1800000000,0x{'ab' * 32},3,Ada",
        "",
        f"cka,{ONE},,,,,",
    )
    assert VoucherSheet.load(path, KINDS).rows == (
        VoucherRow(2, badge_id(2, 0, MIXED), 3, 1_767_225_600, 1_800_000_000, b"\xab" * 32, "Ada"),
        VoucherRow(4, badge_id(1, 0, ONE)),
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("0x1234,cka,,,,,", AddressInvalidError),
        (MIXED.replace("C8", "c8") + ",cka,,,,,", AddressInvalidError),
        (f"0x{'0' * 40},cka,,,,,", AddressInvalidError),
        (f"{ONE[:-2]}1_,cka,,,,,", AddressInvalidError),
        (",cka,,,,,", AddressInvalidError),
        (f"{ONE},ckx,,,,,", AchievementNotFoundError),
        (f"{ONE},,,,,,", ValueInvalidError),
        (f"{ONE},cka,tomorrow,,,,", TimeInvalidError),
        (f"{ONE},cka,{1 << 40},,,,", TimeInvalidError),
        (f"{ONE},cka,2027-01-01,2026-01-01,,,", EndNotAfterStartError),
        (f"{ONE},cka,,,0x12,,", ValueInvalidError),
        (f"{ONE},cka,,,{'ab' * 32},,", ValueInvalidError),
        (f"{ONE},cka,,,,65536,", ValueInvalidError),
        (f"{ONE},cka,,,,00000099999,", ValueInvalidError),
        (f"{ONE},cka,,,,-1,", ValueInvalidError),
        (f"{ONE},cka,,,,,../../etc/passwd", ValueInvalidError),
        (f"{ONE},cka,,,,,.hidden", ValueInvalidError),
        (f"{ONE},cka,,,,,=1+1", ValueInvalidError),
        (f"{ONE},cka,,,,,a\x07b", ValueInvalidError),
        (f"{ONE},cka,,,,," + "a" * 101, ValueInvalidError),
        (f"{ONE},cka,,", ValueInvalidError),
        (f"{TWO},cka,,,,,", DuplicateRowError),
        (f"{ONE},cka,,,,,ADA", ValueInvalidError),
    ],
)
def test_a_row_that_means_nothing_is_named_with_its_line(tmp_path: Path, row: str, reason: type[Exception]) -> None:
    path = table(tmp_path, "holder,achievement,start,end,evidence,award,name", f"{TWO},cka,,,,,ada", row)
    sheet = VoucherSheet.load(path, KINDS)
    assert len(sheet.rows) == 1
    ((line, problem),) = sheet.problems
    assert line == 3
    assert type(problem) is reason


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ("holder", "lacks the column achievement"),
        ("achievement", "lacks the column holder"),
        ("holder,achievement,wallet", "unknown"),
        ("holder,achievement,holder", "repeated"),
        ("", "lacks the column"),
    ],
)
def test_a_table_of_other_columns_is_refused(tmp_path: Path, columns: str, words: str) -> None:
    with pytest.raises(ValueInvalidError, match=words):
        VoucherSheet.load(table(tmp_path, columns), KINDS)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueInvalidError, match="cannot be read"):
        VoucherSheet.load(tmp_path / "none.csv", KINDS)
    (tmp_path / "latin.csv").write_bytes(b"holder,achievement\n\xe9,cka\n")
    with pytest.raises(ValueInvalidError, match="UTF-8"):
        VoucherSheet.load(tmp_path / "latin.csv", KINDS)


def test_all_problems_come_together(tmp_path: Path) -> None:
    path = table(tmp_path, "holder,achievement", *["nobody,cka", f"{ONE},ckx"] * 50)
    with pytest.raises(RowsRefusedError) as caught:
        VoucherBook.sign(None, None, VoucherSheet.load(path, KINDS), 1)  # type: ignore[arg-type]  # never looked at
    assert [line for line, _ in caught.value.problems] == list(range(2, 102))


@given(st.binary(min_size=20, max_size=20), st.data())
def test_an_address_is_read_as_parse_address_reads_it(raw: bytes, data: st.DataObject) -> None:
    text = "0x" + raw.hex()
    if any(raw):
        text = parse_address(text)
    letters = list(text)
    for position in data.draw(st.lists(st.integers(0, 41), max_size=2)):
        letters[position] = data.draw(st.sampled_from("0xXaAfFgG9_ é"))
    changed = "".join(letters)
    for each in (text, text.lower(), "0x" + text[2:].upper(), changed):
        assert outcome(address_number, each) == outcome(lambda given: int(parse_address(given), 16), each)


def outcome(read: Callable[[str], int], text: str) -> int | str:
    try:
        return read(text)
    except AddressInvalidError as error:
        return str(error)


# ─────────────────────────────────────── against the chain ───────────────────────────────────────


def problem(world: World, row: VoucherRow, deadline: int | None = None) -> Exception | None:
    try:
        VoucherSheet("rows", (row,)).check(world.badges, world.account.address, deadline or world.soon)
    except RowsRefusedError as error:
        return error.problems[0][1]
    return None


def test_what_a_chain_would_refuse_is_told_before_signing(world: World, holder: LocalAccount) -> None:
    person = holder.address
    now = world.chain.now
    fresh = badge_id(1, 0, person)
    assert problem(world, VoucherRow(1, fresh)) is None
    assert problem(world, VoucherRow(1, fresh, end=now + YEAR)) is None
    assert isinstance(problem(world, VoucherRow(1, fresh, end=now + 2 * YEAR)), EndTooLateError)
    assert isinstance(problem(world, VoucherRow(1, fresh, award=1)), AwardMismatchError)
    assert isinstance(problem(world, VoucherRow(1, badge_id(9, 0, person))), AchievementUnknownError)
    assert isinstance(problem(world, VoucherRow(1, badge_id(4, 0, person))), AchievementIsRetiredError)
    assert isinstance(problem(world, VoucherRow(1, badge_id(1, 77, person))), CohortClosedError)
    with pytest.raises(TimeInvalidError, match="deadline"):
        problem(world, VoucherRow(1, fresh), now)
    with pytest.raises(RowsRefusedError) as caught:
        VoucherSheet("rows", (VoucherRow(1, fresh),)).check(world.badges, person, world.soon)
    assert isinstance(caught.value.problems[0][1], NotIssuerError)


def test_a_badge_that_exists_is_renewed_by_a_later_end_alone(world: World, holder: LocalAccount) -> None:
    now = world.chain.now
    badge = world.issuer.issue("licence", holder.address, end=now + 5000).badge_id
    assert isinstance(problem(world, VoucherRow(1, badge)), BadgeExistsError)
    assert isinstance(problem(world, VoucherRow(1, badge, start=now, end=now + 6000)), BadgeExistsError)
    assert isinstance(problem(world, VoucherRow(1, badge, end=now + 6000, evidence=b"\1" * 32)), BadgeExistsError)
    assert isinstance(problem(world, VoucherRow(1, badge, end=now + 5000)), EndNotLaterError)
    assert isinstance(problem(world, VoucherRow(1, badge, end=now + 3 * YEAR)), EndTooLateError)
    assert problem(world, VoucherRow(1, badge, end=now + 6000)) is None
    forever = world.issuer.issue("medal", holder.address).badge_id
    assert isinstance(problem(world, VoucherRow(1, forever, end=now + 6000)), EndNotLaterError)


def test_a_badge_that_ended_comes_back_only_if_the_table_says_so(world: World, holder: LocalAccount) -> None:
    badge = world.issuer.issue("medal", holder.address).badge_id
    world.issuer.revoke(badge)
    assert isinstance(problem(world, VoucherRow(1, badge)), BadgeHasEndedError)
    assert isinstance(problem(world, VoucherRow(1, badge, award=0)), AwardMismatchError)
    assert problem(world, VoucherRow(1, badge, award=1)) is None
    again = VoucherSheet("rows", (VoucherRow(1, badge, award=1),)).check(
        world.badges, world.account.address, world.soon
    )
    world.holder(holder).claim(VoucherBook.sign(world.domain, world.account, again, world.soon)[0])
    assert world.badges.badge(badge).is_active


def test_a_whole_programme_is_renewed_under_one_signature(world: World) -> None:
    people = [world.chain.person() for _ in range(3)]
    now = world.chain.now
    number = world.issuer.issue_cohort(
        "licence", [each.address for each in people[:2]], "Spring", end=now + 9000
    ).number
    alone = world.issuer.issue("licence", people[2].address, end=now + 8000).badge_id
    badges = [badge_id(1, number, people[0].address), badge_id(1, number, people[1].address), alone]
    sheet = VoucherSheet.renewals(badges, now + 20_000).check(world.badges, world.account.address, world.soon)
    book = VoucherBook.sign(world.domain, world.account, sheet, world.soon)
    world.chain.pass_time(10_000)  # the badges have expired by now
    for person, signed in zip(people, book, strict=True):
        claimed = world.holder(person).claim(signed).badge_id
        assert world.badges.badge(claimed).end_time == now + 20_000
    assert {world.badges.badge(each).is_active for each in badges} == {True}


def test_renewals_come_from_a_table_too(world: World, holder: LocalAccount, tmp_path: Path) -> None:
    end = world.chain.now + 9000
    badge = world.issuer.issue("licence", holder.address, end=end - 10).badge_id
    name = caip19(world.badges.chain_id, world.badges.address, badge)
    for text in (name, str(badge)):
        sheet = VoucherSheet.load(table(tmp_path, "badge,end", f"{text},{end}"), world.badges)
        assert sheet.check(world.badges, world.account.address, world.soon).rows == (VoucherRow(2, badge, 0, 0, end),)
    elsewhere = caip19(world.badges.chain_id, TWO, badge)
    for text, reason in (
        (f"{elsewhere},{end}", ValueInvalidError),
        (f"{name},", ValueInvalidError),
        (f"{badge_id(1, 0, '0x' + '0' * 40)},{end}", AddressInvalidError),
        (f"12,{end}", BadgeIdInvalidError),
        (f"{1 << 256 | badge},{end}", BadgeIdInvalidError),
        (f"0x12,{end}", BadgeIdInvalidError),
    ):
        ((_, found),) = VoucherSheet.load(table(tmp_path, "badge,end", text), world.badges).problems
        assert isinstance(found, reason), found
    offline = VoucherSheet.load(table(tmp_path, "badge,end", f"{name},{end}"), {})
    assert "cannot be checked" in str(offline.problems[0][1])


def test_a_list_of_renewals_names_each_badge_once_and_an_end() -> None:
    badge = badge_id(1, 0, ONE)
    found = VoucherSheet.renewals([badge, badge, 7, badge_id(1, 0, TWO)], 5)
    assert [(line, type(problem)) for line, problem in found.problems] == [
        (2, DuplicateRowError),
        (3, BadgeIdInvalidError),
    ]
    assert len(VoucherSheet.renewals([badge], 0).problems) == 1


def test_more_rows_than_one_look_takes_are_checked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("soulbadge.vouchers.checks._AT_ONCE", 7)
    rows = tuple(VoucherRow(line, badge_id(1 + line % 2, 0, Account.create().address)) for line in range(20))
    checked = VoucherSheet("rows", rows).check(world.badges, world.account.address, world.soon)
    assert checked.rows == tuple(row._replace(award=0) for row in rows)
