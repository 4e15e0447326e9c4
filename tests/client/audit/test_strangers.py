"""Contracts that are no release's: each broken rule is reported under its own number, and none as kept."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.client.audit.conftest import HOLDER, Stranger, compiled, only
from tests.support import chains

from soulbadge.auditing import RuleVerdict, audit_address
from soulbadge.contract import connect
from soulbadge.deployment import deploy
from soulbadge.errors import NotBadgesError
from soulbadge.ids import badge_id

BADGE = badge_id(1, 0, HOLDER.address)
NEVER = 0
FAR = 4_000_000_000
NO_EVIDENCE = bytes(32)

Put = Callable[..., Stranger]


def _with_badge(put: Put, name: str, *arguments: object, end: int = FAR, evidence: bytes = NO_EVIDENCE) -> Stranger:
    found = put(name, *arguments)
    found.send("issue", BADGE, 1_600_000_000, end, evidence)
    return found


def test_what_behaves_and_is_no_release_is_unknown_in_every_rule_and_says_why(stranger: Put) -> None:
    report = _with_badge(stranger, "Plain").audit()
    only(report)
    assert report.badges_probed == 1
    assert not report.code.release
    assert all("no release" in finding.because for finding in report.findings)
    assert report.issuers is not None
    assert [each.account.address for each in report.issuers] == [chains.account(3).address]
    assert report.achievements[0].slug == "cka"


@pytest.mark.parametrize(
    ("name", "rule", "word"),
    [
        ("Transferable", 1, "transferFrom(address,address,uint256)"),
        ("Approvable", 1, "setApprovalForAll"),
        ("Unlocked", 1, "ERC-5192"),
        ("AdminTransfer", 1, "adminTransfer"),
        ("OwnerBurns", 2, "burn(uint256)"),
        ("RevokesWhatItMayNot", 2, "OwnerOnly"),
        ("Pausable", 2, "pause()"),
        ("Delegating", 2, "DELEGATECALL"),
        ("Destructible", 2, "SELFDESTRUCT"),
        ("Shortening", 3, "renew"),
        ("SaysYesToAll", 6, "0xffffffff"),
        ("Served", 7, "badges.example"),
        ("PictureServed", 7, "picture"),
        ("Repeating", 10, "issue"),
    ],
)
def test_a_contract_that_breaks_one_rule_is_broken_in_that_rule_alone(
    stranger: Put, name: str, rule: int, word: str
) -> None:
    report = _with_badge(stranger, name).audit()
    only(report, rule)
    assert word in report.finding(rule).because
    assert report.is_broken


@pytest.mark.parametrize(("name", "rule"), [("Forgetting", 5), ("TwoAnswers", 6), ("NeverExpires", 6)])
def test_what_shows_only_when_a_badge_has_expired_is_seen_then(stranger: Put, name: str, rule: int) -> None:
    only(_with_badge(stranger, name, end=1_600_000_001).audit(), rule)


def test_a_badge_that_once_moved_is_found_though_the_door_is_shut(stranger: Put) -> None:
    mover = _with_badge(stranger, "Mover")
    only(mover.audit())
    mover.send("rescue", BADGE, chains.account(8).address)
    report = mover.audit()
    only(report, 1)
    assert "moved from" in report.finding(1).because


@pytest.mark.parametrize(("before", "after"), [(FAR, FAR - 1), (NEVER, FAR)])
def test_an_end_that_was_once_brought_nearer_is_found(stranger: Put, before: int, after: int) -> None:
    shortened = _with_badge(stranger, "Shortened", end=before)
    shortened.send("correct", BADGE, after)
    only(shortened.audit(), 3)


def test_an_end_that_only_ever_moved_on_is_not_held_against_it(stranger: Put) -> None:
    shortened = _with_badge(stranger, "Shortened")
    shortened.send("correct", BADGE, FAR + 1)
    shortened.send("correct", BADGE, NEVER)
    only(shortened.audit())


def test_terms_that_were_rewritten_are_found(stranger: Put) -> None:
    rewriting = _with_badge(stranger, "Rewriting")
    rewriting.send("rewrite", "Pay.")
    only(rewriting.audit(), 4)


def test_evidence_that_can_be_read_is_personal_data(stranger: Put) -> None:
    legible = _with_badge(stranger, "Plain", evidence=b"Ada Lovelace, grade 1".ljust(32, b"\0"))
    report = legible.audit()
    only(report, 8)
    assert "Ada Lovelace" in report.finding(8).because


def test_a_badge_that_counts_though_its_source_says_no_is_found(stranger: Put) -> None:
    report = _with_badge(stranger, "Trusting", stranger("NeverHeld").address).audit()
    only(report, 9)
    assert [lever.achievement for lever in report.levers] == ["cka"]


def test_a_badge_issued_twice_by_its_events_is_found(stranger: Put) -> None:
    repeating = _with_badge(stranger, "Repeating")
    repeating.send("issue", BADGE, 1_600_000_000, FAR, NO_EVIDENCE)
    report = repeating.audit()
    only(report, 10)
    assert "issued again" in report.finding(10).because


def test_who_claims_to_be_a_collection_and_has_no_status_is_told_so(stranger: Put, anvil: chains.Node) -> None:
    statusless = stranger("Statusless")
    connect(anvil.url, statusless.address)  # ERC-165 alone cannot tell
    only(statusless.audit(), 6)


def test_an_upgradable_proxy_is_broken_even_for_released_code(stranger: Put, anvil: chains.Node) -> None:
    released = deploy(anvil.url, chains.account(3), "Example", "EX").address
    report = stranger("Upgradable", released).audit()
    only(report, 2)
    assert report.code.proxy == "EIP-1967"
    assert report.code.implementation == released
    assert report.finding(1).verdict is RuleVerdict.UNKNOWN


@pytest.mark.parametrize(
    "code",
    [
        "363d3d373d3d3d363d73{}5af43d82803e903d91602b57fd5bf3",  # ERC-1167
        "365f5f375f5f365f73{}5af43d5f5f3e5f3d91602a57fd5bf3",  # ERC-7511
        "3d3d3d3d363d3d37363d73{}5af43d3d93803e602a57fd5bf3",  # 0age's
    ],
)
def test_minimal_proxies_of_all_makes_are_recognised(stranger: Put, anvil: chains.Node, code: str) -> None:
    released = deploy(anvil.url, chains.account(3), "Example", "EX").address
    runtime = bytes.fromhex(code.format(released[2:]))
    creation = bytes.fromhex(f"60{len(runtime):02x}80600b6000396000f3") + runtime
    report = stranger("", code=creation).audit()
    only(report, 2)
    assert (report.code.proxy, report.code.implementation) == ("minimal proxy", released)


def test_an_account_with_a_key_that_stands_in_for_a_collection_is_broken(anvil: chains.Node) -> None:
    """EIP-7702: the code of an account is its owner's to change."""
    collection = connect(anvil.url, deploy(anvil.url, chains.account(3), "Example", "EX").address)
    account = chains.account(9).address
    anvil.ask("anvil_setCode", account, "0xef0100" + collection.address[2:].lower())
    try:
        report = audit_address(anvil.url, account)
    finally:
        anvil.ask("anvil_setCode", account, "0x")
    assert report.finding(2).verdict is RuleVerdict.BROKEN
    assert (report.code.proxy, report.code.implementation) == ("EIP-7702", collection.address)
    assert RuleVerdict.KEPT not in {finding.verdict for finding in report.findings}


def test_whoever_takes_every_call_is_not_believed_to_have_every_function(stranger: Put, anvil: chains.Node) -> None:
    anything = stranger("TakesAnything")
    with pytest.raises(NotBadgesError):
        connect(anvil.url, anything.address)
    only(anything.audit(), 1, 6)


@pytest.mark.parametrize("name", ["Endless", "Garbage"])
def test_answers_that_burn_or_mean_nothing_do_not_end_the_audit(stranger: Put, name: str) -> None:
    report = stranger(name).audit()
    assert report.finding(6).verdict is RuleVerdict.BROKEN
    assert RuleVerdict.KEPT not in {finding.verdict for finding in report.findings}
    assert report.from_json(report.to_json()) == report


def test_every_contract_of_this_folder_is_tried() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    names = {name for name in compiled() if not re.match("I[A-Z]", name)}
    assert {name for name in names if f'"{name}"' not in text} == set()
