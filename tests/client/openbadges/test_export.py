"""What is exported is Open Badges 3.0 to others: to 1EdTech's schema, and to another implementation."""

import json
from collections.abc import Iterator

import pytest
from jsonschema import Draft201909Validator, FormatChecker  # type: ignore[import-untyped]  # it publishes no types
from pyld import jsonld  # type: ignore[import-untyped]  # it publishes no types
from tests.client.openbadges.conftest import KEY, Credential, Verifier, named
from tests.client.resume.test_page import spoiled
from tests.support.careers import DAY, Careers
from tests.support.hostile_texts import texts
from tests.support.published import Published

from soulbadge.errors import (
    BadgeNotActiveError,
    KeyBindingMalformedError,
    KeyUnboundError,
    ValueInvalidError,
)
from soulbadge.evidence.documents import EvidenceDocument
from soulbadge.forms.keccak import keccak
from soulbadge.openbadges import CredentialKey, KeyBinding, bind_key, export
from soulbadge.openbadges.base58 import decode, encode
from soulbadge.openbadges.keys import public_key
from soulbadge.openbadges.signing import canonical_rdf
from soulbadge.resume import Resume, resume


@pytest.fixture(scope="module")
def hostile(joined: Resume, bindings: list[KeyBinding], ada: Careers) -> list[Credential]:
    """Credentials of badges whose every text is hostile."""

    def source(seed: int) -> Iterator[str]:
        return (each[:500].decode("utf-8", "replace") for each in texts(seed))

    return [each for seed in range(3) for each in export(spoiled(joined, source(seed)), KEY, bindings, now=ada.now)]


def test_every_credential_follows_the_schema_of_1edtech(
    credentials: tuple[Credential, ...], hostile: list[Credential], published: Published
) -> None:
    Draft201909Validator.check_schema(published.schema)
    validator = Draft201909Validator(published.schema, format_checker=FormatChecker())
    assert len(credentials) == 10
    for each in (*credentials, *hostile):
        validator.validate(each)
    bad = named(credentials, "cka")
    del bad["credentialSubject"]["achievement"]["criteria"]
    assert not validator.is_valid(bad)


def test_another_implementation_verifies_every_one_and_no_edited_one(
    ada: Careers, credentials: tuple[Credential, ...], hostile: list[Credential], verified_elsewhere: Verifier
) -> None:
    every = [*credentials, *hostile]
    assert verified_elsewhere(every, ada.now + 60) == [None] * len(every)
    edited = []
    for path, value in (
        (("name",), "x"),
        (("credentialSubject", "id"), "did:pkh:eip155:1:0x12"),
        (("issuer", "name"), "x"),
        (("proof", "created"), "2020-01-01T00:00:00Z"),
    ):
        one = named(credentials, "cka")
        place = one
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        edited.append(one)
    assert verified_elsewhere(edited, ada.now) == ["Invalid signature."] * len(edited)


def test_our_terms_mean_what_the_published_contexts_say(
    credentials: tuple[Credential, ...], hostile: list[Credential], published: Published
) -> None:
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": published.load}
    for each in (*credentials, *hostile):
        plain = {name: value for name, value in each.items() if name != "proof"}
        assert canonical_rdf(plain).decode() == jsonld.normalize(plain, options)
        proof = {"@context": each["@context"], **each["proof"]}
        del proof["proofValue"]
        assert canonical_rdf(proof).decode() == jsonld.normalize(proof, options)


def test_nothing_in_a_credential_is_left_out_of_what_is_signed(credentials: tuple[Credential, ...]) -> None:
    one = named(credentials, "employment")

    def leaves(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list | dict):
            for each in value.values() if isinstance(value, dict) else value:
                yield from leaves(each)

    del one["proof"]
    before = canonical_rdf(one)
    text = json.dumps(one)
    for leaf in {each for each in leaves(one) if each not in one["@context"]}:
        quoted = json.dumps(leaf)
        other = json.dumps(
            "urn:other"
            if ":" in leaf
            else ("Image" if leaf == "Result" else "Result")
            if leaf[0].isupper()
            else "other"
        )
        assert canonical_rdf(json.loads(text.replace(quoted, other))) != before, leaf


def test_the_last_second_of_a_credential_is_the_last_second_of_its_badge(
    ada: Careers, credentials: tuple[Credential, ...], verified_elsewhere: Verifier
) -> None:
    from soulbadge.forms.times import parse_time

    one = named(credentials, "employment")
    end = ada.start + 80 * DAY
    assert parse_time(one["validUntil"]) == end - 1
    assert verified_elsewhere([one], end - 1) == [None]
    assert 'is after "validUntil"' in (verified_elsewhere([one], end)[0] or "")
    assert parse_time(one["validFrom"]) < ada.start
    assert parse_time(one["awardedDate"]) >= ada.start
    assert "validUntil" not in named(credentials, "gold")


