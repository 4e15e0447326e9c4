"""What is signed, and its digests (EIP-712): vouchers, roots over them, claims, renunciations, credential keys. Pure.

The types are those of `contracts/badges/TypedData.sol`, but for the last, which no contract reads. Name and version of
the domain are constant; chain and contract make a signature worthless anywhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .forms.keccak import keccak
from .ids import parse_address
from .models import BurnAuth, Voucher

if TYPE_CHECKING:
    from eth_account.messages import SignableMessage

NAME = "soulbadge"
VERSION = "1"

_DOMAIN = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
_VOUCHER = (
    "Voucher(address issuer,uint256 badgeId,uint16 award,uint40 startTime,uint40 endTime,bytes32 evidence,"
    "uint40 deadline,address claimKey)"
)
_ROOT = "VoucherRoot(bytes32 root,uint256 count,uint40 deadline)"
_CLAIM = "Claim(bytes32 voucher,address holder,uint8 burnAuth,uint40 deadline)"
_RENOUNCE = "Renounce(uint256 badgeId,uint16 award)"
_KEY = "CredentialKey(string key,uint40 issuedAt,uint40 expiresAt)"

_DOMAIN_HASH, _VOUCHER_HASH, _ROOT_HASH, _CLAIM_HASH, _RENOUNCE_HASH, _KEY_HASH = (
    keccak(text.encode()) for text in (_DOMAIN, _VOUCHER, _ROOT, _CLAIM, _RENOUNCE, _KEY)
)
_NAME_HASH, _VERSION_HASH = keccak(NAME.encode()), keccak(VERSION.encode())


@dataclass(frozen=True, slots=True)
class Signable:
    """Something to sign: its digest, and the typed data that a wallet shows.

    Attributes:
        digest: The 32 bytes that are signed; `cancel` names a voucher or a root by it.
        typed_data: The document that `eth_signTypedData_v4` takes.
    """

    digest: bytes
    typed_data: dict[str, Any]

    @property
    def message(self) -> "SignableMessage":
        """For eth-account's `sign_message`."""
        from eth_account.messages import encode_typed_data

        return encode_typed_data(full_message=self.typed_data)


class Domain:
    """The EIP-712 domain of one collection on one chain, and what can be signed in it.

    Args:
        chain_id: EIP-155 chain.
        collection: The collection's address.

    Raises:
        AddressInvalidError: It is none.
    """

    def __init__(self, chain_id: int, collection: str) -> None:
        self.chain_id = chain_id
        self.collection = parse_address(collection)
        separator = keccak(
            _DOMAIN_HASH + _NAME_HASH + _VERSION_HASH + _word(chain_id) + _word(int(self.collection, 16))
        )
        self._prefix = b"\x19\x01" + separator

    def voucher(self, voucher: Voucher) -> Signable:
        """One voucher, signed by its issuer."""
        fields = {
            "issuer": voucher.issuer,
            "badgeId": voucher.badge_id,
            "award": voucher.award,
            "startTime": voucher.start_time,
            "endTime": voucher.end_time,
            "evidence": voucher.evidence,
            "deadline": voucher.deadline,
            "claimKey": voucher.claim_key,
        }
        return Signable(self.voucher_digest(voucher), self._document(_VOUCHER, fields))

    def voucher_digest(self, voucher: Voucher) -> bytes:
        """The digest of a voucher: what its issuer signs, what `cancel` names, what a tree of vouchers is made of."""
        return self._digest(
            _VOUCHER_HASH,
            _word(int(voucher.issuer, 16)),
            _word(voucher.badge_id),
            _word(voucher.award),
            _word(voucher.start_time),
            _word(voucher.end_time),
            voucher.evidence,
            _word(voucher.deadline),
            _word(int(voucher.claim_key, 16)),
        )

    def voucher_hasher(self, issuer: str, deadline: int) -> Callable[[int, bytes, int], bytes]:
        """`voucher_digest` for many vouchers of one issuer with one deadline, four times as fast.

        Returns:
            A function of a voucher's badge id, of its `terms_words` and of its claim key as a number.
        """
        prefix = self._prefix
        head, tail = _VOUCHER_HASH + _word(int(issuer, 16)), _word(deadline)

        def digest(badge_id: int, terms: bytes, key: int) -> bytes:
            words = head + badge_id.to_bytes(32, "big") + terms + tail + key.to_bytes(32, "big")
            return keccak(prefix + keccak(words))

        return digest

    def voucher_root(self, root: bytes, count: int, deadline: int) -> Signable:
        """A root over `count` vouchers, signed by the issuer of all of them; good until `deadline`, Unix seconds."""
        digest = self._digest(_ROOT_HASH, root, _word(count), _word(deadline))
        return Signable(digest, self._document(_ROOT, {"root": root, "count": count, "deadline": deadline}))

    def claim(self, voucher_digest: bytes, holder: str, burn_auth: BurnAuth, deadline: int) -> Signable:
        """A holder's consent to a voucher and to who may end the badge; a claim key signs the same."""
        digest = self._digest(
            _CLAIM_HASH, voucher_digest, _word(int(holder, 16)), _word(int(burn_auth)), _word(deadline)
        )
        fields = {"voucher": voucher_digest, "holder": holder, "burnAuth": int(burn_auth), "deadline": deadline}
        return Signable(digest, self._document(_CLAIM, fields))

    def renounce(self, badge_id: int, award: int) -> Signable:
        """A holder's renunciation, good once and without deadline: to keep for the day the wallet is lost."""
        digest = self._digest(_RENOUNCE_HASH, _word(badge_id), _word(award))
        return Signable(digest, self._document(_RENOUNCE, {"badgeId": badge_id, "award": award}))

    def credential_key(self, key: str, issued_at: int, expires_at: int) -> Signable:
        """That a key (did:key) signs credentials about badges of this collection; by an issuer, or by the owner.

        Times are Unix seconds; `expires_at` is the first second in which it no longer does, 0 for never.
        """
        digest = self._digest(_KEY_HASH, keccak(key.encode()), _word(issued_at), _word(expires_at))
        return Signable(digest, self._document(_KEY, {"key": key, "issuedAt": issued_at, "expiresAt": expires_at}))

    def _digest(self, *words: bytes) -> bytes:
        return keccak(self._prefix + keccak(b"".join(words)))

    def _document(self, type_: str, message: dict[str, Any]) -> dict[str, Any]:
        name = type_.partition("(")[0]
        return {
            "domain": {
                "name": NAME,
                "version": VERSION,
                "chainId": self.chain_id,
                "verifyingContract": self.collection,
            },
            "message": message,
            "primaryType": name,
            "types": {"EIP712Domain": _members(_DOMAIN), name: _members(type_)},
        }


def terms_words(award: int, start_time: int, end_time: int, evidence: bytes) -> bytes:
    """The middle of a voucher, which many vouchers share, for `voucher_hasher`."""
    return _word(award) + _word(start_time) + _word(end_time) + evidence


def _members(type_: str) -> list[dict[str, str]]:
    inside = type_.partition("(")[2].rstrip(")")
    return [dict(zip(("type", "name"), member.split(), strict=True)) for member in inside.split(",")]


def _word(value: int) -> bytes:
    return value.to_bytes(32, "big")
