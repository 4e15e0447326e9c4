"""Sharing badges with somebody by a link, and withdrawing it."""

import json
from typing import Annotated, Final

from fastapi import APIRouter, Form, Path, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from soulbadge.errors import NotSignedInError, SoulbadgeError
from soulbadge.web import overview, shares, words
from soulbadge.web.failures import status_of, wants_json
from soulbadge.web.visitors import Asking, Sending, Visitor, site_of

router = APIRouter()

_MOST: Final = 1 << 20
_MOST_DAYS: Final = 366

Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{32}$")]


@router.get("/shares")
def own(request: Request, who: Asking) -> Response:
    """What somebody shares here, and the form to share more.

    Raises:
        NotSignedInError: Nobody has signed in.
    """
    _holder(who)
    return _page(request, who)


@router.post("/shares/ask")
def ask(
    request: Request,
    who: Sending,
    audience: Annotated[str, Form(max_length=255)],
    days: Annotated[int, Form(ge=1, le=_MOST_DAYS)],
    badges: Annotated[list[str] | None, Form(max_length=256)] = None,
) -> Response:
    """The message that a wallet signs to share badges."""
    message = shares.draw_up(site_of(request), _holder(who), badges or [], audience, days)
    return JSONResponse({"message": message})


@router.post("/shares")
def publish(
    request: Request,
    who: Sending,
    share: Annotated[str, Form(max_length=_MOST)] = "",
    message: Annotated[str, Form(max_length=1 << 17)] = "",
    signature: Annotated[str, Form(max_length=1 << 17)] = "",
) -> Response:
    """Serve a share: one that was made elsewhere, or a message that was signed in the page."""
    site = site_of(request)
    try:
        made = shares.publish(site, _holder(who), share.strip() or shares.signed(message, signature))
    except SoulbadgeError as error:
        if wants_json(request) or isinstance(error, NotSignedInError):
            raise
        return _page(request, who, error)
    path = site.path(f"/share/{made.name}")
    return JSONResponse({"next": path}) if wants_json(request) else RedirectResponse(path, status_code=303)


@router.post("/shares/withdraw")
def withdraw(request: Request, who: Sending, name: Annotated[str, Form(pattern=r"^[A-Za-z0-9_-]{32}$")]) -> Response:
    """Serve a share no longer."""
    site = site_of(request)
    shares.withdraw(site, _holder(who), name)
    return RedirectResponse(site.path("/shares"), status_code=303)


@router.get("/share/{name}")
def look(request: Request, who: Asking, name: Name) -> Response:
    """What somebody shares, asked of the chain now."""
    site = site_of(request)
    published = shares.find(site, name)
    checked = shares.check(site, published.text)
    issuers = {each.address: each for each in overview.collections(site)}
    is_own = who.session is not None and who.session.holder == published.holder
    response = site.render(
        request, who, "share.html", published=published, checked=checked, issuers=issuers, is_own=is_own
    )
    response.headers["x-robots-tag"] = "noindex"
    return response


@router.get("/share/{name}/document.json")
def document(request: Request, name: Name) -> Response:
    """The share itself, for the audience to check with its own program."""
    text = json.dumps(json.loads(shares.find(site_of(request), name).text), indent=2)
    headers = {"content-disposition": 'attachment; filename="share.json"', "x-robots-tag": "noindex"}
    return Response(text, media_type="application/json", headers=headers)


def _holder(who: Visitor) -> str:
    if who.session is None:
        raise NotSignedInError("wallet", "only the holder of badges shares them")
    return who.session.holder


def _page(request: Request, who: Visitor, problem: SoulbadgeError | None = None) -> Response:
    site, holder = site_of(request), _holder(who)
    issuers = {each.address: each for each in overview.collections(site)}
    return site.render(
        request,
        who,
        "shares.html",
        status=status_of(problem) if problem else 200,
        published=shares.listed(site, holder),
        badges=shares.own_badges(site, holder),
        issuers=issuers,
        problem=words.sentence(str(problem)) if problem else "",
        chain_id=site.reader.chain_id,
    )
