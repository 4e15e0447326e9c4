"""The members of a cohort, as the contract keeps them. Pure."""

from collections.abc import Iterable

from .errors import ValueInvalidError
from .ids import parse_address

MOST_MEMBERS = 1200
"""What one cohort takes; a longer list becomes several cohorts, each with an occasion of its own."""


def pack_members(holders: Iterable[str]) -> bytes:
    """Addresses in ascending order, 20 bytes each: what `issueCohort` takes.

    Raises:
        AddressInvalidError: One is no address, is zero, or its checksum is wrong.
        ValueInvalidError: There are none or too many, or one is named twice.
    """
    members: set[bytes] = set()
    for holder in holders:
        address = parse_address(holder)
        member = bytes.fromhex(address[2:])
        if member in members:
            raise ValueInvalidError("members", f"{address} is named twice")
        members.add(member)
    if not 0 < len(members) <= MOST_MEMBERS:
        raise ValueInvalidError("members", f"expected 1 to {MOST_MEMBERS}, found {len(members)}")
    return b"".join(sorted(members))
