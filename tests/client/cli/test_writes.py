"""Commands that send a transaction: what they do, what they ask, and that a refusal or a dry run sends nothing."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from eth_account import Account
from tests.support import chains
from tests.support.command_line import Desk

from soulbadge.contract import Collection
from soulbadge.issuer import Issuer
from soulbadge.models import Status, Terms, Voucher
from soulbadge.typed_data import Domain
from soulbadge.vouchers import SignedVoucher, sign_voucher, sign_vouchers

OWNER = chains.account(0)
STAFF = chains.account(3)
YEAR = 31_557_600


@pytest.fixture
def issuer(collection: Collection) -> Issuer:
    return Issuer(collection, OWNER)


@pytest.fixture
def nothing_is_sent(desk: Desk) -> Iterator[None]:
    assert desk.node
    before = desk.node.height()
    yield
    assert desk.node.height() == before


def soon() -> int:
    """Shortly after now, by the clock: the chain's latest block may be minutes old, its next one is not."""
    return int(time.time()) + 100


def test_a_badge_is_renewed_to_a_date_or_as_far_as_allowed(desk: Desk, issuer: Issuer, holder: str) -> None:
    badge_id = issuer.issue("pass", holder, end=soon()).badge_id
    until = issuer.collection.node.timestamp() + 1_000_000
    done = desk.done("renew", f"pass/{holder}", "--until", until)
    assert (done["dry_run"], done["badge_id"]) == (False, str(badge_id))
    assert issuer.collection.badge(badge_id).end_time == until
    assert desk.call("renew", badge_id).code == 0
    assert issuer.collection.badge(badge_id).end_time > until


def test_a_whole_cohort_is_renewed(desk: Desk, issuer: Issuer, holder: str) -> None:
    number = issuer.issue_cohort("pass", [holder], "Class", end=soon()).number
    done = desk.done("renew", f"pass/{number}")
    assert done["cohort"] == number
    assert issuer.collection.cohort("pass", number).end_time > issuer.collection.node.timestamp() + YEAR // 2
    desk.call("renew", f"pass/{number + 1}").refused("cohort")


def test_a_badge_is_revoked_by_any_of_its_names(desk: Desk, issuer: Issuer) -> None:
    for form in ("{slug}/{holder}", "{number}/{holder}", "{id}", "{id:#x}", "{caip19}"):
        holder = Account.create().address
        badge = issuer.collection.badge(issuer.issue("gold", holder).badge_id)
        named = form.format(
            slug="gold", number=badge.achievement_id, holder=holder, id=badge.badge_id, caip19=badge.caip19
        )
        assert desk.done("revoke", named, "--yes")["badge_id"] == str(badge.badge_id)
        assert issuer.collection.status_of(badge.badge_id) is Status.REVOKED
    number = issuer.issue_cohort("gold", [holder := Account.create().address], "Occasion").number
    assert desk.call("revoke", f"gold/{number}/{holder}", "-y").code == 0
    assert not issuer.collection.holds(holder, "gold")


def test_who_is_asked_and_says_no_has_sent_nothing(desk: Desk, issuer: Issuer, holder: str) -> None:
    badge_id = issuer.issue("gold", holder).badge_id
    no = desk.call("revoke", badge_id, typed="n\n")
    assert no.code == 1
    assert f"Revoke {badge_id}, for good? (chain 31337) [y/N]" in no.error
    assert "error: the answer was no, nothing was sent" in no.error
    assert issuer.collection.badge(badge_id).is_active
    assert desk.call("revoke", badge_id, typed="y\n").code == 0
    assert not issuer.collection.badge(badge_id).exists


@pytest.mark.usefixtures("nothing_is_sent")
@pytest.mark.parametrize(
    "words",
    [
        ["revoke", "gold/{held}"],
        ["dismiss", STAFF.address],
        ["retire", "pass"],
        ["cancel", "0x" + "12" * 32],
    ],
    ids=lambda words: words[0],
)
def test_nobody_there_to_be_asked_is_a_refusal(desk: Desk, issuer: Issuer, words: list[str], held: str) -> None:
    assert issuer.collection.holds(held, "gold")
    if words[0] == "dismiss":
        words = ["dismiss", OWNER.address]
    desk.call(*(word.format(held=held) for word in words)).refused("nobody is there to answer", "say --yes")


