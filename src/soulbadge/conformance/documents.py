"""Metadata that stands in its URI, taken apart. Pure."""

import base64
from typing import Any
from urllib.parse import unquote_to_bytes

from soulbadge.forms.strict_json import parse_shallow

_LONGEST = 1 << 20


def document_of(uri: str) -> dict[str, Any] | None:
    """The JSON object in a data URI (RFC 2397); None if there is none."""
    if not uri.startswith("data:") or len(uri) > _LONGEST:
        return None
    kind, comma, body = uri.partition(",")
    if not comma:
        return None
    try:
        data = base64.b64decode(body, validate=True) if kind.endswith(";base64") else unquote_to_bytes(body)
        found = parse_shallow(data)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
