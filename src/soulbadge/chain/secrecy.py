"""What of a node's URL is nobody's business: user names, passwords, paths and queries of RPC URLs are keys.

Errors name a node by `host`. Nodes, and the packages beneath this one, put whole URLs and keys into their answers and
into their debugging logs; these are taken out. What is a key is guessed: a host's name is never taken for one.
"""

import logging
import re
import threading
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

_NAME: Final = re.compile(r"(localhost|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)(:[0-9]{1,5})?", re.ASCII)
_HIDDEN: Final = "…"
_LEAST_SEGMENT: Final = 8
"""Characters of a part of a path that may be a key: `v3`, `rpc` and `mainnet` are none."""

_LEAST_WORD: Final = 4
"""The same for passwords, user names and values of queries; shorter ones stand in every other word."""

_LOGGERS: Final = (
    "urllib3.connectionpool",
    "web3.manager.RequestManager",
    "web3.providers.HTTPProvider",
    "web3._utils.http_session_manager.HTTPSessionManager",
)
"""Whoever logs URLs, or answers of nodes, on the way to a node."""


def host(url: str) -> str:
    """Scheme, host and port alone; `nowhere` for what names no host."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # half an IPv6 address, or a port that is none
        return "nowhere"
    if parts.hostname:
        return f"{parts.scheme}://{parts.hostname}{port}"
    # Without a scheme: only what looks like a host's name is one, anything else may be the key alone.
    name = re.split(r"[/?#]", url, maxsplit=1)[0].rpartition("@")[2]
    return name[:100] if _NAME.fullmatch(name) else "nowhere"


def keep_secret(url: str) -> None:
    """See to it that nothing secret of a node's URL is told by this process from now on, in its logs at any level."""
    _SECRETS.add(url)
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_HIDING)  # adding it again changes nothing


def without_secrets(text: str) -> str:
    """A text without what was to be kept secret of any URL."""
    return _SECRETS.taken_out(text)


class _Secrets:
    """The parts of URLs that may be keys, and texts without them. Only added to, and safe for threads."""

    def __init__(self) -> None:
        self._hidden: tuple[tuple[str, str], ...] = ()
        self._lock = threading.Lock()

    def add(self, url: str) -> None:
        pieces = dict.fromkeys(_pieces(url), _HIDDEN)
        if pieces:
            with self._lock:
                found = {**dict(self._hidden), **pieces, url: host(url)}
                # The longest first, so that nothing is left of one that holds another.
                self._hidden = tuple(sorted(found.items(), key=lambda each: len(each[0]), reverse=True))

    def taken_out(self, text: str) -> str:
        for secret, shown in self._hidden:
            text = text.replace(secret, shown)
        return text


class _Hiding(logging.Filter):
    """Lets every record through, without secrets."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        clean = without_secrets(said)
        if clean != said:
            record.msg, record.args = clean, ()
        return True


_SECRETS: Final = _Secrets()
_HIDING: Final = _Hiding()


def _pieces(url: str) -> set[str]:
    try:
        parts = urlsplit(url)
        values = [value for _, value in parse_qsl(parts.query)]
        words = [parts.username or "", parts.password or "", parts.query, *values]
    except ValueError:
        return set()
    if not parts.hostname:
        return set()
    segments = parts.path.split("/")
    found = {each for each in segments if len(each) >= _LEAST_SEGMENT}
    found |= {each for each in words if len(each) >= _LEAST_WORD}
    return found | {unquote(each) for each in found}
