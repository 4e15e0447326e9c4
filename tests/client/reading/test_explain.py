"""What is missing, and what expires before what: what was foretold comes true on the chain."""

import json
from dataclasses import dataclass

import pytest
from tests.client.conftest import InProcess, Programme, begin
from tests.client.reading.conftest import somebody

from soulbadge import ids
from soulbadge.chain.artifacts import artifact
from soulbadge.contract import connect
from soulbadge.deployment import deploy
from soulbadge.errors import AchievementNotFoundError, AddressInvalidError, RequirementUnmetError
from soulbadge.issuer import Issuer
from soulbadge.models import BurnAuth, Prerequisite, Requirement, Status, Terms
from soulbadge.reading.explain import Explanation

DAY = 86_400


@dataclass
class Ladder:
    """`base` runs 100 days, `other` 50; `title` rests on both, `crown` on the title; `expert` asks for time."""

    world: InProcess
    programme: Programme

    def explain(self, slug: str, holder: str) -> Explanation:
        return self.programme.collection.explain(slug, holder)

    def badge_id(self, slug: str, holder: str) -> int:
        return ids.badge_id(self.programme.collection.achievement_id(slug), 0, holder)

    def status(self, slug: str, holder: str) -> Status:
        return self.programme.collection.status_of(self.badge_id(slug, holder))

    def pass_until(self, time: int) -> None:
        self.world.pass_time(time - self.world.now() - 1)
        while self.world.now() < time:
            self.world.tester.mine_block()


@pytest.fixture(scope="module")
def ladder() -> Ladder:
    world = InProcess()
    programme = begin(world.web3, world.signer)
    create = programme.issuer.create_achievement
    create(Terms("base", "Base", validity=100 * DAY, individual=True, burn_auth=BurnAuth.Both))
    create(Terms("other", "Other", validity=50 * DAY, individual=True))
    create(Terms("medal", "Medal", validity=20 * DAY))
    both = Requirement((Prerequisite("base"), Prerequisite("other")), 2, ongoing=True)
    create(Terms("title", "Title", requirements=(both,)))
    create(Terms("crown", "Crown", requirements=(Requirement((Prerequisite("title"),), ongoing=True),)))
    patient = Requirement((Prerequisite("base", held_for=30 * DAY), Prerequisite("medal")), 1)
    create(Terms("expert", "Expert", requirements=(patient,)))
    return Ladder(world, programme)


def text(explanation: Explanation) -> str:
    return "\n".join(explanation.sentences())


def test_what_nobody_has_anything_of_is_all_missing(ladder: Ladder, holder: str) -> None:
    found = ladder.explain("title", holder)
    assert (found.issuable, found.claimable, found.is_active, found.badges, found.suspensions) == (False,) * 3 + (
        (),
        (),
    )
    (requirement,) = found.requirements
    assert (requirement.needed, requirement.held, requirement.met_from, requirement.ongoing) == (2, 0, 0, True)
    assert [kind.slug for kind in requirement.prerequisites] == ["base", "other"]
    assert "base is missing and other is missing" in text(found)
    with pytest.raises(RequirementUnmetError):
        ladder.programme.issuer.issue("title", holder)


def test_what_is_there_counts_and_what_is_not_is_told(ladder: Ladder, holder: str) -> None:
    ladder.programme.issuer.issue("base", holder)
    (requirement,) = ladder.explain("title", holder).requirements
    assert (requirement.held, requirement.is_met) == (1, False)
    base, other = requirement.prerequisites
    assert (base.counts, other.counts) == (1, 0)
    assert base.badges[0].status is Status.ACTIVE
    assert other.badges == ()


