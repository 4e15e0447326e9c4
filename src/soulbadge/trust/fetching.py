"""A small document of a stranger's site, fetched so that the stranger cannot make it large, slow, or another site's."""

import socket
import ssl
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Event, Timer
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

_PORT: Final = 443
_OK: Final = 200
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_MOST_MOVES: Final = 3


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches over https, and follows redirections within one host only. No cookies, no credentials, no proxy.

    Attributes:
        seconds: In which the whole must be there, however slowly it drips.
        most: Bytes that it may have.
        ca_file: Certificates of those whose word is taken for who a host is; None for those of the system.
    """

    seconds: float = 10.0
    most: int = 64 * 1024
    ca_file: str | None = None

    def __call__(self, url: str) -> bytes:
        """What stands at a URL.

        Raises:
            OSError: It is not there, not in time, too large, elsewhere, or not under the right certificate.
        """
        until = time.monotonic() + self.seconds
        for _ in range(_MOST_MOVES + 1):
            left = until - time.monotonic()
            if left <= 0:
                raise self._late()
            try:
                found = self._fetched(_checked(url), left)
            except HTTPException as error:
                raise OSError(f"the answer is no HTTP ({type(error).__name__})") from error
            if isinstance(found, bytes):
                return found
            url = found
        raise OSError(f"it was moved more than {_MOST_MOVES} times")

    def _late(self) -> TimeoutError:
        return TimeoutError(f"not in {self.seconds:g} seconds")

    def _fetched(self, parts: SplitResult, seconds: float) -> bytes | str:
        """The bytes, or where they have moved to."""
        host, port = parts.hostname or "", parts.port or _PORT
        context = ssl.create_default_context(cafile=self.ca_file)
        late = Event()
        with (
            closing(socket.create_connection((host, port), timeout=seconds)) as plain,
            closing(plain.dup()) as line,
        ):
            # A timeout of a socket is one for each byte. This ends whatever waits for the next.
            alarm = Timer(seconds, _hang_up, [line, late])
            alarm.daemon = True
            alarm.start()
            try:
                found = self._asked(context.wrap_socket(plain, server_hostname=host), parts)
            except (OSError, HTTPException) as error:
                if not late.is_set() and not isinstance(error, TimeoutError):
                    raise
                late.set()
                found = ""
            finally:
                alarm.cancel()
        # Where no length was announced, being hung up looks like the end.
        if late.is_set():
            raise self._late()
        return found

    def _asked(self, safe: ssl.SSLSocket, parts: SplitResult) -> bytes | str:
        connection = HTTPConnection(parts.hostname or "")
        connection.sock = safe
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Accept": "application/json", "Accept-Encoding": "identity", "Connection": "close"}
        with closing(safe):
            connection.request("GET", path, headers={"Host": parts.netloc, **headers})
            with closing(connection.getresponse()) as response:
                return self._answer(response, parts)

    def _answer(self, response: HTTPResponse, parts: SplitResult) -> bytes | str:
        if response.status in _MOVED:
            target = _joined(parts.geturl(), response.getheader("Location", ""))
            if _checked(target).netloc.lower() != parts.netloc.lower():
                raise OSError(f"it was moved to another host ({target:.120})")
            return target
        if response.status != _OK:
            raise OSError(f"HTTP status {response.status}")
        body = response.read(self.most + 1)
        if len(body) > self.most:
            raise OSError(f"it has more than {self.most} bytes")
        if response.length:
            raise OSError("it breaks off")
        return body


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        well_formed = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise OSError(f"{url!r:.120} is no URL") from error
    if not well_formed or parts.username is not None or not url.isascii() or not url.isprintable() or " " in url:
        raise OSError(f"{url!r:.120} is no https URL of a host")
    return parts


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise OSError(f"it was moved to {target!r:.120}, which is no URL") from error


def _hang_up(connection: socket.socket, late: Event) -> None:
    late.set()
    with suppress(OSError):  # it may have ended by itself
        connection.shutdown(socket.SHUT_RDWR)
