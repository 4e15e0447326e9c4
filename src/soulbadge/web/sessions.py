"""Sessions: who has shown what to which door, until when; and the token that each form carries.

A browser has one cookie with 256 random bits. Without a session behind it, it only binds the tokens of forms. Whoever
signs in gets a new one, so an id that somebody knew before is worth nothing afterwards.
"""

import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass, replace
from typing import Final

from soulbadge.forms.json import Value

from .settings import SiteSettings
from .store import SiteStore

_TABLE: Final = "sessions"
_ID: Final = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Grant(Value):
    """What a holder showed to a door.

    Attributes:
        door: The door's name, made of its policy.
        badges: CAIP-19 names of the badges that opened it.
        ends_at: When the first of them ends, or the session at the latest; Unix seconds.
    """

    door: str
    badges: tuple[str, ...]
    ends_at: int


@dataclass(frozen=True, slots=True)
class Session(Value):
    """Somebody who proved an address.

    Attributes:
        holder: The address.
        began_at: When, Unix seconds.
        ends_at: When it ends at the latest, Unix seconds.
        grants: Which doors it opens.
    """

    holder: str
    began_at: int
    ends_at: int
    grants: tuple[Grant, ...] = ()

    def grant(self, door: str, now: int) -> Grant | None:
        """What opens a door now, by time alone."""
        return next((each for each in self.grants if each.door == door and now < each.ends_at), None)

    def grant_that_ended(self, door: str) -> Grant | None:
        """What opened it before, or still does."""
        return next((each for each in self.grants if each.door == door), None)

    def granted(self, grant: Grant) -> "Session":
        """The same with one more door, or the same door shown other badges."""
        others = tuple(each for each in self.grants if each.door != grant.door)
        return replace(self, grants=(*others, grant))


class Sessions:
    """The sessions of a site."""

    def __init__(self, store: SiteStore, settings: SiteSettings) -> None:
        self._store = store
        self._settings = settings

    @property
    def cookie(self) -> str:
        """The cookie's name. `__Host-` makes browsers insist on Secure, on Path=/ and on this very host."""
        return "__Host-soulbadge" if self._settings.is_secure else "soulbadge"

    def new_id(self) -> str:
        """An id that nobody can guess."""
        return secrets.token_urlsafe(32)

    def is_id(self, text: str) -> bool:
        """Whether it can be one."""
        return _ID.fullmatch(text) is not None

    def token(self, session_id: str) -> str:
        """What forms of this browser carry."""
        return hmac.new(self._store.secret, session_id.encode(), hashlib.sha256).hexdigest()

    def is_token(self, session_id: str, token: str) -> bool:
        """Whether a form came from a page that this browser was given."""
        return hmac.compare_digest(self.token(session_id).encode(), token.encode())

    def find(self, session_id: str, now: int) -> Session | None:
        """The session of an id; None where there is none, or it has ended. Raises `StoreError`."""
        found = self._store.get(_TABLE, session_id, now)
        return None if found is None else Session.from_json(json.loads(found))

    def begin(self, old_id: str, holder: str, grant: Grant | None, now: int) -> str:
        """Let somebody in: a new id, which ends the old one. Doors opened before by the same holder stay open.

        Raises:
            StoreError: It cannot be remembered.
        """
        before = self.find(old_id, now)
        session = before if before is not None and before.holder == holder else None
        if session is None:
            session = Session(holder, now, now + self._settings.session_seconds)
        if grant is not None:
            session = session.granted(grant)
        new = self.new_id()
        self._keep(new, session, now)
        self.end(old_id, now)
        return new

    def close_door(self, session_id: str, door: str, now: int) -> None:
        """Take a grant back; the address stays proven. Raises `StoreError`."""
        with self._store.together():  # whoever logs out meanwhile is not brought back
            session = self.find(session_id, now)
            if session is not None:
                kept = replace(session, grants=tuple(each for each in session.grants if each.door != door))
                self._keep(session_id, kept, now)

    def end(self, session_id: str, now: int) -> None:
        """Log out. Raises `StoreError`."""
        self._store.take(_TABLE, session_id, now)

    def _keep(self, session_id: str, session: Session, now: int) -> None:
        self._store.put(_TABLE, session_id, json.dumps(session.to_json()), session.ends_at, now)
