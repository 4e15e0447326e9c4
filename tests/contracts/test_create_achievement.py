"""`createAchievement`: see create_achievement.tree."""

from __future__ import annotations

from typing import Any

import pytest
from brownie import reverts
from conftest import YEAR, ZERO, BurnAuth, Terms, prerequisite, requirement, tier

BLOB = 24_575  # bytes that fit into a code blob beside SSTORE2's zero byte
SINGLES = list(range(1, 18))
BY_COHORT = 18
NEXT = 19


@pytest.fixture(scope="module")
def propose(badges, owner):
    """Offers terms to the contract without creating anything: `propose("slug", needed=...)`."""
    return lambda slug, **terms: badges.createAchievement.call(Terms(slug, **terms).as_tuple(), {"from": owner})


@pytest.fixture(scope="module", autouse=True)
def ground(create):
    """What all tests of this file find: 17 individual achievements, and one that may be issued by cohort."""
    for number in SINGLES:
        create(f"single-{number}", individual=True)
    create("by-cohort")


@pytest.fixture(scope="module")
def fresh(deploy):
    """A collection with nothing in it."""
    return deploy("Another issuer")


@pytest.fixture(scope="module")
def sources(owner, MockSource):
    return [MockSource.deploy({"from": owner}).address for _ in range(5)]


def frozen(value):
    """Lists as tuples, and numbers as Python's own: Brownie's compare only with their like."""
    if isinstance(value, (tuple, list)):
        return tuple(frozen(part) for part in value)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def listed(*numbers: int, **options: Any):
    return tuple(prerequisite(number, **options) for number in numbers)


# ───────────────────────────────────────────────── the door ─────────────────────────────────────────────────


def test_refuses_whoever_is_not_the_owner(badges, issuer, holder, stranger, dismissed_issuer):
    for caller in (issuer, holder, stranger, dismissed_issuer):
        with reverts(f"OwnableUnauthorizedAccount: {str(caller).lower()}"):
            badges.createAchievement(Terms("mine").as_tuple(), {"from": caller})


# ─────────────────────────────────────────────────── slug ───────────────────────────────────────────────────


@pytest.mark.parametrize("slug", ["a", "0", "-", "a-z0-9", "abcdefghijklmnopqrstuvwxyz-0123456789", "x" * 64])
def test_takes_a_sound_slug(propose, slug):
    assert propose(slug) == NEXT


@pytest.mark.parametrize("slug", ["x" * 65, "CKA", "a b", "a_b", "a.b", "a/b", "`", "{", ":", "é", "a\n", "\0", ","])
def test_refuses_an_unsound_slug(propose, slug):
    with reverts(f"SlugInvalid: {slug}"):
        propose(slug)


def test_refuses_an_empty_slug(propose):
    with reverts("SlugInvalid: "):
        propose("")


def test_refuses_a_slug_that_is_taken_even_by_a_retired_achievement(badges, owner, create, propose):
    number = create("taken")
    with reverts(f"SlugTaken: taken, {number}"):
        propose("taken")
    badges.retireAchievement(number, {"from": owner})
    with reverts(f"SlugTaken: taken, {number}"):
        propose("taken")


def test_lets_another_collection_have_the_same_slug(fresh, create, owner):
    create("taken")
    assert fresh.createAchievement.call(Terms("taken").as_tuple(), {"from": owner}) == 1


# ─────────────────────────────────────────────────── texts ──────────────────────────────────────────────────


def test_refuses_an_empty_name(propose):
    with reverts("NameMissing: "):
        propose("nameless", name="")


def test_refuses_a_tier_without_a_label(propose):
    with reverts("NameMissing: "):
        propose("ladder", tiers=(tier("Bronze"), tier("")))


def test_takes_texts_that_just_fit_into_a_blob_and_no_word_more(badges, owner, propose):
    # Six heads, lengths of five texts, and one word each for slug, name, criteria: what is left is the description's.
    fixed = 32 * (6 + 5 + 3)
    room = BLOB // 32 * 32 - fixed
    texts = {"name": "N", "criteria": "C", "skills": ()}
    badges.createAchievement(Terms("long", description="d" * room, **texts).as_tuple(), {"from": owner})
    assert badges.achievementOf(NEXT)[3][2] == "d" * room
    with reverts(f"TermsTooLong: {BLOB // 32 * 32 + 32}, {BLOB}"):
        propose("longer", description="d" * (room + 1), **texts)


