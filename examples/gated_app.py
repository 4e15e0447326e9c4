"""An app of your own with a door that badges open. Run it with `uvicorn gated_app:app`; see docs/web.md."""

import os
from typing import Annotated

from fastapi import Depends, FastAPI

from soulbadge import Holds
from soulbadge.web import Member, Site, SiteSettings, require

app = FastAPI()
settings = SiteSettings(origin=os.environ["ORIGIN"], prefix="/badges")
Site(settings, os.environ["RPC_URL"], [os.environ["COLLECTION"]]).install(app)


@app.get("/lounge")
def lounge(member: Annotated[Member, Depends(require(Holds("cka")))]) -> str:
    return f"Welcome, {member.holder}"
