"""And back: a credential counts only while the chain says all of it. Each lie is refused by an error of its own."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from eth_account import Account
from tests.client.openbadges.conftest import KEY, Credential, check, named, signed_again
from tests.support.careers import DAY, Careers

from soulbadge.errors import (
    BadgeNotActiveError,
    CredentialClaimError,
    CredentialError,
    CredentialExpiredError,
    CredentialHolderError,
    CredentialMalformedError,
    CredentialRenouncedError,
    CredentialRevokedError,
    CredentialSignatureError,
    CredentialUnlistedError,
    EvidenceMismatchError,
    KeyBindingExpiredError,
    KeyBindingMalformedError,
    KeyBindingMismatchError,
    KeyBindingNotYetValidError,
    KeyBindingSignatureError,
    KeyNotIssuersError,
)
from soulbadge.evidence.documents import EvidenceDocument
from soulbadge.holder import Holder
from soulbadge.models import BurnAuth, Prerequisite, Requirement, Status, Terms
from soulbadge.openbadges import (
    CredentialKey,
    CredentialVerdict,
    KeyBinding,
    bind_key,
    export,
    signing,
    verify_credential,
)
from soulbadge.openbadges.base58 import encode
from soulbadge.openbadges.keys import method_of
from soulbadge.resume import resume


def exported(careers: Careers, collection: Any, holder: str, bindings: list[KeyBinding], slug: str) -> Credential:  # noqa: ANN401 (a collection)
    found = resume([holder], [collection], pictures=False)
    return named(export(found, KEY, bindings, now=careers.now), slug)


def bound_by(credential: Credential, binding: KeyBinding) -> Credential:
    """The same credential with another binding, signed again."""
    credential["issuer"]["otherIdentifier"][1]["identifier"] = binding.text
    return signed_again(credential)


def test_what_was_exported_is_accepted_and_says_what_was_found(
    ada: Careers, credentials: tuple[Credential, ...]
) -> None:
    verdict = check(ada, json.dumps(named(credentials, "employment")))
    assert verdict.badge == ada.employer.collection.badge(verdict.badge.badge_id)
    assert verdict.badge.status is Status.ACTIVE
    assert (verdict.slug, verdict.name, verdict.issuer) == ("employment", "Employment", "Example Works")
    assert (verdict.key, verdict.vouched_by) == (KEY.did, ada.boss.address)
    assert verdict.block == ada.employer.collection.block()
    assert CredentialVerdict.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict
    assert check(ada, signed_again(named(credentials, "gold"))).slug == "gold"


def test_an_edited_one_was_not_signed(ada: Careers, credentials: tuple[Credential, ...]) -> None:
    changes: tuple[Callable[[Any], Any], ...] = (
        lambda it: it.update(name="Grandmaster"),
        lambda it: it["credentialSubject"].update(id=f"did:pkh:eip155:31337:{ada.boss.address}"),
        lambda it: it["proof"].update(created="2020-01-01T00:00:00Z"),
        lambda it: it["proof"].update(proofValue=named(credentials, "silver")["proof"]["proofValue"]),
        lambda it: it["proof"].update(proofValue="z11"),
        lambda it: it["proof"].update(proofValue="not base58"),
        lambda it: it["proof"].update(verificationMethod=CredentialKey(bytes(32)).did),
    )
    for change in changes:
        one = named(credentials, "gold")
        change(one)
        with pytest.raises(CredentialSignatureError):
            check(ada, one)
    one = named(credentials, "gold")
    plain = {name: value for name, value in one.items() if name != "proof"}
    proof = {**one["proof"], "verificationMethod": method_of(CredentialKey(bytes(32)).did)}
    del proof["proofValue"]
    proof["proofValue"] = encode(KEY.sign(signing._hashes(plain, proof)))
    with pytest.raises(CredentialSignatureError):  # the issuer's own key, which says that it is another
        check(ada, {**plain, "proof": proof})
    other = signed_again(named(credentials, "gold"), CredentialKey(bytes(32)))
    with pytest.raises(CredentialSignatureError):  # another key's proof, which names that key
        check(ada, other)


LIES: dict[str, Callable[[Any], Any]] = {
    "name": lambda it: it.update(name="Grandmaster"),
    "issuer.name": lambda it: it["issuer"].update(name="University"),
    "awardedDate": lambda it: it.update(awardedDate="2001-01-01T00:00:00Z"),
    "validFrom": lambda it: it.update(validFrom="2001-01-01T00:00:00Z"),
    "validUntil": lambda it: it.update(validUntil="2099-01-01T00:00:00Z"),
    "validUntil ": lambda it: it.pop("validUntil"),
    "credentialSubject.achievement.name": lambda it: it["credentialSubject"]["achievement"].update(name="Boss"),
    "credentialSubject.achievement.id": lambda it: it["credentialSubject"]["achievement"].update(id="urn:x"),
    "credentialSubject.achievement.humanCode": lambda it: it["credentialSubject"]["achievement"].update(humanCode="x"),
    "credentialSubject.achievement.description": lambda it: it["credentialSubject"]["achievement"].update(
        description="Led the company."
    ),
    "credentialSubject.achievement.criteria.narrative": lambda it: it["credentialSubject"]["achievement"][
        "criteria"
    ].update(narrative="None."),
    "credentialSubject.achievement.image.id": lambda it: it["credentialSubject"]["achievement"]["image"].update(
        id="data:image/svg+xml;base64,PHN2Zy8+"
    ),
    "credentialSubject.achievement.tag": lambda it: it["credentialSubject"]["achievement"].update(tag=["leading"]),
    "credentialSubject.term": lambda it: it["credentialSubject"].update(term="Titanic 2026"),
    "credentialSubject.result": lambda it: it["credentialSubject"]["result"][0].update(value="10 years"),
    "credentialStatus.id": lambda it: it["credentialStatus"].update(id="urn:always:good"),
}


@pytest.mark.parametrize("claim", LIES)
def test_a_lie_that_is_signed_is_found_out_by_the_chain(
    ada: Careers, credentials: tuple[Credential, ...], claim: str
) -> None:
    one = named(credentials, "employment")
    LIES[claim](one)
    with pytest.raises(CredentialClaimError) as caught:
        check(ada, signed_again(one))
    assert caught.value.claim == claim.strip()


def test_another_holder_is_named(ada: Careers, credentials: tuple[Credential, ...]) -> None:
    one = named(credentials, "employment")
    one["credentialSubject"]["id"] = f"did:pkh:eip155:31337:{ada.work.address}"
    with pytest.raises(CredentialHolderError, match=ada.home.address):
        check(ada, signed_again(one))
    one["credentialSubject"]["id"] = f"did:pkh:eip155:1:{ada.home.address}"
    with pytest.raises(CredentialHolderError):  # on another chain the address may be somebody else
        check(ada, signed_again(one))


def test_a_badge_that_was_never_issued_is_none(ada: Careers, credentials: tuple[Credential, ...]) -> None:
    one = named(credentials, "employment")
    name, _, badge_id = one["id"].rpartition("/")
    one["id"] = f"{name}/{int(badge_id) + 1}"
    with pytest.raises(BadgeNotActiveError, match="NONE"):
        check(ada, signed_again(one))


def test_revoked_renounced_and_suspended_badges_are_refused_as_such(aside: Careers, bindings: list[KeyBinding]) -> None:
    issuer, collection, holder = aside.employer.issuer, aside.employer.collection, aside.home.address
    issuer.create_achievement(Terms("pass", "Pass", burn_auth=BurnAuth.Both, individual=True))
    issuer.create_achievement(Terms("kept", "Kept", burn_auth=BurnAuth.Both, individual=True))
    ongoing = (Requirement((Prerequisite("pass"),), ongoing=True),)
    issuer.create_achievement(Terms("title", "Title", requirements=ongoing))
    for slug in ("pass", "kept", "title"):
        issuer.issue(slug, holder)
    one, other, title = (exported(aside, collection, holder, bindings, slug) for slug in ("pass", "kept", "title"))
    for each in (one, other, title):
        check(aside, each)
    issuer.revoke(int(one["id"].rpartition("/")[2]))
    with pytest.raises(CredentialRevokedError):
        check(aside, one)
    with pytest.raises(BadgeNotActiveError, match="SUSPENDED"):
        check(aside, title)
    aside.node.ask("anvil_setBalance", holder, hex(10**18))
    Holder(collection, aside.home).renounce(int(other["id"].rpartition("/")[2]))
    with pytest.raises(CredentialRenouncedError):
        check(aside, other)


def test_an_expired_badge_is_refused_from_its_end_on_by_chain_or_clock(
    aside: Careers, credentials: tuple[Credential, ...]
) -> None:
    one, end = named(credentials, "employment"), aside.start + 80 * DAY
    check(aside, one, end - 1)
    with pytest.raises(CredentialExpiredError):  # the chain stands still, the clock does not
        check(aside, one, end)
    aside.node.ask("evm_setNextBlockTimestamp", end)
    aside.node.ask("evm_mine")
    with pytest.raises(CredentialExpiredError):  # the clock may be wrong, the chain is not
        check(aside, one, 0)


def test_a_renewed_badge_wants_a_new_export(aside: Careers, credentials: tuple[Credential, ...]) -> None:
    one = named(credentials, "employment")
    aside.employer.issuer.renew(int(one["id"].rpartition("/")[2]), end=aside.now + 91 * DAY)
    with pytest.raises(CredentialClaimError, match="changed since"):
        check(aside, one)


def test_a_key_counts_only_by_the_word_of_who_may_issue(aside: Careers, credentials: tuple[Credential, ...]) -> None:
    collection, now = aside.employer.collection, aside.start
    place = (collection.chain_id, collection.address)
    stranger, scoped = Account.create(), Account.create()
    with pytest.raises(KeyNotIssuersError, match=stranger.address):
        check(aside, bound_by(named(credentials, "employment"), bind_key(KEY.did, *place, stranger, now=now)))
    aside.employer.issuer.appoint_issuer(scoped.address, "employment")
    binding = bind_key(KEY.did, *place, scoped, now=now)
    check(aside, bound_by(named(credentials, "employment"), binding))
    with pytest.raises(KeyNotIssuersError, match="service-kubernetes"):
        check(aside, bound_by(named(credentials, "service-kubernetes"), binding))
    aside.employer.issuer.dismiss_issuer(scoped.address)
    with pytest.raises(KeyNotIssuersError):
        check(aside, bound_by(named(credentials, "employment"), binding))


def test_a_binding_that_is_forged_stale_or_of_something_else_is_refused(
    ada: Careers, credentials: tuple[Credential, ...]
) -> None:
    collection, now = ada.employer.collection, ada.start
    place = (collection.chain_id, collection.address)
    good = bind_key(KEY.did, *place, ada.boss, now=now, expires_at=now + DAY)

    def refused(binding: KeyBinding, error: type[CredentialError], at: int | None = None) -> None:
        with pytest.raises(error):
            check(ada, bound_by(named(credentials, "employment"), binding), at)

    check(ada, bound_by(named(credentials, "employment"), good))
    refused(replace(good, expires_at=0), KeyBindingSignatureError)
    refused(replace(good, issued_at=now - 1), KeyBindingSignatureError)
    refused(replace(good, signature=bytes(65)), KeyBindingSignatureError)
    refused(replace(good, signature=b""), KeyBindingSignatureError)
    refused(replace(bind_key(KEY.did, *place, ada.home, now=now), account=ada.boss.address), KeyBindingSignatureError)
    refused(good, KeyBindingExpiredError, now + DAY)
    refused(bind_key(KEY.did, *place, ada.boss, now=ada.now + 2 * DAY), KeyBindingNotYetValidError)
    refused(bind_key(KEY.did, place[0], ada.cncf.collection.address, ada.boss, now=now), KeyBindingMismatchError)
    refused(bind_key(KEY.did, 1, place[1], ada.boss, now=now), KeyBindingMismatchError)
    refused(bind_key(CredentialKey(bytes(32)).did, *place, ada.boss, now=now), KeyBindingMismatchError)
    one = named(credentials, "employment")
    one["issuer"]["otherIdentifier"][0]["identifier"] = f"eip155:1:{place[1]}"
    with pytest.raises(KeyBindingMismatchError):
        check(ada, signed_again(one))
    for text in ("", "{}", good.text + " ", good.text.replace('"issued_at"', '"dated"'), "[" * 9999, "x" * 99_999):
        one = named(credentials, "employment")
        one["issuer"]["otherIdentifier"][1]["identifier"] = text
        with pytest.raises(KeyBindingMalformedError):
            check(ada, signed_again(one))


def test_a_collection_that_nobody_listed_counts_for_nothing(ada: Careers, credentials: tuple[Credential, ...]) -> None:
    one = named(credentials, "employment")
    with pytest.raises(CredentialUnlistedError, match=ada.cncf.collection.address):
        verify_credential(one, [ada.cncf.collection], ada.now)
    with pytest.raises(CredentialUnlistedError):
        verify_credential(one, [], ada.now)
    one["id"] = one["id"].replace("eip155:31337", "eip155:1")
    with pytest.raises(CredentialUnlistedError):
        check(ada, signed_again(one))


def test_evidence_is_checked_and_told(aside: Careers, bindings: list[KeyBinding]) -> None:
    collection, holder = aside.cncf.collection, aside.home.address
    document = EvidenceDocument.of({"grade": "A", "born": "2001-04-05"})
    aside.cncf.issuer.issue("kcna", holder, evidence=document.commitment)
    found = resume([holder], [collection], pictures=False)
    name = found.people[0].sections[0].entries[0].caip19
    (one,) = export(found, KEY, bindings, now=aside.now, disclosures=[document.of_badge(name).disclose(["grade"])])
    assert check(aside, one).facts == ('{"grade":"A"}',)
    other = EvidenceDocument.of({"grade": "A+"}).of_badge(name).disclose(["grade"])
    (lie,) = export(found, KEY, bindings, now=aside.now, disclosures=[other])
    with pytest.raises(EvidenceMismatchError):
        check(aside, lie)
    one["evidence"][0]["narrative"] = "{}"
    with pytest.raises(CredentialMalformedError, match="no disclosure"):
        check(aside, signed_again(one))
