"""Vouchers: what an issuer signs once, and holders collect.

An issuer signs one voucher, or one root over any number of them, and sends no transaction. A holder claims with it, or
consents by a signature and lets somebody else send and pay. Pure but for the signers, which may be devices.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from soulbadge.errors import ValueInvalidError
from soulbadge.forms.json import Value
from soulbadge.forms.times import MOST
from soulbadge.ids import ZERO_ADDRESS, parse_address, split
from soulbadge.merkle import MerkleTree, leaf_of, root_from
from soulbadge.models import NO_EVIDENCE, BurnAuth, Voucher
from soulbadge.typed_data import Domain, Signable

if TYPE_CHECKING:
    from eth_account.messages import SignableMessage


class TypedSigner(Protocol):
    """Who can sign typed data; eth-account's `LocalAccount` is one."""

    @property
    def address(self) -> str:
        """The account, with its checksum."""

    def sign_message(self, signable_message: "SignableMessage") -> Any:  # noqa: ANN401 (eth-account gives it no name)
        """Sign; the result's `signature` is bytes."""


@dataclass(frozen=True, slots=True)
class Proof(Value):
    """Where a voucher stands under a signed root; all empty for a voucher signed by itself."""

    path: tuple[bytes, ...] = ()
    count: int = 0
    deadline: int = 0


@dataclass(frozen=True, slots=True)
class SignedVoucher(Value):
    """A voucher with what makes it good: a file or a link that a holder is given.

    Attributes:
        chain_id: EIP-155 chain.
        collection: Address of the collection that honours it.
        voucher: What may be claimed.
        signature: The issuer's, over the voucher, or over the root where there is a path.
        proof: Its place under that root.
    """

    chain_id: int
    collection: str
    voucher: Voucher
    signature: bytes
    proof: Proof = Proof()

    @property
    def domain(self) -> Domain:
        """Chain and collection."""
        return Domain(self.chain_id, self.collection)

    @property
    def digest(self) -> bytes:
        """The voucher's digest: what `cancel` names to end it alone, and what consent names."""
        return self.domain.voucher_digest(self.voucher)

    @property
    def signed(self) -> Signable:
        """What the issuer's signature is over: the voucher, or the root that its path leads to.

        `cancel` of this one's digest ends everything that the signature made good.
        """
        if not self.proof.path:
            return self.domain.voucher(self.voucher)
        root = root_from(leaf_of(self.digest), self.proof.path)
        return self.domain.voucher_root(root, self.proof.count, self.proof.deadline)

    def consent(self, holder: str, burn_auth: BurnAuth, deadline: int) -> Signable:
        """What the holder (for a relayer) and the claim key (always) sign: this voucher, this holder, these terms."""
        return self.domain.claim(self.digest, holder, burn_auth, deadline)


@dataclass(frozen=True, slots=True)
class Consent(Value):
    """The holder's word on a claim that somebody else sends, and the claim key's; empty where not needed."""

    holder: str = ZERO_ADDRESS
    deadline: int = 0
    holder_signature: bytes = b""
    key_signature: bytes = b""


def sign_voucher(domain: Domain, issuer: TypedSigner, voucher: Voucher) -> SignedVoucher:
    """Sign one voucher.

    Raises:
        ValueInvalidError: It names another issuer, or no deadline.
    """
    _check(voucher, issuer)
    return SignedVoucher(domain.chain_id, domain.collection, voucher, sign(issuer, domain.voucher(voucher)))


