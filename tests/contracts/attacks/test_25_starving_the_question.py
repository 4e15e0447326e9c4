"""Attack 25: starving the question.

With a capped call to a source, the same holder in the same block answered true with 460,670 gas and false with 440,670:
anyone could evict a member by paying less. So with any amount of gas there is the true answer, or none at all.
"""

from __future__ import annotations

import pytest
from conftest import NONE, Status, Terms, badge_id, prerequisite, requirement, tier
from eth_abi import decode
from eth_utils import keccak
from vouchers import Voucher

THIRSTY = 8
ALLOWANCE = 200_000
NEEDED = ALLOWANCE * 64 // 63 + 5_000
TOO_LITTLE_GAS = keccak(text="TooLittleGas(uint256,uint256)")[:4]
PLENTY = 3_000_000
TITLE, ABOVE, LADDER, DEMANDING = 1, 2, 3, 4


@pytest.fixture(scope="module")
def caller(owner, MockCaller):
    return MockCaller.deploy({"from": owner})


@pytest.fixture(scope="module")
def source(owner, holder, MockSource):
    """An honest source that the holder has something of."""
    source = MockSource.deploy({"from": owner})
    source.hold(holder, 7, 1, {"from": owner})
    return source


@pytest.fixture(scope="module", autouse=True)
def ground(create, issue, source, holder):
    """Badges that rest on the source in every way there is."""
    foreign = requirement(1, prerequisite(7, source=source.address))
    create("title", requirements=(requirement(1, prerequisite(7, source=source.address), ongoing=True),))
    create("above", requirements=(requirement(1, prerequisite(TITLE), ongoing=True),))
    create("ladder", tiers=(tier("Low", foreign),))
    create("demanding", requirements=(foreign,))
    for achievement in (TITLE, ABOVE, LADDER):
        issue(achievement, holder)


