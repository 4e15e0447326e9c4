"""A site in this process, served by uvicorn on a port of its own, and somebody who asks it by HTTP."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from starlette.types import ASGIApp

from soulbadge.policy import Policy
from soulbadge.proofs import system_clock
from soulbadge.web import Site, SiteSettings

_PATIENCE = 60
PAGES = {"accept": "text/html"}
PROGRAM = {"accept": "application/json"}


@dataclass(frozen=True)
class Served:
    """A site that answers."""

    site: Site
    url: str
    """Its origin."""
    bound: str
    """Where it listens."""


@contextmanager
def bound() -> Iterator[tuple[socket.socket, int]]:
    """A port that nobody else gets before it is served."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", 0))
        yield listening, int(listening.getsockname()[1])


@contextmanager
def running(app: ASGIApp, listening: socket.socket) -> Iterator[None]:
    """Serve an app until the block is left."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + _PATIENCE
    while not server.started:
        assert thread.is_alive(), "the site ended at once"
        assert time.monotonic() < deadline, "the site does not start"
        time.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)
        assert not thread.is_alive(), "the site does not end"


@contextmanager
def served(
    rpc: Any,  # noqa: ANN401 (a URL or a web3)
    collections: Sequence[str],
    *,
    club: Policy | None = None,
    file: Path | None = None,
    agreeing: Sequence[str] = (),
    now: Callable[[], int] | None = None,
    **settings: Any,  # noqa: ANN401 (the fields of SiteSettings)
) -> Iterator[Served]:
    """A site of these collections. It bears more than a real one, and asks the chain for every request."""
    with bound() as (listening, port):
        fields = {
            "requests_per_minute": 100_000,
            "writes_per_minute": 100_000,
            "fresh_seconds": 0,
            "recheck_seconds": 0,
        }
        bound_at = f"http://127.0.0.1:{port}"
        made = SiteSettings(**{"origin": bound_at, **fields, **settings})
        site = Site(made, rpc, collections, club=club, file=file, agreeing=agreeing, now=now or system_clock)
        try:
            with running(site.app(), listening):
                yield Served(site, made.origin, bound_at)
        finally:
            site.close()


@dataclass
class Person:
    """Somebody with a browser, or a program with a cookie jar."""

    url: str
    prefix: str = ""
    """Where the pages are."""
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.url, headers=PAGES, timeout=60)

    def get(self, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 (httpx's)
        return self.client.get(path, **options)

    def token(self) -> str:
        """What forms of this person carry."""
        found = re.search(r'name="token" value="([0-9a-f]+)"', self.get(f"{self.prefix}/verify").text)
        assert found
        return found[1]

    def post(
        self,
        path: str,
        fields: dict[str, str] | None = None,
        *,
        origin: str | None = "",
        **options: Any,  # noqa: ANN401 (httpx's)
    ) -> httpx.Response:
        """Send a form as a page of the site would; with another origin, or none, as somebody else would."""
        given = dict(fields or {})
        if "token" not in given:
            given["token"] = self.token()
        headers = dict(options.pop("headers", {}))
        if origin is not None:
            headers["origin"] = origin or self.url
        return self.client.post(path, data=given, headers=headers, **options)

    def sign_in(self, account: LocalAccount, door: str = "wallet", onwards: str = "/") -> httpx.Response:
        """Come in as the page's script does: a challenge, a signature, the answer to it."""
        asked = self.post(
            f"{self.prefix}/enter/{door}/ask", {"address": account.address, "next": onwards}, headers=PROGRAM
        )
        if asked.status_code != 200:
            return asked
        signed = account.sign_message(encode_defunct(text=asked.json()["message"])).signature
        fields = {"nonce": asked.json()["nonce"], "signature": "0x" + bytes(signed).hex(), "next": onwards}
        return self.post(f"{self.prefix}/enter/{door}/answer", fields, headers=PROGRAM)

    def close(self) -> None:
        self.client.close()
