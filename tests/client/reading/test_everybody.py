"""Who holds what, from events and cohorts; and events from nodes that give only so much at once."""

import re
from typing import Any

import pytest
from eth_account import Account
from tests.client.conftest import Programme, begin
from tests.client.reading.conftest import Scene, somebody
from tests.client.reading.proxies import Request, proxy
from tests.support import chains

from soulbadge import ids
from soulbadge.contract import connect
from soulbadge.errors import AchievementNotFoundError, LogsMissingError, NodeError, UnreachableError, ValueInvalidError
from soulbadge.holder import Holder
from soulbadge.models import Status
from soulbadge.reading.events import deployment_block
from soulbadge.reading.history import Happening
from soulbadge.reading.holders import Holding

TOO_MANY_BLOCKS = [
    {"code": -32005, "message": "query returned more than 10000 results"},
    {"code": -32602, "message": "eth_getLogs and eth_newFilter are limited to a 10,000 blocks range"},
    {"code": -32600, "message": "You can make eth_getLogs requests with up to a 500 block range."},
    {"code": -32000, "message": "exceed maximum block range: 5000"},
    {"code": -32005, "message": "Log response size exceeded.", "data": {"from": "0x1", "to": "0x2", "limit": 10000}},
    {"code": -32701, "message": "Please specify an address in your request or, to remove restrictions, order a node"},
    {"code": -32002, "message": "request timed out"},
    {"code": 35, "message": "ranges over 10000 blocks are not supported on freetier"},
]


def width(request: Request) -> int:
    asked = request["params"][0]
    return int(asked["toBlock"], 16) - int(asked["fromBlock"], 16) + 1


def limited(scene: Scene, blocks: int, error: dict[str, Any]) -> None:
    def answer(request: Request) -> Request | None:
        return {"error": error} if request["method"] == "eth_getLogs" and width(request) > blocks else None

    scene.proxy.answer = answer


def spread(scene: Scene) -> list[Holding]:
    """Medals issued one by one and in cohorts, far apart."""
    issuer, node = scene.programme.issuer, scene.node
    found: list[Holding] = []
    for number in range(1, 4):
        found.append(Holding(one := somebody(), issuer.issue("medal", one).badge_id, Status.ACTIVE))
        node.ask("anvil_mine", hex(60))
        members = [somebody() for _ in range(4)]
        issuer.issue_cohort("medal", members, f"Occasion {number}")
        found += [Holding(each, ids.badge_id(3, number, each), Status.ACTIVE) for each in members]
        node.ask("anvil_mine", hex(60))
    return sorted(found, key=lambda each: each.badge_id)


@pytest.mark.parametrize("error", TOO_MANY_BLOCKS, ids=lambda error: re.sub(r"\W+", "-", str(error["message"]))[:40])
def test_holders_are_found_whatever_words_refuse_a_range(scene: Scene, error: dict[str, Any]) -> None:
    expected = spread(scene)
    limited(scene, 25, error)
    assert scene.connect().holders("medal") == expected
    granted = [each for each in scene.proxy.posts if isinstance(each, dict) and each["method"] == "eth_getLogs"]
    assert max(width(each) for each in granted[10:]) <= 60
    assert len(granted) < 60, f"{len(granted)} questions for 400 blocks in parts of 25"


def test_holders_are_found_where_the_number_of_logs_is_limited(scene: Scene) -> None:
    expected = spread(scene)

    def answer(request: Request) -> Request | None:
        if request["method"] != "eth_getLogs":
            return None
        found: list[Any] = scene.node.ask("eth_getLogs", *request["params"])
        if len(found) > 4:
            return {"error": {"code": -32005, "message": "query returned more than 4 results"}}
        return {"result": found}

    scene.proxy.answer = answer
    assert scene.connect().holders("medal") == expected


@pytest.mark.parametrize("status", [413, 503])
def test_holders_are_found_where_a_large_answer_breaks_off_by_http(scene: Scene, status: int) -> None:
    expected = spread(scene)[:1]

    def broken(posted: Any) -> int:  # noqa: ANN401 (JSON)
        large = isinstance(posted, dict) and posted["method"] == "eth_getLogs" and width(posted) > 200
        return status if large else 200

    scene.proxy.status = broken
    assert scene.connect().holders("medal")[0] == expected[0]


def test_a_busy_node_is_waited_for_and_not_asked_for_less(scene: Scene) -> None:
    expected = spread(scene)
    errors = iter([{"code": -32005, "message": "daily request count exceeded, request rate limited"}] * 2)

    def busy(request: Request) -> Request | None:
        error = next(errors, None) if request["method"] == "eth_getLogs" else None
        return {"error": error} if error else None

    scene.proxy.answer = busy
    assert scene.connect().holders("medal") == expected
    asked = [each for each in scene.proxy.posts if isinstance(each, dict) and each["method"] == "eth_getLogs"]
    assert len(asked) == 3
    assert len({width(each) for each in asked}) == 1


