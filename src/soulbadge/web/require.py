"""A route of any FastAPI app, gated in one line: `Depends(require(Holds("cka")))`."""

from typing import Final

from fastapi import Request

from soulbadge.errors import ChainError, UndecidedError
from soulbadge.policy import Policy

from .doors import Door
from .signing_in import Member, admit
from .visitors import site_of, visitor

KNOWN: Final[dict[str, Door]] = {}
"""Every door of this process, by its name, which says all that there is to a door."""


class Required:
    """A dependency that lets in whoever meets a policy. Made by `require`."""

    def __init__(self, policy: Policy) -> None:
        self.door = Door(policy)
        KNOWN[self.door.name] = self.door

    def __repr__(self) -> str:
        return f"require({self.door.policy!r})"

    def __call__(self, request: Request) -> Member:
        """Ask whether the door is open to whoever sends this request, now.

        Raises:
            SiteMissingError: The app has no site installed.
            NotSignedInError: Nobody has signed in: people are led to the page where they do, programs get a 401.
            DoorClosedError: What opened the door does not count any more: 403.
            UndecidedError, StoreError: Nothing could be decided: 503.
        """
        try:
            return admit(site_of(request), visitor(request), self.door)
        except ChainError as error:
            raise UndecidedError(str(error)) from error


def require(policy: Policy) -> Required:
    """Gate a route: only who has signed in, and meets the policy at this moment, gets in.

    Args:
        policy: What is demanded.

    Returns:
        A dependency for `Depends`; the route gets a `Member`.
    """
    return Required(policy)