def test_takes_tiers_that_just_fit_into_a_blob_and_no_word_more(badges, owner, propose):
    # The list's head, its length, an offset, the tier's two heads, the label's length, the number of requirements.
    fixed = 32 * (1 + 1 + 1 + 2 + 1 + 1)
    room = BLOB // 32 * 32 - fixed
    badges.createAchievement(Terms("long", tiers=(tier("t" * room),)).as_tuple(), {"from": owner})
    assert frozen(badges.achievementOf(NEXT)[3][11]) == (("t" * room, ()),)
    with reverts(f"TermsTooLong: {BLOB // 32 * 32 + 32}, {BLOB}"):
        propose("longer", tiers=(tier("t" * (room + 1)),))


# ─────────────────────────────────────────────── requirements ───────────────────────────────────────────────


def test_refuses_a_requirement_that_needs_nothing(propose):
    with reverts("NeededOutOfRange: 0, 2"):
        propose("free", requirements=(requirement(0, *listed(1, 2)),))


def test_refuses_a_requirement_that_lists_nothing(propose):
    for needed in (0, 1):
        with reverts(f"NeededOutOfRange: {needed}, 0"):
            propose("void", requirements=(requirement(needed),))


def test_refuses_to_need_more_than_individual_kinds_allow(propose, sources):
    kinds = (prerequisite(1), prerequisite(7, source=sources[0]))
    assert propose("both", requirements=(requirement(2, *kinds),)) == NEXT
    with reverts("NeededOutOfRange: 3, 2"):
        propose("three", requirements=(requirement(3, *kinds),))


def test_takes_any_number_where_a_kind_comes_in_cohorts(propose):
    assert propose("many", requirements=(requirement(255, *listed(1, BY_COHORT)),)) == NEXT
    with reverts("NeededOutOfRange: 0, 255"):
        propose("none", requirements=(requirement(0, *listed(1, BY_COHORT)),))


def test_looks_at_every_requirement(propose):
    with reverts("NeededOutOfRange: 2, 1"):
        propose("second", requirements=(requirement(1, *listed(1)), requirement(2, *listed(2))))


@pytest.mark.parametrize("ongoing", [False, True])
def test_takes_sixteen_prerequisites_and_no_more(propose, ongoing):
    halves = listed(*SINGLES[:8]), listed(*SINGLES[8:16])
    sixteen = (requirement(1, *halves[0], ongoing=ongoing), requirement(8, *halves[1]))
    assert propose("sixteen", requirements=sixteen) == NEXT
    with reverts("TooManyPrerequisites: 17, 16"):
        propose("seventeen", requirements=(*sixteen, requirement(1, *listed(17), ongoing=ongoing)))
    with reverts("TooManyPrerequisites: 17, 16"):
        propose("seventeen", requirements=(requirement(17, *listed(*SINGLES), ongoing=ongoing),))


def test_refuses_a_pair_twice_in_one_requirement(propose, sources):
    with reverts(f"PrerequisiteTwice: {ZERO}, 2"):
        propose("twice", requirements=(requirement(1, *listed(2, 1), prerequisite(2, held_for=YEAR)),))
    foreign = prerequisite(2, source=sources[0])
    with reverts(f"PrerequisiteTwice: {sources[0].lower()}, 2"):
        propose("twice", requirements=(requirement(1, foreign, *listed(2), foreign),))


def test_takes_one_id_from_two_sources_and_one_pair_in_two_requirements(propose, sources):
    kinds = (prerequisite(2), prerequisite(2, source=sources[0]), prerequisite(2, source=sources[1]))
    assert propose("apart", requirements=(requirement(3, *kinds), requirement(3, *kinds))) == NEXT


@pytest.mark.parametrize("number", [0, NEXT, NEXT + 1, 2**48 + 1, 2**256 - 1])
@pytest.mark.parametrize("ongoing", [False, True])
def test_refuses_a_prerequisite_that_is_not_there_yet(propose, number, ongoing):
    with reverts(f"PrerequisiteNotEarlier: {number}, {BY_COHORT}"):
        propose("early", requirements=(requirement(1, *listed(1, number), ongoing=ongoing),))


def test_refuses_any_prerequisite_in_an_empty_collection(fresh, owner):
    with reverts("PrerequisiteNotEarlier: 1, 0"):
        fresh.createAchievement.call(
            Terms("first", requirements=(requirement(1, *listed(1)),)).as_tuple(), {"from": owner}
        )


