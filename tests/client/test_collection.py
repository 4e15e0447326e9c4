"""A collection on a chain in this process: reading, issuing, time."""

import base64
import json

import pytest
from eth_account.signers.local import LocalAccount
from eth_typing import HexStr
from tests.client.conftest import YEAR, InProcess, Programme

from soulbadge import ids
from soulbadge.contract import connect
from soulbadge.errors import (
    AchievementIsRetiredError,
    AchievementNotFoundError,
    AddressInvalidError,
    BadgeExistsError,
    BadgeHasEndedError,
    BurnRefusedError,
    EndNotLaterError,
    HolderInvalidError,
    NotBadgesError,
    NotIssuerError,
    RequirementUnmetError,
    ValueInvalidError,
    WrongChainError,
)
from soulbadge.holder import Holder
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.issuer import Issuer
from soulbadge.models import BurnAuth, Prerequisite, Profile, Requirement, Status, Terms, Tier


def test_a_badge_is_issued_and_read_back(programme: Programme, holder: str) -> None:
    receipt = programme.issuer.issue("cka", holder, evidence=b"\7" * 32)
    badge = programme.collection.badge(receipt.badge_id)
    assert badge.status is Status.ACTIVE
    assert badge.is_active
    assert (badge.holder, badge.achievement_id, badge.cohort) == (holder, 1, 0)
    assert badge.end_time - badge.start_time == 2 * YEAR
    assert badge.evidence == b"\7" * 32
    assert badge.caip19 == ids.caip19(programme.collection.chain_id, programme.collection.address, receipt.badge_id)
    assert programme.collection.badges_of(holder) == [badge]
    assert programme.collection.status_of(receipt.badge_id) is Status.ACTIVE
    assert programme.collection.holds(holder, "cka")
    assert programme.collection.tier_of(receipt.badge_id) == 0
    assert programme.web3.eth.get_transaction_receipt(HexStr(receipt.transaction))["blockNumber"] == receipt.block


def test_times_and_numbers_can_be_given(programme: Programme, holder: str) -> None:
    receipt = programme.issuer.issue(1, holder, start=1_600_000_000, end=1_700_000_000)
    badge = programme.collection.badge(receipt.badge_id)
    assert (badge.start_time, badge.end_time) == (1_600_000_000, 1_700_000_000)


def test_who_lacks_a_prerequisite_is_refused_by_its_slug_and_served_once_it_is_there(
    programme: Programme, holder: str
) -> None:
    before = programme.height()
    with pytest.raises(RequirementUnmetError) as caught:
        programme.issuer.issue("cks", holder)
    error = caught.value
    assert (error.achievement, error.holder, error.missing) == ("cks", holder, ("cka",))
    assert (error.index, error.needed, error.held) == (0, 1, 0)
    assert programme.height() == before
    assert not programme.collection.eligibility(holder, "cks").eligible
    programme.issuer.issue("cka", holder)
    assert programme.collection.eligibility(holder, "cks").eligible
    programme.issuer.issue("cks", holder)
    assert [badge.achievement_id for badge in programme.collection.badges_of(holder)] == [1, 2]


def test_a_dry_run_checks_everything_and_sends_nothing(programme: Programme, holder: str) -> None:
    before = programme.height()
    receipt = programme.issuer.issue("cka", holder, dry_run=True)
    assert receipt.is_dry_run
    assert receipt.badge_id == ids.badge_id(1, 0, holder)
    assert receipt.gas > 21_000
    with pytest.raises(RequirementUnmetError):
        programme.issuer.issue("cks", holder, dry_run=True)
    assert programme.height() == before
    assert programme.collection.status_of(receipt.badge_id) is Status.NONE


