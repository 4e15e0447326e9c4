"""What is it worth? Paste or drop what somebody showed you."""

from typing import Annotated, Final

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import Response

from soulbadge.errors import SoulbadgeError
from soulbadge.web import overview, verdicts, words
from soulbadge.web.documents import text_of
from soulbadge.web.failures import status_of
from soulbadge.web.visitors import Asking, Sending, site_of

router = APIRouter()

_HOUR: Final = 3600
_MOST_HOURS: Final = 24 * 366


@router.get("/verify")
def verify(request: Request, who: Asking) -> Response:
    """Where a document is put in."""
    site = site_of(request)
    return site.render(request, who, "verify.html", finding=None, text="", problem="", block_hash="", max_age=24)


@router.post("/verify")
def look(  # noqa: PLR0917 (the fields of a form)
    request: Request,
    who: Sending,
    text: Annotated[str, Form(max_length=verdicts.MOST)] = "",
    file: Annotated[UploadFile | None, File()] = None,
    block_hash: Annotated[str, Form(max_length=80)] = "",
    max_age: Annotated[int, Form(ge=0, le=_MOST_HOURS)] = 24,
) -> Response:
    """The verdict. A refusal is a good answer too; a document that cannot be read, or a chain that is down, is none."""
    site = site_of(request)
    given = text.strip()
    finding, problem, status = None, "", 200
    try:
        given = given or text_of(file, verdicts.MOST)
        finding = verdicts.find(site, given, block_hash, max_age * _HOUR)
    except SoulbadgeError as error:
        problem, status = words.sentence(str(error)), status_of(error)
    issuers = {each.address: each for each in overview.collections(site)} if finding and finding.badges else {}
    return site.render(
        request,
        who,
        "verify.html",
        status=status,
        finding=finding,
        text=given,
        problem=problem,
        block_hash=block_hash,
        max_age=max_age,
        issuers=issuers,
    )
