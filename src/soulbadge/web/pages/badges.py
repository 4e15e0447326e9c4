"""A collection, an achievement, a badge: its picture, its terms, what happened to it, what it requires."""

from base64 import b64decode
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from soulbadge.errors import NotBadgesError, PageNotFoundError
from soulbadge.forms.strict_json import parse_shallow
from soulbadge.web import overview
from soulbadge.web.requirements import tree
from soulbadge.web.visitors import Asking, site_of

router = APIRouter()

Address = Annotated[str, Path(max_length=42)]
_JSON: Final = "data:application/json;base64,"
_SVG: Final = "data:image/svg+xml;base64,"

_INERT: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""For the picture by itself: it came from a contract, and must never run anything."""


@router.get("/collection/{address}")
def collection(request: Request, who: Asking, address: Address) -> Response:
    """An issuer, and what it awards."""
    site = site_of(request)
    return site.render(request, who, "collection.html", issuer=overview.collection(site, address))


@router.get("/achievement/{address}/{number}")
def achievement(request: Request, who: Asking, address: Address, number: Annotated[int, Path(ge=1)]) -> Response:
    """The terms of an achievement, and what it requires."""
    site = site_of(request)
    issuer = overview.collection(site, address)
    found = issuer.of(number)
    return site.render(
        request, who, "achievement.html", issuer=issuer, achievement=found, branches=tree(site, issuer, number)
    )


@router.get("/badge/{address}/{badge_id}")
def badge(
    request: Request, who: Asking, address: Address, badge_id: Annotated[str, Path(pattern=r"^[0-9]{1,78}$")]
) -> Response:
    """One badge of one holder."""
    site = site_of(request)
    view = overview.badge(site, address, int(badge_id))
    branches = tree(site, view.issuer, view.achievement.achievement_id, view.badge.holder)
    return site.render(request, who, "badge.html", view=view, branches=branches)


@router.get("/badge/{address}/{badge_id}/picture.svg")
def picture(request: Request, address: Address, badge_id: Annotated[str, Path(pattern=r"^[0-9]{1,78}$")]) -> Response:
    """The picture that the contract draws.

    Raises:
        PageNotFoundError: A badge that does not exist has none.
        NotBadgesError: What the contract says is no picture.
    """
    site = site_of(request)
    if not overview.badge(site, address, int(badge_id)).badge.exists:
        raise PageNotFoundError("picture: the badge does not exist, or has ended")
    document = overview.metadata(site, address, int(badge_id))
    try:
        image = parse_shallow(_data(document, _JSON))["image"]
        drawn = _data(str(image), _SVG)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotBadgesError(address, "its picture is not an SVG in a data URI") from error
    return Response(drawn, media_type="image/svg+xml", headers={"content-security-policy": _INERT})


def _data(uri: str, kind: str) -> bytes:
    if not uri.startswith(kind):
        raise ValueError(kind)
    return b64decode(uri.removeprefix(kind), validate=True)
