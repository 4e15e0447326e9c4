"""What a holder has: the résumé, as a page and as files."""

import json
from typing import Annotated

from fastapi import APIRouter, Path, Request
from markupsafe import Markup
from starlette.responses import Response

from soulbadge.ids import parse_address
from soulbadge.resume import Resume, render_html, resume
from soulbadge.resume.timeline import timeline
from soulbadge.web.site import Site
from soulbadge.web.visitors import Asking, site_of

router = APIRouter()

Holder = Annotated[str, Path(pattern=r"^0x[0-9a-fA-F]{40}$")]


@router.get("/holder/{address}")
def holder(request: Request, who: Asking, address: Holder) -> Response:
    """The résumé of an address."""
    site = site_of(request)
    account = parse_address(address)
    found = _resume(site, account, pictures=False)
    (person,) = found.people
    is_own = who.session is not None and who.session.holder == account
    line = Markup(timeline(person, found.made_at))  # noqa: S704 (numbers and escaped names)
    return site.render(
        request, who, "holder.html", resume=found, person=person, account=account, is_own=is_own, timeline=line
    )


@router.get("/holder/{address}/resume.html")
def document(request: Request, address: Holder) -> Response:
    """The same as one file that needs nothing else, with a code that leads back here."""
    site = site_of(request)
    account = parse_address(address)
    page = render_html(_resume(site, account, pictures=True), url=f"{site.settings.origin}{site.settings.prefix}")
    return Response(page, media_type="text/html; charset=utf-8", headers=_file(account, "html"))


@router.get("/holder/{address}/resume.json")
def values(request: Request, address: Holder) -> Response:
    """The same for programs."""
    site = site_of(request)
    account = parse_address(address)
    text = json.dumps(_resume(site, account, pictures=False).to_json(), indent=2)
    return Response(text, media_type="application/json", headers=_file(account, "json"))


def _resume(site: Site, account: str, *, pictures: bool) -> Resume:
    return site.reader.about(
        ("resume", account, pictures),
        lambda every, at: resume([account], every, blocks={site.reader.chain_id: at}, pictures=pictures),
    )


def _file(account: str, suffix: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="resume-{account.lower()}.{suffix}"'}
