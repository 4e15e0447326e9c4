"""`issueCohort`: see issue_cohort.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, ZERO, BurnAuth, Status, badge_id, packed, prerequisite, requirement
from wallets import wallet, wallets

MOST = 1200


@pytest.fixture(scope="module")
def degree(create):
    return create("degree")


@pytest.fixture(scope="module")
def course(create):
    return create("course", validity=2 * YEAR, burn_auth=BurnAuth.BOTH)


@pytest.fixture(scope="module")
def send(badges, issuer):
    """`send(degree, 1, members)` issues; `send.call(…)` only asks whether it would."""

    def send_cohort(achievement, number, members, *, label="2026", start=0, end=0, root=NONE, by=issuer, call=False):
        door = badges.issueCohort.call if call else badges.issueCohort
        return door(achievement, number, label, start, end, root, members, {"from": by})

    send_cohort.call = lambda *args, **options: send_cohort(*args, call=True, **options)
    return send_cohort


@pytest.fixture(scope="module")
def graduates():
    return wallets(1000, 5, step=10)


def test_refuses_an_unknown_achievement(send, graduates):
    for unknown in (0, 99):
        with reverts(f"AchievementUnknown: {unknown}"):
            send.call(unknown, 1, packed(graduates))


def test_refuses_an_achievement_named_by_more_than_48_bits(send, graduates, degree):
    for alias in (degree + 2**48, degree + 2**208):
        with reverts(f"AchievementUnknown: {alias}"):
            send.call(alias, 1, packed(graduates))


def test_refuses_a_retired_achievement(badges, owner, send, graduates, degree):
    badges.retireAchievement(degree, {"from": owner})
    with reverts(f"AchievementIsRetired: {degree}"):
        send.call(degree, 1, packed(graduates))


@pytest.mark.parametrize(
    "terms",
    [{"claim_only": True}, {"burn_auth": BurnAuth.ISSUER_ONLY}, {"burn_auth": BurnAuth.NEITHER}],
    ids=["by its terms", "since only issuers end it", "since nobody ends it"],
)
def test_refuses_what_is_claim_only(create, send, graduates, terms):
    achievement = create("claimed", **terms)
    with reverts(f"ClaimOnly: {achievement}"):
        send.call(achievement, 1, packed(graduates))


def test_refuses_what_is_individual(create, send, graduates):
    achievement = create("one-by-one", individual=True)
    with reverts(f"IndividualOnly: {achievement}"):
        send.call(achievement, 1, packed(graduates))


def test_refuses_what_has_requirements_even_to_those_who_meet_them(create, send, issue, holder, degree):
    issue(degree, holder)
    master = create("master", requirements=(requirement(1, prerequisite(degree)),))
    with reverts(f"IndividualOnly: {master}"):
        send.call(master, 1, packed([holder]))


def test_refuses_whoever_is_no_issuer(send, owner, holder, stranger, dismissed_issuer, graduates, degree):
    for caller in (owner, holder, stranger, dismissed_issuer):
        with reverts(f"NotIssuer: {str(caller).lower()}, {degree}"):
            send.call(degree, 1, packed(graduates), by=caller)


def test_refuses_an_issuer_of_another_achievement(badges, owner, stranger, send, graduates, degree, course):
    badges.appointIssuer(stranger, course, {"from": owner})
    with reverts(f"NotIssuer: {str(stranger).lower()}, {degree}"):
        send.call(degree, 1, packed(graduates), by=stranger)
    send.call(course, 1, packed(graduates), by=stranger)


def test_refuses_every_number_but_the_next(send, graduates, degree):
    for number in (0, 2, 2**48, 2**256 - 1):
        with reverts(f"CohortOutOfOrder: {degree}, {number}, 1"):
            send.call(degree, number, packed(graduates))
    send(degree, 1, packed(graduates))
    for number in (0, 1, 3):
        with reverts(f"CohortOutOfOrder: {degree}, {number}, 2"):
            send.call(degree, number, packed(graduates))


def test_numbers_the_cohorts_of_each_achievement_by_themselves(badges, send, graduates, degree, course):
    for number in (1, 2, 3):
        send(degree, number, packed(graduates))
    send(course, 1, packed(graduates))
    assert badges.achievementOf(degree)["cohorts"] == 3
    assert badges.achievementOf(course)["cohorts"] == 1


@pytest.mark.parametrize("size", [0, 1, 19, 21, 39, 20 * MOST - 1, 20 * MOST + 1, 20 * (MOST + 1)])
def test_refuses_members_that_are_not_1_to_1200_addresses(send, degree, size):
    members = b"".join(bytes(packed([member])) for member in wallets(1, MOST + 2))[:size]
    with reverts(f"MembersMalformed: {size}, {20 * MOST}"):
        send.call(degree, 1, members)


@pytest.mark.parametrize(
    ("members", "position"),
    [([0, 1, 2], 0), ([0], 0), ([2, 1, 3], 1), ([1, 1, 2], 1), ([1, 3, 3], 2), ([1, 2, 0], 2), ([5, 6, 4], 2)],
    ids=["zero first", "zero alone", "swapped", "twice", "twice at the end", "zero last", "last too low"],
)
def test_refuses_members_that_do_not_ascend(send, degree, members, position):
    packed_as_given = b"".join(number.to_bytes(20, "big") for number in members)
    with reverts(f"MembersOutOfOrder: {wallet(members[position]).lower()}, {position}"):
        send.call(degree, 1, packed_as_given)


def test_takes_the_lowest_and_the_highest_address(badges, send, degree):
    ends_of_the_range = [wallet(1), wallet(2**160 - 1)]
    send(degree, 1, packed(ends_of_the_range))
    for member in ends_of_the_range:
        assert badges.ownerOf(badge_id(degree, member, 1)) == member


def test_issues_to_all_or_to_nobody(badges, send, graduates, degree):
    with reverts(f"MembersOutOfOrder: {wallet(1).lower()}, 5"):
        send(degree, 1, packed(graduates) + packed([wallet(1)]))
    assert badges.achievementOf(degree)["cohorts"] == 0
    for graduate in graduates:
        assert badges.statusOf(badge_id(degree, graduate, 1)) == Status.NONE
    with reverts(f"CohortUnknown: {degree}, 1"):
        badges.cohortOf(degree, 1)


def test_keeps_label_times_and_evidence_root(badges, send, graduates, course, now):
    start, root = now() + DAY, b"\x22" * 32
    send(course, 1, packed(graduates), label="Ärzte · 2026 “first”", start=start, end=start + YEAR, root=root)
    cohort = badges.cohortOf(course, 1)
    assert cohort["label"] == "Ärzte · 2026 “first”"
    assert (cohort["issuedAt"], cohort["startTime"], cohort["endTime"]) == (now(), start, start + YEAR)
    assert cohort["since"] == start
    assert bytes(cohort["evidenceRoot"]) == root
    assert cohort["count"] == len(graduates)


@pytest.mark.parametrize("label", ["x" * 257, "é" * 129, "x" * 5000], ids=["257", "258 in 129 letters", "5000"])
def test_refuses_a_label_of_more_than_256_bytes(send, graduates, degree, label):
    with reverts(f"LabelTooLong: {len(label.encode())}, 256"):
        send.call(degree, 1, packed(graduates), label=label)


def test_takes_a_label_of_256_bytes(badges, send, graduates, degree):
    send(degree, 1, packed(graduates), label="é" * 128)
    assert badges.cohortOf(degree, 1)["label"] == "é" * 128


def test_takes_an_occasion_without_label_or_evidence(badges, send, graduates, degree):
    send(degree, 1, packed(graduates), label="")
    cohort = badges.cohortOf(degree, 1)
    assert (cohort["label"], bytes(cohort["evidenceRoot"])) == ("", NONE)


def test_keeps_the_members_as_they_were_given(web3, badges, send, graduates, degree):
    send(degree, 1, packed(graduates))
    assert bytes(web3.eth.get_code(badges.cohortOf(degree, 1)["members"])) == b"\0" + packed(graduates)


def test_starts_now_and_ends_by_default(badges, send, graduates, degree, course, now):
    send(course, 1, packed(graduates))
    issued = now()
    send(degree, 1, packed(graduates))
    for graduate in graduates:
        ending, unending = badges.badgeOf(badge_id(course, graduate, 1)), badges.badgeOf(badge_id(degree, graduate, 1))
        assert (ending["startTime"], ending["endTime"], ending["status"]) == (issued, issued + 2 * YEAR, Status.ACTIVE)
        assert (unending["endTime"], unending["status"]) == (0, Status.ACTIVE)


@pytest.mark.parametrize("offset", [-YEAR, 0, YEAR])
def test_bounds_the_end_by_the_validity_to_the_second(send, graduates, course, now, travel_to, offset):
    travel_to(now() + DAY)
    start = now() + offset
    latest = max(now(), start) + 2 * YEAR
    send.call(course, 1, packed(graduates), start=start, end=latest)
    with reverts(f"EndTooLate: {latest + 1}, {latest}"):
        send.call(course, 1, packed(graduates), start=start, end=latest + 1)


def test_refuses_an_end_that_is_not_after_the_start(send, graduates, degree, now):
    start = now() + DAY
    for end in (start, start - 1):
        with reverts(f"EndNotAfterStart: {start}, {end}"):
            send.call(degree, 1, packed(graduates), start=start, end=end)
    send.call(degree, 1, packed(graduates), start=start, end=start + 1)


def test_issues_one_holder_several_badges_of_one_achievement(badges, send, issue, holder, degree):
    ids = [issue(degree, holder)]
    for number in (1, 2):
        send(degree, number, packed([holder]), label=f"occasion {number}")
        ids.append(badge_id(degree, holder, number))
    assert list(badges.statusesOf(ids)) == [Status.ACTIVE] * 3
    assert badges.balanceOf(holder) == 3


def test_asks_nothing_of_members_who_ended_an_earlier_badge(badges, send, holder, degree):
    send(degree, 1, packed([holder]))
    badges.renounce(badge_id(degree, holder, 1), {"from": holder})
    send(degree, 2, packed([holder]))
    statuses = badges.statusesOf([badge_id(degree, holder, number) for number in (1, 2)])
    assert list(statuses) == [Status.RENOUNCED, Status.ACTIVE]


def test_logs_the_cohort_and_four_events_for_each_member(issuer, send, graduates, course):
    receipt = send(course, 1, packed(graduates), label="Class of 2026")
    events = list(receipt.events)
    assert [event.name for event in events] == ["CohortIssued"] + [
        "Transfer",
        "Locked",
        "Issued",
        "TokenExpiryUpdated",
    ] * len(graduates)
    assert dict(events[0]) == {
        "achievementId": course,
        "number": 1,
        "issuer": issuer,
        "count": len(graduates),
        "label": "Class of 2026",
    }
    start = receipt.timestamp
    for i, graduate in enumerate(graduates):
        id_ = badge_id(course, graduate, 1)
        transfer, locked, issued, expiry = events[1 + 4 * i : 5 + 4 * i]
        assert dict(transfer) == {"from": ZERO, "to": graduate, "tokenId": id_}
        assert dict(locked) == {"tokenId": id_}
        assert dict(issued) == {"from": issuer, "to": graduate, "tokenId": id_, "burnAuth": BurnAuth.BOTH}
        assert dict(expiry) == {"tokenId": id_, "startTime": start, "endTime": start + 2 * YEAR}


def test_finds_all_of_1200_members_and_no_stranger(badges, send, degree):
    members = wallets(2**150, MOST, step=2)
    receipt = send(degree, 1, packed(members))
    assert len(receipt.logs) == 1 + 4 * MOST
    assert badges.cohortOf(degree, 1)["count"] == MOST

    # The first, the last, the middle, and some between; and the neighbours of each, none of whom is a member.
    ids = [badge_id(degree, members[i], 1) for i in (0, 1, 598, 599, 600, 601, 1198, 1199, *range(7, MOST, 60))]
    assert list(badges.statusesOf(ids)) == [Status.ACTIVE] * len(ids)
    strangers = [id_ + beside for id_ in ids for beside in (-1, 1)]
    strangers += [badge_id(degree, wallet(far_off), 1) for far_off in (0, 1, 2**160 - 1)]
    assert list(badges.statusesOf(strangers)) == [Status.NONE] * len(strangers)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 9])
def test_finds_every_member_of_a_small_cohort_and_no_neighbour(badges, send, degree, count):
    members = wallets(10, count, step=2)
    send(degree, 1, packed(members))
    around = [wallet(number) for number in range(8, 12 + 2 * count)]
    found = badges.statusesOf([badge_id(degree, whoever, 1) for whoever in around])
    assert list(found) == [Status.ACTIVE if whoever in members else Status.NONE for whoever in around]