def test_when_a_title_will_be_suspended_is_foretold_and_what_prevents_it(ladder: Ladder, holder: str) -> None:
    issuer = ladder.programme.issuer
    issuer.issue("base", holder)
    issuer.issue("other", holder)
    before = ladder.explain("title", holder)
    assert before.issuable
    (if_issued,) = before.suspensions
    assert "If title were issued now, it would be SUSPENDED" in text(before)
    for slug in ("title", "crown"):
        issuer.issue(slug, holder)

    found = ladder.explain("crown", holder)
    crown, title = found.suspensions
    assert (crown.slug, title.slug) == ("crown", "title")
    assert crown.time == title.time == if_issued.time
    assert crown.renewals == title.renewals == (ladder.badge_id("other", holder),)
    assert not found.issuable
    assert "Renewing other before that prevents it." in found.sentences()

    ladder.pass_until(crown.time - 2)
    assert ladder.status("crown", holder) is Status.ACTIVE
    ladder.pass_until(crown.time)
    assert [ladder.status(slug, holder) for slug in ("crown", "title")] == [Status.SUSPENDED] * 2

    after = ladder.explain("crown", holder)
    assert after.badges[0].status is Status.SUSPENDED
    assert after.suspensions[0].time == after.block.time
    assert after.suspensions[0].renewals == (ladder.badge_id("other", holder),)
    assert "crown is SUSPENDED" in text(after)
    assert "other EXPIRED on" in text(after)
    assert "Renewing other ends it." in after.sentences()
    issuer.renew(ladder.badge_id("other", holder))
    assert ladder.status("crown", holder) is Status.ACTIVE


def test_a_suspension_that_no_renewal_ends_says_so_by_naming_none(ladder: Ladder, holder: str) -> None:
    issuer = ladder.programme.issuer
    for slug in ("base", "other", "title"):
        issuer.issue(slug, holder)
    issuer.revoke(ladder.badge_id("base", holder))
    found = ladder.explain("title", holder)
    (suspension,) = found.suspensions
    assert (suspension.time, suspension.renewals) == (found.block.time, ())
    assert "base was REVOKED on" in text(found)
    base = ladder.explain("base", holder)
    assert (base.issuable, base.claimable) == (False, True)
    assert "the voucher must name award 1" in text(base)


def test_time_that_is_lacking_is_told_to_the_second(ladder: Ladder, holder: str) -> None:
    issuer = ladder.programme.issuer
    issuer.issue("base", holder)
    since = ladder.programme.collection.badge(ladder.badge_id("base", holder)).since
    (requirement,) = ladder.explain("expert", holder).requirements
    assert requirement.met_from == since + 30 * DAY
    assert requirement.prerequisites[0].counts_from == since + 30 * DAY
    assert "If nothing changes, that is met from" in text(ladder.explain("expert", holder))
    ladder.pass_until(requirement.met_from - 2)
    assert not ladder.explain("expert", holder).issuable
    ladder.pass_until(requirement.met_from)
    assert ladder.explain("expert", holder).issuable
    issuer.issue("expert", holder)


def test_a_badge_that_ends_before_it_has_been_held_long_enough_is_seen(ladder: Ladder, holder: str) -> None:
    now = ladder.world.now()
    ladder.programme.issuer.issue("base", holder, end=now + 10 * DAY)
    found = ladder.explain("expert", holder)
    assert found.requirements[0].met_from == 0
    assert "ends before it has been held long enough" in text(found)


def test_a_cohort_s_badge_counts_at_issue_until_it_lapses(ladder: Ladder, holder: str) -> None:
    receipt = ladder.programme.issuer.issue_cohort("medal", [holder, somebody()], "Games")
    found = ladder.explain("expert", holder)
    assert found.issuable
    (requirement,) = found.requirements
    medal = requirement.prerequisites[1]
    assert [each.cohort for each in medal.badges] == [receipt.number]
    assert requirement.met_until == medal.badges[0].end_time
    assert "that is met until" in text(found)
    own = ladder.explain("medal", holder)
    assert own.is_active
    assert own.issuable  # one by one, beside the cohort's


def test_a_start_in_the_future_is_waited_for(ladder: Ladder, holder: str) -> None:
    now = ladder.world.now()
    ladder.programme.issuer.issue("base", holder, start=now + 5 * DAY)
    ladder.programme.issuer.issue("other", holder)
    (requirement,) = ladder.explain("title", holder).requirements
    assert requirement.met_from == now + 5 * DAY
    assert "base is PENDING, counts from" in text(ladder.explain("title", holder))


