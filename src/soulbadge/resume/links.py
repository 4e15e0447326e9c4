"""Several wallets of one person, joined by what each of them signed about all of them.

    >>> link = make_link([work_wallet, home_wallet], now=int(time.time()))
    >>> resume([work_wallet.address, home_wallet.address], collections, links=[link])

One text, signed by every wallet as a personal message (ERC-191, version 0x45), so that each signer reads what it says.
It cannot be mistaken for a sign-in (EIP-4361): it begins with a line of its own, and asks nobody for anything. Every
wallet is in the text, so no signature can be put into another link.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from soulbadge.chain.wallets import CodeReader
from soulbadge.errors import (
    AddressInvalidError,
    LinkAloneError,
    LinkExpiredError,
    LinkMalformedError,
    LinkNotYetValidError,
    LinkOrderError,
    LinkSignatureError,
    LinkTwiceError,
    LinkUnilateralError,
    MalformedSignatureError,
    NoSuchSignerError,
    ValueInvalidError,
)
from soulbadge.forms.json import Value
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.ids import parse_address
from soulbadge.proofs.signatures import is_signed_by, signer_of

if TYPE_CHECKING:
    from typing_extensions import Self

    from soulbadge.proofs import Signer

MOST_WALLETS: Final = 16
_LATEST: Final = 253_402_300_799  # the last second of the year 9999, where RFC 3339 ends
_MOST_TEXT: Final = 262_144
_MOST_SIGNATURE: Final = 16_384
_SIGNATURE: Final = re.compile(r"0x(?:[0-9a-f]{2})+")

_TEXT: Final = """\
soulbadge link of wallets, version 1

I sign this with each of these wallets. They are all mine, and whoever has this text may show their badges together:
{wallets}

Signed at: {issued_at}
Until: {expires_at}"""


@dataclass(frozen=True, slots=True)
class Link(Value):
    """Wallets of one person, and their signatures. Whether it joins anything, `check` says.

    Attributes:
        wallets: Two or more, in ascending order, each with its checksum.
        issued_at: Its date, Unix seconds.
        expires_at: The first second in which it joins nothing any more, Unix seconds; 0 for never.
        signatures: One for each wallet, in their order: 0x and lower-case digits; empty where one is still to come.

    Raises:
        LinkAloneError: There are fewer than two wallets.
        LinkTwiceError: A wallet stands in it twice.
        LinkOrderError: The wallets do not ascend.
        LinkMalformedError: Anything else that cannot be.
    """

    wallets: tuple[str, ...]
    issued_at: int
    expires_at: int
    signatures: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_wallets(self.wallets)
        if not 0 < self.issued_at <= _LATEST or self.expires_at > _LATEST:
            raise LinkMalformedError("its date and its end must be after 1970 and before the year 10000")
        if self.expires_at and self.expires_at <= self.issued_at:
            raise LinkMalformedError("its end must be after its date")
        if len(self.signatures) != len(self.wallets):
            raise LinkMalformedError(f"{len(self.wallets)} wallets and {len(self.signatures)} signatures")
        for each in self.signatures:
            if each and (len(each) > _MOST_SIGNATURE or _SIGNATURE.fullmatch(each) is None):
                raise LinkMalformedError("a signature should be 0x and an even number of lower-case hex digits")

    @property
    def text(self) -> str:
        """What each wallet signs."""
        return _TEXT.format(
            wallets="\n".join(f"- {each}" for each in self.wallets),
            issued_at=_rfc3339(self.issued_at),
            expires_at=_rfc3339(self.expires_at) if self.expires_at else "never",
        )

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The wallets whose signature is still to come."""
        return tuple(wallet for wallet, each in zip(self.wallets, self.signatures, strict=True) if not each)

    def sign(self, signer: "Signer") -> "Link":
        """The same link with the signature of one more wallet.

        Raises:
            NoSuchSignerError: The link does not name the signer's wallet.
        """
        from eth_account.messages import encode_defunct

        return self.with_signature(signer.address, bytes(signer.sign_message(encode_defunct(text=self.text)).signature))

    def with_signature(self, wallet: str, signature: bytes) -> "Link":
        """The same link with a signature that a wallet made elsewhere, over `text` as a personal message.

        Raises:
            NoSuchSignerError: The link does not name the wallet.
        """
        if wallet not in self.wallets:
            raise NoSuchSignerError(wallet, self.wallets)
        place = self.wallets.index(wallet)
        return replace(
            self, signatures=(*self.signatures[:place], "0x" + signature.hex(), *self.signatures[place + 1 :])
        )

    def check(self, chains: "Iterable[tuple[CodeReader, int, int]]", *, now: int) -> None:
        """Make sure that every wallet in it signed it.

        A contract wallet (ERC-1271, ERC-6492) is asked on each chain that is given: the same address may be somebody
        else's on another. A wallet that is a contract on one chain alone is therefore refused on the others.

        Args:
            chains: For each chain on which the wallets are to be joined: a node, the chain's number (EIP-155), and
                the block to look at.
            now: Unix seconds.

        Raises:
            LinkUnilateralError: A signature is missing.
            LinkExpiredError, LinkNotYetValidError: Its time is over, or has not come.
            LinkOrderError: A signature stands beside another wallet's name.
            LinkSignatureError: A signature is not its wallet's, or not over this statement.
            ValueInvalidError: No chain is given: nobody would be asked.
        """
        if self.unsigned:
            raise LinkUnilateralError(self.unsigned)
        if self.expires_at and now >= self.expires_at:
            raise LinkExpiredError(self.expires_at, now)
        if self.issued_at > now:
            raise LinkNotYetValidError(self.issued_at, now)
        asked = list(chains)
        if not asked:
            raise ValueInvalidError("chains", "name at least one chain on which the wallets are to be joined")
        for node, chain_id, block in asked:
            for place, wallet in enumerate(self.wallets):
                self._must_have_signed(node, chain_id, block, place, wallet)

    def _must_have_signed(self, node: CodeReader, chain_id: int, block: int, place: int, wallet: str) -> None:
        signature = bytes.fromhex(self.signatures[place][2:])
        try:
            if is_signed_by(node, parse_address(wallet), self.text, signature, block):
                return
            other = signer_of(self.text, signature)
        except MalformedSignatureError as error:
            raise LinkSignatureError(wallet, chain_id) from error
        if other in self.wallets:
            raise LinkOrderError(f"the signature beside {wallet} is that of {other}; it")
        raise LinkSignatureError(wallet, chain_id)

    @classmethod
    def from_json(cls, data: object) -> "Self":
        """What `to_json` made.

        Raises:
            LinkError: It is no link; the subclass says why.
        """
        try:
            # The zero-argument super() does not work in a class that dataclass(slots=True) has made anew.
            return super(Link, cls).from_json(data)
        except ValueInvalidError as error:
            raise LinkMalformedError(str(error)) from error

    @classmethod
    def parse(cls, text: str) -> "Self":
        """The link in a JSON document. Raises as `from_json`."""
        try:
            data = parse_strictly(text, _MOST_TEXT)
        except ValueError as error:
            raise LinkMalformedError(str(error)) from error
        return cls.from_json(data)

    def dumps(self) -> str:
        """The JSON document, which ends with a line break."""
        return json.dumps(self.to_json(), indent=2) + "\n"


