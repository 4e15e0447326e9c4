"""How a node is reached by its URL."""

from functools import cache
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from soulbadge.errors import UnreachableError
from soulbadge.forms.nesting import is_deep

from .secrecy import host, keep_secret

if TYPE_CHECKING:
    from web3 import HTTPProvider, Web3
    from web3.types import RPCEndpoint, RPCResponse

_TIMEOUT = 30.0
_RETRIES = 3


def open_web3(url: str) -> "Web3":
    """A web3 for this URL, with what makes it quick: no repeated questions for the chain id."""
    from web3 import Web3
    from web3.middleware import ExtraDataToPOAMiddleware
    from web3.providers.rpc.utils import ExceptionRetryConfiguration

    if urlsplit(host(url)).scheme not in ("http", "https"):
        raise UnreachableError(host(url), "the RPC URL must begin with http:// or https://, and name a host")
    keep_secret(url)
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
            if is_deep(raw_response):
                raise ValueError("lists within lists without end")
            return HTTPProvider.decode_rpc_response(raw_response)

    return Careful