def test_refuses_an_ongoing_prerequisite_that_comes_in_cohorts(propose):
    assert propose("once", requirements=(requirement(1, *listed(BY_COHORT)),)) == NEXT
    with reverts(f"PrerequisiteNotIndividual: {BY_COHORT}"):
        propose("always", requirements=(requirement(1, *listed(1, BY_COHORT), ongoing=True),))


def test_takes_as_ongoing_what_is_individual_by_its_requirements(create, propose):
    climbed = create("climbed", requirements=(requirement(1, *listed(BY_COHORT)),))
    assert propose("always", requirements=(requirement(1, *listed(climbed), ongoing=True),)) == climbed + 1


@pytest.mark.parametrize("ongoing", [False, True])
def test_refuses_a_source_without_code(propose, stranger, ongoing):
    for source in (str(stranger), "0x" + "00" * 19 + "01"):
        with reverts(f"SourceInvalid: {source.lower()}"):
            propose("empty", requirements=(requirement(1, prerequisite(1, source=source), ongoing=ongoing),))


def test_refuses_its_own_address_as_a_source(badges, propose):
    with reverts(f"SourceInvalid: {badges.address.lower()}"):
        propose("self", requirements=(requirement(1, prerequisite(1, source=badges.address)),))


def test_takes_two_layers_of_ongoing_requirements_and_no_third(create, propose):
    first = create("first", requirements=(requirement(1, *listed(1), ongoing=True),))
    second = create("second", requirements=(requirement(1, *listed(2, first), ongoing=True),))
    with reverts("OngoingTooDeep: 3, 2"):
        propose("third", requirements=(requirement(1, *listed(3, second, 4), ongoing=True),))
    with reverts("OngoingTooDeep: 3, 2"):
        propose("third", requirements=(requirement(1, *listed(3)), requirement(1, *listed(second), ongoing=True)))
    # Asked at issue only, it does not weigh on any status; and a tier is asked by itself.
    at_issue = create("at-issue", requirements=(requirement(1, *listed(second)),))
    assert propose("beside", requirements=(requirement(1, *listed(at_issue), ongoing=True),)) == at_issue + 1
    assert propose("ladder", tiers=(tier("Top", requirement(1, *listed(second))),)) == at_issue + 1


def test_counts_a_layer_where_ongoing_requirements_rest_on_foreign_sources(create, propose, sources):
    first = create("first", requirements=(requirement(1, prerequisite(1, source=sources[0]), ongoing=True),))
    second = create("second", requirements=(requirement(1, *listed(first), ongoing=True),))
    with reverts("OngoingTooDeep: 3, 2"):
        propose("third", requirements=(requirement(1, *listed(second), ongoing=True),))


def foreign(sources, count):
    return tuple(prerequisite(number, source=source) for number, source in enumerate(sources[:count]))


def test_takes_four_foreign_sources_in_every_status_and_no_fifth(propose, sources):
    assert propose("four", requirements=(requirement(1, *foreign(sources, 4), ongoing=True),)) == NEXT
    with reverts("TooManyForeign: 5, 4"):
        propose("five", requirements=(requirement(1, *foreign(sources, 5), ongoing=True),))
    two = requirement(1, *foreign(sources, 2), ongoing=True)
    assert propose("twice-two", requirements=(two, two)) == NEXT
    with reverts("TooManyForeign: 6, 4"):
        propose("thrice-two", requirements=(two, two, two))


def test_counts_one_source_asked_for_five_things_five_times(propose, sources):
    kinds = tuple(prerequisite(number, source=sources[0]) for number in range(5))
    with reverts("TooManyForeign: 5, 4"):
        propose("five", requirements=(requirement(1, *kinds, ongoing=True),))


def test_counts_the_foreign_sources_of_all_layers(create, propose, sources):
    three = create("three", requirements=(requirement(1, *foreign(sources, 3), ongoing=True),))
    one = prerequisite(9, source=sources[4])
    four = create("four", requirements=(requirement(1, prerequisite(three), one, ongoing=True),))
    assert four == three + 1
    for requirements in (
        (requirement(1, prerequisite(three), one, prerequisite(8, source=sources[4]), ongoing=True),),
        (requirement(1, prerequisite(three), ongoing=True), requirement(1, *foreign(sources, 2), ongoing=True)),
    ):
        with reverts("TooManyForeign: 5, 4"):
            propose("five", requirements=requirements)
    with reverts("TooManyForeign: 6, 4"):
        propose("six", requirements=(requirement(1, prerequisite(three), ongoing=True),) * 2)


