"""Coming in with a wallet, the club, and going out."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from soulbadge.errors import DoorClosedError, NotSignedInError, PageNotFoundError, SoulbadgeError
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.proofs import Presentation
from soulbadge.web import overview, signing_in, words
from soulbadge.web.doors import Door
from soulbadge.web.failures import status_of, wants_json
from soulbadge.web.site import Site
from soulbadge.web.visitors import Asking, Sending, Visitor, local_path, remember, site_of

router = APIRouter()

_WALLET = "wallet"
"""The door that demands nothing: whoever signs is let in as an address."""

DoorName = Annotated[str, Path(pattern=r"^[a-z0-9]{1,24}$")]
Next = Annotated[str, Query(max_length=2048)]
_MOST_PRESENTATION = 128 * 1024


@router.get("/enter/{name}")
def enter(request: Request, who: Asking, name: DoorName, next: Next = "") -> Response:  # noqa: A002 (as it stands in addresses)
    """What it takes to come in, and the button for the wallet."""
    site = site_of(request)
    door = _door(site, name)
    return _entrance(request, who, door, local_path(next, site.path("/")))


@router.post("/enter/{name}/ask")
def ask(
    request: Request,
    who: Sending,
    name: DoorName,
    address: Annotated[str, Form(max_length=60)],
    next: Annotated[str, Form(max_length=2048)] = "",  # noqa: A002 (as it stands in addresses)
) -> Response:
    """A challenge for a wallet: as JSON for the page's own script, as a page for whoever signs elsewhere."""
    site = site_of(request)
    door, onwards = _door(site, name), local_path(next, site.path("/"))
    try:
        asked = signing_in.ask(site, who, address.strip(), door)
    except SoulbadgeError as error:
        if wants_json(request):
            raise
        return _entrance(request, who, door, onwards, problem=error, typed=address.strip())
    if wants_json(request):
        told = {"message": asked.message, "nonce": asked.challenge.nonce, "chain_id": asked.challenge.chain_id}
        return JSONResponse(told)
    return _entrance(request, who, door, onwards, asked=asked, typed=address.strip())


@router.post("/enter/{name}/answer")
def answer(  # noqa: PLR0917 (the fields of a form)
    request: Request,
    who: Sending,
    name: DoorName,
    nonce: Annotated[str, Form(max_length=64)],
    signature: Annotated[str, Form(max_length=_MOST_PRESENTATION)] = "",
    presentation: Annotated[str, Form(max_length=_MOST_PRESENTATION)] = "",
    next: Annotated[str, Form(max_length=2048)] = "",  # noqa: A002 (as it stands in addresses)
) -> Response:
    """A wallet's signature, or a whole presentation that was made elsewhere."""
    site = site_of(request)
    door, onwards = _door(site, name), local_path(next, site.path("/"))
    asked: signing_in.Asked | None = None
    try:
        asked = signing_in.recall(site, who, nonce)
        shown = _presentation(presentation) if presentation else Presentation(asked.message, signature.strip().lower())
        session_id = signing_in.answer(site, who, asked, shown)
    except SoulbadgeError as error:
        if wants_json(request):
            raise
        return _entrance(request, who, door, onwards, problem=error, asked=asked)
    response: Response = JSONResponse({"next": onwards}) if wants_json(request) else RedirectResponse(onwards, 303)
    remember(response, site, session_id)
    return response


@router.post("/leave")
def leave(request: Request, who: Sending) -> Response:
    """Log out: the session is over on the server too."""
    site = site_of(request)
    site.sessions.end(who.session_id, site.now())
    response = RedirectResponse(site.path("/"), status_code=303)
    remember(response, site, site.sessions.new_id())
    return response


@router.get("/club")
def club(request: Request, who: Asking) -> Response:
    """The club: for whoever the door is open to, at this moment.

    Raises:
        PageNotFoundError: This site has none.
        NotSignedInError: Whoever asks has not come in, or not for this door.
    """
    site = site_of(request)
    if site.club is None:
        raise PageNotFoundError("club")
    try:
        member = signing_in.admit(site, who, site.club)
    except NotSignedInError as error:
        if wants_json(request):
            raise
        return _entrance(
            request, who, site.club, site.path("/club"), status=error.status, problem=_worth_saying(who, error)
        )
    except DoorClosedError as error:
        if wants_json(request):
            raise
        return _entrance(request, who, site.club, site.path("/club"), status=error.status, problem=error)
    issuers = {each.address: each for each in overview.collections(site)}
    return site.render(request, who, "club.html", member=member, issuers=issuers)


def _worth_saying(who: Visitor, error: NotSignedInError) -> NotSignedInError | None:
    """Somebody who comes for the first time is greeted, not refused."""
    return error if who.session is not None and who.session.grants else None


def _door(site: Site, name: str) -> Door | None:
    return None if name == _WALLET else site.door(name)


def _presentation(text: str) -> Presentation:
    try:
        return Presentation.from_json(parse_strictly(text, _MOST_PRESENTATION))
    except SoulbadgeError:
        raise
    except ValueError as error:
        from soulbadge.errors import MalformedPresentationError

        raise MalformedPresentationError(str(error)) from error


def _entrance(
    request: Request,
    who: Visitor,
    door: Door | None,
    onwards: str,
    *,
    status: int | None = None,
    problem: SoulbadgeError | None = None,
    asked: signing_in.Asked | None = None,
    typed: str = "",
) -> Response:
    site = site_of(request)
    values: dict[str, Any] = {
        "door": door,
        "door_name": door.name if door else _WALLET,
        "way": overview.ways(site, door.policy) if door else None,
        "onwards": onwards,
        "problem": words.sentence(str(problem)) if problem else "",
        "is_closed": isinstance(problem, DoorClosedError),
        "asked": asked,
        "typed": typed,
        "chain_id": site.reader.chain_id,
    }
    code = status or (status_of(problem) if problem else 200)
    return site.render(request, who, "enter.html", status=code, **values)
