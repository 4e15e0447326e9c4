"""Who is asking: the cookie, the session behind it, the colours; and whether what is sent comes from our pages."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import Depends, Form, Request
from starlette.responses import Response

from soulbadge.errors import CrossSiteError, SiteMissingError

from .sessions import Session

if TYPE_CHECKING:
    from .site import Site

THEMES: Final = ("light", "dark")
_THEME: Final = "soulbadge-theme"
_YEAR: Final = 31_536_000
_LONGEST_PATH: Final = 2048


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who asks.

    Attributes:
        session_id: What the browser's cookie says, or a new id that it will be given.
        is_new: Whether it has to be given.
        session: Who it is; None for somebody unknown.
        theme: The colours that were chosen; empty for the machine's own.
    """

    session_id: str
    is_new: bool
    session: Session | None
    theme: str


def site_of(request: Request) -> "Site":
    """The site that serves this request, or that its app has installed.

    Raises:
        SiteMissingError: There is none.
    """
    found: Site | None = getattr(request.app.state, "soulbadge", None)
    if found is None:
        raise SiteMissingError
    return found


def visitor(request: Request) -> Visitor:
    """Who asks for a page. Raises `StoreError`."""
    site = site_of(request)
    given = request.cookies.get(site.sessions.cookie, "")
    known = site.sessions.is_id(given)
    session = site.sessions.find(given, site.now()) if known else None
    return Visitor(given if known else site.sessions.new_id(), not known, session, chosen_theme(request))


def chosen_theme(request: Request) -> str:
    """The colours that somebody chose; empty for the machine's own."""
    theme = request.cookies.get(_THEME, "")
    return theme if theme in THEMES else ""


def sender(
    request: Request, who: Annotated[Visitor, Depends(visitor)], token: Annotated[str, Form(max_length=128)] = ""
) -> Visitor:
    """Who sends a form, once it is sure that one of our pages in this very browser sent it.

    Raises:
        CrossSiteError: It is not.
    """
    if who.is_new:
        raise CrossSiteError("your browser sent no cookie")
    if not site_of(request).sessions.is_token(who.session_id, token):
        raise CrossSiteError("the form is not the one that you were given")
    return who


def remember(response: Response, site: "Site", session_id: str) -> None:
    """Give the browser its cookie."""
    secure = site.settings.is_secure
    response.set_cookie(site.sessions.cookie, session_id, path="/", secure=secure, httponly=True, samesite="lax")


def remember_theme(response: Response, site: "Site", theme: str) -> None:
    """Give the browser the colours that were chosen; the machine's own if there are none such."""
    if theme in THEMES:
        secure = site.settings.is_secure
        response.set_cookie(_THEME, theme, path="/", secure=secure, httponly=True, samesite="lax", max_age=_YEAR)
    else:
        response.delete_cookie(_THEME, path="/")


def local_path(text: str, otherwise: str) -> str:
    """A path of this site to go on to; what could lead anywhere else becomes `otherwise`.

    Browsers read what begins with two slashes, or with a slash and a backslash, as another site, and leave out tabs and
    line breaks before they look.
    """
    plain = text.isascii() and text.isprintable() and not set(text) & {" ", "\\"} and len(text) <= _LONGEST_PATH
    return text if plain and text.startswith("/") and not text.startswith("//") else otherwise


Asking = Annotated[Visitor, Depends(visitor)]
"""For handlers of pages."""

Sending = Annotated[Visitor, Depends(sender)]
"""For handlers of forms."""