def test_a_credential_says_what_the_badge_says(ada: Careers, credentials: tuple[Credential, ...]) -> None:
    medal = named(credentials, "silver")
    subject = medal["credentialSubject"]
    assert subject["id"] == f"did:pkh:eip155:31337:{ada.work.address}"
    assert subject["term"] == "House Prices 2026"
    assert subject["achievement"]["tag"] == ["machine learning"]
    assert subject["achievement"]["image"]["id"].startswith("data:image/svg+xml;base64,")
    assert medal["credentialStatus"]["id"] == medal["id"] + "#status"
    assert "evidence" not in medal
    (tier,) = named(credentials, "employment")["credentialSubject"]["result"]
    assert tier["value"] == "3 years"


def test_evidence_is_in_it_only_where_it_is_asked_for(aside: Careers, bindings: list[KeyBinding]) -> None:
    document = EvidenceDocument.of({"grade": "A", "born": "2001-04-05"})
    issued = aside.cncf.issuer.issue("kcna", aside.home.address, evidence=document.commitment)
    badge = aside.cncf.collection.badge(issued.badge_id)
    found = resume([aside.home.address], [aside.cncf.collection], pictures=False)
    (plain,) = export(found, KEY, bindings, now=aside.now)
    assert "2001" not in json.dumps(plain)
    assert "evidence" not in plain
    shown = document.of_badge(badge.caip19).disclose(["grade"])
    (disclosed,) = export(found, KEY, bindings, now=aside.now, disclosures=[shown])
    assert '"grade"' in disclosed["evidence"][0]["narrative"]
    assert "2001" not in json.dumps(disclosed)


def test_what_cannot_be_exported_is_refused(ada: Careers, joined: Resume, bindings: list[KeyBinding]) -> None:
    with pytest.raises(KeyUnboundError):
        export(joined, KEY, bindings[1:], now=ada.now)
    with pytest.raises(KeyUnboundError):
        export(joined, CredentialKey(bytes(32)), bindings, now=ada.now)
    (python,) = [
        each.caip19
        for section in joined.people[0].sections
        for each in section.entries
        if each.slug == "service-python"
    ]
    with pytest.raises(BadgeNotActiveError, match="EXPIRED"):
        export(joined, KEY, bindings, now=ada.now, badges=[python])
    with pytest.raises(ValueInvalidError, match="not on the résumé"):
        export(joined, KEY, bindings, now=ada.now, badges=[python[:-1] + "7"])
    stray = EvidenceDocument.of({"grade": "A"}).of_badge(python).disclose(["grade"])
    with pytest.raises(ValueInvalidError, match="not exported"):
        export(joined, KEY, bindings, now=ada.now, disclosures=[stray])
    some = export(joined, KEY, bindings, now=ada.now, badges=[joined.people[0].sections[0].entries[0].caip19])
    assert len(some) == 1


def test_keys_are_named_and_signatures_made_as_in_the_example_of_w3c(published: Published) -> None:
    vector = published.vector
    secret = decode(
        vector["keys"]["secretKeyMultibase" if "secretKeyMultibase" in vector["keys"] else "privateKeyMultibase"]
    )
    assert secret is not None
    key = CredentialKey(secret[2:])
    assert key.did == "did:key:" + vector["keys"]["publicKeyMultibase"]
    hashes = bytes.fromhex(vector["proof"]) + bytes.fromhex(vector["document"])
    assert encode(key.sign(hashes)) == vector["signed"]["proof"]["proofValue"]


def test_a_wallet_hashes_the_binding_as_contracts_are_asked_about_it(ada: Careers) -> None:
    binding = bind_key(KEY.did, 1, ada.cncf.collection.address, ada.boss, now=1, expires_at=2)
    message = binding.signable.message
    assert keccak(b"\x19" + message.version + message.header + message.body) == binding.signable.digest
    assert KeyBinding.parse(binding.text) == binding


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0\1", b"hello", bytes(range(64)), b"\xff" * 64])
def test_base58_goes_there_and_back(data: bytes) -> None:
    assert decode(encode(data)) == data


@pytest.mark.parametrize("text", ["", "x11", "z0", "zO", "zI", "zl", "z ", "z" * 200])
def test_what_is_no_base58_is_nothing(text: str) -> None:
    assert decode(text) is None


@pytest.mark.parametrize(
    "did", ["", "did:key:", "did:web:a.example", "did:key:z6Mk", "did:key:" + encode(b"\xe7\x01" + bytes(32))]
)
def test_what_is_no_key_of_ed25519_is_refused(ada: Careers, did: str) -> None:
    with pytest.raises(KeyBindingMalformedError):
        public_key(did)
    with pytest.raises(KeyBindingMalformedError):
        bind_key(did, 1, ada.cncf.collection.address, ada.boss, now=1)


def test_a_key_needs_its_32_bytes_and_shows_none_of_them() -> None:
    with pytest.raises(ValueInvalidError):
        CredentialKey(bytes(31))
    assert repr(KEY) == f"CredentialKey({KEY.did})"
