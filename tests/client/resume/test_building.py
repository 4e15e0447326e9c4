"""What a résumé says, of careers on a real chain."""

import json
from dataclasses import replace

import pytest
from eth_account import Account
from tests.support import chains
from tests.support.careers import DAY, YEAR, Careers, programme

from soulbadge.chain.blocks import Block
from soulbadge.contract import Collection
from soulbadge.errors import AddressInvalidError, BlockGoneError, ValueInvalidError
from soulbadge.models import Status
from soulbadge.resume import Resume, Section, make_link, resume


def section(found: Resume, name: str) -> Section:
    (one,) = [each for person in found.people for each in person.sections if each.attester.symbol == name]
    return one


def test_badges_stand_below_their_issuer_with_status_tier_dates_occasion_and_text(ada: Careers, joined: Resume) -> None:
    (person,) = joined.people
    assert [each.attester.symbol for each in person.sections if each.entries] == ["CNCF", "WORKS", "KAGGLE"]
    works = section(joined, "WORKS")
    assert works.attester.profile == ada.employer.collection.profile()
    assert works.attester.owner == ada.boss.address
    assert [(each.slug, each.status, each.tier) for each in works.entries] == [
        ("service-kubernetes", Status.ACTIVE, "3 years"),
        ("employment", Status.ACTIVE, "3 years"),
        ("service-python", Status.EXPIRED, ""),
    ]
    medals = [(each.slug, each.occasion, each.badge.holder) for each in section(joined, "KAGGLE").entries]
    assert sorted(medals) == sorted(
        [
            ("expert", "", ada.work.address),
            ("gold", "Titanic 2026", ada.work.address),
            ("gold", "Titanic 2026", ada.home.address),
            ("silver", "House Prices 2026", ada.work.address),
        ]
    )


def test_every_entry_says_what_its_collection_says_and_nothing_else(ada: Careers, joined: Resume) -> None:
    places = {str(each.address): each for each in ada.collections}
    seen = 0
    for one in joined.people[0].sections:
        at = one.attester.block
        collection = places[one.attester.collection]
        for entry in one.entries:
            terms = collection.achievement(entry.badge.achievement_id, at).terms
            assert entry.badge == collection.badge(entry.badge.badge_id, at)
            assert (entry.slug, entry.name, entry.description) == (terms.slug, terms.name, terms.description)
            assert (entry.criteria, entry.skills) == (terms.criteria, terms.skills)
            assert entry.picture.startswith("data:image/svg+xml;base64,")
            seen += 1
        badges = [each.badge_id for holder in (ada.work, ada.home) for each in collection.badges_of(holder.address)]
        assert sorted(badges) == sorted(each.badge.badge_id for each in one.entries)
    assert seen == 4 + 3 + 4


