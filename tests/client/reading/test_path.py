"""The shortest path is the shortest: compared with trying everything, over catalogs that nobody would write."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.client.conftest import InProcess, Programme, begin
from tests.client.reading.conftest import somebody

from soulbadge import ids
from soulbadge.chain.blocks import Block
from soulbadge.errors import TooManyPathsError
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import NO_EVIDENCE, Achievement, Badge, BurnAuth, Prerequisite, Requirement, Status, Terms
from soulbadge.reading.path import AchievementPath, Action, PathStep, find_path
from soulbadge.reading.shortest import Demand, TooMuchWorkError, Unit, cheapest
from soulbadge.reading.standing import Standing

HOLDER = "0x" + "12" * 20
ELSEWHERE = "0x" + "34" * 20
NOW = Block(1, "0x" + "ab" * 32, 1_800_000_000)
HOUR = 3600


def a_badge(number: int, status: Status, cohort: int = 0, **facts: int) -> Badge:
    start = NOW.time + HOUR if status is Status.PENDING else NOW.time - HOUR
    known = {"start_time": start, "since": start, "end_time": 0, "award": 0, **facts}
    if status is Status.EXPIRED:
        known["end_time"] = NOW.time - 1
    return Badge(
        chain_id=1,
        collection=ELSEWHERE,
        badge_id=ids.badge_id(number, cohort, HOLDER),
        status=status,
        achievement_id=number,
        cohort=cohort,
        holder=HOLDER,
        issued_at=NOW.time - HOUR,
        start_time=known["start_time"],
        end_time=known["end_time"],
        since=known["since"],
        ended_at=NOW.time if status in (Status.REVOKED, Status.RENOUNCED) else 0,
        award=known["award"],
        burn_auth=BurnAuth.Both,
        evidence=NO_EVIDENCE,
        tier=0,
    )


def achievement(number: int, *needs: Requirement, retired: bool = False, individual: bool = True) -> Achievement:
    terms = Terms(f"a{number}", f"A{number}", requirements=needs, individual=individual or bool(needs))
    return Achievement(number, retired, 0, terms)


def of(*numbers: int, needed: int | None = None, ongoing: bool = False, held_for: int = 0) -> Requirement:
    kinds = tuple(Prerequisite(id=number, held_for=held_for) for number in numbers)
    return Requirement(kinds, len(kinds) if needed is None else needed, ongoing)


def standing(
    *every: Achievement, badges: tuple[Badge, ...] = (), foreign: Mapping[tuple[str, int], int] | None = None
) -> Standing:
    held = {each.achievement_id: tuple(b for b in badges if b.achievement_id == each.achievement_id) for each in every}
    return Standing(HOLDER, NOW, {each.achievement_id: each for each in every}, held, foreign or {})


def shape(path: AchievementPath) -> list[tuple[Action, int]]:
    return [(step.action, step.achievement_id) for step in path.steps]


# ───────────────────────────────────────── against trying everything ─────────────────────────────────


@some.composite
def catalogs(draw: some.DrawFn) -> Standing:
    """Up to seven achievements that rest on one another anyhow, and a holder with some badges."""
    count = draw(some.integers(1, 7))
    every: list[Achievement] = []
    badges: list[Badge] = []
    foreign: dict[tuple[str, int], int] = {}
    for number in range(1, count + 1):
        needs: list[Requirement] = []
        for _ in range(draw(some.integers(0, 2)) if number > 1 else 0):
            listed = draw(some.lists(some.integers(1, number - 1), min_size=1, max_size=4, unique=True))
            ongoing = draw(some.booleans()) and all(every[each - 1].terms.individual for each in listed)
            kinds = [Prerequisite(id=each, held_for=draw(some.sampled_from([0, HOUR // 2]))) for each in listed]
            if draw(some.integers(0, 5)) == 0:
                outside = draw(some.integers(1, 2))
                foreign.setdefault((ELSEWHERE, outside), draw(some.sampled_from([0, NOW.time - HOUR])))
                kinds.append(Prerequisite(id=outside, source=ELSEWHERE))
            unlimited = any(not every[each - 1].terms.individual for each in listed)
            needed = draw(some.integers(1, len(kinds) + (2 if unlimited else 0)))
            needs.append(Requirement(tuple(kinds), needed, ongoing))
        it = achievement(
            number, *needs, retired=draw(some.integers(0, 4)) == 0, individual=draw(some.booleans()) or bool(needs)
        )
        every.append(it)
        status = draw(some.sampled_from([Status.NONE] * 4 + [*Status]))
        if status is not Status.NONE:
            badge = a_badge(number, status)
            if status in (Status.ACTIVE, Status.SUSPENDED):  # which of them, its requirements say
                badge = replace(
                    badge, status=standing(*every, badges=tuple(badges), foreign=foreign).status(badge, NOW.time)
                )
            badges.append(badge)
        if not it.terms.individual and draw(some.booleans()):
            badges.append(a_badge(number, draw(some.sampled_from([Status.ACTIVE, Status.EXPIRED])), cohort=1))
    return standing(*every, badges=tuple(badges), foreign=foreign)


class Walk:
    """A holder who takes one step after the other, by the contract's rules, told here once more.

    Everything that the holder has and gets is kept, and all waiting is done.
    """

    def __init__(self, known: Standing) -> None:
        self._known = known
        self._counts: dict[object, int] = {name: int(since > 0) for name, since in known.foreign.items()}
        badges = [badge for several in known.badges.values() for badge in several]
        self._asleep = [badge for badge in badges if badge.status in (Status.SUSPENDED, Status.PENDING)]
        for badge in badges:
            if badge.status is Status.ACTIVE:
                self._gain(badge.achievement_id)
        self._wake()

    def has(self, name: object) -> bool:
        return self._counts.get(name, 0) > 0

    def take(self, step: PathStep) -> bool:
        """Whether the step is possible; it is taken then."""
        number, renews = step.achievement_id, step.action is Action.RENEW
        if step.action is Action.OBTAIN:
            self._gain((step.source, step.id))
        elif self._meets(number, ongoing=renews) and (renews or not self._known.achievements[number].retired):
            self._gain(number)
        else:
            return False
        self._wake()
        return True

    def _gain(self, name: object) -> None:
        self._counts[name] = self._counts.get(name, 0) + 1

    def _held(self, requirement: Requirement) -> int:
        names = [k.id if k.source == ZERO_ADDRESS else (k.source, k.id) for k in requirement.prerequisites]
        return sum(self._counts.get(name, 0) for name in names)

    def _meets(self, number: int, *, ongoing: bool) -> bool:
        needs = self._known.achievements[number].terms.requirements
        return all(self._held(each) >= each.needed for each in needs if each.ongoing or not ongoing)

    def _wake(self) -> None:
        while woken := [each for each in self._asleep if self._meets(each.achievement_id, ongoing=True)]:
            for badge in woken:
                self._asleep.remove(badge)
                self._gain(badge.achievement_id)


def possible(known: Standing, steps: list[PathStep], target: int) -> bool:
    """Whether these steps, one after the other, lead to the target."""
    walk = Walk(known)
    return all(walk.take(step) for step in steps) and walk.has(target)


def every_way(known: Standing, target: int, most: int) -> int | None:
    """The fewest steps that lead to the target, by trying all; None if more than `most` would be needed."""
    choices: list[PathStep] = []
    for number, it in sorted(known.achievements.items()):
        badges = known.badges.get(number, ())
        single = next((each for each in badges if not each.cohort), None)
        step = PathStep(Action.EARN, it.slug, "", number, ZERO_ADDRESS, number, 0, ())
        choices += [replace(step, action=Action.RENEW) for each in badges if each.status is Status.EXPIRED]
        if single is None or not single.exists:
            choices.append(step)
        if not it.terms.individual:
            choices += [step] * most
    choices += [
        PathStep(Action.OBTAIN, "", "", 0, source, number, 0, ())
        for (source, number), since in known.foreign.items()
        if not since
    ]
    choices.sort(key=lambda step: step.achievement_id)
    for count in range(most + 1):
        if any(possible(known, list(chosen), target) for chosen in combinations(choices, count)):
            return count
    return None


@settings(max_examples=300, deadline=None, derandomize=True)
@given(catalogs())
def test_no_way_is_shorter_than_the_path(known: Standing) -> None:
    target = max(known.achievements)
    path = find_path(known, target)
    if path.possible:
        assert possible(known, list(path.steps), target), "the path does not lead there"
        shorter = every_way(known, target, min(len(path.steps) - 1, 4)) if path.steps else None
        assert shorter is None, f"{shorter} steps are enough"
    else:
        assert not path.steps
        assert every_way(known, target, 4) is None, "there is a way"


# ──────────────────────────────────────────── by example ─────────────────────────────────────────────


def test_what_two_requirements_share_is_earned_once() -> None:
    known = standing(
        achievement(1), achievement(2), achievement(3), achievement(4, of(1, 2, needed=1), of(2, 3, needed=1))
    )
    assert shape(find_path(known, 4)) == [(Action.EARN, 2), (Action.EARN, 4)]


def test_the_cheaper_of_two_branches_is_taken_however_it_is_named() -> None:
    known = standing(
        achievement(1),
        achievement(2),
        achievement(3),
        achievement(4, of(1, 2)),
        achievement(5, of(3)),
        achievement(6, of(4, 5, needed=1)),
    )
    assert shape(find_path(known, 6)) == [(Action.EARN, 3), (Action.EARN, 5), (Action.EARN, 6)]
    held = standing(*known.achievements.values(), badges=(a_badge(1, Status.ACTIVE), a_badge(4, Status.SUSPENDED)))
    assert shape(find_path(held, 6)) == [(Action.EARN, 6)]  # nothing ongoing suspends it, so it only has to wake


def test_an_expired_badge_is_renewed_even_if_retired_and_a_revoked_one_is_claimed() -> None:
    every = achievement(1, retired=True), achievement(2), achievement(3, of(1, 2))
    known = standing(*every, badges=(a_badge(1, Status.EXPIRED), a_badge(2, Status.REVOKED, award=1)))
    assert shape(find_path(known, 3)) == [(Action.RENEW, 1), (Action.CLAIM, 2), (Action.EARN, 3)]
    finished = standing(*every, badges=(a_badge(1, Status.EXPIRED), a_badge(2, Status.REVOKED, award=2**16 - 1)))
    assert not find_path(finished, 3).possible


def test_what_is_retired_and_not_held_blocks_the_way_and_is_named() -> None:
    known = standing(achievement(1, retired=True), achievement(2, of(1)))
    path = find_path(known, 2)
    assert (path.possible, path.steps, path.retired, path.earliest) == (False, (), ("a1",), 0)
    assert path.sentences() == (f"There is no way to a2 for {HOLDER}: a1 cannot be earned any more.",)


def test_waiting_is_told_and_added_up() -> None:
    known = standing(
        achievement(1),
        achievement(2, of(1, held_for=HOUR * 3)),
        achievement(3, of(2, held_for=HOUR)),
        badges=(a_badge(1, Status.ACTIVE, end_time=NOW.time + HOUR),),
    )
    path = find_path(known, 3)
    assert shape(path) == [(Action.EARN, 2), (Action.EARN, 3)]
    assert [step.earliest - NOW.time for step in path.steps] == [2 * HOUR, 3 * HOUR]
    (wait,) = path.steps[0].waits
    assert (wait.what, wait.until, wait.renew_before) == ("a1", NOW.time + 2 * HOUR, NOW.time + HOUR)
    assert path.earliest == NOW.time + 3 * HOUR
    assert "renew a1 before" in path.sentences()[0]


def test_a_badge_whose_start_has_not_come_is_waited_for() -> None:
    known = standing(achievement(1), achievement(2, of(1)), badges=(a_badge(1, Status.PENDING),))
    assert [(step.slug, step.earliest) for step in find_path(known, 2).steps] == [("a2", NOW.time + HOUR)]
    alone = find_path(standing(achievement(1), badges=(a_badge(1, Status.PENDING),)), 1)
    assert (alone.steps, alone.earliest) == ((), NOW.time + HOUR)


def test_foreign_things_are_named_by_source_and_come_after_our_own() -> None:
    outside = Prerequisite(id=7, source=ELSEWHERE)
    one_of = Requirement((outside, Prerequisite(id=1)), 1)
    absent = {(ELSEWHERE, 7): 0}
    assert shape(find_path(standing(achievement(1), achievement(2, one_of), foreign=absent), 2))[0] == (Action.EARN, 1)
    blocked = standing(achievement(1, retired=True), achievement(2, one_of), foreign=absent)
    (first, _) = find_path(blocked, 2).steps
    assert (first.action, first.source, first.id) == (Action.OBTAIN, ELSEWHERE, 7)
    assert f"7 of {ELSEWHERE}" in find_path(blocked, 2).sentences()[0]
    # A source that cannot know since when always says now, and so never counts where it must have been held for long.
    patient = Requirement((replace(outside, held_for=HOUR),), 1)
    assert not find_path(standing(achievement(1, patient), foreign={(ELSEWHERE, 7): NOW.time}), 1).possible
    assert not find_path(standing(achievement(1, patient), foreign={(ELSEWHERE, 7): NOW.time - HOUR}), 1).steps[1:]


def test_several_badges_of_one_kind_come_from_several_cohorts() -> None:
    known = standing(
        achievement(1, individual=False), achievement(2, of(1, needed=4)), badges=(a_badge(1, Status.ACTIVE, cohort=1),)
    )
    assert shape(find_path(known, 2)) == [(Action.EARN, 1)] * 3 + [(Action.EARN, 2)]


def test_eight_of_sixteen_again_and_again_is_no_work() -> None:
    leaves = [achievement(number) for number in range(1, 17)]
    layers = [achievement(number, of(*range(1, 17), needed=8)) for number in range(17, 25)]
    path = find_path(standing(*leaves, *layers, achievement(25, of(*range(17, 25), needed=5))), 25)
    assert len(path.steps) == 8 + 5 + 1


def test_what_cannot_be_compared_in_time_is_given_up_and_not_guessed() -> None:
    units: dict[Hashable, Unit] = {number: Unit(1) for number in range(60)}
    demands = tuple(
        Demand(3, tuple((start + step * k) % 60 for k in range(7))) for start in range(60) for step in (7, 11)
    )
    units["goal"] = Unit(1, demands)
    with pytest.raises(TooMuchWorkError):
        cheapest(units, Demand(1, ("goal",)), most_work=2_000)
    assert "steps" in str(TooManyPathsError("a1", 2_000))


def test_a_path_on_a_chain_can_be_walked() -> None:
    world = InProcess()
    programme: Programme = begin(world.web3, world.signer)
    issuer, holder = programme.issuer, somebody()
    issuer.create_achievement(Terms("old", "Old"))
    issuer.create_achievement(Terms("medal", "Medal"))
    both = Requirement((Prerequisite("cka"), Prerequisite("cks")), 2, ongoing=True)
    medals = Requirement((Prerequisite("medal"), Prerequisite("old")), 2)
    issuer.create_achievement(Terms("master", "Master", requirements=(both, medals)))
    issuer.retire_achievement("old")
    issuer.issue("medal", holder)
    path = programme.collection.path("master", holder)
    assert [step.slug for step in path.steps] == ["cka", "cks", "medal", "master"]
    for step in path.steps:
        if step.slug == "medal":
            issuer.issue_cohort("medal", [holder], "Another")
        else:
            issuer.issue(step.slug, holder)
    assert programme.collection.holds(holder, "master")
    after = programme.collection.path("master", holder)
    assert (after.possible, after.steps) == (True, ())
    world.pass_time(3 * 31_557_600)
    assert [(step.action, step.slug) for step in programme.collection.path("master", holder).steps] == [
        (Action.RENEW, "cka"),
        (Action.RENEW, "cks"),
    ]
    for slug in ("cka", "cks"):
        issuer.renew(ids.badge_id(programme.collection.achievement_id(slug), 0, holder))
    assert programme.collection.holds(holder, "master")
