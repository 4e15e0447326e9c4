"""A proxy between a client and its node that loses, delays, repeats and refuses, and counts what it did.

Each fault is real: a connection that breaks before the node has heard anything, or after it has acted and before its
answer arrives; an answer that is late; a request that arrives twice; a status that a load balancer would send.
"""

import contextlib
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

import requests

DROPPED_REQUEST = "requests dropped before the node"
DROPPED_RESPONSE = "responses dropped after the node"
DELAYED = "responses delayed"
DOUBLED = "requests delivered twice"
BAD_GATEWAY = "502 instead of the node"
BUSY = "429 instead of the node"
GARBAGE = "responses cut off"
UNPLUGGED = "requests while unplugged"

EVERY = (DROPPED_REQUEST, DROPPED_RESPONSE, DELAYED, DOUBLED, BAD_GATEWAY, BUSY, GARBAGE)


class FaultyProxy:
    """What stands between. `rate` of the requests that name one of `methods` (all, if there are none) meet a fault."""

    def __init__(self, target: str, seed: int, rate: float, faults: Sequence[str], methods: Sequence[str]) -> None:
        self.counts: Counter[str] = Counter()
        self.unplugged = False
        self.requests = 0
        self._target = target
        self._random = random.Random(seed)
        self._rate = rate
        self._faults = list(faults)
        self._methods = [each.encode() for each in methods]
        self._lock = Lock()
        self._session = requests.Session()
        self.url = ""

    def fault(self, body: bytes) -> str | None:
        """What is to happen to this request."""
        with self._lock:
            self.requests += 1
            if self.unplugged:
                chosen: str | None = UNPLUGGED
            elif self._methods and not any(each in body for each in self._methods):
                chosen = None
            else:
                chosen = self._random.choice(self._faults) if self._random.random() < self._rate else None
            if chosen:
                self.counts[chosen] += 1
            return chosen

    def forward(self, body: bytes) -> requests.Response:
        headers = {"Content-Type": "application/json"}
        return requests.post(self._target, data=body, headers=headers, timeout=30)


class _Handler(BaseHTTPRequestHandler):
    proxy: FaultyProxy

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fault = self.proxy.fault(body)
        if fault in {DROPPED_REQUEST, UNPLUGGED}:
            return self._hang_up()
        if fault == BAD_GATEWAY:
            return self._answer(502, b"bad gateway")
        if fault == BUSY:
            return self._answer(429, b"too many requests")
        if fault == DOUBLED:
            self.proxy.forward(body)
        found = self.proxy.forward(body)
        if fault == DROPPED_RESPONSE:
            return self._hang_up()
        if fault == DELAYED:
            time.sleep(0.3)
        content = found.content[: len(found.content) // 2] if fault == GARBAGE else found.content
        return self._answer(found.status_code, content)

    def _hang_up(self) -> None:
        self.close_connection = True

    def _answer(self, status: int, content: bytes) -> None:
        with contextlib.suppress(ConnectionError):  # whoever asked was killed meanwhile
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)


@contextmanager
def faulty_proxy(
    target: str, *, seed: int, rate: float, faults: Sequence[str] = EVERY, methods: Sequence[str] = ()
) -> Iterator[FaultyProxy]:
    """A proxy in front of a node, on a port of its own."""
    proxy = FaultyProxy(target, seed, rate, faults, methods)
    handler = type("Handler", (_Handler,), {"proxy": proxy})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        proxy.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()
