"""What a fault of ours leaves in the log: where it happened and of which kind, and nothing that anybody signed.

Messages of exceptions quote what they stumbled over: a claim link, a signature, the URL of the node. So the plain words
of a message stay, and whatever may be a key does not.
"""

import re
import traceback
from typing import Final

from fastapi import Request

from soulbadge.chain.secrecy import without_secrets

_LONG: Final = re.compile(r"[^\s'\"(),:;=]{20,}")
"""What no word is as long as."""

_MOST: Final = 300
_DEEPEST: Final = 10


def place(request: Request) -> str:
    """What was asked for, by the pattern of its path: the path itself may name a person, or a share."""
    route = request.scope.get("route")
    return f"{request.method} {getattr(route, 'path', '(no page)')}"


def history(error: BaseException) -> str:
    """An exception and those behind it, each with its kind, its message's plain words and its lines of code."""
    told: list[str] = []
    link: BaseException | None = error
    while link is not None and len(told) < _DEEPEST:
        lines = "".join(traceback.format_list(traceback.extract_tb(link.__traceback__)))
        told.append(f"{type(link).__module__}.{type(link).__qualname__}: {_plain(str(link))}\n{lines}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "which came of\n".join(told)


def _plain(message: str) -> str:
    words = _LONG.sub("…", without_secrets(" ".join(message.split())))
    return "".join(each if each.isprintable() else "?" for each in words[:_MOST])
