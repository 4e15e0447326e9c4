"""Why a page refuses a request. Each class knows the HTTP status that goes with it."""

from dataclasses import dataclass
from typing import ClassVar

from ._base import StatedError


@dataclass(eq=False)
class WebError(StatedError):
    """A request is refused, and the class is the reason."""

    status: ClassVar[int] = 400
    """The HTTP status of the answer."""


@dataclass(eq=False)
class HostUnknownError(WebError):
    """The request names a host that this site is not: a link with that name would not lead here."""

    host: str
    status: ClassVar[int] = 421
    says: ClassVar[str] = "this site is not called {host!r:.100}; open it by its own name"


@dataclass(eq=False)
class CrossSiteError(WebError):
    """Something was sent that did not come from a page of this site in this browser."""

    problem: str
    status: ClassVar[int] = 403
    says: ClassVar[str] = (
        "this was not sent from a page of this site ({problem}); load the page again and send it from there"
    )


@dataclass(eq=False)
class TooManyRequestsError(WebError):
    """One client asks more often than it may. `wait` is in seconds."""

    wait: int
    status: ClassVar[int] = 429
    says: ClassVar[str] = "too many requests from your address; wait {wait} s and try again"


@dataclass(eq=False)
class RequestTooLargeError(WebError):
    """More was sent than anything that this site takes. `most` is in bytes."""

    most: int
    status: ClassVar[int] = 413
    says: ClassVar[str] = "that is more than {most} bytes, the most that this page takes; send a single document"


@dataclass(eq=False)
class PageNotFoundError(WebError):
    """There is no such page."""

    what: str
    status: ClassVar[int] = 404
    says: ClassVar[str] = "there is no {what} here; look it up from the first page"


@dataclass(eq=False)
class ShareGoneError(WebError):
    """A shared presentation was withdrawn by its holder, or has expired."""

    status: ClassVar[int] = 410
    says: ClassVar[str] = (
        "this is not shared any more: its holder withdrew it, or its time is over; ask the holder for another"
    )


@dataclass(eq=False)
class NotSignedInError(WebError):
    """Nobody has signed in for this door with this browser, or not any more. `problem` says which."""

    door: str
    problem: str
    status: ClassVar[int] = 401
    says: ClassVar[str] = "{problem}; connect your wallet to come in"


@dataclass(eq=False)
class DoorClosedError(WebError):
    """A wallet is known, and does not hold what the door demands. `missing` says what, in words."""

    holder: str
    missing: str
    status: ClassVar[int] = 403
    says: ClassVar[str] = "the door stays shut for {holder}: missing {missing}"


@dataclass(eq=False)
class NotYoursError(WebError):
    """A shared presentation is somebody else's: only its holder publishes or withdraws it."""

    holder: str
    status: ClassVar[int] = 403
    says: ClassVar[str] = "that belongs to {holder}; connect that wallet"


@dataclass(eq=False)
class ChallengeUnknownError(WebError):
    """A signature answers no challenge that this site has given to this browser, or one that is over."""

    status: ClassVar[int] = 409
    says: ClassVar[str] = (
        "this signature answers nothing that was asked here, or came too late; connect again and sign anew"
    )


@dataclass(eq=False)
class FormError(WebError):
    """A form lacks something, or has something in it that cannot be. `fields` are their names."""

    fields: str
    status: ClassVar[int] = 422
    says: ClassVar[str] = "this cannot be read: {fields:.100}; fill in the form again"


@dataclass(eq=False)
class UndecidedError(WebError):
    """Whether a door is open cannot be found out at the moment, so it stays shut. `problem` is the chain's."""

    problem: str
    status: ClassVar[int] = 503
    says: ClassVar[str] = "whether this door is open cannot be found out now ({problem}); try again in a moment"


@dataclass(eq=False)
class BusyError(WebError):
    """So many people wait for the chain that one more would keep those waiting who do not need it."""

    status: ClassVar[int] = 503
    says: ClassVar[str] = "too many people are waiting for the chain; try again in a moment"


@dataclass(eq=False)
class SiteMissingError(StatedError, LookupError):
    """`require` is used in an app that no site was installed in."""

    says: ClassVar[str] = "no site is installed in this app; call Site(...).install(app) before it serves"


@dataclass(eq=False)
class StoreError(WebError):
    """What the pages remember cannot be read or written: the database is locked, or its disk is full."""

    problem: str
    status: ClassVar[int] = 503
    says: ClassVar[str] = (
        "what this site remembers cannot be reached ({problem}); nothing was changed, try again in a moment"
    )
