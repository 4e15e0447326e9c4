"""What issuers and holders sign, built by eth-account from the words of the specification and from no code of ours.

Neither Brownie nor a chain is needed here: `tests/vectors` hold this module to viem and to OpenZeppelin's Merkle trees,
the contract tests hold the contract to this module.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from eth_account import Account
from eth_account.hdaccount import key_from_seed
from eth_account.messages import encode_typed_data
from eth_keys.backends.native.jacobian import fast_multiply
from eth_keys.constants import SECPK1_G, SECPK1_N
from eth_utils import keccak, to_checksum_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eth_account.signers.local import LocalAccount

ZERO = "0x" + "00" * 20
NONE = b"\0" * 32
FOREVER = 2**40 - 1
OWNER_ONLY = 1
NO_PROOF: tuple[Any, ...] = ([], 0, 0)
BY_HOLDER: tuple[Any, ...] = (ZERO, 0, b"", b"")

TYPES: dict[str, list[dict[str, str]]] = {
    "Voucher": [
        {"name": "issuer", "type": "address"},
        {"name": "badgeId", "type": "uint256"},
        {"name": "award", "type": "uint16"},
        {"name": "startTime", "type": "uint40"},
        {"name": "endTime", "type": "uint40"},
        {"name": "evidence", "type": "bytes32"},
        {"name": "deadline", "type": "uint40"},
        {"name": "claimKey", "type": "address"},
    ],
    "VoucherRoot": [
        {"name": "root", "type": "bytes32"},
        {"name": "count", "type": "uint256"},
        {"name": "deadline", "type": "uint40"},
    ],
    "Claim": [
        {"name": "voucher", "type": "bytes32"},
        {"name": "holder", "type": "address"},
        {"name": "burnAuth", "type": "uint8"},
        {"name": "deadline", "type": "uint40"},
    ],
    "Renounce": [
        {"name": "badgeId", "type": "uint256"},
        {"name": "award", "type": "uint16"},
    ],
}
DOMAIN_TYPE = [
    {"name": "name", "type": "string"},
    {"name": "version", "type": "string"},
    {"name": "chainId", "type": "uint256"},
    {"name": "verifyingContract", "type": "address"},
]

# The node's accounts: Brownie starts ganache with the first mnemonic, anvil starts itself with the other.
_NODE = [
    Account.from_key(key_from_seed(hashlib.pbkdf2_hmac("sha512", words, b"mnemonic", 2048), f"m/44'/60'/0'/0/{index}"))
    for words in (b"brownie", b"test test test test test test test test test test test junk")
    for index in range(10)
]
_KEYS = {account.address: account.key for account in _NODE}


def person(name: str) -> LocalAccount:
    """An account of its own for this name, known to no node."""
    account = Account.from_key(keccak(text=name))
    _KEYS[account.address] = account.key
    return account


def address_of(account: object) -> str:
    """The address of an account of whatever library, or of a contract."""
    return to_checksum_address(getattr(account, "address", account))


def sign(signer: object, digest: bytes) -> bytes:
    """65 bytes: r, s, v; v is 27 or 28, s the lower one."""
    return bytes(Account.unsafe_sign_hash(digest, _KEYS[address_of(signer)]).signature)


def sign_again(signer: object, digest: bytes, nonce: int = 12_345) -> bytes:
    """Another signature by the same key over the same digest, as good as the first: ECDSA has many."""
    x, y = fast_multiply(SECPK1_G, nonce)
    s = pow(nonce, -1, SECPK1_N) * (
        int.from_bytes(digest, "big") + x * int.from_bytes(_KEYS[address_of(signer)], "big")
    )
    s %= SECPK1_N
    upper = s > SECPK1_N // 2
    return x.to_bytes(32, "big") + (SECPK1_N - s if upper else s).to_bytes(32, "big") + bytes([27 + (y % 2 ^ upper)])


def error(name: str, *values: object) -> str:
    """A custom error as Brownie words it."""
    words = [str(each) if isinstance(each, bytes | int) else address_of(each).lower() for each in values]
    return f"{name}: {', '.join(words)}"


@dataclass(frozen=True)
class Voucher:
    """A voucher with the values that most tests want; `issuer` and `claim_key` may be accounts of any library."""

    issuer: object
    badge_id: int
    award: int = 0
    start: int = 0
    end: int = 0
    evidence: bytes = NONE
    deadline: int = FOREVER
    claim_key: object = ZERO

    @property
    def holder(self) -> str:
        """Whom it names; zero if it names a claim key instead."""
        return to_checksum_address(f"{self.badge_id % 2**160:#042x}")

    def with_(self, **changes: object) -> Voucher:
        return replace(self, **changes)

    def as_tuple(self) -> tuple[Any, ...]:
        return (
            address_of(self.issuer),
            self.badge_id,
            self.award,
            self.start,
            self.end,
            self.evidence,
            self.deadline,
            address_of(self.claim_key),
        )


@dataclass(frozen=True)
class Domain:
    """One collection on one chain, for which something is signed."""

    chain_id: int
    address: str

    def digest(self, primary_type: str, *values: object) -> bytes:
        """What is signed: the EIP-712 digest of a message, its values in the order of its type."""
        names = [field["name"] for field in TYPES[primary_type]]
        signable = encode_typed_data(
            full_message={
                "types": {"EIP712Domain": DOMAIN_TYPE, primary_type: TYPES[primary_type]},
                "primaryType": primary_type,
                "domain": {
                    "name": "soulbadge",
                    "version": "1",
                    "chainId": self.chain_id,
                    "verifyingContract": self.address,
                },
                "message": dict(zip(names, values, strict=True)),
            }
        )
        return keccak(b"\x19" + signable.version + signable.header + signable.body)

    def voucher(self, voucher: Voucher) -> bytes:
        return self.digest("Voucher", *voucher.as_tuple())

    def root(self, root: bytes, count: int, deadline: int = FOREVER) -> bytes:
        return self.digest("VoucherRoot", root, count, deadline)

    def claim(self, voucher: Voucher, holder: object, *, burn_auth: int = OWNER_ONLY, deadline: int = FOREVER) -> bytes:
        return self.digest("Claim", self.voucher(voucher), address_of(holder), burn_auth, deadline)

    def renounce(self, badge_id: int, award: int = 0) -> bytes:
        return self.digest("Renounce", badge_id, award)

    def consent(
        self,
        voucher: Voucher,
        holder: object,
        *,
        signed: bool = True,
        key: object = None,
        burn_auth: int = OWNER_ONLY,
        deadline: int = FOREVER,
    ) -> tuple[Any, ...]:
        """A `Consent`: signed by the holder unless it sends the claim itself, and by the claim key if there is one."""
        digest = self.claim(voucher, holder, burn_auth=burn_auth, deadline=deadline)
        by_key = sign(key, digest) if key is not None else b""
        return (address_of(holder), deadline, sign(holder, digest) if signed else b"", by_key)

    def request(
        self,
        voucher: Voucher,
        *,
        proof: tuple[Any, ...] = NO_PROOF,
        signature: bytes | None = None,
        consent: tuple[Any, ...] = BY_HOLDER,
        witnesses: Sequence[int] = (),
    ) -> tuple[Any, ...]:
        """All arguments of `claim`; without a signature, the issuer signs the voucher by itself."""
        signed = sign(voucher.issuer, self.voucher(voucher)) if signature is None else signature
        return (voucher.as_tuple(), proof, signed, consent, list(witnesses))


class Tree:
    """OpenZeppelin's StandardMerkleTree of `bytes32`: leaves hashed twice, sorted, at the end of a complete tree."""

    def __init__(self, values: Sequence[bytes]) -> None:
        self.values = list(values)
        leaves = sorted(self.leaf(value) for value in self.values)
        self.nodes = [b""] * (len(leaves) - 1) + leaves[::-1]
        for index in range(len(leaves) - 2, -1, -1):
            self.nodes[index] = keccak(b"".join(sorted(self.nodes[2 * index + 1 : 2 * index + 3])))

    @staticmethod
    def leaf(value: bytes) -> bytes:
        return keccak(keccak(value))

    @property
    def root(self) -> bytes:
        return self.nodes[0]

    @property
    def count(self) -> int:
        return len(self.values)

    def path(self, value: bytes) -> list[bytes]:
        """The siblings from a value's leaf up to the root."""
        index = self.nodes.index(self.leaf(value), self.count - 1)
        path = []
        while index:
            path.append(self.nodes[index + 1 if index % 2 else index - 1])
            index = (index - 1) // 2
        return path

    def proof(self, value: bytes, deadline: int = FOREVER) -> tuple[Any, ...]:
        """A `Proof` of a value."""
        return (self.path(value), self.count, deadline)
