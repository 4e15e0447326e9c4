"""How often one client may ask: a bucket that fills with time. Bounded memory, whoever asks from wherever."""

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

_MOST: Final = 10_000
"""Clients remembered; the one not seen for longest is forgotten first, and begins with a full bucket again."""


class Limiter:
    """At most so many a minute of one client; as many at once as fill half a minute.

    Args:
        per_minute: How many.
        clock: Seconds that only go forward.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60
        self._most = max(1.0, per_minute / 2)
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def wait(self, client: str) -> int:
        """Seconds until this client may ask; 0 if it may now, and then it has."""
        now = self._clock()
        with self._lock:
            left, then = self._buckets.pop(client, (self._most, now))
            left = min(self._most, left + (now - then) * self._rate)
            allowed = left >= 1
            self._buckets[client] = (left - 1 if allowed else left, now)
            while len(self._buckets) > _MOST:
                self._buckets.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - left) / self._rate))


def client_name(host: str | None) -> str:
    """Who is counted as one client: an IPv4 address, the /64 of an IPv6 address, which is one household's or host's."""
    if host is None:
        return "unknown"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host[:64]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