def sign_vouchers(
    domain: Domain, issuer: TypedSigner, vouchers: Sequence[Voucher], deadline: int
) -> list[SignedVoucher]:
    """Sign any number of vouchers with one signature.

    Args:
        domain: Chain and collection.
        issuer: Who signs; every voucher must name it.
        vouchers: At least one, no two the same.
        deadline: Last second in which the root works, Unix seconds; each voucher has its own besides.

    Raises:
        ValueInvalidError: One names another issuer or no deadline, or two are the same.
    """
    check_deadline(deadline)
    for voucher in vouchers:
        _check(voucher, issuer)
    if len(vouchers) == 1:
        return [sign_voucher(domain, issuer, vouchers[0])]
    leaves = [leaf_of(domain.voucher_digest(voucher)) for voucher in vouchers]
    try:
        tree = MerkleTree(leaves)
    except ValueError as error:
        raise ValueInvalidError("vouchers", str(error)) from error
    signature = sign(issuer, domain.voucher_root(tree.root, len(leaves), deadline))
    return [
        SignedVoucher(
            domain.chain_id, domain.collection, voucher, signature, Proof(tree.proof(leaf), len(leaves), deadline)
        )
        for voucher, leaf in zip(vouchers, leaves, strict=True)
    ]


def consent(
    signed: SignedVoucher,
    burn_auth: BurnAuth,
    deadline: int,
    *,
    holder: TypedSigner | str,
    key: TypedSigner | None = None,
) -> Consent:
    """What goes with a claim that the holder does not send itself, or that needs a claim key.

    Args:
        signed: The voucher.
        burn_auth: Who may end the badge, by the achievement's terms: the holder agrees to that.
        deadline: Last second in which the consent works, Unix seconds.
        holder: Who collects: a signer if somebody else will send, the mere address if the holder sends.
        key: The claim key, where the voucher names one.

    Raises:
        ValueInvalidError: The key is not the one that the voucher names.
    """
    named = signed.voucher.claim_key
    if (key.address if key else ZERO_ADDRESS) != named:
        raise ValueInvalidError("claim key", f"the voucher names {named}" if named != ZERO_ADDRESS else "it needs none")
    address = holder if isinstance(holder, str) else holder.address
    word = signed.consent(address, burn_auth, deadline)
    return Consent(
        address,
        deadline,
        b"" if isinstance(holder, str) else sign(holder, word),
        sign(key, word) if key else b"",
    )


def sign(signer: TypedSigner, what: Signable) -> bytes:
    """The signature of somebody under something."""
    return bytes(signer.sign_message(what.message).signature)


def normalised(signed: SignedVoucher) -> SignedVoucher:
    """The same voucher, its addresses with their checksums: what came out of a stranger's file, made fit to be read.

    Raises:
        AddressInvalidError: An address is none.
        ValueInvalidError: A number is out of range, or a hash has not its size; the error names the field.
    """
    voucher, proof = signed.voucher, signed.proof
    numbers = {
        "chain_id": (signed.chain_id, 256),
        "voucher.badge_id": (voucher.badge_id, 256),
        "voucher.award": (voucher.award, 16),
        "voucher.start_time": (voucher.start_time, 40),
        "voucher.end_time": (voucher.end_time, 40),
        "voucher.deadline": (voucher.deadline, 40),
        "proof.count": (proof.count, 256),
        "proof.deadline": (proof.deadline, 40),
    }
    for name, (number, bits) in numbers.items():
        if not 0 <= number < 1 << bits:
            raise ValueInvalidError(name, f"expected a number of {bits} bits")
    split(voucher.badge_id)
    for hashed in (voucher.evidence, *proof.path):
        if len(hashed) != len(NO_EVIDENCE):
            raise ValueInvalidError("voucher", f"a hash has {len(NO_EVIDENCE)} bytes, found {len(hashed)}")
    return replace(
        signed,
        collection=parse_address(signed.collection),
        voucher=replace(
            voucher,
            issuer=parse_address(voucher.issuer),
            claim_key=parse_address(voucher.claim_key, zero=True),
        ),
    )


def check_deadline(deadline: int) -> None:
    """Raises `ValueInvalidError` for what is no deadline."""
    if not 0 < deadline <= MOST:
        said = "is 0; a voucher without deadline would be good for ever" if deadline == 0 else "is no Unix second"
        raise ValueInvalidError("voucher.deadline", said)


def _check(voucher: Voucher, issuer: TypedSigner) -> None:
    if voucher.issuer != issuer.address:
        raise ValueInvalidError("voucher.issuer", f"is {voucher.issuer}, but {issuer.address} signs")
    check_deadline(voucher.deadline)
