"""Books of vouchers, against viem and OpenZeppelin (tests/vectors/voucher_book.json) and on a chain."""

import json
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from tests.client.vouchers.conftest import World, table

from soulbadge import Domain, SignedVoucher, Status, VoucherBook, VoucherRow, VoucherSheet, badge_id, sign_vouchers
from soulbadge.errors import OutputError, RowsRefusedError, ValueInvalidError
from soulbadge.merkle import leaf_of, root_from

VECTORS = Path(__file__).parents[2] / "vectors"
BOOK: dict[str, Any] = json.loads((VECTORS / "voucher_book.json").read_text("utf-8"))
PEOPLE: dict[str, Any] = json.loads((VECTORS / "eip712.json").read_text("utf-8"))["accounts"]


class Counted:
    """A signer that counts."""

    def __init__(self) -> None:
        self._account = Account.create()
        self.signatures = 0

    @property
    def address(self) -> str:
        return str(self._account.address)

    def sign_message(self, signable_message: Any) -> Any:  # noqa: ANN401 (eth-account's)
        self.signatures += 1
        return self._account.sign_message(signable_message)


def sheet(count: int, **fields: Any) -> VoucherSheet:  # noqa: ANN401 (of VoucherRow)
    rows = tuple(VoucherRow(place, badge_id(1, 0, f"0x{place:040x}"), **fields) for place in range(1, count + 1))
    return VoucherSheet("rows", rows)


def test_a_book_of_a_table_is_line_by_line_what_viem_and_openzeppelin_make(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(BOOK["table"], encoding="utf-8")
    issuer: LocalAccount = Account.from_key(PEOPLE["issuer"]["key"])
    first = BOOK["lines"][0]
    domain = Domain(first["chain_id"], first["collection"])
    loaded = VoucherSheet.load(path, BOOK["achievements"])
    book = VoucherBook.sign(domain, issuer, loaded, BOOK["deadline"])
    assert [json.loads(line) for line in book.lines()] == BOOK["lines"]
    assert "0x" + book.digest.hex() == BOOK["digest"]


@pytest.mark.parametrize("count", [*range(1, 34), 1000, 2500])
def test_a_line_is_the_json_of_the_voucher_that_signing_one_by_one_gives(count: int) -> None:
    signer, domain, deadline = Counted(), Domain(31337, "0x" + "12" * 20), 1_900_000_000
    rows = sheet(count, end=1_800_000_000)
    book = VoucherBook.sign(domain, signer, rows, deadline)
    assert signer.signatures == 1
    lines = list(book.lines())
    assert len(lines) == len(book) == count
    alike = sign_vouchers(domain, signer, [book.voucher(place) for place in range(count)], deadline)
    assert lines == [json.dumps(each.to_json(), separators=(",", ":")) for each in alike]
    assert list(book) == alike
    assert all(each.signed.digest == book.digest for each in alike)


def test_nothing_is_signed_if_one_row_is_wrong(tmp_path: Path) -> None:
    signer, path = Counted(), table(tmp_path, "holder,achievement", "0x" + "11" * 20 + ",cka", "nobody,cka")
    with pytest.raises(RowsRefusedError, match=r"people\.csv:3: bad address 'nobody'"):
        VoucherBook.sign(Domain(1, "0x" + "12" * 20), signer, VoucherSheet.load(path, {"cka": 1}), 1)
    assert signer.signatures == 0


@pytest.mark.parametrize(
    ("rows", "deadline", "words"), [(0, 1, "no rows"), (2, 0, "for ever"), (2, 1 << 40, "no Unix")]
)
def test_what_means_nothing_is_not_signed(rows: int, deadline: int, words: str) -> None:
    signer = Counted()
    with pytest.raises(ValueInvalidError, match=words):
        VoucherBook.sign(Domain(1, "0x" + "12" * 20), signer, sheet(rows), deadline)
    assert signer.signatures == 0


def test_a_file_is_there_whole_or_not_at_all_and_never_in_the_place_of_another(tmp_path: Path) -> None:
    book = VoucherBook.sign(Domain(1, "0x" + "12" * 20), Counted(), sheet(3), 1)
    path = tmp_path / "vouchers.jsonl"
    book.write(path)
    content = path.read_bytes()
    assert content.count(b"\n") == 3
    for write in (book.write, book.write_each):
        with pytest.raises(OutputError, match="exists"):
            write(path)
    assert path.read_bytes() == content
    with pytest.raises(OutputError, match="No such file"):
        book.write(tmp_path / "nowhere" / "vouchers.jsonl")
    assert [each.name for each in tmp_path.iterdir()] == ["vouchers.jsonl"]


def test_one_file_for_each_person_is_called_by_name_or_address(tmp_path: Path) -> None:
    path = table(tmp_path, "name,holder,achievement", "Ada L.P,0x" + "11" * 20 + ",cka", ",0x" + "22" * 20 + ",cka")
    book = VoucherBook.sign(Domain(1, "0x" + "12" * 20), Counted(), VoucherSheet.load(path, {"cka": 1}), 1)
    book.write_each(tmp_path / "vouchers")
    files = sorted((tmp_path / "vouchers").iterdir())
    assert [each.name for each in files] == ["0x" + "22" * 20 + ".json", "Ada L.P.json"]
    assert SignedVoucher.from_json(json.loads(files[1].read_text())) == book[0]


def test_every_voucher_of_a_book_can_be_claimed_and_the_root_cancelled(world: World, holder: LocalAccount) -> None:
    people = [holder, world.chain.person(), world.chain.person()]
    rows = tuple(VoucherRow(line, badge_id(2, 0, each.address)) for line, each in enumerate(people))
    checked = VoucherSheet("rows", rows).check(world.badges, world.account.address, world.soon)
    book = VoucherBook.sign(world.domain, world.account, checked, world.soon)
    for person, signed in list(zip(people, book, strict=True))[:2]:
        world.holder(person).claim(signed)
        assert world.status(2, person.address) is Status.ACTIVE


def test_a_path_leads_to_the_root_and_no_other_voucher_does() -> None:
    book = VoucherBook.sign(Domain(1, "0x" + "12" * 20), Counted(), sheet(100), 1)
    roots = {root_from(leaf_of(each.digest), each.proof.path) for each in book}
    assert len(roots) == 1
    assert root_from(leaf_of(book[0].digest), book[1].proof.path) not in roots
