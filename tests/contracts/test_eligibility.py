"""`eligibility`: see eligibility.tree."""

from __future__ import annotations

import random

import pytest
from brownie import reverts
from conftest import DAY, NONE, YEAR, ZERO, BurnAuth, badge_id, prerequisite, requirement

SOLO, MEDAL, RACE = 1, 2, 3  # the last two come in cohorts


@pytest.fixture(scope="module", autouse=True)
def ground(create):
    create("solo", burn_auth=BurnAuth.BOTH, individual=True)
    create("medal", burn_auth=BurnAuth.BOTH)
    create("race", burn_auth=BurnAuth.BOTH, validity=5 * YEAR)


@pytest.fixture(scope="module")
def source(owner, MockSource):
    return MockSource.deploy({"from": owner})


@pytest.fixture(scope="module")
def ask(badges, holder):
    """What is met, as plain values: `ask(achievement)`."""

    def plain(achievement, to=holder) -> tuple[bool, list[int], list[int]]:
        eligible, held, witnesses = badges.eligibility(to, achievement)
        return eligible, list(held), list(witnesses)

    return plain


@pytest.fixture(scope="module")
def cohort(issue_cohort, holder):
    return lambda achievement, **times: badge_id(achievement, holder, issue_cohort(achievement, holder, **times))


@pytest.mark.parametrize("number", [0, 4, 2**48 + 1, 2**208 + 1, 2**256 - 1])
def test_refuses_an_unknown_achievement(badges, holder, number):
    with reverts(f"AchievementUnknown: {number}"):
        badges.eligibility(holder, number)


def test_is_yes_where_nothing_is_required(ask):
    assert ask(SOLO) == (True, [], [])


def test_says_of_each_requirement_how_many_count(create, ask, issue, holder):
    wanted = create(
        "wanted",
        requirements=(
            requirement(1, prerequisite(SOLO)),
            requirement(2, prerequisite(SOLO), prerequisite(MEDAL)),
            requirement(1, prerequisite(RACE)),
        ),
    )
    assert ask(wanted) == (False, [0, 0, 0], [])
    issue(SOLO, holder)
    assert ask(wanted) == (False, [1, 1, 0], [])
    issue(RACE, holder)
    assert ask(wanted) == (False, [1, 1, 1], [])
    issue(MEDAL, holder)
    assert ask(wanted) == (True, [1, 2, 1], [])


def test_finds_no_more_witnesses_than_are_needed(create, ask, cohort):
    two = create("two", requirements=(requirement(2, prerequisite(MEDAL)),))
    medals = []
    for found in ((False, [0], 0), (False, [1], 1), (True, [2], 2), (True, [2], 2)):
        assert ask(two) == (*found[:2], medals[: found[2]])
        medals.append(cohort(MEDAL))


def test_names_no_witness_where_badges_issued_one_by_one_are_enough(create, ask, issue, holder, cohort):
    one = create("one", requirements=(requirement(1, prerequisite(MEDAL)),))
    medal = cohort(MEDAL)
    assert ask(one) == (True, [1], [medal])
    issue(MEDAL, holder)
    assert ask(one) == (True, [1], [])


def test_names_no_witness_that_helps_only_where_enough_is_held(create, ask, issue, holder, cohort):
    long = prerequisite(MEDAL, held_for=YEAR)
    both = create("both", requirements=(requirement(1, prerequisite(MEDAL)), requirement(1, long)))
    issue(MEDAL, holder)
    cohort(MEDAL)
    assert ask(both) == (False, [1, 0], [])


def test_finds_one_ascending_list_for_all_requirements(create, ask, cohort, badges, issuer, holder):
    kinds = prerequisite(RACE), prerequisite(MEDAL)
    both = create("both", requirements=(requirement(1, kinds[0]), requirement(2, *kinds), requirement(1, kinds[1])))
    race, medal = cohort(RACE), cohort(MEDAL)
    assert ask(both) == (True, [1, 2, 1], [medal, race])
    badges.issueWithWitnesses.call(badge_id(both, holder), 0, 0, NONE, [medal, race], {"from": issuer})


def test_finds_no_badge_that_is_not_active_or_not_held_for_long_enough(
    badges, issuer, holder, create, ask, cohort, now, travel_to
):
    kinds = prerequisite(MEDAL, held_for=YEAR), prerequisite(RACE)
    two = create("two", requirements=(requirement(2, *kinds),))
    old = cohort(MEDAL, start=now() - YEAR + DAY)
    cohort(MEDAL)  # too young
    badges.revoke(cohort(MEDAL, start=1), {"from": issuer})
    pending = cohort(RACE, start=now() + 2 * DAY)
    cohort(RACE, start=1, end=2)  # over
    start = badges.startTime(pending)
    travel_to(badges.startTime(old) + YEAR - 1)
    assert ask(two) == (False, [0], [])
    travel_to(badges.startTime(old) + YEAR)
    assert ask(two) == (False, [1], [old])
    travel_to(start)
    assert ask(two) == (True, [2], [old, pending])
    badges.renounce(old, {"from": holder})
    assert ask(two) == (False, [1], [pending])


def test_finds_nothing_of_another_holder(create, ask, cohort, issue, holder, another_holder):
    one = create("one", requirements=(requirement(1, prerequisite(MEDAL), prerequisite(SOLO)),))
    cohort(MEDAL)
    issue(SOLO, holder)
    assert ask(one, another_holder) == (False, [0], [])