def test_bounds_foreign_sources_asked_at_issue_by_the_number_of_prerequisites_alone(propose, sources):
    kinds = tuple(prerequisite(number, source=sources[0]) for number in range(16))
    assert propose("at-issue", requirements=(requirement(16, *kinds),)) == NEXT
    assert propose("ladder", tiers=(tier("Top", requirement(16, *kinds)),)) == NEXT


# ─────────────────────────────────────────────────── tiers ──────────────────────────────────────────────────


def test_takes_eight_tiers_and_no_ninth(propose):
    assert propose("eight", tiers=tuple(tier(f"Tier {i}") for i in range(8))) == NEXT
    with reverts("TooManyTiers: 9, 8"):
        propose("nine", tiers=tuple(tier(f"Tier {i}") for i in range(9)))


def test_takes_sixteen_prerequisites_in_all_tiers_and_no_more(propose):
    lower, upper = requirement(8, *listed(*SINGLES[:8])), requirement(8, *listed(*SINGLES[8:16]))
    ladder = (tier("Low", lower), tier("High", upper))
    assert propose("sixteen", tiers=ladder) == NEXT
    with reverts("TooManyPrerequisites: 17, 16"):
        propose("seventeen", tiers=(*ladder, tier("Highest", requirement(1, *listed(17)))))
    # Requirements have sixteen of their own.
    assert propose("thirty-two", requirements=(lower, upper), tiers=ladder) == NEXT


def test_refuses_an_ongoing_requirement_in_a_tier(propose):
    ongoing = requirement(1, *listed(1), ongoing=True)
    with reverts("TierIsOngoing: 1"):
        propose("ladder", tiers=(tier("Low", ongoing),))
    with reverts("TierIsOngoing: 2"):
        propose("ladder", tiers=(tier("Low"), tier("High", requirement(1, *listed(1)), ongoing)))


def test_lets_a_tier_name_its_own_achievement_and_no_later_one(propose):
    years = tier("Ten years", requirement(1, prerequisite(NEXT, held_for=10 * YEAR)))
    assert propose("service", tiers=(years,)) == NEXT
    assert propose("service", individual=True, tiers=(years,)) == NEXT
    with reverts(f"PrerequisiteNotEarlier: {NEXT + 1}, {NEXT}"):
        propose("service", tiers=(tier("Later", requirement(1, *listed(NEXT + 1))),))
    with reverts(f"PrerequisiteNotEarlier: 0, {NEXT}"):
        propose("service", tiers=(tier("None", requirement(1, *listed(0))),))


def test_counts_its_own_achievement_once(propose):
    with reverts("NeededOutOfRange: 2, 1"):
        propose("service", tiers=(tier("Two", requirement(2, *listed(NEXT))),))


def test_refuses_a_kind_that_comes_in_cohorts_in_a_tier(propose):
    with reverts(f"PrerequisiteNotIndividual: {BY_COHORT}"):
        propose("ladder", tiers=(tier("Low", requirement(1, *listed(1, BY_COHORT))),))


def test_refuses_in_a_tier_what_requirements_refuse(badges, propose, stranger):
    for wrong, error in (
        (requirement(0, *listed(1)), "NeededOutOfRange: 0, 1"),
        (requirement(3, *listed(1, 2)), "NeededOutOfRange: 3, 2"),
        (requirement(1), "NeededOutOfRange: 1, 0"),
        (requirement(1, *listed(1, 1)), f"PrerequisiteTwice: {ZERO}, 1"),
        (requirement(1, *listed(1, source=str(stranger))), f"SourceInvalid: {str(stranger).lower()}"),
        (requirement(1, *listed(1, source=badges.address)), f"SourceInvalid: {badges.address.lower()}"),
    ):
        with reverts(error):
            propose("ladder", tiers=(tier("Low", requirement(1, *listed(1))), tier("High", wrong)))


# ──────────────────────────────────────────────── all is well ───────────────────────────────────────────────


