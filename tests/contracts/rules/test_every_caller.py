"""The rules that never bend (SPEC section 3) against every caller, each of whom tries everything: see storm.py.

Rule by rule, for the owner, an issuer, a dismissed one, the holder, a former holder, a relayer, a stranger, a source
that calls back and a wallet that says yes to everything.
"""

from __future__ import annotations

import pytest
from brownie import web3
from conftest import ZERO, Status
from documents import document_of, picture_of
from raw_logs import raw_logs
from storm import LAPSED, LICENCE, Ground, Storm
from vouchers import Domain
from web3.exceptions import Web3Exception

pytestmark = pytest.mark.skip_coverage  # every way is taken in the tests of each function

CALLERS = [
    "the owner",
    "an issuer",
    "a dismissed issuer",
    "the holder",
    "a former holder",
    "a relayer",
    "a stranger",
    "a malicious source",
    "a malicious wallet",
]
TRANSFER = bytes.fromhex("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")
# A wallet that says yes to every signature gives its own badges up to whoever asks, and nobody else's.
WALLETS = {"wallet's guarded": Status.RENOUNCED, "wallet's medal": Status.RENOUNCED}
ENDINGS = {
    "an issuer": dict.fromkeys(("licence", "medal", "lease", "wallet's medal"), Status.REVOKED),
    "the holder": dict.fromkeys(("guarded", "licence", "title", "medal", "lent", "lapsed"), Status.RENOUNCED),
}
RENEWED = {"an issuer": {"licence", "medal", "wallet's medal"}}
OWNERS_TEXTS = {"createAchievement", "setProfile"}


@pytest.fixture(scope="module", params=CALLERS)
def storm(request, deploy, accounts, chain, now, travel_to, MockReentrant, MockHostileWallet):
    """A collection of its own for each caller, and what is left of it."""
    owner, issuer, dismissed, holder, former, relayer, stranger = accounts[:7]
    source, wallet = MockReentrant.deploy({"from": relayer}), MockHostileWallet.deploy({"from": relayer})
    badges = deploy()
    domain = Domain(chain.id, badges.address)
    ground = Ground(badges, domain, owner, issuer, dismissed, holder, former, relayer, source, wallet, now).lay()
    travel_to(badges.endTime(ground.ids["lapsed"]))
    callers = (owner, issuer, dismissed, holder, former, relayer, stranger, source, wallet)
    return Storm.rage(ground, request.param, dict(zip(CALLERS, callers, strict=True))[request.param])


def test_the_storm_reaches_what_the_caller_may_do(storm):
    """Or all that follows would hold of a caller who did nothing."""
    doors = {door for door, _ in storm.through}
    own = {
        "the owner": {
            "createAchievement",
            "retireAchievement",
            "dismissIssuer",
            "appointIssuer",
            "setProfile",
            "transferOwnership",
            "renounceOwnership",
        },
        "an issuer": {"issue", "issueCohort", "renew", "renewCohort", "revoke"},
        "the holder": {"renounce"},
        "a malicious wallet": {"renounce"},
    }
    by_signature = set() if storm.name == "a malicious wallet" else {"renounceBySignature"}  # it gave up by itself
    assert doors - {"claim"} == own.get(storm.name, set()) | by_signature | {"refresh", "cancel"}
    assert ("claim" in doors) == (storm.name == "an issuer")  # whose own voucher is good


def test_rule_1_no_badge_ever_moves(storm):
    badges = storm.ground.badges
    for name, id_ in storm.ground.ids.items():
        assert storm.after[name]["holder"] == storm.before[name]["holder"]
        if badges.exists(id_):
            assert int(badges.ownerOf(id_), 16) == id_ % 2**160
            assert badges.getApproved(id_) == ZERO
    assert not badges.isApprovedForAll(storm.ground.holder, storm.caller)
    for _, receipt in storm.through:
        for topics, _ in raw_logs(receipt):
            assert topics[0] != TRANSFER or bytes(32) in topics[1:3]  # issued or ended, never moved


