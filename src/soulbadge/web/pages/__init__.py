"""The pages, a router each."""

from typing import Final

from fastapi import APIRouter

from . import badges, claiming, entering, holders, home, sharing, verifying

ROUTERS: Final[tuple[APIRouter, ...]] = (
    holders.router,
    badges.router,
    entering.router,
    claiming.router,
    verifying.router,
    sharing.router,
    home.router,  # last: its addresses at the root match anything
)
