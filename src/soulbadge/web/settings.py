"""What a site is called, and how much it bears. Pure."""

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from soulbadge.errors import ValueInvalidError

_HOST: Final = re.compile(r"[a-z0-9.-]+(?::[0-9]{1,5})?|\[[0-9a-f:.]+\](?::[0-9]{1,5})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """How a site presents and protects itself.

    Attributes:
        origin: Where people find it: `https://club.example`. Presentations are bound to it. Plain http is for this
            machine alone (localhost, 127.0.0.1, ::1): there cookies go without `Secure`, since browsers send those over
            https only.
        title: What stands at the top of each page.
        hosts: Other names under which it answers, as they stand in the Host header.
        prefix: Where it is mounted in an app of somebody else's, such as `/badges`; empty for the root.
        session_seconds: The most that a session lasts; a badge that ends earlier ends it.
        challenge_seconds: How long a wallet may take to sign.
        recheck_seconds: How old an answer about a session's badges may be; 0 asks the chain for every request.
        fresh_seconds: How old the block may be that pages show.
        requests_per_minute: Of one client (an address; of IPv6 the /64), all pages together.
        writes_per_minute: The same for what makes the server work or sign: everything that is posted.
        most_body: Bytes of one request.

    Raises:
        ValueInvalidError: The origin is none, is plain http for others, or a number is not positive.
    """

    origin: str
    title: str = "soulbadge"
    hosts: tuple[str, ...] = ()
    prefix: str = ""
    session_seconds: int = 43_200
    challenge_seconds: int = 300
    recheck_seconds: float = 2.0
    fresh_seconds: float = 1.0
    requests_per_minute: int = 600
    writes_per_minute: int = 60
    most_body: int = 1 << 20

    def __post_init__(self) -> None:
        parts = urlsplit(self.origin)
        plain = f"{parts.scheme}://{parts.netloc}"
        if parts.scheme not in {"http", "https"} or plain != self.origin or not _HOST.fullmatch(parts.netloc):
            raise ValueInvalidError(
                "origin", f"expected https and a name, such as https://club.example, found {self.origin!r}"
            )
        if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
            problem = f"{self.origin} would send cookies in the clear; use https, or localhost to try things out"
            raise ValueInvalidError("origin", problem)
        if self.prefix and not re.fullmatch(r"(/[a-z0-9._-]+)+", self.prefix, re.ASCII):
            raise ValueInvalidError("prefix", f"expected a path such as /badges, found {self.prefix!r}")
        for name in ("session_seconds", "challenge_seconds", "requests_per_minute", "writes_per_minute", "most_body"):
            if getattr(self, name) < 1:
                raise ValueInvalidError(name, f"expected a number from 1, found {getattr(self, name)}")

    @property
    def scheme(self) -> str:
        """Http or https."""
        return self.origin.partition(":")[0]

    @property
    def domain(self) -> str:
        """Name, and port where it is not the scheme's own: the RFC 3986 authority that a presentation is for."""
        return self.origin.partition("//")[2]

    @property
    def is_secure(self) -> bool:
        """Whether it is reached by https."""
        return self.scheme == "https"

    @property
    def every_host(self) -> frozenset[str]:
        """All names under which it answers."""
        return frozenset({self.domain, *(host.lower() for host in self.hosts)})


def is_loopback(host: str) -> bool:
    """Whether a name or address is this very machine's."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
