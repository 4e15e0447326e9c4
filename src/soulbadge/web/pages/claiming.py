"""Claiming a badge with a wallet: paste, look, then send it or sign it for somebody who will."""

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, File, Form, Path, Request, UploadFile
from starlette.responses import JSONResponse, Response

from soulbadge.errors import SoulbadgeError
from soulbadge.web import claims, words
from soulbadge.web.documents import text_of
from soulbadge.web.failures import status_of
from soulbadge.web.requirements import tree
from soulbadge.web.visitors import Asking, Sending, site_of

router = APIRouter()

_MOST: Final = 65_536
What = Annotated[str, Form(max_length=_MOST)]
Address = Annotated[str, Form(max_length=60)]


@router.get("/claim")
def claim(request: Request, who: Asking) -> Response:
    """Where a link or a voucher is put in."""
    return _empty(request, who)


@router.post("/claim")
def look(
    request: Request,
    who: Sending,
    what: What = "",
    holder: Address = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """What it would do; nothing is sent."""
    site = site_of(request)
    text = what.strip() or text_of(file, _MOST)
    try:
        found = claims.read(site, text, holder)
        if not found.holder:
            return site.render(request, who, "claim.html", what=text, claim=found, preview=None, problem="", holder="")
        ahead = claims.preview(site, found)
    except SoulbadgeError as error:
        return _empty(request, who, error, text, holder)
    branches = tree(site, found.issuer, ahead.achievement.achievement_id, found.holder)
    values: dict[str, Any] = {"what": text, "claim": found, "preview": ahead, "problem": "", "holder": found.holder}
    return site.render(request, who, "claim.html", branches=branches, chain_id=site.reader.chain_id, **values)


@router.post("/claim/transaction")
def transaction(request: Request, who: Sending, what: What, holder: Address, sender: Address) -> Response:
    """What the wallet is to send."""
    site = site_of(request)
    assert not who.is_new  # noqa: S101 (`Sending` sees to it)
    return JSONResponse(claims.transaction(site, claims.read(site, what, holder), sender))


@router.post("/claim/consent")
def consent(request: Request, who: Sending, what: What, holder: Address) -> Response:
    """What the wallet is to sign for a relayer."""
    site = site_of(request)
    assert not who.is_new  # noqa: S101 (`Sending` sees to it)
    document, deadline = claims.consent(site, claims.read(site, what, holder))
    return JSONResponse({"typed_data": document, "deadline": deadline})


@router.post("/claim/request")
def finish(  # noqa: PLR0917 (the fields of a form)
    request: Request,
    who: Sending,
    what: What,
    holder: Address,
    deadline: Annotated[int, Form(ge=1, lt=1 << 40)],
    signature: Annotated[str, Form(max_length=20_000)],
) -> Response:
    """The document that a relayer sends."""
    site = site_of(request)
    assert not who.is_new  # noqa: S101 (`Sending` sees to it)
    made = claims.request(site, claims.read(site, what, holder), deadline, signature)
    return JSONResponse({"request": json.dumps(made.to_json(), indent=2)})


@router.get("/claim/outcome/{transaction}")
def outcome(request: Request, transaction: Annotated[str, Path(pattern=r"^0x[0-9a-fA-F]{64}$")]) -> Response:
    """What became of a transaction."""
    return JSONResponse({"outcome": claims.outcome(site_of(request), transaction)})


def _empty(
    request: Request, who: Asking, problem: SoulbadgeError | None = None, what: str = "", holder: str = ""
) -> Response:
    return site_of(request).render(
        request,
        who,
        "claim.html",
        status=status_of(problem) if problem else 200,
        what=what,
        claim=None,
        preview=None,
        problem=words.sentence(str(problem)) if problem else "",
        holder=holder,
    )
