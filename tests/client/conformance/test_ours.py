"""A collection of ours fails nothing, and departs only where the specification's table says so."""

import pytest
from tests.client.conformance.conftest import names
from tests.client.conftest import begin
from tests.support import chains
from tests.support.command_line import Desk
from web3 import Web3

from soulbadge.conformance import Conformance, Outcome, conform
from soulbadge.errors import AddressInvalidError, NoContractError, WrongChainError
from soulbadge.holder import Holder
from soulbadge.models import NO_EVIDENCE, BurnAuth, Prerequisite, Requirement, Terms, Voucher
from soulbadge.typed_data import Domain
from soulbadge.vouchers.signed import sign_voucher

DAY = 86_400

DEPARTURES = {
    "erc721.approve-by-owner",
    "erc721.operators",
    "erc721.unique-id",
    "erc5484.consent",
    "erc5484.metadata",
    "erc4906.announced",
    "erc7858.validity",
}
"""What SPEC section 4 lists under "where we depart, or choose among readings"."""

OWNER, ADA, BOB = (chains.account(number) for number in (3, 4, 5))


def history(web3: Web3) -> str:
    """Everything that can happen to a badge has happened."""
    programme = begin(web3, OWNER)
    issuer, badges = programme.issuer, programme.collection
    now = int(web3.eth.get_block("latest")["timestamp"])
    issuer.create_achievement(Terms("fin", "Finisher"))
    issuer.create_achievement(Terms("both", "Both", burn_auth=BurnAuth.Both, individual=True))
    needs = (Requirement((Prerequisite("both"),), ongoing=True),)
    issuer.create_achievement(Terms("title", "Title", requirements=needs))
    ada = Holder(badges, ADA)

    issuer.issue("both", ADA.address)
    issuer.issue("title", ADA.address)
    issuer.issue("cka", ADA.address, end=now + DAY)
    issuer.issue("cka", BOB.address, end=now + 2 * DAY)
    issuer.issue_cohort("fin", [ADA.address, BOB.address], "Class")
    by_slug = {badges.achievement(each.achievement_id).slug: each for each in badges.badges_of(ADA.address)}
    issuer.renew(badges.badges_of(BOB.address)[0].badge_id, now + 3 * DAY)
    issuer.revoke(by_slug["both"].badge_id)
    ada.renounce(by_slug["fin"].badge_id)
    voucher = Voucher(OWNER.address, by_slug["both"].badge_id, 1, 0, 0, NO_EVIDENCE, now + 9 * DAY)
    ada.claim(sign_voucher(Domain(badges.chain_id, badges.address), OWNER, voucher))
    issuer.revoke(by_slug["both"].badge_id)
    web3.provider.make_request("evm_increaseTime", [2 * DAY])  # type: ignore[arg-type]  # not a method of every node
    web3.provider.make_request("evm_mine", [])  # type: ignore[arg-type]  # the same
    return badges.address


@pytest.fixture(scope="module")
def address(anvil: chains.Node) -> str:
    return history(anvil.web3)


@pytest.fixture(scope="module")
def report(anvil: chains.Node, address: str) -> Conformance:
    return conform(anvil.url, address, chain_id=31337)


def test_nothing_fails(report: Conformance) -> None:
    assert not report.failed


def test_it_departs_where_the_specification_says_and_nowhere_else(report: Conformance) -> None:
    assert names(report, Outcome.DEPARTS) <= DEPARTURES
    assert {"erc721.operators", "erc5484.metadata", "erc4906.announced"} <= names(report, Outcome.DEPARTS)


def test_what_it_claims_is_decided(report: Conformance) -> None:
    undecided = names(report, Outcome.NOT_CHECKABLE)
    ours = ("erc165", "erc721.", "erc721-metadata", "erc5192", "erc5484", "erc7858", "erc6454", "erc4906", "erc5267")
    events_of_approvals = {"erc721.approval-event", "erc721.approval-for-all-event", "erc5192.unlocked-event"}
    assert {each for each in undecided if each.startswith(ours)} - events_of_approvals <= {"erc4906.many-event"}


def test_a_report_survives_json(report: Conformance) -> None:
    assert Conformance.from_json(report.to_json()) == report
    with pytest.raises(KeyError):
        report.of("erc0.nothing")


def test_who_asks_the_wrong_chain_or_address_is_told(anvil: chains.Node, address: str) -> None:
    with pytest.raises(WrongChainError):
        conform(anvil.url, address, chain_id=1)
    with pytest.raises(NoContractError):
        conform(anvil.url, BOB.address)
    with pytest.raises(AddressInvalidError):
        conform(anvil.url, "0x12")


def test_the_command_shows_rules_sentences_and_reasons(
    tmp_path_factory: pytest.TempPathFactory, anvil: chains.Node, address: str
) -> None:
    desk = Desk(tmp_path_factory.mktemp("desk"), anvil)
    done = desk.call("conform", address, "--token", "0x7")
    assert done.code == 0
    assert "DEPARTS" in done.out
    assert "ERC-5484" in done.out
    data = desk.done("conform", address)
    assert {each["outcome"] for each in data["results"]} == {"PASS", "DEPARTS", "NOT_CHECKABLE"}
    desk.call("conform", address, "--token", "7x").refused("--token", "'7x'")
    desk.call("conform", BOB.address).refused("no contract")


def test_a_stranger_that_answers_nothing_fails_in_one_line_each(anvil: chains.Node) -> None:
    """Code that reverts always, one that returns garbage always, one that burns all gas, one that returns a bomb."""
    codes = {
        "reverts": "60006000fd",
        "garbage": "60ff60005360206000f3",
        "burns": "5b600056",
        "bomb": "620f42406000f3",
    }
    for number, code in enumerate(codes.values()):
        where = f"0x{0xC0DE00 + number:040x}"
        anvil.ask("anvil_setCode", where, "0x" + code)
        report = conform(anvil.web3, Web3.to_checksum_address(where))
        assert "erc165.itself" in names(report, Outcome.FAIL)
        assert all(each.because for each in report.results)
