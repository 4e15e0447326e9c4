"""What goes wrong, as a page with one clear sentence and the right status; as JSON for whoever asks for that."""

import json
import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from soulbadge.errors import (
    AchievementNotFoundError,
    AddressInvalidError,
    BadgeIdInvalidError,
    ChainError,
    CohortUnknownError,
    DoorClosedError,
    FormError,
    InputError,
    NotSignedInError,
    PolicyUnclearError,
    RefusedError,
    SoulbadgeError,
    TooManyRequestsError,
    VerificationError,
    WebError,
)

from . import noting, words

if TYPE_CHECKING:
    from .site import Site

_LOG: Final = logging.getLogger("soulbadge.web")

_STATUSES: Final[tuple[tuple[type[Exception], int], ...]] = (
    (AchievementNotFoundError, 404),
    (CohortUnknownError, 404),
    (AddressInvalidError, 422),
    (BadgeIdInvalidError, 422),
    (InputError, 422),
    (VerificationError, 403),
    (RefusedError, 409),
    (ChainError, 503),
    (PolicyUnclearError, 500),
)
"""By their first match; what stands nowhere is a fault of ours."""

_TITLES: Final = {
    401: "Please sign in",
    403: "Not this time",
    404: "Nothing here",
    405: "Nothing here",
    409: "That cannot be",
    410: "Not shared any more",
    413: "Too much at once",
    421: "Not this site",
    422: "That does not look right",
    429: "Slowly, please",
    503: "Please try again",
}


def status_of(error: Exception) -> int:
    """The HTTP status that goes with an error."""
    if isinstance(error, WebError):
        return error.status
    if isinstance(error, HTTPException):
        return error.status_code
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def sentence_of(error: Exception) -> str:
    """One sentence; of what is no refusal of ours it says nothing, since that may hold anything."""
    if isinstance(error, SoulbadgeError):
        return words.sentence(str(error))
    if isinstance(error, HTTPException):
        return (
            "There is no such page; look it up from the first one."
            if error.status_code in {404, 405}
            else "That was refused."
        )
    return "Something went wrong on our side; it was noted, and nothing was changed."


def wants_json(request: Request) -> bool:
    """Whether a program asks: it says so, or says nothing of pages."""
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted or "text/html" not in accepted


class Failures:
    """Makes pages of errors for one site."""

    def __init__(self, site: "Site") -> None:
        self._site = site

    def page(self, request: Request, error: Exception) -> Response:
        """The page, or the JSON, for an error."""
        status = status_of(error)
        headers = {"retry-after": str(error.wait)} if isinstance(error, TooManyRequestsError) else {}
        if wants_json(request):
            return JSONResponse(told(error), status_code=status, headers=headers)
        if isinstance(error, NotSignedInError) and request.method == "GET":
            return RedirectResponse(self._entrance(request, error), status_code=303)
        response = self._site.render(
            request,
            None,
            "failure.html",
            status=status,
            title=_TITLES.get(status, "Something went wrong"),
            sentence=sentence_of(error),
            closed=isinstance(error, DoorClosedError),
        )
        response.headers.update(headers)
        return response

    def fault(self, request: Request, error: Exception) -> Response:
        """The page for what nobody foresaw; what it was goes to the log, never to the page."""
        _LOG.error("%s failed: %s", noting.place(request), noting.history(error))
        return self.page(request, error)

    def form(self, request: Request, error: Exception) -> Response:
        """The page for a form or an address that cannot be read."""
        assert isinstance(error, RequestValidationError)  # noqa: S101 (for type checkers)
        names = ", ".join(dict.fromkeys(str(each["loc"][-1]) for each in error.errors()))
        return self.page(request, FormError(names))

    def _entrance(self, request: Request, error: NotSignedInError) -> str:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return self._site.path(f"/enter/{error.door}?next={quote(here, safe='')}")


def told(error: Exception) -> dict[str, object]:
    """An error for programs."""
    values = error.values() if isinstance(error, SoulbadgeError) and hasattr(error, "values") else {}
    plain = json.loads(json.dumps(values, default=str))
    return {"error": {"name": type(error).__name__, "message": sentence_of(error), "values": plain}}


def handle(app: FastAPI, failures: Failures) -> None:
    """Let an app answer with these pages; nothing of FastAPI's own gets out."""
    app.add_exception_handler(SoulbadgeError, failures.page)
    app.add_exception_handler(RequestValidationError, failures.form)
    app.add_exception_handler(HTTPException, failures.page)
    app.add_exception_handler(Exception, failures.fault)
