"""Claim links: a badge for somebody whose address nobody knows yet. Pure.

A link holds a signed voucher and the claim key that it names. Both stand in the fragment, `#v1.…`, which no browser
sends to a server; whoever has the link can claim, once.

The text is `v1.` and base64url without padding of

    chain id 8 · collection 20 · issuer 20 · achievement and cohort 12 · award 2 · start 5 · end 5 · evidence 32
    deadline 5 · claim key 32 · leaves under the root 5 · the root's deadline 5 · steps 1 · path 32 each
    length of the signature 2 · signature · checksum 4

so each link has one spelling, and a link that was cut off in a mail is told from a forged one.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from eth_utils.address import to_checksum_address

from soulbadge.errors import ClaimLinkError, ValueInvalidError
from soulbadge.forms.keccak import keccak
from soulbadge.models import BurnAuth, Voucher

from .signed import Consent, Proof, SignedVoucher, TypedSigner, consent

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

VERSION = "v1"

_MOST_TEXT = 16_384
_MOST_SIGNATURE = 4096
_MOST_PATH = 32
_CHECKSUM = 4
_CURVE = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_TAG = b"soulbadge claim link v1"
_TEXT = re.compile(r"v([0-9]{1,3})\.([A-Za-z0-9_-]+)", re.ASCII)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """A voucher with its claim key. It does not show the key; `text` does.

    Attributes:
        key: The claim key, 32 bytes. A secret until the badge is claimed.
        signed: The voucher, which names the key's address.

    Raises:
        ClaimLinkError: The key is not the one that the voucher names, or the voucher is none for a link.
    """

    key: bytes = field(repr=False)
    signed: SignedVoucher

    def __post_init__(self) -> None:
        voucher = self.signed.voucher
        if not 0 < int.from_bytes(self.key, "big") < _CURVE or self.account.address != voucher.claim_key:
            raise ClaimLinkError("its key is not the one that the voucher names")
        if voucher.badge_id & (1 << 160) - 1:
            raise ClaimLinkError("its voucher names a holder, and a claim key is for somebody without address")

    @property
    def account(self) -> "LocalAccount":
        """The claim key, to sign with."""
        from eth_account import Account

        made: LocalAccount = Account.from_key(self.key)
        return made

    def consent(self, burn_auth: BurnAuth, deadline: int, holder: TypedSigner | str) -> Consent:
        """`vouchers.consent` with the claim key: `holder` as there."""
        return consent(self.signed, burn_auth, deadline, holder=holder, key=self.account)

    def text(self, base: str = "") -> str:
        """The link as it is sent.

        Args:
            base: The page that it leads to, an https URL; empty for the mere text.

        Raises:
            ValueInvalidError: The base is no such URL.
        """
        data = _encoded(self)
        payload = base64.urlsafe_b64encode(data + _checksum(data)).rstrip(b"=").decode()
        return f"{link_base(base)}{VERSION}.{payload}"

    @classmethod
    def parse(cls, text: str) -> "ClaimLink":
        """A link, or the mere text behind its `#`.

        Raises:
            ClaimLinkError: It is none, is not whole, or is of a later version. The error shows nothing of it.
        """
        return _parsed(text.strip())


def link_base(base: str) -> str:
    """What stands before the text of a link: nothing, or a page and `#`. Raises `ValueInvalidError`."""
    if not base:
        return ""
    try:
        parts = urlsplit(base)
    except ValueError as error:  # half an IPv6 address
        raise ValueInvalidError("base", f"is no URL ({error})") from error
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not safe or not parts.hostname or parts.username is not None or "#" in base or not base.isprintable():
        raise ValueInvalidError("base", "expected an https URL without user and fragment: https://issuer.example/claim")
    if " " in base or not base.isascii():
        raise ValueInvalidError("base", "a URL has neither spaces nor letters outside ASCII; encode them")
    return f"{base}#"


def _parsed(text: str) -> ClaimLink:
    if len(text) > _MOST_TEXT:
        raise ClaimLinkError("it is too long")
    before, mark, fragment = text.rpartition("#")
    if mark and before.partition(":")[0].lower() not in {"http", "https"}:
        raise ClaimLinkError("before its # there is no web address")
    found = _TEXT.fullmatch(fragment)
    if found is None:
        raise ClaimLinkError("expected v1. and letters, digits, - and _, by itself or behind the # of a web address")
    if f"v{found[1]}" != VERSION:
        raise ClaimLinkError(f"it is of version {found[1]}, and this release knows version 1")
    payload = found[2]
    try:
        data = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    except (binascii.Error, ValueError) as error:
        raise ClaimLinkError("it is not whole; copy it again") from error
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != payload or len(data) <= _CHECKSUM:
        raise ClaimLinkError("it is not whole; copy it again")
    data, checksum = data[:-_CHECKSUM], data[-_CHECKSUM:]
    if checksum != _checksum(data):
        raise ClaimLinkError("it is not whole, or was changed; copy it again")
    return _decoded(data)


def _encoded(link: ClaimLink) -> bytes:
    signed, proof, it = link.signed, link.signed.proof, link.signed.voucher
    if len(proof.path) > _MOST_PATH or len(signed.signature) > _MOST_SIGNATURE:
        raise ClaimLinkError("its path or its signature is too long")
    try:
        numbers = (
            signed.chain_id.to_bytes(8, "big"),
            bytes.fromhex(signed.collection[2:] + it.issuer[2:]),
            (it.badge_id >> 160).to_bytes(12, "big"),
            it.award.to_bytes(2, "big"),
            it.start_time.to_bytes(5, "big"),
            it.end_time.to_bytes(5, "big"),
            it.evidence,
            it.deadline.to_bytes(5, "big"),
            link.key,
            proof.count.to_bytes(5, "big"),
            proof.deadline.to_bytes(5, "big"),
            bytes([len(proof.path)]),
            *proof.path,
            len(signed.signature).to_bytes(2, "big"),
            signed.signature,
        )
    except OverflowError as error:
        raise ClaimLinkError("one of its numbers is out of range") from error
    return b"".join(numbers)


def _decoded(data: bytes) -> ClaimLink:
    reader = _Bytes(data)
    chain_id, collection, issuer = reader.number(8), reader.address(), reader.address()
    kind, award, start, end = reader.number(12), reader.number(2), reader.number(5), reader.number(5)
    evidence, deadline, key = reader.take(32), reader.number(5), reader.take(32)
    count, last, steps = reader.number(5), reader.number(5), reader.number(1)
    if steps > _MOST_PATH:
        raise ClaimLinkError("its path is too long")
    path = tuple(reader.take(32) for _ in range(steps))
    signature = reader.take(reader.number(2))
    if reader.rest or len(signature) > _MOST_SIGNATURE:
        raise ClaimLinkError("there is more in it than a voucher")
    if not 0 < int.from_bytes(key, "big") < _CURVE:
        raise ClaimLinkError("its key is none")

    from eth_account import Account

    claim_key = Account.from_key(key).address
    voucher = Voucher(issuer, kind << 160, award, start, end, evidence, deadline, claim_key)
    return ClaimLink(key, SignedVoucher(chain_id, collection, voucher, signature, Proof(path, count, last)))


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.rest = data

    def take(self, length: int) -> bytes:
        if len(self.rest) < length:
            raise ClaimLinkError("it is not whole; copy it again")
        found, self.rest = self.rest[:length], self.rest[length:]
        return found

    def number(self, length: int) -> int:
        return int.from_bytes(self.take(length), "big")

    def address(self) -> str:
        return to_checksum_address(self.take(20))


def _checksum(data: bytes) -> bytes:
    return keccak(_TAG + data)[:_CHECKSUM]
