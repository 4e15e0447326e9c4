"""How a collection came to be.

Released code can be left behind by a constructor of somebody's own, which first writes what storage it likes: an issuer
of whom no event tells, a badge that nobody issued. Only the creation code shows that storage began as it should.
"""

from eth_utils.crypto import keccak

from soulbadge.chain.artifacts import artifact

from ._pinned import Pinned, attempt

RELEASED, OTHER, UNKNOWN = "released", "other", "unknown"
_SALT = 32


def read_creation(pinned: Pinned) -> tuple[str, str]:
    """What created the collection, "released" creation code, "other" code or "unknown"; and the transaction."""
    # The constructor names the first owner. Whatever transaction an event leads to is then held against the address.
    named = attempt(lambda: pinned.events("OwnershipTransferred(address,address)")) or []
    first = next((event.transaction for event in named if event.number(0) == 0), "")
    found = attempt(lambda: pinned.transaction(first)) if first else None
    if found is None:
        return UNKNOWN, ""
    to, data, created = found
    if to is None and created.lower() == pinned.address.lower():
        return (RELEASED if _is_released(data) else OTHER), first
    if to is not None and _create2(to, data) == pinned.address.lower():
        return (RELEASED if _is_released(data[_SALT:]) else OTHER), first
    return UNKNOWN, first


def _is_released(data: bytes) -> bool:
    return data.startswith(artifact("Badges").bytecode)


def _create2(deployer: str, data: bytes) -> str:
    """Where a deployer that is given a salt and creation code puts the contract (EIP-1014)."""
    origin = b"\xff" + bytes.fromhex(deployer.removeprefix("0x")) + data[:_SALT] + keccak(data[_SALT:])
    return "0x" + keccak(origin)[-20:].hex()
