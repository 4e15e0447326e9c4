"""The one form of our credentials. What has another is refused before anything is computed from it. Pure.

That keeps unsigned additions out (JSON-LD drops what no context knows) and makes canonicalising cheap: there are few
nodes without a name, and none that a stranger could tie into a knot.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from soulbadge.errors import CredentialMalformedError
from soulbadge.forms.strict_json import parse_strictly

from .contexts import CONTEXTS
from .credentials import BINDING, COLLECTION, DISCLOSURE, STATUS, TIER
from .signing import SUITE

MOST: Final = 1_048_576
"""Characters of a credential."""

_URI: Final = re.compile(r"[a-z][a-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_TIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_MOST_URI: Final = 1024
_MOST_PICTURE: Final = 262_144
_MOST_ITEMS: Final = 64
_MOST_EVIDENCE: Final = 8

Form: TypeAlias = "str | Callable[[Any], bool] | Mapping[str, Form] | Sequence[Form]"
"""A text that must stand there, a test, an object (an optional name ends in ?), or a list of just these."""


def _text(value: object) -> bool:
    return isinstance(value, str)


def _uri(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _MOST_URI and _URI.fullmatch(value) is not None


def _picture(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _MOST_PICTURE and _URI.fullmatch(value) is not None


def _time(value: object) -> bool:
    return isinstance(value, str) and _TIME.fullmatch(value) is not None


def _texts(value: object) -> bool:
    return isinstance(value, list) and 0 < len(value) <= _MOST_ITEMS and all(map(_text, value))


def _evidence(value: object) -> bool:
    if not isinstance(value, list) or not 0 < len(value) <= _MOST_EVIDENCE:
        return False
    return all(_fits(each, _DISCLOSED, "evidence") is None for each in value)


_DISCLOSED: Final[Form] = {"type": ["Evidence"], "name": _text, "genre": DISCLOSURE, "narrative": _text}

_FORM: Final[Form] = {
    "@context": CONTEXTS,
    "id": _uri,
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": _text,
    "issuer": {
        "id": _uri,
        "type": ["Profile"],
        "name": _text,
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": _text, "identifierType": COLLECTION},
            {"type": "IdentifierEntry", "identifier": _text, "identifierType": BINDING},
        ],
    },
    "awardedDate": _time,
    "validFrom": _time,
    "validUntil?": _time,
    "credentialSubject": {
        "id": _uri,
        "type": ["AchievementSubject"],
        "term?": _text,
        "result?": [{"type": ["Result"], "resultDescription": _uri, "value": _text}],
        "achievement": {
            "id": _uri,
            "type": ["Achievement"],
            "name": _text,
            "humanCode": _text,
            "description": _text,
            "criteria": {"narrative": _text},
            "image?": {"id": _picture, "type": "Image"},
            "tag?": _texts,
            "resultDescription?": [{"id": _uri, "type": ["ResultDescription"], "name": _text, "resultType": TIER}],
        },
    },
    "credentialStatus": {"id": _uri, "type": STATUS},
    "evidence?": _evidence,
    "proof": {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": _time,
        "verificationMethod": _uri,
        "proofPurpose": "assertionMethod",
        "proofValue": _text,
    },
}


def read(document: object) -> dict[str, Any]:
    """A credential of our form.

    Args:
        document: JSON text, or what it says.

    Raises:
        CredentialMalformedError: It has another form; the error names the place.
    """
    try:
        text = document if isinstance(document, str) else json.dumps(document)
        found = parse_strictly(text, MOST)
    except (TypeError, ValueError, RecursionError) as error:
        raise CredentialMalformedError(str(error)) from error
    problem = _fits(found, _FORM, "")
    if problem is not None:
        raise CredentialMalformedError(problem)
    return dict(found)


def _fits(value: object, form: Form, where: str) -> str | None:
    """Why a value does not have a form; None if it does."""
    place = where or "the document"
    if callable(form):
        return None if form(value) else f"{place} is not what it should be"
    if isinstance(form, str):
        return None if value == form else f"{place} should be {form!r}"
    if isinstance(form, Mapping):
        return _object(value, form, where)
    if not isinstance(value, list) or len(value) != len(form):
        return f"{place} should be a list of {len(form)}"
    return next((bad for each, one in zip(value, form, strict=True) if (bad := _fits(each, one, place))), None)


def _object(value: object, form: Mapping[str, Form], where: str) -> str | None:
    place = where or "the document"
    if not isinstance(value, dict):
        return f"{place} should be an object"
    known = {name.removesuffix("?"): one for name, one in form.items()}
    for name in value:
        if name not in known:
            return f"{place} has {str(name)[:40]!r}, which is not in a credential of this library"
    for name in form:
        if name not in value and not name.endswith("?"):
            return f"{place} lacks {name!r}"
    dotted = f"{where}." if where else ""
    return next((bad for name, each in value.items() if (bad := _fits(each, known[name], dotted + name))), None)
