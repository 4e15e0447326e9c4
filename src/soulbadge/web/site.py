"""A site: its settings, its chain, what it remembers, and its door. One object, handed to everything that serves."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from soulbadge.errors import PageNotFoundError, PolicyUnclearError
from soulbadge.policy import Policy
from soulbadge.proofs import Clock, system_clock

from .doors import Door
from .limits import Limiter
from .reader import ChainReader
from .rendering import Renderer
from .require import KNOWN, require
from .sessions import Sessions
from .settings import SiteSettings
from .store import SiteStore

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp
    from web3 import Web3


class Site:
    """Pages about the badges of some collections, and a door.

    Args:
        settings: What it is called, and how much it bears.
        rpc: URL of the node, or a web3 of your own, which nobody else may use meanwhile.
        collections: Addresses of the collections that it shows, and whose badges open doors: those that are trusted.
            There is no default, and badges of others count for nothing.
        club: What it takes to get into the club page; None for a site without one.
        file: Where sessions and shared presentations are kept; None for memory, which a restart forgets.
        chain_id: The chain that it must be (EIP-155); None for whichever the node serves.
        agreeing: URLs of servers that have to agree about the block of a bundle whose verifier names none; none, or two
            at least, with different operators.
        now: The clock.

    Raises:
        ChainError: A collection cannot be read.
        PolicyUnclearError: The policy cannot be asked of these collections.
        StoreError: The file cannot be used.
    """

    def __init__(
        self,
        settings: SiteSettings,
        rpc: "str | Web3",
        collections: Sequence[str],
        *,
        club: Policy | None = None,
        file: Path | None = None,
        chain_id: int | None = None,
        agreeing: Sequence[str] = (),
        now: Clock = system_clock,
    ) -> None:
        self.settings = settings
        self.now = now
        self.agreeing = tuple(agreeing)
        self.club = require(club).door if club is not None else None
        self.reader = ChainReader(rpc, collections, chain_id=chain_id, fresh_seconds=settings.fresh_seconds)
        try:
            if club is not None:
                must_be_clear(club, self.reader.addresses)
            self.store = SiteStore(file)
        except BaseException:
            self.reader.close()
            raise
        self.sessions = Sessions(self.store, settings)
        self.render = Renderer(self)
        self.requests = Limiter(settings.requests_per_minute)
        self.writes = Limiter(settings.writes_per_minute)

    def close(self) -> None:
        """End what it has open."""
        self.reader.close()
        self.store.close()

    def door(self, name: str) -> Door:
        """The door of a name.

        Raises:
            PageNotFoundError: There is none.
        """
        if name not in KNOWN:
            raise PageNotFoundError("door of this name")
        return KNOWN[name]

    def path(self, path: str) -> str:
        """A path of this site, wherever it is mounted."""
        return f"{self.settings.prefix}{path}"

    def app(self) -> "ASGIApp":
        """The pages as an ASGI app of their own."""
        from .app import create_app

        return create_app(self)

    def install(self, app: "FastAPI") -> None:
        """Put the pages into an app under `settings.prefix`, and let its routes use `require`.

        Raises:
            ValueInvalidError: The settings have no prefix: the pages would hide the app's own.
        """
        from .app import install

        install(self, app)


def must_be_clear(policy: Policy, addresses: Sequence[str]) -> None:
    """Make sure that a policy means something where these collections are trusted, before anybody stands at the door.

    Raises:
        PolicyUnclearError: It names another collection, or a number where several collections could be meant.
    """
    for kind in policy.kinds():
        if kind.collection is not None and kind.collection not in addresses:
            raise PolicyUnclearError(f"it names {kind.collection}, which is not among the collections of this site")
        if kind.collection is None and isinstance(kind.achievement, int) and len(addresses) > 1:
            raise PolicyUnclearError(f"several collections have an achievement {kind.achievement}; name the collection")