@pytest.fixture(scope="module")
def held(desk: Desk) -> str:
    """Somebody who has a gold medal, all the time."""
    from soulbadge.contract import connect

    assert desk.node
    found = str(Account.create().address)
    Issuer(connect(desk.node.web3, desk.done("show")["collection"]), OWNER).issue("gold", found)
    return found


@pytest.mark.parametrize(
    "words",
    [
        ["renew", "cka/{lapsing}"],
        ["revoke", "gold/{held}"],
        ["appoint", STAFF.address, "--only", "cka"],
        ["dismiss", OWNER.address],
        ["retire", "pass"],
        ["cancel", "0x" + "12" * 32],
        ["apply", "catalog.toml"],
        ["deploy", "--name", "Other", "--symbol", "OTH"],
    ],
    ids=lambda words: words[0],
)
def test_a_dry_run_sends_nothing_and_asks_nobody(
    desk: Desk, issuer: Issuer, words: list[str], held: str, holder: str
) -> None:
    assert desk.node
    if "{lapsing}" in words[1]:
        issuer.issue("cka", holder, end=soon())
    words = [word.format(held=held, lapsing=holder) for word in words]
    before = desk.node.height()
    done = desk.call(*words, "--dry-run", typed="")
    assert done.code == 0, done
    assert "nothing was sent" in done.out or "nothing to create" in done.out
    assert desk.done(*words, "--dry-run")["dry_run"] is True
    assert desk.done(*words, dry_run="1")["dry_run"] is True
    assert desk.node.height() == before


def test_a_holder_renounces(desk: Desk, issuer: Issuer) -> None:
    holder = chains.account(4)
    badge_id = issuer.issue("cka", holder.address).badge_id
    desk.call("renounce", badge_id, "--yes").refused("held by")  # the issuer is not the holder
    assert desk.by(holder).done("renounce", f"cka/{holder.address}", "--yes")["badge_id"] == str(badge_id)
    assert issuer.collection.status_of(badge_id) is Status.RENOUNCED


def test_staff_comes_and_goes(desk: Desk, collection: Collection) -> None:
    someone = Account.create().address
    desk.done("appoint", someone, "--only", "cka")
    assert collection.is_issuer(someone, "cka")
    assert not collection.is_issuer(someone, "gold")
    desk.done("appoint", someone)
    assert collection.is_issuer(someone, "gold")
    desk.done("dismiss", someone, "--yes")
    assert not collection.is_issuer(someone, "cka")
    desk.call("appoint", someone).refused("dismissed")


def test_an_achievement_is_retired(desk: Desk, issuer: Issuer) -> None:
    if "old" not in {each.slug for each in issuer.collection.achievements()}:
        issuer.create_achievement(Terms("old", "Old"))
        desk.done("retire", "old", "--yes")
    assert issuer.collection.achievement("old").retired
    assert "retired" in desk.call("show").out
    desk.call("retire", "old", "--yes").refused("retired")