def test_a_round_number_of_logs_is_not_believed_at_once(scene: Scene) -> None:
    """A node that cuts its answers at 1,000 without a word loses nobody."""
    issuer = scene.programme.issuer
    members = [f"0x{number:040x}" for number in range(1, 1_005)]
    issuer.issue_cohort("medal", members[:502], "A")
    issuer.issue_cohort("medal", members[502:], "B")

    def cutting(request: Request) -> Request | None:
        return (
            {"result": scene.node.ask("eth_getLogs", *request["params"])[:1_000]}
            if request["method"] == "eth_getLogs"
            else None
        )

    scene.proxy.answer = cutting
    assert len(scene.connect().holders("medal")) == 1_004


def test_a_node_that_leaves_out_logs_is_found_out_by_the_cohorts(scene: Scene) -> None:
    spread(scene)

    def forgetful(request: Request) -> Request | None:
        return (
            {"result": scene.node.ask("eth_getLogs", *request["params"])[3:]}
            if request["method"] == "eth_getLogs"
            else None
        )

    scene.proxy.answer = forgetful
    collection = scene.connect()
    for read in (lambda: collection.holders("medal"), lambda: collection.expiring(10_000), collection.issued):
        with pytest.raises(LogsMissingError, match=r"of 4 badges of cohort 1 of achievement 3"):
            read()


def test_a_node_that_refuses_even_one_block_is_told_in_its_words(scene: Scene) -> None:
    limited(scene, 0, {"code": -32000, "message": "pruned history unavailable"})
    with pytest.raises(LogsMissingError, match="pruned history unavailable"):
        scene.connect().holders("medal")
    limited(scene, 0, {"code": -32601, "message": "Method not found"})
    with pytest.raises(NodeError, match="Method not found"):
        scene.connect().holders("medal")


def test_an_endpoint_without_logs_is_not_asked_in_halves(scene: Scene) -> None:
    scene.proxy.status = lambda posted: 403 if "eth_getLogs" in str(posted) else 200
    with pytest.raises(UnreachableError, match="403"):
        scene.connect().holders("medal")
    assert scene.proxy.count("eth_getLogs") <= 3  # web3's own retries


def test_where_old_states_are_gone_the_events_are_read_from_further_back(scene: Scene) -> None:
    expected = spread(scene)
    collection = scene.connect()
    born = deployment_block(collection.node, collection.address, collection.block())

    def pruned(request: Request) -> Request | None:
        where = request["params"][-1]
        if request["method"] != "eth_getCode" or not isinstance(where, str) or int(where, 16) >= born + 20:
            return None
        return {"error": {"code": -32000, "message": "missing trie node"}}

    scene.proxy.answer = pruned
    assert collection.holders("medal") == expected


def test_events_are_read_from_the_deployment_on_which_is_found_in_few_requests() -> None:
    with chains.anvil() as node:
        node.ask("anvil_mine", hex(300))
        address = begin(node.web3, chains.account(0)).collection.address
        for _ in range(6):
            node.ask("anvil_mine", hex(200))
        with proxy(node.url) as between:
            collection = connect(between.url, address)
            between.posts.clear()
            number = deployment_block(collection.node, address, collection.block())
            assert len(between.posts) <= 6
            assert node.ask("eth_getCode", address, hex(number)) != "0x"
            assert node.ask("eth_getCode", address, hex(number - 1)) == "0x"
            collection.issued()
            between.posts.clear()
            collection.issued()
            assert between.count("eth_getCode") == 0, "a deployment so long ago is remembered"
            (asked,) = [each for each in between.posts if isinstance(each, dict) and each["method"] == "eth_getLogs"]
            assert asked["params"][0]["fromBlock"] == hex(number)


def test_every_status_is_listed_and_can_be_chosen(scene: Scene) -> None:
    programme, node = scene.programme, scene.node
    leaver = chains.account(3)
    now = programme.collection.node.timestamp()
    member = somebody()
    programme.issuer.issue_cohort("medal", [member, leaver.address], "A")
    Holder(programme.collection, leaver).renounce(ids.badge_id(3, 1, leaver.address))
    node.ask("evm_increaseTime", 2_000)
    node.ask("anvil_mine", "0x1")
    active, pending = somebody(), somebody()
    programme.issuer.issue("medal", active)
    programme.issuer.issue("medal", pending, start=now + 9_000)
    collection = scene.connect()
    found = {each.holder: each.status for each in collection.holders("medal")}
    assert found == {member: Status.EXPIRED, active: Status.ACTIVE, pending: Status.PENDING}
    (ended,) = collection.holders("medal", statuses=[Status.RENOUNCED])
    assert (ended.holder, ended.cohort) == (leaver.address, 1)
    assert [each.holder for each in collection.holders(3, statuses={Status.ACTIVE})] == [active]
    assert collection.holders("medal", statuses=[]) == []
    assert len(collection.issued("medal")) == 4
    assert collection.holders("cks") == []
    for unknown in ("gold", 99):
        with pytest.raises(AchievementNotFoundError, match="medal"):
            collection.holders(unknown)


