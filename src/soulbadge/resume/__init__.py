"""A résumé that anyone can check: all badges of a person, over several collections and wallets.

>>> found = resume([holder], [connect(rpc, cncf), connect(rpc, employer)])
>>> Path("resume.html").write_text(render_html(found))
"""

from .building import resume
from .links import Link, make_link, propose_link
from .model import (
    Attester,
    Entry,
    Ladder,
    Person,
    Resume,
    Rung,
    Section,
    Service,
    Skill,
    SkillAttester,
    Span,
    Support,
    WithinReach,
)
from .page import live_url, render_body, render_html, stylesheet
from .printing import find_browser, render_pdf
from .schema import schema

__all__ = [
    "Attester",
    "Entry",
    "Ladder",
    "Link",
    "Person",
    "Resume",
    "Rung",
    "Section",
    "Service",
    "Skill",
    "SkillAttester",
    "Span",
    "Support",
    "WithinReach",
    "find_browser",
    "live_url",
    "make_link",
    "propose_link",
    "render_body",
    "render_html",
    "render_pdf",
    "resume",
    "schema",
    "stylesheet",
]
