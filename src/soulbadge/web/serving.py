"""Serving a site with uvicorn, until somebody ends it."""

import socket
import sys
from collections.abc import Sequence

from soulbadge.errors import MissingExtraError, ProgramError

from .site import Site

_QUEUE = 128
_GRACE = 5
_KEPT_OPEN = 15
_TURN = 0.0005
"""Seconds for which a thread runs before another may: with Python's 5 ms the event loop waits long for its turn."""


def listen(host: str, port: int) -> socket.socket:
    """A port that is ours, before anything else is begun.

    Raises:
        ProgramError: It is taken, or there is no such address here.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_QUEUE)
    except OSError as error:
        listening.close()
        raise ProgramError("the site", f"{host} port {port}: {error.strerror or error}; name another") from error
    return listening


def run(site: Site, listening: socket.socket, proxies: Sequence[str] = ()) -> None:
    """Serve until the process is told to end.

    Requests are not logged: what people look up is theirs.

    Args:
        site: What to serve.
        listening: From `listen`.
        proxies: Addresses of reverse proxies whose X-Forwarded-For is believed; without them every client behind a
            proxy counts as one.

    Raises:
        MissingExtraError: uvicorn is not installed.
    """
    try:
        import uvicorn
    except ImportError as error:
        raise MissingExtraError("what serves pages", "web") from error
    sys.setswitchinterval(_TURN)
    config = uvicorn.Config(
        site.app(),
        lifespan="off",
        log_level="warning",
        access_log=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        server_header=False,
        timeout_keep_alive=_KEPT_OPEN,
        timeout_graceful_shutdown=_GRACE,
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()
        site.close()
