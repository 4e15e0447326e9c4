"""`setProfile`: see set_profile.tree."""

from __future__ import annotations

from brownie import reverts

FIRST = ("The issuer", "Who we are", "https://issuer.example")
SECOND = ("Another name", "Wer wir sind " * 20, "")


def test_begins_with_the_profile_given_at_deployment(badges):
    assert tuple(badges.profile()) == FIRST


def test_refuses_whoever_is_not_the_owner(badges, issuer, holder, stranger, dismissed_issuer):
    for caller in (issuer, holder, stranger, dismissed_issuer):
        with reverts(f"OwnableUnauthorizedAccount: {str(caller).lower()}"):
            badges.setProfile(SECOND, {"from": caller})


def test_replaces_the_whole_profile(badges, owner):
    for profile in (SECOND, ("", "", ""), FIRST):
        badges.setProfile(profile, {"from": owner})
        assert tuple(badges.profile()) == profile


def test_shows_in_the_collections_document_and_leaves_its_name(badges, owner, create):
    achievement = create("cka")
    before = badges.name(), badges.symbol(), str(badges.achievementOf(achievement))
    document = badges.contractURI()
    badges.setProfile(SECOND, {"from": owner})
    assert badges.contractURI() != document
    assert (badges.name(), badges.symbol(), str(badges.achievementOf(achievement))) == before


def test_logs_one_event_and_no_more(badges, owner):
    receipt = badges.setProfile(SECOND, {"from": owner})
    assert [event.name for event in receipt.events] == ["ContractURIUpdated"]
