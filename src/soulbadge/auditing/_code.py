"""Whose code stands at an address, and whether it can be exchanged."""

from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from soulbadge.chain.artifacts import releases
from soulbadge.ids import ZERO_ADDRESS

from ._pinned import Pinned
from .bytecode import delegate_of, minimal_proxy_target, powers
from .report import Account, AccountKind, Code

_SLOTS = {
    "EIP-1967": int.from_bytes(keccak(text="eip1967.proxy.implementation"), "big") - 1,
    "EIP-1967 beacon": int.from_bytes(keccak(text="eip1967.proxy.beacon"), "big") - 1,
    "EIP-1967 admin": int.from_bytes(keccak(text="eip1967.proxy.admin"), "big") - 1,
    "EIP-1822": int.from_bytes(keccak(text="PROXIABLE"), "big"),
    "ZeppelinOS": int.from_bytes(keccak(text="org.zeppelinos.proxy.implementation"), "big"),
}
"""Where proxies keep what they run, in the order in which they are asked."""


def read_code(pinned: Pinned, address: str) -> Code:
    """The code at an address."""
    code = pinned.code(address)
    digest = "0x" + keccak(code).hex() if code else ""
    release = releases().get(digest, "")
    can = powers(code)
    proxy, implementation = ("", "") if release else _proxy(pinned, address, code, (*can.shown, *can.possible))
    return Code(
        address=to_checksum_address(address),
        code_hash=digest,
        size=len(code),
        release=release,
        proxy=proxy,
        implementation=to_checksum_address(implementation) if implementation else "",
        opcodes=() if release else can.shown,
        hidden=() if release else can.possible,
    )


def read_account(pinned: Pinned, address: str) -> Account:
    """What stands behind an address."""
    where = to_checksum_address(address)
    if where == ZERO_ADDRESS:
        return Account(where, AccountKind.ZERO)
    code = pinned.code(where)
    delegate = delegate_of(code)
    if delegate:
        return Account(where, AccountKind.DELEGATED, to_checksum_address(delegate))
    return Account(where, AccountKind.CONTRACT if code else AccountKind.EOA)


def _proxy(pinned: Pinned, address: str, code: bytes, opcodes: tuple[str, ...]) -> tuple[str, str]:
    """How the code stands in for other code, and for whose; two empty texts if it does not."""
    delegate = delegate_of(code)
    if delegate:
        return "EIP-7702", delegate
    if "DELEGATECALL" not in opcodes and "CALLCODE" not in opcodes:
        return "", ""  # no way to run other code, whatever its storage says
    target = minimal_proxy_target(code)
    if target:
        return "minimal proxy", target
    for name, slot in _SLOTS.items():
        word = pinned.storage(address, slot)
        if word:
            inside = f"0x{word & (1 << 160) - 1:040x}"
            return name, "" if name.endswith(("beacon", "admin")) else inside
    return "", ""
