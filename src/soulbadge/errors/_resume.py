"""Why wallets are not joined, and why a page cannot be printed.

Times are Unix seconds. What a stranger wrote is shown as a shortened `repr`.
"""

from dataclasses import dataclass
from typing import ClassVar

from ._base import StatedError


@dataclass(eq=False)
class LinkError(StatedError):
    """Several wallets are not shown as one person, and the class is the reason."""


@dataclass(eq=False)
class LinkMalformedError(LinkError, ValueError):
    """A document that is no link."""

    problem: str
    says: ClassVar[str] = "not a link of wallets: {problem:.300}; make one with `soulbadge link` and keep it unchanged"


@dataclass(eq=False)
class LinkAloneError(LinkError, ValueError):
    """A link of fewer than two wallets: whoever signs for a wallet says nothing about another."""

    count: int
    says: ClassVar[str] = "a link joins two wallets or more, found {count}; name each wallet of the person once"


@dataclass(eq=False)
class LinkTwiceError(LinkError, ValueError):
    """A wallet stands in the link twice."""

    wallet: str
    says: ClassVar[str] = "{wallet} stands in the link twice; name each wallet of the person once"


@dataclass(eq=False)
class LinkOrderError(LinkError, ValueError):
    """Wallets are not in ascending order, or a signature stands beside another wallet than the one that made it."""

    where: str
    says: ClassVar[str] = (
        "{where} is out of order: wallets ascend, and each signature stands in the place of its wallet; "
        "make the link with `soulbadge link`, which orders them"
    )


@dataclass(eq=False)
class LinkUnilateralError(LinkError):
    """Not every wallet has signed. Anybody may claim to own another's wallet, so one signature joins nothing."""

    unsigned: tuple[str, ...]
    says: ClassVar[str] = "the link is not signed by {unsigned:list}; every wallet in it signs, or it joins none"


@dataclass(eq=False)
class LinkSignatureError(LinkError):
    """A signature is not the wallet's over this statement: another key made it, or wallets or dates were changed."""

    wallet: str
    chain_id: int
    says: ClassVar[str] = (
        "the signature of {wallet} is not over this statement, as chain {chain_id} sees it; "
        "sign anew with that wallet, and change nothing afterwards"
    )


@dataclass(eq=False)
class LinkExpiredError(LinkError):
    """The link's time is over: `expires_at` is the first second in which it joins nothing."""

    expires_at: int
    now: int
    says: ClassVar[str] = "the link expired at {expires_at:time}, it is {now:time}; make a new one"


@dataclass(eq=False)
class LinkNotYetValidError(LinkError):
    """The link bears a date to come."""

    issued_at: int
    now: int
    says: ClassVar[str] = "the link is dated {issued_at:time}, it is {now:time}; set the clocks right, or wait"


@dataclass(eq=False)
class LinkElsewhereError(LinkError, ValueError):
    """The link is about other wallets than the résumé."""

    wallets: tuple[str, ...]
    addresses: tuple[str, ...]
    says: ClassVar[str] = (
        "the link joins {wallets:list}, of which fewer than two are asked about ({addresses:list}); "
        "ask about its wallets, or leave the link out"
    )


@dataclass(eq=False)
class LinksOverlapError(LinkError, ValueError):
    """A wallet stands in two links: whose it is would depend on which is believed."""

    wallet: str
    says: ClassVar[str] = "{wallet} stands in two links; make one link of all the person's wallets"


@dataclass(eq=False)
class NoSuchSignerError(LinkError, ValueError):
    """Somebody signs a link that does not name their wallet."""

    wallet: str
    wallets: tuple[str, ...]
    says: ClassVar[str] = "{wallet} is not in this link, which joins {wallets:list}; sign with one of these"


@dataclass(eq=False)
class BrowserError(StatedError):
    """No browser that prints, or it did not print. `tried` are the programs."""

    tried: tuple[str, ...]
    problem: str
    says: ClassVar[str] = (
        "no PDF was made ({tried:list}: {problem:.300}); name a Chromium or Chrome with --browser, "
        "or write --html and print that"
    )