def test_asks_foreign_sources(owner, holder, create, ask, source, now):
    foreign = create("foreign", requirements=(requirement(1, prerequisite(7, source=source.address, held_for=DAY)),))
    for since, eligible in ((0, False), (now(), False), (now() - DAY, True)):
        source.hold(holder, 7, since, {"from": owner})
        assert ask(foreign) == (eligible, [int(eligible)], [])


# ───────────────────────────────────── random collections, three opinions ───────────────────────────────────


class World:
    """A random collection, and the rules of requirements written down again."""

    def __init__(self, seed: int, people: list[str], source: str, beginning: int) -> None:
        self.draw = random.Random(seed)
        self.people = people
        self.source = source
        self.beginning = beginning
        self.badges: dict[tuple[int, int, str], tuple[int, int]] = {}  # (achievement, cohort, holder): start, end
        self.foreign: dict[str, int] = {}  # holder: since when the source says so

    def times(self) -> tuple[int, int]:
        """Of all ages: some over, some to come, some for ever."""
        start = self.beginning + self.draw.choice((-3 * YEAR, -YEAR, -DAY, 30 * DAY))
        return start, self.draw.choice((0, start + YEAR // 2, self.beginning + YEAR))

    def requirements(self) -> list:
        """One to three requirements of any shape."""
        listable = [(ZERO, SOLO), (ZERO, MEDAL), (ZERO, RACE), (self.source, MEDAL)]
        found = []
        for _ in range(self.draw.randint(1, 3)):
            pairs = self.draw.sample(listable, self.draw.randint(1, 4))
            kinds = [(where, id_, self.draw.choice((0, 0, DAY, YEAR))) for where, id_ in pairs]
            most = 4 if any(kind[:2] in {(ZERO, MEDAL), (ZERO, RACE)} for kind in kinds) else len(kinds)
            found.append(requirement(self.draw.randint(1, most), *kinds))
        return found

    def active(self, holder: str, moment: int) -> dict[tuple[int, int], int]:
        """The holder's ACTIVE badges, (achievement, cohort): since."""
        return {
            (achievement, cohort): start
            for (achievement, cohort, who), (start, end) in self.badges.items()
            if who == holder and start <= moment and (end == 0 or moment < end)
        }

    def counting(self, holder: str, kinds: list, moment: int) -> int:
        """How many of the holder's badges count towards a requirement that lists these kinds."""
        active = self.active(holder, moment).items()
        total = 0
        for where, id_, held_for in kinds:
            if where == ZERO:
                total += sum(achievement == id_ and moment - since >= held_for for (achievement, _), since in active)
            elif holder in self.foreign:
                total += moment - self.foreign[holder] >= held_for
        return total


@pytest.fixture(params=range(3))
def world(request, badges, owner, issuer, accounts, issue, issue_cohort, source, now):
    """A random world, and the collection filled alike."""
    world = World(request.param, [str(account) for account in accounts[:5]], source.address, now())
    for kind in (SOLO, MEDAL):
        for person in world.draw.sample(world.people, 3):
            start, end = world.badges[kind, 0, person] = world.times()
            issue(kind, person, start=start, end=end)
    for kind in (MEDAL, RACE, MEDAL, RACE, MEDAL):
        start, end = world.times()
        end = end or start + 5 * YEAR
        members = world.draw.sample(world.people, world.draw.randint(1, 5))
        number = issue_cohort(kind, *members, start=start, end=end)
        world.badges.update({(kind, number, member): (start, end) for member in members})
    for kind, number, person in world.draw.sample(sorted(world.badges), 4):
        badges.revoke(badge_id(kind, person, number), {"from": issuer})
        del world.badges[kind, number, person]
    for person in world.draw.sample(world.people, 3):
        world.foreign[person] = world.beginning - world.draw.choice((0, YEAR))
        source.hold(person, MEDAL, world.foreign[person], {"from": owner})
    return world


def test_agrees_with_issuing_and_with_the_rules_in_random_collections(badges, issuer, create, world, now, travel_to):
    wanted = []
    for number in range(6):
        requirements = world.requirements()
        wanted.append((create(f"wanted-{number}", requirements=tuple(requirements)), requirements))
    travel_to(now() + DAY)

    answers = []
    for achievement, requirements in wanted:
        needed = [need for need, _, _ in requirements]
        listed = {id_ for _, _, kinds in requirements for where, id_, _ in kinds if where == ZERO}
        for person in world.people:
            totals = [world.counting(person, kinds, now()) for _, _, kinds in requirements]
            eligible, held, witnesses = badges.eligibility(person, achievement)
            assert eligible == all(total >= need for total, need in zip(totals, needed, strict=True))
            assert list(map(min, held, needed)) == list(map(min, totals, needed))

            everything = sorted(
                badge_id(kind, person, number)
                for kind, number in world.active(person, now())
                if number and kind in listed
            )
            for named in (list(witnesses), everything):
                request = (badge_id(achievement, person), 0, 0, NONE, named, {"from": issuer})
                if eligible:
                    badges.issueWithWitnesses.call(*request)
                    continue
                index = next(i for i, total in enumerate(totals) if total < needed[i])
                with reverts(f"RequirementUnmet: {achievement}, {index}, {needed[index]}, {totals[index]}"):
                    badges.issueWithWitnesses.call(*request)
            answers.append(eligible)
    assert min(answers.count(True), answers.count(False)) >= 3  # else the world was too kind, or too hard