@pytest.fixture(scope="module")
def thirst(owner, source, badges, holder, ground):
    """The source takes as long as it possibly may: with one more word, its answer would not come in time."""

    def answers(words) -> bool:
        source.behave(THIRSTY, words, {"from": owner})
        return badges.statusOf(badge_id(TITLE, holder)) == Status.ACTIVE

    low, high = 8_000, 10_000
    assert answers(low)
    assert not answers(high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if answers(middle) else (low, middle)
    assert answers(low)
    return low


QUESTIONS = {
    "statusOf": lambda badges, holder: badges.statusOf.encode_input(badge_id(TITLE, holder)),
    "statusOf, two layers": lambda badges, holder: badges.statusOf.encode_input(badge_id(ABOVE, holder)),
    "statusesOf": lambda badges, holder: badges.statusesOf.encode_input([badge_id(TITLE, holder)]),
    "badgeOf": lambda badges, holder: badges.badgeOf.encode_input(badge_id(TITLE, holder)),
    "holds": lambda badges, holder: badges.holds.encode_input(holder, ABOVE),
    "tierOf": lambda badges, holder: badges.tierOf.encode_input(badge_id(LADDER, holder)),
    "eligibility": lambda badges, holder: badges.eligibility.encode_input(holder, DEMANDING),
}


def ask(caller, badges, question, amounts) -> list[tuple[int, bytes, bool]]:
    """Each amount of gas with what came back: the answer, or the error."""
    answers, done = caller.ask(badges.address, question, amounts.start, amounts.stop - 1, amounts.step)
    return list(zip(amounts, map(bytes, answers), done, strict=True))


@pytest.mark.parametrize("name", QUESTIONS)
def test_gives_the_true_answer_or_none_whatever_the_gas(caller, badges, holder, thirst, name):
    assert thirst
    question = QUESTIONS[name](badges, holder)
    [(_, truth, done)] = ask(caller, badges, question, range(PLENTY, PLENTY + 1))
    assert done

    coarse = ask(caller, badges, question, range(20_000, 500_000, 10_000))
    enough = next(gas for gas, _, done in coarse if done)
    fine = ask(caller, badges, question, range(enough - 11_000, enough + 1_000, 100))
    for _, answer, done in coarse + fine:
        if done:
            assert answer == truth
        else:
            assert answer[:4] in {b"", TOO_LITTLE_GAS}
    assert {done for _, _, done in coarse} == {done for _, _, done in fine} == {True, False}
    assert any(answer[:4] == TOO_LITTLE_GAS for _, answer, _ in coarse)


def test_says_how_much_was_there_and_how_much_is_needed(caller, badges, holder, thirst):
    assert thirst
    starved = ask(caller, badges, QUESTIONS["statusOf"](badges, holder), range(150_000, 200_000, 10_000))
    for gas, answer, done in starved:
        available, needed = decode(["uint256", "uint256"], answer[4:])
        assert not done
        assert needed == NEEDED
        assert available < min(gas, needed)


@pytest.mark.parametrize("door", ["issue", "claim"])
def test_never_refuses_a_requirement_for_lack_of_gas(badges, domain, web3, issuer, holder, thirst, door):
    assert thirst
    wanted = badge_id(DEMANDING, holder)
    if door == "issue":
        sender, message = issuer, badges.issue.encode_input(wanted, 0, 0, NONE)
    else:
        sender, message = holder, badges.claim.encode_input(*domain.request(Voucher(issuer, wanted)))
    request = {"to": badges.address, "from": sender.address, "data": message}

    def comes_through(gas) -> bool:
        try:
            web3.eth.call({**request, "gas": gas})
        except ValueError as refusal:
            assert "outofgas" in str(refusal).lower().replace(" ", "") or TOO_LITTLE_GAS.hex() in str(refusal)  # noqa: PT017
            return False
        return True

    outcomes = [comes_through(gas) for gas in (*range(40_000, 400_000, 24_000), *range(230_000, 260_000, 2_000))]
    assert set(outcomes) == {True, False}


def test_is_a_no_only_where_the_source_had_all_it_may_spend(badges, owner, holder, source, thirst):
    source.behave(THIRSTY, thirst + 1, {"from": owner})
    assert badges.statusOf(badge_id(TITLE, holder)) == Status.SUSPENDED
    source.behave(THIRSTY, thirst, {"from": owner})
    assert badges.statusOf(badge_id(TITLE, holder)) == Status.ACTIVE


def test_leaves_a_member_in_whatever_a_stranger_pays(caller, badges, holder, thirst):
    """The attack itself: two asks about one holder in one block, the second one poor."""
    assert thirst
    question = QUESTIONS["statusOf"](badges, holder)
    poor, rich = ask(caller, badges, question, range(200_000, 400_001, 200_000))
    assert (rich[2], int.from_bytes(rich[1], "big")) == (True, Status.ACTIVE)
    assert (poor[2], poor[1][:4]) == (False, TOO_LITTLE_GAS)


# ───────────────────────────────────── another collection as the source ─────────────────────────────────────


SHAPES = {
    # middles, bases under each, further requirements of each that are asked at issue only; whether it is vouched for
    "two layers of one": (1, 1, 0, True),
    "long terms": (1, 1, 15, True),
    "one middle, full": (1, 16, 0, True),
    "as deep as is vouched for": (2, 12, 0, True),
    "as wide as is vouched for": (8, 1, 0, True),
    "too deep": (2, 16, 0, False),
    "far too deep": (3, 16, 0, False),
    "too wide": (16, 1, 0, False),
    "too wide, with the longest of terms": (16, 1, 15, False),
}


@pytest.fixture(params=SHAPES.values(), ids=SHAPES)
def far(request, owner, holder, caller, companions, Badges):
    """Another collection, and the number of a title in it that the holder has, resting on others in this shape."""
    middles, width, further, vouched = request.param
    badges = Badges.deploy("Far away", "FAR", caller, ("", "", ""), *companions, {"from": owner})
    messages = [badges.appointIssuer.encode_input(caller, 0)]
    count = 0

    def make(*requirements: tuple) -> int:
        nonlocal count
        count += 1
        text = {"name": "n", "description": "", "criteria": "", "skills": ()}
        terms = Terms(f"n-{count}", individual=True, requirements=requirements, **text)
        messages.append(badges.createAchievement.encode_input(terms.as_tuple()))
        messages.append(badges.issue.encode_input(badge_id(count, holder), 0, 0, NONE))
        return count

    def resting(*kinds: int) -> tuple:
        return requirement(len(kinds), *map(prerequisite, kinds), ongoing=True)

    bases = [make() for _ in range(max(middles * width, further))]
    at_issue = [requirement(1, prerequisite(base)) for base in bases[:further]]
    between = [make(*at_issue, resting(*bases[n * width : (n + 1) * width])) for n in range(middles)]
    title = make(resting(*between))
    caller.send(badges, messages, {"from": owner})
    assert badges.statusOf(badge_id(title, holder)) == Status.ACTIVE
    return badges, title, vouched


def test_hears_the_same_from_another_collection_whatever_was_looked_at_before(caller, badges, holder, create, far):
    """The answer must not hang on which of the other's slots have been looked at before in the transaction."""
    collection, title, _ = far
    member = create("member", requirements=(requirement(1, prerequisite(title << 48, source=collection.address)),))
    question = badges.eligibility.encode_input(holder, member)
    warming = collection.statusOf.encode_input(badge_id(title, holder))
    before, _, after = caller.askInTurn([badges, collection, badges], [question, warming, question])
    assert before == after


def test_vouches_for_nothing_that_might_take_more_than_the_allowance(caller, holder, far):
    collection, title, vouched = far
    gas, answer = caller.cost(collection.address, collection.heldSince.encode_input(holder, title << 48))
    assert (int.from_bytes(bytes(answer), "big") != 0) == vouched
    assert gas < ALLOWANCE * 9 // 10
