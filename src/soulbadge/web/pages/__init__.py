"""The pages, a router each."""

from typing import Final

from fastapi import APIRouter

from . import badges, claiming, entering, holders, home, verifying

ROUTERS: Final[tuple[APIRouter, ...]] = (
    holders.router,
    badges.router,
    entering.router,
    claiming.router,
    verifying.router,
    home.router,  # last: its addresses at the root match anything
)