def test_what_lapses_soon_is_listed_by_its_end(scene: Scene) -> None:
    programme, node = scene.programme, scene.node
    issuer = programme.issuer
    now = programme.collection.node.timestamp()
    members = sorted((somebody() for _ in range(3)), key=lambda each: int(each, 16))
    issuer.issue_cohort("medal", members, "A", end=now + 300)
    soon = issuer.issue("cka", somebody(), end=now + 200).badge_id
    issuer.issue("cka", somebody(), end=now + 4_000)
    renewed = issuer.issue("cka", somebody(), end=now + 250).badge_id
    issuer.renew(renewed, now + 5_000)
    issuer.renew(ids.badge_id(3, 1, members[0]), now + 900)  # alone, so it departs from its cohort
    gone = issuer.issue("pass", somebody(), end=now + 260).badge_id
    issuer.revoke(gone)
    lapsed = issuer.issue("cka", somebody(), end=now + 100).badge_id
    node.ask("evm_setNextBlockTimestamp", now + 120)
    node.ask("anvil_mine", "0x1")
    collection = scene.connect()
    cohort = [ids.badge_id(3, 1, each) for each in members]
    assert [each.badge_id for each in collection.expiring(600)] == [soon, *cohort[1:]]
    assert [each.badge_id for each in collection.expiring(600, "medal")] == cohort[1:]
    assert [each.badge_id for each in collection.expiring(800)] == [soon, *cohort[1:], cohort[0]]
    assert collection.expiring(0) == []
    assert lapsed not in [each.badge_id for each in collection.expiring(10_000)]
    assert all(each.end_time > now + 120 for each in collection.expiring(10_000))
    with pytest.raises(ValueInvalidError):
        collection.expiring(-1)


def test_a_renewed_cohort_lapses_when_it_now_does(scene: Scene) -> None:
    issuer = scene.programme.issuer
    now = scene.programme.collection.node.timestamp()
    members = [somebody() for _ in range(3)]
    issuer.issue_cohort("medal", members, "A", end=now + 300)
    issuer.renew_cohort("medal", 1, now + 800)
    collection = scene.connect()
    assert collection.expiring(500, "medal") == []
    assert len(collection.expiring(800, "medal")) == 3


def test_a_badge_tells_its_history(scene: Scene) -> None:
    programme, collection = scene.programme, scene.connect()
    holder = chains.account(4)
    now = programme.collection.node.timestamp()
    badge_id = programme.issuer.issue("medal", holder.address, end=now + 500).badge_id
    other = programme.issuer.issue("medal", somebody(), end=now + 500).badge_id
    renewal = programme.issuer.renew(badge_id, now + 700)
    end = Holder(collection, holder).renounce(badge_id)
    issue, renew, leave = collection.history(badge_id)
    signer = programme.signer.address
    assert (issue.happening, issue.by, issue.end_time) == (Happening.ISSUED, signer, now + 500)
    assert (renew.happening, renew.end_time, renew.transaction) == (Happening.RENEWED, now + 700, renewal.transaction)
    assert (leave.happening, leave.by, leave.block) == (Happening.RENOUNCED, holder.address, end.block)
    headers = [collection.node.block(each.block) for each in (issue, renew, leave)]
    assert [each.time for each in (issue, renew, leave)] == [int(each["timestamp"], 16) for each in headers]
    assert [each.happening for each in collection.history(other)] == [Happening.ISSUED]
    assert collection.history(ids.badge_id(3, 0, somebody())) == []


def test_a_member_of_a_cohort_has_a_history_too(scene: Scene) -> None:
    programme = scene.programme
    member = somebody()
    programme.issuer.issue_cohort("pass", [member, somebody()], "A")
    badge_id = ids.badge_id(4, 1, member)
    programme.issuer.revoke(badge_id)
    found = scene.connect().history(badge_id)
    assert [each.happening for each in found] == [Happening.ISSUED, Happening.REVOKED]
    assert {each.by for each in found} == {programme.signer.address}


def test_present_issuers_are_listed_with_what_they_may_issue(scene: Scene) -> None:
    issuer, collection = scene.programme.issuer, scene.connect()
    clerk, teacher, gone = (str(Account.create().address) for _ in range(3))
    for achievement in ("medal", "cka"):
        issuer.appoint_issuer(clerk, achievement)
    issuer.appoint_issuer(gone, "cka")
    issuer.appoint_issuer(gone)
    issuer.dismiss_issuer(gone)
    issuer.appoint_issuer(teacher, "pass")
    issuer.appoint_issuer(teacher)
    found = {each.account: (each.everything, each.achievements) for each in collection.issuers()}
    assert found == {
        scene.programme.signer.address: (True, ()),
        clerk: (False, (1, 3)),
        teacher: (True, ()),
    }


def test_events_are_read_in_process_too(programme: Programme, holder: str) -> None:
    receipt = programme.issuer.issue("cka", holder)
    found = programme.collection.holders("cka", statuses=[Status.ACTIVE])
    assert receipt.badge_id in [each.badge_id for each in found]
    assert [each.block for each in programme.collection.history(receipt.badge_id)] == [receipt.block]
    assert programme.collection.issuers()[0].everything
