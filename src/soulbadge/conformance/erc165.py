"""ERC-165: Standard Interface Detection."""

from soulbadge.conformance.rules import Found, Standard, failed, passed
from soulbadge.conformance.subject import Subject
from soulbadge.errors import RefusedError

STANDARD = Standard("ERC-165", "0x01ffc9a7", always=True)

_SUPPORTS = "supportsInterface(bytes4)"
_ITSELF = bytes.fromhex("01ffc9a7")
_NOTHING = bytes.fromhex("ffffffff")

_OVERHEAD = 21_000 + 36 * 16
"""Gas of the transaction around a call: its base, and 36 bytes of data."""

_WORD = 32


@STANDARD.rule("itself", "supportsInterface returns `true` when `interfaceID` is 0x01ffc9a7 (EIP165 interface)")
def itself(subject: Subject) -> Found:
    """It knows itself."""
    if subject.claims("0x01ffc9a7"):
        return passed("it answers true for 0x01ffc9a7")
    return failed("it does not answer true for 0x01ffc9a7")


@STANDARD.rule("invalid-id", "supportsInterface returns `false` when `interfaceID` is 0xffffffff")
def invalid_id(subject: Subject) -> Found:
    """It does not say yes to everything."""
    outcome = subject.call(_SUPPORTS, _NOTHING)
    if outcome == bytes(_WORD):
        return passed("it answers false for 0xffffffff")
    return failed("it does not answer false for 0xffffffff, so its other answers mean nothing")


@STANDARD.rule("gas", "This function must … use less than 30,000 gas.")
def gas(subject: Subject) -> Found:
    """It answers with what the standard allows."""
    for interface in (_ITSELF, _NOTHING):
        outcome = subject.call(_SUPPORTS, interface, gas=_OVERHEAD + 30_000)
        if isinstance(outcome, RefusedError) and not subject.reverts(_SUPPORTS, interface):
            return failed(f"with 30,000 gas it does not answer for 0x{interface.hex()}")
    return passed("30,000 gas are enough")