def test_rule_2_nobody_ends_a_badge_but_as_its_terms_say(storm):
    ended = {name: after["status"] for name, after in storm.after.items() if after["endedAt"]}
    before = {name: was["status"] for name, was in storm.before.items() if was["endedAt"]}
    assert ended == before | WALLETS | ENDINGS.get(storm.name, {})
    for name in before:
        assert storm.after[name] == storm.before[name]  # what has ended stays so


def test_rule_3_time_only_moves_forward(storm):
    def never_last(end: int) -> int:
        return end or 2**40

    later = set()
    for name, before in storm.before.items():
        after = storm.after[name]
        for fixed in ("issuedAt", "startTime", "evidence"):
            assert after[fixed] == before[fixed]
        assert never_last(after["endTime"]) >= never_last(before["endTime"])
        if after["endTime"] != before["endTime"]:
            later.add(name)
    assert later - {"lapsed"} == RENEWED.get(storm.name, set())
    assert ("lapsed" in later) == (storm.name == "an issuer")


def test_rule_4_terms_are_fixed(storm):
    assert storm.ground.terms() == storm.terms
    assert storm.count == len(storm.terms) + (storm.name == "the owner")
    if storm.name == "the owner":  # who retired achievements, and left: no badge shows it
        for name in storm.before.keys() - WALLETS:
            assert storm.after[name] == storm.before[name]


def test_rule_5_losing_a_prerequisite_suspends_use_and_never_ownership(storm):
    badges, title = storm.ground.badges, storm.ground.ids["title"]
    expected = {"an issuer": Status.SUSPENDED, "the holder": Status.RENOUNCED}
    assert badges.statusOf(title) == expected.get(storm.name, Status.ACTIVE)
    assert badges.exists(title) == (storm.name != "the holder")
    if storm.name != "the holder":
        assert badges.ownerOf(title) == storm.ground.holder


def test_rule_6_one_predicate_opens_every_door(storm, MockGate):
    ground = storm.ground
    for achievement, name in ((LICENCE, "licence"), (LAPSED, "lapsed")):
        gate = MockGate.deploy(ground.badges, achievement, {"from": ground.relayer})
        active = ground.badges.statusOf(ground.ids[name]) == Status.ACTIVE
        asks = {"from": ground.holder.address, "to": gate.address, "data": gate.visit.encode_input(ground.ids[name])}
        assert _answers(asks) == active
        if storm.caller != ground.holder:
            assert not _answers(asks | {"from": storm.caller.address})


def test_rule_7_a_badge_needs_no_server(storm):
    badges, ids = storm.ground.badges, storm.ground.ids
    id_ = ids["bond"]  # which nobody could end
    assert "://" not in picture_of(document_of(badges.tokenURI(id_))).replace(SVG, "")


def test_rule_8_no_door_that_opened_takes_a_text_about_a_person(storm):
    texts = {
        entry["name"]
        for entry in storm.ground.badges.abi
        if entry["type"] == "function" and "string" in str(entry["inputs"])
    }
    # The owner's describe achievements and the issuer itself, a cohort's label names an occasion.
    assert {door for door, _ in storm.through} & texts <= OWNERS_TEXTS | {"issueCohort"}


def test_rule_9_nobody_can_buy_a_no(storm):
    ground = storm.ground
    truth = ground.badges.statusOf(ground.ids["lent"])
    assert truth == (Status.RENOUNCED if storm.name == "the holder" else Status.ACTIVE)
    ask = {"to": ground.badges.address, "data": ground.badges.statusOf.encode_input(ground.ids["lent"])}
    answers = {_answer({**ask, "from": storm.caller.address, "gas": gas}) for gas in range(40_000, 400_001, 30_000)}
    assert answers == ({truth} if storm.name == "the holder" else {None, truth})  # the truth, or no answer


def test_rule_10_nothing_happens_twice(storm):
    assert storm.after_again == storm.after


SVG = "http://www.w3.org/2000/svg"


def _answer(call):
    """A word as a number; None where it is refused."""
    try:
        return int.from_bytes(web3.eth.call(call), "big")
    except (Web3Exception, ValueError):
        return None


def _answers(call):
    return _answer(call) is not None