def test_what_cannot_be_issued_is_refused_by_name_and_nothing_is_sent(
    programme: Programme, in_process: InProcess, holder: str, poor: LocalAccount
) -> None:
    programme.issuer.issue("cka", holder)
    in_process.endow(poor)
    before = programme.height()
    with pytest.raises(BadgeExistsError):
        programme.issuer.issue("cka", holder)
    with pytest.raises(AchievementNotFoundError, match="it has: cka, cks"):
        programme.issuer.issue("ckx", holder)
    with pytest.raises(HolderInvalidError):
        programme.issuer.issue("cka", ZERO_ADDRESS)
    with pytest.raises(AddressInvalidError):
        programme.issuer.issue("cka", "holder.eth")
    with pytest.raises(ValueInvalidError, match="32 bytes"):
        programme.issuer.issue("cka", poor.address, evidence=b"short")
    with pytest.raises(ValueInvalidError, match="out of range"):
        programme.issuer.issue("cka", poor.address, start=-1)
    with pytest.raises(NotIssuerError) as caught:
        Issuer(programme.collection, poor).issue("cka", poor.address)
    assert caught.value.account == poor.address
    assert programme.height() == before


def test_time_passes_a_badge_expires_and_is_renewed(programme: Programme, in_process: InProcess, holder: str) -> None:
    badge_id = programme.issuer.issue("cka", holder).badge_id
    in_process.pass_time(2 * YEAR)
    assert programme.collection.status_of(badge_id) is Status.EXPIRED
    assert not programme.collection.holds(holder, "cka")
    assert len(programme.collection.badges_of(holder)) == 1
    programme.issuer.renew(badge_id)
    badge = programme.collection.badge(badge_id)
    assert badge.status is Status.ACTIVE
    with pytest.raises(EndNotLaterError):
        programme.issuer.renew(badge_id, badge.end_time)


def test_a_holder_gives_up_what_the_terms_allow_and_an_issuer_takes_nothing_back(
    programme: Programme, in_process: InProcess, poor: LocalAccount
) -> None:
    in_process.endow(poor)
    badge_id = programme.issuer.issue("cka", poor.address).badge_id
    with pytest.raises(BurnRefusedError):
        programme.issuer.revoke(badge_id)
    Holder(programme.collection, poor).renounce(badge_id)
    badge = programme.collection.badge(badge_id)
    assert (badge.status, badge.award) == (Status.RENOUNCED, 1)
    assert programme.collection.badges_of(poor.address) == []
    with pytest.raises(BadgeHasEndedError):
        programme.issuer.issue("cka", poor.address)


def test_an_issuer_revokes_where_the_terms_say_so(programme: Programme, holder: str) -> None:
    programme.issuer.create_achievement(Terms("pass", "Pass", burn_auth=BurnAuth.Both))
    badge_id = programme.issuer.issue("pass", holder).badge_id
    programme.issuer.revoke(badge_id)
    assert programme.collection.status_of(badge_id) is Status.REVOKED


def test_terms_are_read_back_as_they_were_written(programme: Programme) -> None:
    own = Requirement((Prerequisite("coach", held_for=3 * YEAR),))
    terms = Terms(
        slug="coach",
        name="Coach",
        description='Says "hello" & <goodbye>',
        criteria="Ask",
        skills=("patience", "Kubernetes"),
        color=0x123456,
        validity=92 * 86_400,
        requirements=(Requirement((Prerequisite("cka"), Prerequisite("cks", held_for=5)), needed=2, ongoing=True),),
        tiers=(Tier("3 years", (own,)),),
    )
    number = programme.issuer.create_achievement(terms).achievement_id
    found = programme.collection.achievement("coach")
    assert found.achievement_id == number
    assert (found.slug, found.name, found.retired, found.cohorts) == ("coach", "Coach", False, 0)
    assert found.terms.individual  # whoever has requirements is
    requirement, tier = found.terms.requirements[0], found.terms.tiers[0]
    assert [(kind.slug, kind.id, kind.held_for) for kind in requirement.prerequisites] == [("cka", 1, 0), ("cks", 2, 5)]
    assert [(kind.slug, kind.id) for kind in tier.requirements[0].prerequisites] == [("coach", number)]
    assert (found.terms.description, found.terms.skills) == (terms.description, terms.skills)
    assert programme.collection.achievement(number) == found
    assert found in programme.collection.achievements()


