"""Pages for people, and doors for apps: `soulbadge serve`, or a gate in an app of your own.

    from fastapi import Depends, FastAPI
    from soulbadge import Holds
    from soulbadge.web import Member, Site, SiteSettings, require

    app = FastAPI()
    Site(SiteSettings(origin="https://club.example", prefix="/badges"), "https://rpc.example", ["0x…"]).install(app)

    @app.get("/lounge")
    def lounge(member: Member = Depends(require(Holds("cka")))) -> str:
        return f"Welcome, {member.holder}"

Needs the extra: `pip install 'soulbadge[web]'`.
"""

from soulbadge.errors import MissingExtraError

try:
    from .require import Required, require
    from .settings import SiteSettings
    from .signing_in import Member
    from .site import Site
except ModuleNotFoundError as error:
    if error.name in {"fastapi", "jinja2", "markupsafe", "multipart", "python_multipart", "segno", "starlette"}:
        raise MissingExtraError("what serves pages", "web") from error
    raise

__all__ = ["Member", "Required", "Site", "SiteSettings", "require"]
