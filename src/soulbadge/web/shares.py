"""Shared presentations: served to whoever has the link, and withdrawn at once by their holder."""

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from soulbadge import siwe
from soulbadge.errors import NotYoursError, PageNotFoundError, ShareGoneError, ValueInvalidError
from soulbadge.forms.json import Value
from soulbadge.ids import parse_address
from soulbadge.sharing import CheckedShare, Share, check_share
from soulbadge.sharing.shares import FORMAT, challenge_of

from .doors import held_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from soulbadge.policy import Held

    from .site import Site

_KIND: Final = "shares"
_DAY: Final = 86_400
_LONGEST: Final = 366 * _DAY
_MOST_OWN: Final = 100
"""Shares of one holder at a time."""


@dataclass(frozen=True, slots=True)
class Published(Value):
    """A share on this site.

    Attributes:
        name: What its address ends in; whoever knows it can look.
        holder: Whose it is.
        audience: For whom.
        ends_at: When it counts no longer, Unix seconds.
        text: The document; empty once it was withdrawn.
    """

    name: str
    holder: str
    audience: str
    ends_at: int
    text: str


def own_badges(site: "Site", holder: str) -> "list[Held]":
    """What a holder could share: badges that count now."""
    found = site.reader.about(("held", holder), lambda every, at: held_by(every, holder, at))
    return [one for one in found if one.badge.is_active]


def draw_up(site: "Site", holder: str, names: "Sequence[str]", audience: str, days: int) -> str:
    """The message that a holder signs to share badges with an audience.

    Raises:
        ValueInvalidError: No badge was chosen, or one that is not the holder's.
        MalformedMessageError: The audience is no domain.
    """
    own = [one.badge.caip19 for one in own_badges(site, holder)]
    chosen = [name for name in own if name in names]
    if not chosen or len(chosen) != len(set(names)):
        raise ValueInvalidError("badges", "choose at least one of your badges that count now")
    now = site.now()
    times = now, now + days * _DAY
    asked = challenge_of(audience.strip().lower(), site.reader.chain_id, secrets.token_hex(16), times, ())
    return asked.message(holder, chosen).to_text()


def signed(message: str, signature: str) -> str:
    """The document of a share without disclosures, from what a wallet signed."""
    shown = {"message": message, "signature": signature.strip().lower()}
    return json.dumps({"share": FORMAT, "presentation": shown, "disclosures": []})


def publish(site: "Site", holder: str, text: str) -> Published:
    """Serve a share from now on.

    Raises:
        MalformedShareError: It is none.
        NotYoursError: It is somebody else's.
        VerificationError: It does not say true; the subclass says why.
        ValueInvalidError: It would last for longer than a year, or there are a hundred already.
        ChainError, StoreError: It could not be checked, or kept.
    """
    found = check(site, text)
    if found.holder != holder:
        raise NotYoursError(found.holder)
    now = site.now()
    if found.expires_at - now > _LONGEST:
        raise ValueInvalidError("share", "it would last for more than a year; make one that ends sooner")
    made = Published(secrets.token_urlsafe(24), holder, audience_of(text), found.expires_at, text)
    with site.store.together():
        if len(listed(site, holder)) >= _MOST_OWN:
            raise ValueInvalidError("share", f"there are {_MOST_OWN} already; withdraw some first")
        for kind in (_KIND, _of(holder)):
            site.store.put(kind, made.name, json.dumps(made.to_json()), made.ends_at, now)
    return made


def listed(site: "Site", holder: str) -> list[Published]:
    """What a holder shares here now, the first to end first. Raises `StoreError`."""
    found = [Published.from_json(json.loads(each)) for each in site.store.every(_of(holder), site.now())]
    return sorted(found, key=lambda each: (each.ends_at, each.name))


def find(site: "Site", name: str) -> Published:
    """A share that is served.

    Raises:
        PageNotFoundError: There never was one, or its time has long been over.
        ShareGoneError: Its holder withdrew it.
    """
    found = site.store.get(_KIND, name, site.now())
    if found is None:
        raise PageNotFoundError("share of this name, or its time is over")
    share = Published.from_json(json.loads(found))
    if not share.text:
        raise ShareGoneError
    return share


def withdraw(site: "Site", holder: str, name: str) -> None:
    """Serve a share no longer, from this moment on. What it said is deleted; that there was one is kept until its end.

    Raises:
        PageNotFoundError, ShareGoneError: There is none.
        NotYoursError: It is somebody else's.
        StoreError: It cannot be deleted, so it is served still.
    """
    now = site.now()
    with site.store.together():
        share = find(site, name)
        if share.holder != holder:
            raise NotYoursError(share.holder)
        gone = Published(name, holder, share.audience, share.ends_at, "")
        site.store.put(_KIND, name, json.dumps(gone.to_json()), gone.ends_at, now)
        site.store.take(_of(holder), name, now)


def check(site: "Site", text: str) -> CheckedShare:
    """What a share says, asked of the chain now. Raises as `check_share`, and `MalformedShareError`."""
    share = Share.parse(text)
    audience = audience_of(text)
    return site.reader.ask(lambda every: check_share(share, audience, every, now=site.now))


def audience_of(text: str) -> str:
    """For whom a share was made. Raises `MalformedShareError`, `MalformedMessageError`."""
    return siwe.parse(Share.parse(text).presentation.message).domain


def _of(holder: str) -> str:
    return f"shares of {parse_address(holder)}"