class TestCancel:
    """Vouchers, one, many, in a link."""

    @pytest.fixture
    def vouchers(self, collection: Collection) -> list[SignedVoucher]:
        soon = collection.node.timestamp() + 3600
        number = collection.achievement_id("gold")
        every = [
            Voucher(OWNER.address, number << 208 | int(Account.create().address, 16), 0, 0, 0, bytes(32), soon)
            for _ in range(3)
        ]
        return sign_vouchers(Domain(collection.chain_id, collection.address), OWNER, every, soon)

    @staticmethod
    def _file(folder: Path, *vouchers: SignedVoucher, indent: int | None = None) -> Path:
        file = folder / "vouchers.json"
        file.write_text("\n".join(json.dumps(each.to_json(), indent=indent) for each in vouchers) + "\n", "utf-8")
        return file

    def test_one_voucher_of_many(self, desk: Desk, vouchers: list[SignedVoucher], tmp_path: Path) -> None:
        for signed, indent in ((vouchers[0], None), (vouchers[1], 2)):
            done = desk.done("cancel", self._file(tmp_path, signed, indent=indent), "--yes")
            assert done["digest"] == "0x" + signed.digest.hex()
        desk.call("cancel", self._file(tmp_path, vouchers[0]), "--yes").refused("used or cancelled")

    def test_all_that_one_signature_made_good(self, desk: Desk, vouchers: list[SignedVoucher], tmp_path: Path) -> None:
        file = self._file(tmp_path, *vouchers)
        desk.call("cancel", file, "--yes").refused("holds several vouchers", "--all")
        assert "all 3 vouchers" in desk.call("cancel", file, "--all", "--dry-run").out
        assert desk.done("cancel", file, "--all", "--yes")["digest"] == "0x" + vouchers[0].signed.digest.hex()

    def test_what_was_not_signed_together_is_not_said_to_be_cancelled(
        self, desk: Desk, collection: Collection, vouchers: list[SignedVoucher], tmp_path: Path
    ) -> None:
        alone = sign_voucher(Domain(collection.chain_id, collection.address), OWNER, vouchers[0].voucher)
        desk.call("cancel", self._file(tmp_path, *vouchers, alone), "--all", "--yes").refused(
            "vouchers.json:4", "was not signed together"
        )

    @pytest.mark.usefixtures("nothing_is_sent")
    def test_a_voucher_that_somebody_changed_since(
        self, desk: Desk, vouchers: list[SignedVoucher], tmp_path: Path
    ) -> None:
        """Its digest is one that nobody signed: to cancel that would leave the real one good."""
        changed = replace(vouchers[0], voucher=replace(vouchers[0].voucher, end_time=5))
        for whole in ([], ["--all"]):
            desk.call("cancel", self._file(tmp_path, changed), *whole, "--yes").refused("signature")

    def test_by_digest(self, desk: Desk, vouchers: list[SignedVoucher]) -> None:
        digest = "0x" + vouchers[0].digest.hex()
        desk.call("cancel", digest, "--all", "--yes").refused("--all: is for files")
        assert desk.done("cancel", digest, "--yes")["digest"] == digest

    @pytest.mark.usefixtures("nothing_is_sent")
    def test_who_did_not_sign_it_is_told(self, desk: Desk, vouchers: list[SignedVoucher], tmp_path: Path) -> None:
        file = self._file(tmp_path, vouchers[0])
        desk.by(STAFF).call("cancel", file, "--yes").refused("was signed by " + OWNER.address)

    @pytest.mark.usefixtures("nothing_is_sent")
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "claim link"),
            ("{", "is neither a voucher nor"),
            ("[" * 100_000, "claim link"),
            ('{"a":' + "[" * 50_000, "is neither a voucher nor"),
            ("{}", "missing"),
            ("\x00", "claim link"),
        ],
    )
    def test_a_file_that_holds_none(self, desk: Desk, tmp_path: Path, text: str, words: str) -> None:
        file = tmp_path / "x"
        file.write_text(text, encoding="utf-8")
        desk.call("cancel", file, "--yes").refused(words)

    def test_a_voucher_of_another_chain(self, desk: Desk, vouchers: list[SignedVoucher], tmp_path: Path) -> None:
        file = self._file(tmp_path, replace(vouchers[0], chain_id=1))
        desk.call("cancel", file, "--yes").refused("expected chain 1")


def test_a_fee_cap_is_never_passed(desk: Desk, issuer: Issuer, holder: str) -> None:
    assert desk.node
    badge_id = issuer.issue("gold", holder).badge_id
    done = desk.done("revoke", badge_id, "--yes", "--max-fee-gwei", "2.5")
    sent = desk.node.ask("eth_getTransactionByHash", done["receipt"]["transaction"])
    assert int(sent["maxFeePerGas"], 16) <= 2_500_000_000
    assert int(sent["maxPriorityFeePerGas"], 16) <= int(sent["maxFeePerGas"], 16)


def test_confirmations_are_waited_for(desk: Desk, issuer: Issuer, holder: str) -> None:
    import threading

    assert desk.node
    node = desk.node
    badge_id = issuer.issue("gold", holder).badge_id
    before = node.height()
    ended = threading.Event()

    def mine() -> None:
        while not ended.wait(0.2):
            if node.height() > before:  # only once it was sent
                node.ask("evm_mine")

    miner = threading.Thread(target=mine)
    miner.start()
    try:
        done = desk.done("revoke", badge_id, "--yes", "--confirmations", "3")
    finally:
        ended.set()
        miner.join()
    assert node.height() >= done["receipt"]["block"] + 2
