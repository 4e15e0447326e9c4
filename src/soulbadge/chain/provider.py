"""How a node is reached by its URL."""

import re
from functools import cache
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from soulbadge.errors import UnreachableError

from .answers import host

if TYPE_CHECKING:
    from web3 import HTTPProvider, Web3
    from web3.types import RPCEndpoint, RPCResponse

_TIMEOUT = 30.0
_RETRIES = 3
_DEEPEST = 64
"""Lists within lists in an answer; what nodes send is less than ten deep."""


def open_web3(url: str) -> "Web3":
    """A web3 for this URL, with what makes it quick: no repeated questions for the chain id."""
    from web3 import Web3
    from web3.middleware import ExtraDataToPOAMiddleware
    from web3.providers.rpc.utils import ExceptionRetryConfiguration

    if urlsplit(url).scheme not in ("http", "https"):
        raise UnreachableError(host(url), "the RPC URL must begin with http:// or https://")
    retry = ExceptionRetryConfiguration(errors=(ConnectionError, OSError), retries=_RETRIES)
    provider = _provider()(
        url,
        request_kwargs={"timeout": _TIMEOUT},
        exception_retry_configuration=retry,
        cache_allowed_requests=True,
        cacheable_requests={cast("RPCEndpoint", "eth_chainId")},  # nothing that a reorganisation could change
        request_cache_validation_threshold=None,
    )
    web3 = Web3(provider)
    # Chains with named block makers (Polygon, BNB) put more into a header than web3 lets pass.
    web3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
    return web3


@cache
def _provider() -> "type[HTTPProvider]":
    """web3's, made safe against answers that would end the process."""
    from web3 import HTTPProvider

    class Careful(HTTPProvider):
        @staticmethod
        def decode_rpc_response(raw_response: bytes) -> "RPCResponse":
            # What web3 imports lifts Python's limit on recursion; then 100 kB of brackets overflow the stack of the
            # JSON reader, and no exception is raised but the process dies.
            if _is_deep(raw_response):
                raise ValueError("lists within lists without end")
            return HTTPProvider.decode_rpc_response(raw_response)

    return Careful


def _is_deep(text: bytes) -> bool:
    if text.count(b"[") + text.count(b"{") <= _DEEPEST:
        return False
    depth = 0
    for found in re.finditer(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', text, re.DOTALL):  # a bracket inside of a text is none
        if found[0] in (b"[", b"{"):
            depth += 1
        elif found[0] in (b"]", b"}"):
            depth -= 1
        if depth > _DEEPEST:
            return True
    return False
