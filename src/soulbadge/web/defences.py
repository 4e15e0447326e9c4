"""What every request meets first: the host's name, the size, the origin, the rate; and the headers of every answer.

It stands before everything else, so that no handler can forget it. Only what is under a site's prefix is meant: an app
that a site is installed in keeps its own rules.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response

from soulbadge.errors import CrossSiteError, HostUnknownError, RequestTooLargeError, TooManyRequestsError, WebError

from .limits import client_name
from .reader import WAITING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from .site import Site

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""No script and no style but our own files; pictures of wallets come as data."""

HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not `no-referrer`: with that, browsers send `Origin: null` with our own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}

_SAFE: Final = ("GET", "HEAD", "OPTIONS")
_STRICT_TRANSPORT: Final = "max-age=31536000"
_OTHERS: Final = 8
"""Threads beside those in which somebody waits for the chain. More would keep each other from running."""

Failing = Callable[[Request, Exception], Response]
"""Makes a page of an error."""


class Defences:
    """The outermost layer of a site."""

    def __init__(self, app: "ASGIApp", site: "Site", failing: Failing) -> None:
        self._app = app
        self._site = site
        self._failing = failing
        self._has_threads = False

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Serve, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._provide_threads()
        guarded = self._with_headers(send)
        bounded = _Bounded(receive, self._site.settings.most_body)

        begun = False

        async def sent(message: "Message") -> None:
            nonlocal begun
            if not bounded.is_exceeded:  # what the app makes of half a body is nobody's answer
                begun = True
                await guarded(message)

        try:
            self._must_be_welcome(scope)
            await self._app(scope, bounded, sent)
            bounded.must_be_kept()
        except WebError as error:
            request = Request(scope)
            await self._failing(request, error)(scope, receive, guarded)
        except Exception:
            if not begun:
                raise
            # Its page was sent, and it was noted (`Failures.fault`); the server below would break the connection off.

    def _must_be_welcome(self, scope: "Scope") -> None:
        settings, headers = self._site.settings, Headers(scope=scope)
        host = headers.get("host", "").lower()
        if host not in settings.every_host:
            raise HostUnknownError(host)
        client = client_name(scope["client"][0] if scope.get("client") else None)
        if wait := self._site.requests.wait(client):
            raise TooManyRequestsError(wait)
        if scope["method"] in _SAFE:
            return
        if wait := self._site.writes.wait(client):
            raise TooManyRequestsError(wait)
        origin = headers.get("origin")
        if origin is None or origin not in {f"{settings.scheme}://{each}" for each in settings.every_host}:
            raise CrossSiteError("your browser does not say that one of our pages sent it")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length[:20]) > settings.most_body:
            raise RequestTooLargeError(settings.most_body)

    def _provide_threads(self) -> None:
        """Room for those who wait for the chain, and for those who do not; known once there is an event loop."""
        if not self._has_threads:
            limiter = to_thread.current_default_thread_limiter()
            limiter.total_tokens = WAITING + _OTHERS
            self._has_threads = True

    def _with_headers(self, send: "Send") -> "Send":
        async def sent(message: "Message") -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self._site.settings.is_secure:
                    headers.setdefault("strict-transport-security", _STRICT_TRANSPORT)
            await send(message)

        return sent


class _Bounded:
    """What a client sends, as far as it may go: a body sent in pieces has no length to look at beforehand."""

    def __init__(self, receive: "Receive", most: int) -> None:
        self._receive = receive
        self._left = most
        self._most = most

    @property
    def is_exceeded(self) -> bool:
        """Whether more has come than may."""
        return self._left < 0

    def must_be_kept(self) -> None:
        """Raises `RequestTooLargeError`: whoever reads a form may have made another error of it."""
        if self.is_exceeded:
            raise RequestTooLargeError(self._most)

    async def __call__(self) -> "Message":
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            self.must_be_kept()
        return message
