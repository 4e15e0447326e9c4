"""Credentials have one form. Whatever has another is refused before anything is computed from it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.client.openbadges.conftest import Credential, check, named
from tests.support.careers import Careers

from soulbadge.errors import CredentialMalformedError


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.update(more="unsigned"),
        lambda it: it["issuer"].update(url="https://evil.example"),
        lambda it: it["credentialSubject"].update(role="boss"),
        lambda it: it["credentialSubject"]["achievement"].update(creator={}),
        lambda it: it["proof"].update(domain="x"),
        lambda it: it.pop("credentialStatus"),
        lambda it: it.pop("proof"),
        lambda it: it.update(proof=[it["proof"], it["proof"]]),
        lambda it: it.update({"@context": [*it["@context"], "https://evil.example"]}),
        lambda it: it.update({"@context": it["@context"][::-1]}),
        lambda it: it.update({"@context": {"name": "urn:other"}}),
        lambda it: it.update(type=["VerifiableCredential"]),
        lambda it: it.update(id="_:b0"),
        lambda it: it["credentialSubject"].update(id="_:b0"),
        lambda it: it["credentialSubject"]["achievement"].update(id="x> <urn:y> <urn:z"),
        lambda it: it.update(name={"@value": "x"}),
        lambda it: it.update(name=["x"]),
        lambda it: it.update(validFrom="yesterday"),
        lambda it: it.update(validFrom=7),
        lambda it: it["credentialSubject"]["achievement"].update(tag=["x"] * 65),
        lambda it: it.update(evidence=[{"type": ["Evidence"]}]),
        lambda it: it.update(
            evidence=[
                {"type": ["Evidence"], "name": "a", "genre": "soulbadge disclosure", "narrative": "{}"}
                for _ in range(9)
            ]
        ),
        lambda it: it["credentialStatus"].update(type="BitstringStatusListEntry"),
        lambda it: it["proof"].update(cryptosuite="ecdsa-rdfc-2019"),
        lambda it: it["proof"].update(proofPurpose="authentication"),
        lambda it: it.update(id="urn:badge"),
    ],
)
def test_whatever_has_another_form_is_refused_before_anything_is_computed(
    ada: Careers, credentials: tuple[Credential, ...], change: Callable[[Any], Any]
) -> None:
    one = named(credentials, "employment")
    change(one)
    with pytest.raises(CredentialMalformedError):
        check(ada, one)


@pytest.mark.parametrize(
    "document", [None, 7, [], {}, "", "{}", "[" * 100_000, b"{}", "x" * 2_000_000, {"id": object()}]
)
def test_documents_that_are_no_credential_are_refused(ada: Careers, document: object) -> None:
    with pytest.raises(CredentialMalformedError):
        check(ada, document)


def test_a_name_twice_is_refused(ada: Careers, credentials: tuple[Credential, ...]) -> None:
    text = json.dumps(named(credentials, "employment")).replace('"name":', '"name": "Boss", "name":', 1)
    with pytest.raises(CredentialMalformedError, match="twice"):
        check(ada, text)
