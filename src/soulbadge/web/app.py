"""The pages as an app: every router, in front of them what every request meets first."""

from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.routing import Mount

from soulbadge.errors import ValueInvalidError, WebError

from .defences import Defences
from .failures import Failures, handle
from .pages import ROUTERS

if TYPE_CHECKING:
    from .site import Site


def create_app(site: "Site") -> Defences:
    """A site's pages as an ASGI app, to serve at the root or to be mounted under `settings.prefix`."""
    # No pages about the pages: they would need scripts from elsewhere, which the content policy refuses.
    app = FastAPI(title=site.settings.title, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.soulbadge = site
    failures = Failures(site)
    handle(app, failures)
    for router in ROUTERS:
        app.include_router(router)
    return Defences(app, site, failures.page)  # outside of everything, so that a fault of ours has its headers too


def install(site: "Site", app: FastAPI) -> None:
    """What `Site.install` does."""
    if not site.settings.prefix:
        raise ValueInvalidError("prefix", "an installed site needs a path of its own, such as /badges")
    app.state.soulbadge = site
    app.add_exception_handler(WebError, Failures(site).page)
    app.router.routes.insert(0, Mount(site.settings.prefix, app=create_app(site)))
