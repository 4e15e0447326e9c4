"""Pages from templates: everything escaped, no script inside, and the headers that go with a page of ours."""

import hashlib
import mimetypes
from importlib import resources
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import jinja2
from fastapi import Request
from starlette.responses import HTMLResponse

from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import Status

from . import words
from .visitors import Visitor, chosen_theme, remember

if TYPE_CHECKING:
    from .site import Site

_TYPES: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


class Static:
    """The files beside the pages, in memory: nothing that a path says can lead out of them."""

    def __init__(self) -> None:
        folder = resources.files("soulbadge.web") / "static"
        self.files = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
        self.marks = {name: hashlib.sha256(content).hexdigest()[:12] for name, content in self.files.items()}

    @staticmethod
    def media_type(name: str) -> str:
        """What a file is."""
        suffix = name[name.rfind(".") :]
        return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


class Renderer:
    """The templates of a site."""

    def __init__(self, site: "Site") -> None:
        self._site = site
        self.static = Static()
        self._templates = jinja2.Environment(
            loader=jinja2.PackageLoader("soulbadge.web", "templates"),
            autoescape=True,
            auto_reload=False,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        filters = {
            "told": words.told,
            "day": words.day,
            "moment": words.moment,
            "machine_time": words.machine_time,
            "duration": words.duration,
            "short": words.short,
            "sentence": words.sentence,
            "quoted": lambda text: quote(str(text), safe=""),
        }
        self._templates.filters.update(filters)
        self._templates.globals.update(
            site=site.settings,
            path=site.path,
            static=self._static,
            STATUSES=words.STATUSES,
            ENDED_BY=words.ENDED_BY,
            Status=Status,
            NOBODY=ZERO_ADDRESS,
            agreeing=len(site.agreeing),
            has_club=site.club is not None,
        )

    def __call__(
        self,
        request: Request,
        who: Visitor | None,
        template: str,
        *,
        status: int = 200,
        **values: Any,  # noqa: ANN401 (whatever the template shows)
    ) -> HTMLResponse:
        """A page.

        Args:
            request: What was asked for.
            who: Who asked; None where that could not be found out: then the page has no forms.
            template: The template's name.
            status: The HTTP status.
            values: What the template shows.
        """
        page = self._templates.get_template(template).render(
            here=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            section=request.url.path.removeprefix(self._site.settings.prefix).split("/")[1:2],
            who=who,
            status=status,
            theme=who.theme if who else chosen_theme(request),
            token=self._site.sessions.token(who.session_id) if who else "",
            **values,
        )
        response = HTMLResponse(page, status_code=status)
        if who is not None and who.is_new:
            remember(response, self._site, who.session_id)
        return response

    def _static(self, name: str) -> str:
        """Address of a file beside the pages; it changes with the file, so it may be kept for ever."""
        return f"{self._site.path('/static/')}{name}?{self.static.marks[name]}"