def test_a_prerequisite_that_does_not_exist_is_refused_before_sending(programme: Programme) -> None:
    before = programme.height()
    with pytest.raises(AchievementNotFoundError, match="nothing-like-it"):
        programme.issuer.create_achievement(
            Terms("later", "Later", requirements=(Requirement((Prerequisite("nothing-like-it"),)),))
        )
    assert programme.height() == before


def test_a_retired_achievement_issues_no_more(programme: Programme, holder: str) -> None:
    programme.issuer.create_achievement(Terms("old", "Old"))
    programme.issuer.retire_achievement("old")
    assert programme.collection.achievement("old").retired
    with pytest.raises(AchievementIsRetiredError):
        programme.issuer.issue("old", holder)


def test_an_issuer_of_one_achievement_issues_that_one_until_dismissed(
    programme: Programme, in_process: InProcess, holder: str, poor: LocalAccount
) -> None:
    in_process.endow(poor)
    clerk = Issuer(programme.collection, poor)
    programme.issuer.appoint_issuer(poor.address, "cka")
    assert programme.collection.is_issuer(poor.address, "cka")
    assert not programme.collection.is_issuer(poor.address, "cks")
    clerk.issue("cka", holder)
    with pytest.raises(NotIssuerError):
        clerk.issue("cks", holder)
    programme.issuer.dismiss_issuer(poor.address)
    with pytest.raises(NotIssuerError):
        clerk.issue("cka", poor.address)


def test_the_profile_is_the_one_text_that_changes(programme: Programme) -> None:
    profile = Profile("Cloud Native", "New words", "https://cn.example/new")
    programme.issuer.set_profile(profile)
    assert programme.collection.profile() == profile
    assert (programme.collection.name(), programme.collection.symbol()) == ("Cloud Native", "CN")
    assert programme.collection.owner() == programme.signer.address


def test_reads_can_be_pinned_to_a_block(programme: Programme, holder: str) -> None:
    before = programme.height()
    badge_id = programme.issuer.issue("cka", holder).badge_id
    assert programme.collection.status_of(badge_id, block=before) is Status.NONE
    assert programme.collection.badges_of(holder, block=before) == []
    assert not programme.collection.holds(holder, "cka", block=before)
    assert programme.collection.badge(badge_id, before).status is Status.NONE
    assert programme.collection.badge(badge_id).status is Status.ACTIVE


def test_many_statuses_are_read_in_their_order(programme: Programme, holder: str) -> None:
    badge_id = programme.issuer.issue("cka", holder).badge_id
    strangers = [ids.badge_id(1, 0, f"0x{number:040x}") for number in range(1, 300)]
    found = programme.collection.statuses_of([*strangers, badge_id, 7])
    assert found == [*[Status.NONE] * len(strangers), Status.ACTIVE, Status.NONE]
    assert programme.collection.statuses_of([]) == []
    assert [badge.status for badge in programme.collection.badges([7, badge_id])] == [Status.NONE, Status.ACTIVE]


def test_the_metadata_needs_no_server(programme: Programme, holder: str) -> None:
    badge_id = programme.issuer.issue("cka", holder).badge_id
    kind, _, data = programme.collection.token_uri(badge_id).partition(",")
    assert kind == "data:application/json;base64"
    assert "Administrator" in json.loads(base64.b64decode(data))["name"]


def test_a_contract_that_is_no_collection_is_refused(programme: Programme) -> None:
    renderer, _ = programme.collection.companions()
    with pytest.raises(NotBadgesError):
        connect(programme.web3, renderer)


def test_another_chain_than_asked_for_is_refused(programme: Programme) -> None:
    with pytest.raises(WrongChainError) as caught:
        connect(programme.web3, programme.collection.address, chain_id=1)
    assert (caught.value.expected, caught.value.found) == (1, programme.collection.chain_id)
