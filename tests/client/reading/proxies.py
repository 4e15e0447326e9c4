"""A proxy in front of a real chain: it counts what passes, and answers as public nodes do on bad days."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

import requests

Request = dict[str, Any]


class Proxy:
    """What stands between a client and a node; every attribute may be changed between two requests."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._lock = Lock()
        self.url = ""
        self.posts: list[Any] = []
        """What was posted, parsed: a request, or a list of them."""
        self.before: Callable[[Any], None] = lambda _: None
        """Told of each POST before it is answered."""
        self.answer: Callable[[Request], Request | None] = lambda _: None
        """An answer (`result` or `error`) in the node's place; None for the node's own."""
        self.batches: Callable[[list[Request]], Any] = lambda _: None
        """The whole answer to a batch in the node's place."""
        self.body: Callable[[bytes], bytes] = lambda body: body
        """What becomes of the bytes of an answer."""
        self.status: Callable[[Any], int] = lambda _: 200
        """The HTTP status, by what was posted."""
        self.delay = 0.0

    def methods(self) -> list[str]:
        """All methods asked for, in their order."""
        return [each["method"] for post in self.posts for each in (post if isinstance(post, list) else [post])]

    def count(self, method: str) -> int:
        """How often a method was asked for."""
        return self.methods().count(method)

    def handle(self, data: bytes) -> tuple[int, bytes]:
        """Status and body for one POST."""
        asked = json.loads(data)
        with self._lock:
            self.posts.append(asked)
            self.before(asked)
        if self.delay:
            time.sleep(self.delay)
        status = self.status(asked)
        if status != 200:
            return status, b"no"
        if isinstance(asked, list):
            found = self.batches(asked)
            found = [self._one(each) for each in asked] if found is None else found
        else:
            found = self._one(asked)
        return 200, self.body(json.dumps(found).encode())

    def _one(self, asked: Request) -> Request:
        found = self.answer(asked)
        if found is None:
            found = requests.post(self._target, json=asked, timeout=30).json()
        return {"jsonrpc": "2.0", "id": asked["id"], **{key: found[key] for key in ("result", "error") if key in found}}


@contextmanager
def proxy(target: str) -> Iterator[Proxy]:
    """A proxy on a port of its own."""
    it = Proxy(target)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, body = it.handle(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        it.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield it
        finally:
            server.shutdown()
            thread.join()