def test_service_is_a_union_overlaps_once_and_gaps_named(ada: Careers, joined: Resume) -> None:
    works = section(joined, "WORKS").service
    (at,) = {each.block.time for each in joined.collections}
    # Employment and Kubernetes ran at the same time, Python within them: one span.
    assert [(each.start, each.end) for each in works.spans] == [(ada.start - 3 * YEAR - YEAR // 5, at)]
    assert works.seconds == at - (ada.start - 3 * YEAR - YEAR // 5)
    assert works.running
    assert works.gaps == ()
    assert joined.people[0].service.seconds == works.seconds  # certifications began within it


def test_a_gap_in_the_middle_and_one_that_goes_on_are_no_service(aside: Careers) -> None:
    someone = Account.create().address
    issuer, now = aside.employer.issuer, aside.now
    issuer.issue("service-python", someone, start=now - 300 * DAY, end=now - 250 * DAY)
    issuer.issue("employment", someone, start=now - 100 * DAY, end=now - 40 * DAY)
    found = resume([someone], [aside.employer.collection])
    service = found.people[0].service
    assert service.seconds == 110 * DAY
    assert not service.running
    spans = [(now - 300 * DAY, now - 250 * DAY), (now - 100 * DAY, now - 40 * DAY)]
    assert [(each.start, each.end) for each in service.spans] == spans
    gaps = [(now - 250 * DAY, now - 100 * DAY), (now - 40 * DAY, found.made_at)]
    assert [(each.start, each.end) for each in service.gaps] == gaps


def test_skills_say_who_attests_them_since_when_and_how_long_in_all(ada: Careers, joined: Resume) -> None:
    skills = {each.name: each for each in joined.people[0].skills}
    kubernetes = skills["kubernetes administration"]
    assert [each.name for each in kubernetes.attesters] == ["Cloud Native Computing Foundation", "Example Works"]
    assert kubernetes.active
    assert kubernetes.since == ada.start - 3 * YEAR - YEAR // 5
    assert kubernetes.service.seconds == joined.made_at - kubernetes.since  # a CKA meanwhile adds nothing
    python = skills["python"]
    assert not python.active
    assert python.service.seconds == 92 * DAY
    (medal,) = skills["machine learning"].attesters
    assert len(medal.badges) == 4


def test_spellings_that_differ_in_case_and_spaces_are_one_skill(aside: Careers) -> None:
    from soulbadge.models import Terms

    someone = Account.create().address
    for slug, spelled in (("one", "Machine  Learning "), ("two", "machine learning")):
        aside.employer.issuer.create_achievement(Terms(slug, slug, skills=(spelled,)))
        aside.employer.issuer.issue(slug, someone)
    (skill,) = resume([someone], [aside.employer.collection]).people[0].skills
    assert skill.name.casefold() == "machine learning"
    assert len(skill.attesters[0].badges) == 2


def test_ladders_say_what_stands_on_what_and_whether_it_still_must(aside: Careers) -> None:
    aside.cncf.issuer.issue("kcsa", aside.work.address)
    aside.cncf.issuer.issue("kubestronaut", aside.work.address)
    aside.club.issuer.issue("by-kubestronaut", aside.work.address)
    found = resume([aside.work.address], aside.collections, pictures=False)
    ladders = {each.slug: each for one in found.people[0].sections for each in one.ladders}
    (asked,) = ladders["cks"].rungs
    assert ([each.slug for each in asked.badges], asked.ongoing) == (["cka"], False)
    (standing,) = ladders["kubestronaut"].rungs
    assert sorted(each.slug for each in standing.badges) == ["cka", "ckad", "cks", "kcna", "kcsa"]
    assert (standing.needed, standing.ongoing) == (5, True)
    (elsewhere,) = ladders["by-kubestronaut"].rungs  # another collection's badge
    assert [(each.slug, each.status) for each in elsewhere.badges] == [("kubestronaut", Status.ACTIVE)]
    alone = resume([aside.work.address], [aside.club.collection], pictures=False)
    (unread,) = alone.people[0].sections[0].ladders[0].rungs
    assert (unread.badges, unread.elsewhere) == ((), 1)


def test_what_stands_on_a_lapsed_badge_is_suspended_and_says_so(aside: Careers) -> None:
    aside.cncf.issuer.issue("kcsa", aside.work.address, end=aside.now + DAY)
    aside.cncf.issuer.issue("kubestronaut", aside.work.address)
    aside.node.ask("evm_increaseTime", 2 * DAY)
    aside.node.ask("evm_mine")
    found = resume([aside.work.address], [aside.cncf.collection], pictures=False)
    statuses = {each.slug: each.status for each in found.people[0].sections[0].entries}
    assert statuses["kubestronaut"] is Status.SUSPENDED
    (ladder,) = [each for each in found.people[0].sections[0].ladders if each.slug == "kubestronaut"]
    assert {each.slug: each.status for each in ladder.rungs[0].badges}["kcsa"] is Status.EXPIRED


def test_within_reach_is_what_is_open_now_or_one_step_away(ada: Careers, joined: Resume) -> None:
    (title,) = section(joined, "CNCF").within_reach
    assert (title.slug, title.ready, [each.slug for each in title.steps]) == (
        "kubestronaut",
        False,
        ["kcsa", "kubestronaut"],
    )
    reach = {each.slug: each for each in section(joined, "KAGGLE").within_reach}
    assert set(reach) == {"master"}  # one wallet is an Expert, so the other's way there is nothing to tell
    assert [each.slug for each in reach["master"].steps] == ["silver", "master"]
    # In by service: one wallet lacks the CKA that the other has, and a contract joins no wallets.
    club = {each.holder: [step.source for step in each.steps[:-1]] for each in section(joined, "CLUB").within_reach}
    assert club[ada.home.address] == [ada.cncf.collection.address]
    someone = Account.create().address
    assert resume([someone], ada.collections).people[0].sections == ()  # nothing held is nothing nearly held


def test_what_every_requirement_of_is_met_is_ready(aside: Careers) -> None:
    aside.cncf.issuer.issue("kcsa", aside.work.address)
    found = resume([aside.work.address], aside.collections, pictures=False)
    assert [(each.slug, each.ready) for each in section(found, "CNCF").within_reach] == [("kubestronaut", True)]


def test_without_a_link_several_wallets_are_several_people(ada: Careers) -> None:
    found = resume([ada.work.address, ada.home.address], ada.collections, pictures=False)
    assert [each.wallets for each in found.people] == [(ada.work.address,), (ada.home.address,)]
    assert all(each.link is None for each in found.people)
    work, home = found.people
    assert {each.attester.symbol for each in work.sections if each.entries} == {"CNCF", "KAGGLE"}
    assert {each.attester.symbol for each in home.sections if each.entries} == {"WORKS", "KAGGLE"}


def test_revoked_and_renounced_badges_are_nobodys(aside: Careers) -> None:
    from soulbadge.holder import Holder

    (expert,) = [each for each in aside.kaggle.collection.badges_of(aside.work.address) if not each.cohort]
    aside.node.ask("anvil_setBalance", aside.work.address, hex(10**18))
    Holder(aside.kaggle.collection, aside.work).renounce(expert.badge_id)
    found = resume([aside.work.address], [aside.kaggle.collection], pictures=False)
    assert "expert" not in {each.slug for each in found.people[0].sections[0].entries}


def test_it_is_all_of_one_block_which_it_names(aside: Careers) -> None:
    before = aside.cncf.collection.block()
    late = Account.create().address
    aside.cncf.issuer.issue("kcna", late)
    now = resume([late], aside.collections, pictures=False)
    assert len({each.block for each in now.collections}) == 1
    assert now.made_at == now.collections[0].block.time
    then = resume([late], aside.collections, pictures=False, blocks={aside.cncf.collection.chain_id: before.number})
    assert then.people[0].sections == ()
    assert {each.block for each in then.collections} == {before}
    gone = replace(before, hash="0x" + "12" * 32)
    with pytest.raises(BlockGoneError):
        resume([late], aside.collections, blocks={aside.cncf.collection.chain_id: Block(gone.number, gone.hash, 1)})


class Reorganised(Collection):
    """A collection whose latest block, the first times that it is asked for, has just left the chain."""

    left = 2

    def block(self, number: int | None = None) -> Block:
        found = super().block(number)
        if self.left == 0:
            return found
        self.left -= 1
        return replace(found, hash="0x" + f"{self.left:02x}" * 32)


def test_a_block_that_leaves_the_chain_while_it_is_read_is_given_up_for_another(ada: Careers) -> None:
    found = ada.cncf.collection
    moving = Reorganised(found.node, found.address, found.chain_id)
    assert resume([ada.work.address], [moving], pictures=False).collections[0].block == found.block()
    moving.left = 9
    with pytest.raises(BlockGoneError):
        resume([ada.work.address], [moving], pictures=False)


def test_a_retired_achievement_is_within_nobodys_reach(aside: Careers) -> None:
    aside.cncf.issuer.issue("kcsa", aside.work.address)
    aside.cncf.issuer.retire_achievement("kubestronaut")
    assert resume([aside.work.address], [aside.cncf.collection]).people[0].sections[0].within_reach == ()


def test_over_two_chains_each_has_its_block_and_links_hold_on_both(ada: Careers) -> None:
    with chains.anvil("--chain-id", "31338") as node:
        other = programme(node.web3, ada.boss, "employer")
        start = other.collection.block().time
        other.issuer.issue("service-python", ada.work.address, start=start - 10 * DAY)
        link = make_link([ada.work, ada.home], now=ada.start)
        found = resume([ada.work.address, ada.home.address], [*ada.collections, other.collection], links=[link])
        (person,) = found.people
        assert {each.attester.chain_id for each in person.sections} == {31337, 31338}
        assert {each.block for each in found.collections} == {ada.cncf.collection.block(), other.collection.block()}
        assert found.made_at == max(each.block.time for each in found.collections)
        python = next(each for each in person.skills if each.name == "python")
        assert [each.chain_id for each in python.attesters] == [31337, 31338]
        assert 102 * DAY <= python.service.seconds < 103 * DAY


def test_it_comes_back_from_json_as_it_was(joined: Resume) -> None:
    assert Resume.from_json(json.loads(json.dumps(joined.to_json()))) == joined


def test_nobody_no_collection_and_doubles_are_refused(ada: Careers) -> None:
    work, every = ada.work.address, ada.collections
    for addresses, collections in (([], every), ([work], []), ([work, work], every), ([work], [*every, every[0]])):
        with pytest.raises(ValueInvalidError):
            resume(addresses, collections)
    with pytest.raises(ValueInvalidError, match="1 to 64, found 65"):
        resume([Account.create().address for _ in range(65)], every)
    with pytest.raises(AddressInvalidError):
        resume(["0x12"], every)