def propose_link(wallets: Iterable[str], *, now: int, expires_at: int = 0) -> Link:
    """A link that nobody has signed yet, for wallets that sign one after the other.

    Args:
        wallets: Two or more addresses, in any order.
        now: Its date, Unix seconds.
        expires_at: The first second in which it joins nothing any more, Unix seconds; 0 for never.

    Raises:
        AddressInvalidError: One is no address.
        LinkError: There are fewer than two, or one is named twice.
    """
    found = sorted((parse_address(each) for each in wallets), key=_number)
    return Link(tuple(found), now, expires_at, ("",) * len(found))


def make_link(signers: "Sequence[Signer]", *, now: int, expires_at: int = 0) -> Link:
    """A link signed by all of its wallets. Arguments and errors as for `propose_link`."""
    link = propose_link([each.address for each in signers], now=now, expires_at=expires_at)
    for each in signers:
        link = link.sign(each)
    return link


def _check_wallets(wallets: tuple[str, ...]) -> None:
    for wallet in wallets:
        try:
            checked = parse_address(wallet)
        except AddressInvalidError as error:
            raise LinkMalformedError(str(error)) from error
        if checked != wallet:
            raise LinkMalformedError(f"{wallet} should have its checksum: {checked}")
    if len(wallets) < 2:  # noqa: PLR2004 (one wallet is joined with none)
        raise LinkAloneError(len(wallets))
    if len(wallets) > MOST_WALLETS:
        raise LinkMalformedError(f"it names {len(wallets)} wallets, at most {MOST_WALLETS} may be")
    for before, after in pairwise(wallets):
        if wallets.count(after) > 1:
            raise LinkTwiceError(after)
        if _number(before) > _number(after):
            raise LinkOrderError(after)


def _number(address: str) -> int:
    return int(address, 16)


def _rfc3339(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
