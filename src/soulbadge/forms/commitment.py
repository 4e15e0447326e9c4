"""Commitments to private facts, as tables write them. Pure."""

import re

from soulbadge.errors import ValueInvalidError
from soulbadge.models import NO_EVIDENCE

_WRITTEN = re.compile(r"0x([0-9a-fA-F]{64})", re.ASCII)


def parse_commitment(text: str) -> bytes:
    """32 bytes of `0x` and 64 hexadecimal digits; no evidence where there is no text.

    Raises:
        ValueInvalidError: It is neither.
    """
    if not text:
        return NO_EVIDENCE
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueInvalidError("evidence", "expected 0x and 64 hexadecimal digits, or nothing")
    return bytes.fromhex(found[1])
