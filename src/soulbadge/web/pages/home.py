"""The first page, looking something up, the colours, and the files beside the pages."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from soulbadge.errors import AddressInvalidError, BadgeIdInvalidError, PageNotFoundError, SoulbadgeError
from soulbadge.ids import parse_address, parse_caip19
from soulbadge.web import overview, words
from soulbadge.web.failures import status_of
from soulbadge.web.visitors import Asking, Sending, local_path, remember_theme, site_of

router = APIRouter()

_LONGEST: Final = 400


@router.get("/")
def home(request: Request, who: Asking) -> Response:
    """What there is to do here, and whose badges this site shows."""
    site = site_of(request)
    return site.render(request, who, "home.html", collections=overview.collections(site), typed="", problem="")


@router.get("/lookup")
def lookup(request: Request, who: Asking, what: Annotated[str, Query(max_length=_LONGEST)] = "") -> Response:
    """Where an address, or the name of a badge, leads."""
    site = site_of(request)
    typed = what.strip()
    try:
        return RedirectResponse(site.path(_found(typed)), status_code=303)
    except SoulbadgeError as error:
        return site.render(
            request,
            who,
            "home.html",
            status=status_of(error),
            collections=overview.collections(site),
            typed=typed,
            problem=words.sentence(str(error)),
        )


def _found(typed: str) -> str:
    if typed.startswith("eip155:"):
        name = parse_caip19(typed)
        return f"/badge/{name.address}/{name.badge_id}"
    if not typed:
        raise AddressInvalidError(typed, "type an address, or the name of a badge (eip155:…)")
    try:
        return f"/holder/{parse_address(typed)}"
    except AddressInvalidError:
        if typed.startswith("0x"):
            raise
        raise BadgeIdInvalidError(
            repr(typed[:60]), "expected an address (0x…) or the name of a badge (eip155:…)"
        ) from None


@router.post("/theme")
def choose_theme(
    request: Request,
    who: Sending,
    choose: Annotated[str, Form(max_length=8)],
    back: Annotated[str, Form(max_length=2048)] = "/",
) -> Response:
    """Remember which colours somebody wants, and go back."""
    site = site_of(request)
    assert not who.is_new  # noqa: S101 (`Sending` sees to it)
    response = RedirectResponse(local_path(back, site.path("/")), status_code=303)
    remember_theme(response, site, choose)
    return response


@router.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """A file beside the pages. Its address changes with it, so browsers may keep it for ever."""
    files = site_of(request).render.static
    if name not in files.files:
        raise PageNotFoundError("file of this name")
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(files.files[name], media_type=files.media_type(name), headers=headers)


@router.get("/{address}")
def code(request: Request, address: str) -> Response:
    """Where the code on a printed résumé leads; every other path that nothing else serves comes by here too.

    Raises:
        PageNotFoundError: It is no address.
    """
    try:
        return RedirectResponse(site_of(request).path(f"/holder/{parse_address(address)}"), status_code=303)
    except AddressInvalidError:
        raise PageNotFoundError("page of this name") from None
