"""Badge ids, computed and taken apart. Pure: no network.

    badgeId = achievementId (48 bits) << 208 | cohort (48 bits) << 160 | holder (160 bits)

So every id is known before its badge is issued, and says whose it is. Cohort 0 means issued one by one.
"""

import re
from typing import NamedTuple, cast

from eth_typing import ChecksumAddress
from eth_utils.address import is_checksum_address, is_checksum_formatted_address, to_checksum_address

from .errors import AddressInvalidError, BadgeIdInvalidError

ZERO_ADDRESS = cast("ChecksumAddress", "0x" + "0" * 40)

_HOLDER_BITS = 160
_COHORT_BITS = 48
_MOST_NUMBER = (1 << _COHORT_BITS) - 1
_CAIP19 = re.compile(r"eip155:([1-9][0-9]{0,31})/erc721:(0x[0-9a-fA-F]{40})/([1-9][0-9]{0,77})", re.ASCII)


class BadgeParts(NamedTuple):
    """What a badge id says."""

    achievement_id: int
    cohort: int
    holder: ChecksumAddress


class BadgeName(NamedTuple):
    """What a CAIP-19 text says: a badge anywhere in the world."""

    chain_id: int
    address: ChecksumAddress
    badge_id: int


def badge_id(achievement_id: int, cohort: int, holder: str) -> int:
    """The id of a badge, whether issued or not.

    Args:
        achievement_id: From 1.
        cohort: From 1, or 0 for the badge issued one by one.
        holder: Address of the holder; with the zero address it is the id that a voucher with a claim key names.

    Raises:
        BadgeIdInvalidError: A number is out of range.
        AddressInvalidError: The holder is not an address, or its checksum is wrong.

    >>> hex(badge_id(1, 0, "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"))
    '0x10000000000007e5f4552091a69125d5dfcb7b8c2659029395bdf'
    """
    kind = kind_id(achievement_id, cohort)
    return kind << _HOLDER_BITS | int(parse_address(holder, zero=True), 16)


def kind_id(achievement_id: int, cohort: int = 0) -> int:
    """What `heldSince` is asked for: an achievement and a cohort, the badge id without its holder."""
    if not 0 < achievement_id <= _MOST_NUMBER:
        raise BadgeIdInvalidError(str(achievement_id), f"an achievement's number is from 1 to {_MOST_NUMBER}")
    if not 0 <= cohort <= _MOST_NUMBER:
        raise BadgeIdInvalidError(str(cohort), f"a cohort's number is from 0 to {_MOST_NUMBER}")
    return achievement_id << _COHORT_BITS | cohort


def kind_of(badge_id: int) -> int:
    """A badge id without its holder: achievement and cohort as one number (`badgeId >> 160`)."""
    return _checked(badge_id) >> _HOLDER_BITS


def split(badge_id: int) -> BadgeParts:
    """Achievement, cohort and holder of a badge id.

    Raises:
        BadgeIdInvalidError: It is no number of 256 bits, or its achievement is 0.
    """
    kind, holder = divmod(_checked(badge_id), 1 << _HOLDER_BITS)
    return BadgeParts(kind >> _COHORT_BITS, kind & _MOST_NUMBER, to_checksum_address(f"0x{holder:040x}"))


def caip19(chain_id: int, address: str, badge_id: int) -> str:
    """The CAIP-19 name of a badge: `eip155:<chain>/erc721:<collection>/<badge id in decimals>`."""
    if chain_id < 1:
        raise BadgeIdInvalidError(str(chain_id), "a chain id is from 1")
    return f"eip155:{chain_id}/erc721:{parse_address(address)}/{_checked(badge_id)}"


def parse_caip19(text: str) -> BadgeName:
    """Chain, collection and badge of a CAIP-19 name.

    Raises:
        BadgeIdInvalidError: It is not the name of a badge, or not in the one form that `caip19` writes.
        AddressInvalidError: The collection's checksum is wrong.
    """
    found = _CAIP19.fullmatch(text)
    if found is None:
        raise BadgeIdInvalidError(repr(text), "expected eip155:<chain id>/erc721:<address>/<badge id>")
    return BadgeName(int(found[1]), parse_address(found[2]), _checked(int(found[3])))


def parse_address(text: str, *, zero: bool = False) -> ChecksumAddress:
    """An address in its checksummed form (EIP-55).

    Args:
        text: 40 hexadecimal digits behind 0x, all of one case or with the right checksum.
        zero: Whether the zero address is meant to be possible.

    Raises:
        AddressInvalidError: It is none, its checksum is wrong, or it is zero.
    """
    if not re.fullmatch(r"0x[0-9a-fA-F]{40}", text, re.ASCII):
        raise AddressInvalidError(text, "expected 0x and 40 hexadecimal digits")
    if is_checksum_formatted_address(text) and not is_checksum_address(text):
        # A typing error is what the checksum is for, so the right one is not offered: that would be another address.
        raise AddressInvalidError(text, "its checksum is wrong (EIP-55), so a character may be; copy it again")
    address = to_checksum_address(text)
    if address == ZERO_ADDRESS and not zero:
        raise AddressInvalidError(text, "the zero address is nobody's")
    return address


def _checked(badge_id: int) -> int:
    if not 0 <= badge_id < 1 << 256 or not badge_id >> (_HOLDER_BITS + _COHORT_BITS):
        raise BadgeIdInvalidError(str(badge_id), "a badge id is a 256-bit number whose first 48 bits are not zero")
    return badge_id
