"""`badgesOf`: see badges_of.tree."""

from __future__ import annotations

import pytest
from conftest import DAY, ZERO, Status, badge_id, prerequisite, requirement

STEPS = 8  # four achievements, and four cohorts


@pytest.fixture(scope="module")
def held(create, issue, issue_cohort, holder, another_holder):
    """All badges of the holder, among those of another: alone and by cohort, in some achievements and not in others."""
    medal, course, _empty, title = (create(slug) for slug in ("medal", "course", "empty", "title"))
    issue(medal, holder)
    issue(course, another_holder)
    issue_cohort(medal, another_holder)
    issue_cohort(medal, holder, another_holder)
    issue_cohort(course, holder)
    issue_cohort(title, another_holder)
    issue(title, holder)
    return [
        badge_id(medal, holder),
        badge_id(medal, holder, 2),
        badge_id(course, holder, 1),
        badge_id(title, holder),
    ]


@pytest.fixture(scope="module")
def walk(badges):
    """Follows the cursor to the end; returns what was found, page by page."""

    def walk_all(who, limit):
        pages, cursor = [], 0
        while True:
            found, cursor = badges.badgesOf(who, cursor, limit)
            pages.append(list(found))
            if cursor == 0:
                return pages

    return walk_all


def test_lists_all_badges_of_a_holder_in_ascending_order(badges, holder, held):
    found, cursor = badges.badgesOf(holder, 0, 2**256 - 1)
    assert (list(found), cursor) == (held, 0)
    assert list(found) == sorted(found)


@pytest.mark.parametrize("limit", range(1, STEPS + 3))
def test_finds_the_same_in_parts_of_any_size(holder, held, walk, limit):
    pages = walk(holder, limit)
    assert [id_ for page in pages for id_ in page] == held
    assert len(pages) == -(-STEPS // limit)
    assert all(len(page) <= limit for page in pages)


def test_counts_one_step_for_each_achievement_and_each_cohort(badges, holder, held):
    kinds = [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (3, 0), (4, 0), (4, 1)]
    assert len(kinds) == STEPS
    for walked in range(STEPS):
        achievement, cohort = kinds[walked]
        found, cursor = badges.badgesOf(holder, 0, walked)
        assert cursor == achievement << 48 | cohort
        assert list(found) == [id_ for id_ in held if id_ >> 160 < cursor]
    assert badges.badgesOf(holder, 0, STEPS)[1] == 0


def test_goes_on_at_every_cursor(badges, holder, held):
    cursor = 0
    while True:
        found, following = badges.badgesOf(holder, cursor, 1)
        rest, end = badges.badgesOf(holder, cursor, 100)
        assert (list(rest), end) == ([id_ for id_ in held if id_ >> 160 >= cursor], 0)
        assert list(found) == [id_ for id_ in rest if id_ >> 160 == max(cursor, 1 << 48)]
        if following == 0:
            break
        cursor = following


def test_walks_no_step_with_a_limit_of_zero(badges, holder, held):
    for cursor in (0, 1 << 48):
        found, following = badges.badgesOf(holder, cursor, 0)
        assert (list(found), following) == ([], 1 << 48)
    found, following = badges.badgesOf(holder, 4 << 48 | 1, 0)
    assert (list(found), following) == ([], 4 << 48 | 1)


def test_finds_nothing_behind_the_end_and_never_reverts(badges, holder, held):
    for cursor in (4 << 48 | 2, 5 << 48, 1 << 96, 2**256 - 1):
        found, following = badges.badgesOf(holder, cursor, 100)
        assert (list(found), following) == ([], 0)


def test_goes_on_with_the_next_achievement_from_a_cursor_behind_the_last_cohort(badges, holder, held):
    found, following = badges.badgesOf(holder, 1 << 48 | 2**48 - 1, 100)
    assert (list(found), following) == ([id_ for id_ in held if id_ >> 208 > 1], 0)


def test_finds_nothing_of_strangers_and_of_zero(badges, stranger, held):
    for nobody in (stranger, ZERO):
        found, following = badges.badgesOf(nobody, 0, 100)
        assert (list(found), following) == ([], 0)


def test_finds_nothing_in_an_empty_collection(deploy, holder):
    found, following = deploy("An empty collection").badgesOf(holder, 0, 100)
    assert (list(found), following) == ([], 0)


def test_leaves_out_what_has_ended(badges, holder, held):
    for ended in list(held):
        badges.renounce(ended, {"from": holder})
        held = [id_ for id_ in held if id_ != ended]
        assert list(badges.badgesOf(holder, 0, 100)[0]) == held


def test_lists_what_is_pending_expired_and_suspended(badges, stranger, create, issue, now, travel_to):
    base = create("base", individual=True)
    dependent = create("dependent", requirements=(requirement(1, prerequisite(base), ongoing=True),))
    base_badge = issue(base, stranger)
    ids = [
        issue(dependent, stranger),
        issue(create("short"), stranger, end=now() + DAY),
        issue(create("late"), stranger, start=now() + 9 * DAY),
    ]
    badges.renounce(base_badge, {"from": stranger})
    travel_to(now() + DAY)
    assert list(badges.statusesOf(ids)) == [Status.SUSPENDED, Status.EXPIRED, Status.PENDING]
    assert list(badges.badgesOf(stranger, 0, 100)[0]) == ids
