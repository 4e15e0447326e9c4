"""A résumé as one HTML document, which needs nothing else and prints well.

    >>> Path("resume.html").write_text(render_html(found, url="https://badges.example"), encoding="utf-8")

Every text of a stranger is stripped of what controls or hides (`soulbadge.forms.text`) and escaped. Nothing in the
document runs, nothing is loaded, and its content security policy says so.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from soulbadge.errors import MissingExtraError, ValueInvalidError
from soulbadge.forms.text import clean
from soulbadge.forms.times import YEAR
from soulbadge.models import Status

from .model import Person, Resume
from .reading import SVG
from .timeline import timeline

if TYPE_CHECKING:
    from jinja2 import Environment

_LINK: Final = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9\-._~:/?#@!$&()*+,;=%]*)?")
_LATEST: Final = 253_402_300_799  # the last second of the year 9999, after which `datetime` ends
_MONTH: Final = YEAR // 12
_DAY: Final = 86_400

POLICY: Final = "default-src 'none'; img-src data:; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
"""The content security policy of the document, with the hash of its style."""

_SAID: Final = {
    Status.PENDING: "not yet",
    Status.ACTIVE: "active",
    Status.SUSPENDED: "suspended",
    Status.EXPIRED: "expired",
}


@dataclass(frozen=True, slots=True)
class Live:
    """Where a person's page is, and its QR code as an SVG element."""

    url: str
    code: str


def render_html(resume: Resume, *, url: str = "") -> str:
    """The whole document.

    Args:
        resume: What `resume` found.
        url: Base URL of a site that serves `soulbadge serve`; each person gets a QR code to their own page there, which
            is the base, a slash and the address. Empty for none.

    Raises:
        ValueInvalidError: It is no web address.
        MissingExtraError: jinja2 or segno are not installed (`pip install soulbadge[resume]`).
    """
    style = stylesheet()
    policy = POLICY.format(style=b64encode(sha256(style.encode()).digest()).decode())
    found = _environment().get_template("resume.html")
    return found.render(resume=resume, policy=policy, style=_markup(style), **_words(resume, url))


def render_body(resume: Resume, *, url: str = "") -> str:
    """What stands inside `<main>`, for a page that has a head of its own and includes `stylesheet()`."""
    return _environment().get_template("body.html").render(resume=resume, **_words(resume, url))


@cache
def stylesheet() -> str:
    """The style of what `render_body` makes; everything in it is below the class `resume`."""
    return resources.files("soulbadge.resume").joinpath("templates/resume.css").read_text(encoding="utf-8")


def live_url(base: str, person: Person) -> str:
    """The address of a person's page below a base URL.

    Raises:
        ValueInvalidError: The base is not the address of a web page.
    """
    try:
        parts = urlsplit(base)
        sound = parts.scheme in {"https", "http"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        sound = False
    if not sound or not base.isascii() or not base.isprintable() or " " in base or parts.query or parts.fragment:
        raise ValueInvalidError("url", "expected the base of a site, such as https://badges.example")
    return f"{base.rstrip('/')}/{person.wallets[0]}"


def _words(resume: Resume, url: str) -> dict[str, Any]:
    lives = [_live(live_url(url, each)) if url else None for each in resume.people]
    lines = [_markup(timeline(each, resume.made_at)) for each in resume.people]
    issuers = {each.collection: each.name for each in resume.collections}
    return {"people": list(zip(resume.people, lives, lines, strict=True)), "issuers": issuers}


def _live(url: str) -> Live:
    try:
        import segno
    except ImportError as error:
        raise MissingExtraError("a QR code", "resume") from error
    code = segno.make_qr(url, error="m")
    return Live(url, _markup(code.svg_inline(border=2, dark="#000", light="#fff", omitsize=True, svgclass="code")))


@cache
def _environment() -> "Environment":
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise MissingExtraError("a résumé as a page", "resume") from error
    found = Environment(
        loader=PackageLoader("soulbadge.resume"),
        autoescape=True,
        finalize=_clean,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.tests["picture"] = lambda uri: uri.startswith(SVG)  # a résumé out of a file may say anything
    found.tests["served_long"] = lambda seconds: seconds >= _MONTH
    found.filters.update(day=day, served=served, status=_SAID.__getitem__, linked=linked, short=short, total=_total)
    return found


def _clean(value: object) -> object:
    """Whatever is printed, but for markup that was made here, without what controls, turns or hides."""
    return value if not isinstance(value, str) or hasattr(value, "__html__") else clean(value)


def _markup(text: str) -> str:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 (made by segno, or here out of numbers)


def day(seconds: int) -> str:
    """A time to the day, in UTC."""
    if not 0 < seconds <= _LATEST:
        return f"second {seconds}"
    return datetime.fromtimestamp(seconds, timezone.utc).date().isoformat()


def served(seconds: int) -> str:
    """A length of time as people count service: years and months, never rounded up; days below a month."""
    years, rest = divmod(seconds, YEAR)
    months = rest // _MONTH
    parts = [
        f"{count} {name}{'' if count == 1 else 's'}" for count, name in ((years, "year"), (months, "month")) if count
    ]
    if parts:
        return " ".join(parts)
    days = seconds // _DAY
    return f"{days} day{'' if days == 1 else 's'}" if days else "less than a day"


def linked(url: str) -> bool:
    """Whether an issuer's address may be a link: https, with nothing in it that could be anything else."""
    return _LINK.fullmatch(url) is not None


def short(address: str) -> str:
    """An address as a heading has it."""
    return f"{address[:6]}…{address[-4:]}"


def _total(person: Person) -> int:
    return sum(entry.status is Status.ACTIVE for section in person.sections for entry in section.entries)
