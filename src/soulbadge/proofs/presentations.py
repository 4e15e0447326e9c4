"""What a holder answers: an EIP-4361 message that names badges, and its signature."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from soulbadge import ids
from soulbadge.errors import ChainMismatchError, MalformedPresentationError, NotYourBadgeError, ValueInvalidError
from soulbadge.forms.json import Value
from soulbadge.models import Badge
from soulbadge.proofs.challenges import Challenge

if TYPE_CHECKING:
    from eth_account.messages import SignableMessage
    from typing_extensions import Self

_HEX: Final = re.compile(r"0x(?:[0-9a-f]{2})*")
_MOST_TEXT: Final = 64 * 1024


class Signer(Protocol):
    """Who can sign a personal message; eth-account's `LocalAccount` is one, `WalletSigner` another."""

    @property
    def address(self) -> str:
        """The account, with its checksum."""

    def sign_message(self, signable_message: "SignableMessage") -> Any:  # noqa: ANN401 (eth-account gives it no name)
        """Sign; the result's `signature` is bytes."""


@dataclass(frozen=True, slots=True)
class Presentation(Value):
    """One JSON document: a text and its signature. Which badges are meant stands in the text alone, so it is signed.

    Attributes:
        message: The EIP-4361 message, exactly as it was signed.
        signature: Lower-case hexadecimal digits behind 0x. None follow where a wallet has approved the message on
            chain, as a Safe can.

    Raises:
        MalformedPresentationError: One of them cannot be one.
    """

    message: str
    signature: str

    def __post_init__(self) -> None:
        if len(self.message) > _MOST_TEXT:
            raise MalformedPresentationError(
                f"the message has {len(self.message)} characters, at most {_MOST_TEXT} may be"
            )
        if len(self.signature) > _MOST_TEXT or _HEX.fullmatch(self.signature) is None:
            raise MalformedPresentationError("the signature should be 0x and an even number of lower-case hex digits")

    @classmethod
    def from_json(cls, data: object) -> "Self":
        """What `to_json` made.

        Raises:
            MalformedPresentationError: Something is missing, too much, or of the wrong type.
        """
        try:
            # The zero-argument super() does not work in a class that dataclass(slots=True) has made anew.
            return super(Presentation, cls).from_json(data)
        except ValueInvalidError as error:
            raise MalformedPresentationError(str(error)) from error


def present(signer: Signer, badges: Iterable[str | Badge], challenge: Challenge) -> Presentation:
    """Answer a challenge by signing it together with the names of badges.

    Whoever sees the result learns which account holds these badges, and can hand it on to the challenge's verifier,
    once and until it expires; to nobody else is it of use.

    Args:
        signer: The holder's account, or its `WalletSigner`.
        badges: The badges to show, or their CAIP-19 names. None at all proves no more than the account.
        challenge: What the verifier gave.

    Raises:
        NotYourBadgeError: A badge belongs to somebody else.
        ChainMismatchError: A badge is on another chain than the challenge's.
        BadgeIdInvalidError: A name is not that of a badge.
    """
    from eth_account.messages import encode_defunct

    names = [badge if isinstance(badge, str) else badge.caip19 for badge in badges]
    for name in names:
        chain_id, _, badge_id = ids.parse_caip19(name)
        holder = ids.split(badge_id).holder
        if holder != signer.address:
            raise NotYourBadgeError(name, holder, signer.address)
        if chain_id != challenge.chain_id:
            raise ChainMismatchError(challenge.chain_id, chain_id)
    message = challenge.message(signer.address, names).to_text()
    signature = bytes(signer.sign_message(encode_defunct(text=message)).signature)
    return Presentation(message, "0x" + signature.hex())
