"""The terms that our credentials are made of, and what they mean (JSON-LD). Pure: nothing is ever loaded.

A credential names the published contexts of Verifiable Credentials 2.0 and of Open Badges 3.0.3. This library signs and
checks credentials of one shape only, so it knows the terms of that shape, flat, instead of the published files; a test
compares what comes out with what comes out of those. A term that is not here is refused before it gets here
(`form`), since JSON-LD would leave it out of what is signed.
"""

from typing import Any, Final

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXTS: Final = (CREDENTIALS, OPEN_BADGES)

_VC: Final = "https://www.w3.org/2018/credentials#"
_SECURITY: Final = "https://w3id.org/security#"
_VOCABULARY: Final = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
_SCHEMA: Final = "https://schema.org/"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_ANY_URI: Final = "https://www.w3.org/2001/XMLSchema#anyURI"  # with an s, as Open Badges spells it


def _node(name: str) -> dict[str, str]:
    return {"@id": name, "@type": "@id"}


_TERMS: Final[dict[str, dict[str, Any]]] = {
    CREDENTIALS: {
        "id": "@id",
        "type": "@type",
        "name": _SCHEMA + "name",
        "description": _SCHEMA + "description",
        "VerifiableCredential": _VC + "VerifiableCredential",
        "credentialStatus": _node(_VC + "credentialStatus"),
        "credentialSubject": _node(_VC + "credentialSubject"),
        "evidence": _node(_VC + "evidence"),
        "issuer": _node(_VC + "issuer"),
        "validFrom": {"@id": _VC + "validFrom", "@type": _XSD + "dateTime"},
        "validUntil": {"@id": _VC + "validUntil", "@type": _XSD + "dateTime"},
        "DataIntegrityProof": _SECURITY + "DataIntegrityProof",
        "created": {"@id": "http://purl.org/dc/terms/created", "@type": _XSD + "dateTime"},
        "cryptosuite": {"@id": _SECURITY + "cryptosuite", "@type": _SECURITY + "cryptosuiteString"},
        "proofPurpose": {"@id": _SECURITY + "proofPurpose", "@type": "@vocab"},
        "assertionMethod": _SECURITY + "assertionMethod",
        "verificationMethod": _node(_SECURITY + "verificationMethod"),
    },
    OPEN_BADGES: {
        **{
            name: _VOCABULARY + name
            for name in (
                "OpenBadgeCredential",
                "Achievement",
                "AchievementSubject",
                "Evidence",
                "IdentifierEntry",
                "Image",
                "Profile",
                "Result",
                "ResultDescription",
                "achievement",
                "creator",
                "humanCode",
                "identifier",
                "identifierType",
                "narrative",
                "otherIdentifier",
                "result",
                "resultType",
                "term",
            )
        },
        "awardedDate": {"@id": _VOCABULARY + "awardedDate", "@type": "xsd:dateTime"},  # a prefix that nobody defines
        "criteria": _node(_VOCABULARY + "Criteria"),
        "genre": _SCHEMA + "genre",
        "image": _node(_VOCABULARY + "image"),
        "resultDescription": {"@id": _VOCABULARY + "resultDescription", "@type": _ANY_URI},
        "tag": _SCHEMA + "keywords",
        "value": _SCHEMA + "value",
    },
}


def load(url: str, options: object = None) -> dict[str, Any]:  # noqa: ARG001 (pyld's signature)
    """A document loader for pyld that knows these two contexts and nobody else."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": _TERMS[url]},
    }