def test_numbers_achievements_from_one(fresh, owner):
    assert fresh.achievementCount() == 0
    for number in (1, 2, 3):
        assert fresh.createAchievement.call(Terms(f"number-{number}").as_tuple(), {"from": owner}) == number
        fresh.createAchievement(Terms(f"number-{number}").as_tuple(), {"from": owner})
        assert fresh.achievementCount() == number


def test_gives_the_terms_back_unchanged(badges, owner, sources):
    terms = Terms(
        slug="everything-1",
        name="Größte Ehre · 栄誉",
        description='"quotes" and \\ \n and <tags>',
        criteria="",
        skills=("one", "", "three & more"),
        color=0xFFFFFF,
        validity=2**40 - 1,
        burn_auth=BurnAuth.BOTH,
        claim_only=True,
        individual=True,
        requirements=(
            requirement(2, *listed(1, 2), prerequisite(2**256 - 1, source=sources[0], held_for=2**40 - 1)),
            requirement(200, prerequisite(BY_COHORT, held_for=YEAR)),
            requirement(1, *listed(17), prerequisite(0, source=sources[1]), ongoing=True),
        ),
        tiers=(
            tier("First"),
            tier("Second", requirement(1, prerequisite(NEXT, held_for=YEAR)), requirement(1, *listed(3, 4))),
        ),
    )
    badges.createAchievement(terms.as_tuple(), {"from": owner})

    assert frozen(badges.achievementOf(NEXT)) == (NEXT, False, 0, frozen(terms.as_tuple()))


def test_gives_the_smallest_terms_back_unchanged(badges, owner):
    terms = Terms("a", name="A", description="", criteria="", skills=(), color=0)
    badges.createAchievement(terms.as_tuple(), {"from": owner})
    assert frozen(badges.achievementOf(NEXT)[3]) == ("a", "A", "", "", (), 0, 0, 1, False, False, (), ())


@pytest.mark.parametrize("burn_auth", list(BurnAuth))
@pytest.mark.parametrize("claim_only", [False, True])
def test_makes_claim_only_what_its_holder_could_not_renounce(badges, create, burn_auth, claim_only):
    terms = badges.achievementOf(create("bound", burn_auth=burn_auth, claim_only=claim_only))["terms"]
    assert terms["burnAuth"] == burn_auth
    assert terms["claimOnly"] == (claim_only or burn_auth in (BurnAuth.ISSUER_ONLY, BurnAuth.NEITHER))
    assert not terms["individual"]


@pytest.mark.parametrize("individual", [False, True])
@pytest.mark.parametrize("demanding", [False, True])
def test_makes_individual_what_has_requirements(badges, create, individual, demanding):
    requirements = (requirement(1, *listed(1)),) if demanding else ()
    # Tiers demand nothing of the one who is to be issued a badge.
    tiers = (tier("Low", requirement(1, *listed(1))),)
    terms = badges.achievementOf(create("alone", individual=individual, requirements=requirements, tiers=tiers))[
        "terms"
    ]
    assert terms["individual"] == (individual or demanding)
    assert not terms["claimOnly"]


def test_refuses_a_burn_authority_that_does_not_exist(badges, owner):
    terms = list(Terms("strange").as_tuple())
    terms[7] = 4
    with reverts():
        badges.createAchievement.call(tuple(terms), {"from": owner})


def test_finds_an_achievement_by_its_slug(badges, create):
    first, second = create("first"), create("second")
    assert (badges.achievementIdOf("first"), badges.achievementIdOf("second")) == (first, second)
    assert badges.achievementIdOf("third") == badges.achievementIdOf("") == badges.achievementIdOf("First") == 0


def test_keeps_what_was_created_when_more_follows(badges, create):
    before = frozen(badges.achievementOf(create("first", name="One", validity=YEAR)))
    create("second", name="Two", validity=2 * YEAR)
    assert frozen(badges.achievementOf(NEXT)) == before


@pytest.mark.parametrize("number", [0, NEXT, 2**48 + 1, 2**256 - 1])
def test_knows_no_achievement_that_was_not_created(badges, number):
    for read in (badges.achievementOf, badges.partsOf):
        with reverts(f"AchievementUnknown: {number}"):
            read(number)


def test_logs_one_event_and_no_more(badges, owner):
    receipt = badges.createAchievement(Terms("logged").as_tuple(), {"from": owner})
    assert [event.name for event in receipt.events] == ["AchievementCreated"]
    assert dict(receipt.events["AchievementCreated"]) == {"achievementId": NEXT, "slug": "logged"}