def test_doors_that_are_shut_for_other_reasons_are_named(ladder: Ladder, holder: str) -> None:
    create = ladder.programme.issuer.create_achievement
    create(Terms("gone", "Gone"))
    ladder.programme.issuer.retire_achievement("gone")
    create(Terms("mine", "Mine", claim_only=True))
    gone, mine = ladder.explain("gone", holder), ladder.explain("mine", holder)
    assert (gone.issuable, gone.claimable, gone.retired) == (False, False, True)
    assert gone.sentences() == ("gone is retired: it is not issued any more.",)
    assert (mine.issuable, mine.claimable) == (False, True)
    ladder.programme.issuer.issue("base", holder)
    held = ladder.explain("base", holder)
    assert (held.issuable, held.claimable, held.is_active) == (False, False, True)
    assert "cannot be issued" in text(held)


def test_foreign_sources_are_named_with_their_answers(ladder: Ladder, holder: str) -> None:
    world, issuer = ladder.world, ladder.programme.issuer
    other = connect(world.web3, deploy(world.web3, world.signer, "Other", "OTHER").address)
    there = Issuer(other, world.signer)
    there.appoint_issuer(world.signer.address)
    there.create_achievement(Terms("ticket", "Ticket", individual=True))
    deaf = deployed(ladder, "BadgeRenderer")  # it has code, and answers nothing of the kind
    kinds = (Prerequisite(id=1 << 48, source=other.address), Prerequisite(id=9, source=deaf))
    issuer.create_achievement(Terms("guest", "Guest", requirements=(Requirement(kinds, 1, ongoing=True),)))
    before = ladder.explain("guest", holder)
    assert [(kind.source, kind.id, kind.since) for kind in before.requirements[0].prerequisites] == [
        (other.address, 1 << 48, 0),
        (deaf, 9, 0),
    ]
    assert f"{1 << 48} of {other.address} is not held, says the source" in text(before)
    there.issue("ticket", holder)
    after = ladder.explain("guest", holder)
    assert after.issuable
    assert after.requirements[0].prerequisites[0].since == other.badges_of(holder)[0].since
    issuer.issue("guest", holder)
    assert ladder.status("guest", holder) is Status.ACTIVE


def deployed(ladder: Ladder, name: str) -> str:
    sent = ladder.world.web3.eth.send_transaction(
        {"from": ladder.world.tester.get_accounts()[0], "data": "0x" + artifact(name).bytecode.hex(), "gas": 6_000_000}  # type: ignore[typeddict-item]  # web3 takes a text too
    )
    return str(ladder.world.web3.eth.wait_for_transaction_receipt(sent)["contractAddress"])


def test_every_count_and_status_is_the_contract_s_own(ladder: Ladder) -> None:
    """Over people in every state the explanation counts what `eligibility` counts."""
    issuer, collection = ladder.programme.issuer, ladder.programme.collection
    people = [somebody() for _ in range(5)]
    now = ladder.world.now()
    issuer.issue_cohort("medal", people[2:], "All")
    for person in people[1:]:
        issuer.issue("base", person, end=now + 40 * DAY)
    for person in people[3:]:
        issuer.issue("other", person)
        issuer.issue("title", person)
    for pause in (1, 21 * DAY, 25 * DAY):
        ladder.world.pass_time(pause)
        for person in people:
            for slug in ("title", "expert"):
                found = ladder.explain(slug, person)
                counted = collection.eligibility(person, slug, block=found.block.number)
                met = [each.is_met for each in found.requirements]
                assert all(met) is counted.eligible
                for each, held in zip(found.requirements, counted.held, strict=True):
                    assert min(each.held, each.needed) == min(held, each.needed)
                for badge in found.badges:
                    suspended = any(
                        each.badge_id == badge.badge_id and each.time == found.block.time for each in found.suspensions
                    )
                    assert suspended is (badge.status is Status.SUSPENDED)


def test_an_explanation_survives_json(ladder: Ladder, holder: str) -> None:
    ladder.programme.issuer.issue("base", holder)
    found = ladder.explain("title", holder)
    assert Explanation.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_what_cannot_be_asked_about_is_refused(ladder: Ladder, holder: str) -> None:
    for unknown in ("nothing", 99):
        with pytest.raises(AchievementNotFoundError, match="title"):
            ladder.explain(unknown, holder)  # type: ignore[arg-type]  # a number is as good as a slug
    with pytest.raises(AddressInvalidError):
        ladder.explain("title", "0x12")
