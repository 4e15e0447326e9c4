"""One node, asked by JSON-RPC through web3, and no other errors than this library's.

Answers are normalised here, since web3's own formatters sit on methods that cannot be sent in a batch with an outcome
of its own for each call.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from eth_utils.address import to_checksum_address

from ._reverts import find_refusal, find_refusal_in_answer
from .errors import NodeError, NoFundsError, RefusedError, SoulbadgeError, UnreachableError
from .ids import ZERO_ADDRESS

if TYPE_CHECKING:
    from web3 import Web3
    from web3.types import RPCEndpoint

_READER = "0x000000000000000000000000000000000000dEaD"
"""Who asks when nobody in particular does: nodes fill in an account of their own otherwise."""

_BATCH = 100
"""Calls in one POST, what public endpoints commonly allow."""

_TESTER_POOR = re.compile(r"cannot afford txn gas (\d+) with account balance (\d+)")
"""How eth-tester refuses even a call or an estimate."""

_TIMEOUT = 30.0
_RETRIES = 3


def open_web3(url: str) -> "Web3":
    """A web3 for this URL, with what makes it quick: no repeated questions for the chain id."""
    from web3 import HTTPProvider, Web3
    from web3.providers.rpc.utils import ExceptionRetryConfiguration

    if urlsplit(url).scheme not in ("http", "https"):
        raise UnreachableError(_host(url), "the RPC URL must begin with http:// or https://")
    retry = ExceptionRetryConfiguration(errors=(ConnectionError, OSError), retries=_RETRIES)
    provider = HTTPProvider(
        url,
        request_kwargs={"timeout": _TIMEOUT},
        exception_retry_configuration=retry,
        cache_allowed_requests=True,
        cacheable_requests={cast("RPCEndpoint", "eth_chainId")},  # nothing that a reorganisation could change
        request_cache_validation_threshold=None,
    )
    return Web3(provider)


class Rpc:
    """What the library asks of a node. Blocks are numbers, or None for the latest."""

    def __init__(self, web3: "Web3") -> None:
        self.web3 = web3
        self.endpoint = _host(str(getattr(web3.provider, "endpoint_uri", "")) or type(web3.provider).__name__)
        # eth-tester lets nobody call who could not pay for the call.
        tester = hasattr(web3.provider, "ethereum_tester")
        self._reader = str(web3.eth.accounts[0]) if tester else _READER

    def chain_id(self) -> int:
        """The number of the chain that the node serves."""
        with self._named("eth_chainId"):
            return int(self.web3.eth.chain_id)  # by web3's own door, which remembers the answer for its own checks

    def block_number(self) -> int:
        """The latest block."""
        return _integer(self._ask("eth_blockNumber"))

    def block(self, number: int | None = None) -> dict[str, Any]:
        """A block's header; numbers as they come."""
        with_transactions = False
        found = self._ask("eth_getBlockByNumber", _tag(number), with_transactions)
        if found is None:
            raise NodeError("eth_getBlockByNumber", f"there is no block {number}")
        return dict(found)

    def timestamp(self) -> int:
        """The latest block's time, Unix seconds: what is now to a contract that is asked."""
        return _integer(self.block()["timestamp"])

    def code(self, address: str, block: int | None = None) -> bytes:
        """The code at an address; empty if there is none."""
        return _octets(self._ask("eth_getCode", address, _tag(block)))

    def balance(self, account: str) -> int:
        """What an account has, in wei."""
        return _integer(self._ask("eth_getBalance", account, "latest"))

    def nonce(self, account: str) -> int:
        """The next nonce of an account, transactions that wait included."""
        return _integer(self._ask("eth_getTransactionCount", account, "pending"))

    def gas_price(self) -> int:
        """The price of gas before EIP-1559, in wei."""
        return _integer(self._ask("eth_gasPrice"))

    def priority_fee(self) -> int | None:
        """What block makers are tipped at present, in wei; None if the node does not say."""
        try:
            return _integer(self._ask("eth_maxPriorityFeePerGas"))
        except (NodeError, RefusedError):
            return None

    def estimate(self, transaction: dict[str, Any]) -> int:
        """How much gas a transaction would use."""
        return _integer(self._ask("eth_estimateGas", transaction))

    def call(self, to: str, data: bytes, *, sender: str | None = None, block: int | None = None) -> bytes:
        """What a call returns. Raises the contract's refusal as an exception of its own."""
        return _octets(self._ask("eth_call", _call(to, data, sender or self._reader), _tag(block)))

    def call_many(
        self, to: str, calls: Sequence[bytes], *, sender: str | None = None, block: int | None = None
    ) -> list[bytes | RefusedError]:
        """What each call returns, or why it was refused, in as few requests as the node allows."""
        outcomes: list[bytes | RefusedError] = []
        for start in range(0, len(calls), _BATCH):
            requests = [
                (_call(to, data, sender or self._reader), _tag(block)) for data in calls[start : start + _BATCH]
            ]
            outcomes += self._batch(requests)
        return outcomes

    def send(self, raw: bytes) -> None:
        """Hand over a signed transaction. Never repeated: whether it arrived is for the caller to find out."""
        self._ask("eth_sendRawTransaction", "0x" + raw.hex())

    def receipt(self, transaction: str) -> dict[str, Any] | None:
        """A transaction's receipt; None while it is in no block."""
        from web3.exceptions import TransactionNotFound

        with self._named("eth_getTransactionReceipt"):
            try:
                return dict(self.web3.eth.get_transaction_receipt(cast("Any", transaction)))
            except TransactionNotFound:
                return None

    def _batch(self, requests: list[tuple[dict[str, str], str]]) -> list[bytes | RefusedError]:
        provider: Any = self.web3.provider
        if len(requests) > 1 and hasattr(provider, "encode_batch_rpc_request"):
            with self._named("eth_call"):
                answers = provider.make_batch_request([("eth_call", request) for request in requests])
            if isinstance(answers, list) and len(answers) == len(requests):
                return [self._outcome(dict(answer)) for answer in answers]
        return [self._one(*request) for request in requests]  # a node that knows no batches

    def _one(self, request: dict[str, str], tag: str) -> bytes | RefusedError:
        try:
            return _octets(self._ask("eth_call", request, tag))
        except RefusedError as error:
            return error

    def _outcome(self, answer: dict[str, Any]) -> bytes | RefusedError:
        error = answer.get("error")
        if error is None:
            return _octets(answer["result"])
        refused = find_refusal_in_answer(error if isinstance(error, dict) else {"message": str(error)})
        if refused is None:
            raise NodeError("eth_call", _problem(error))
        return refused

    def _ask(self, method: str, *params: object) -> Any:  # noqa: ANN401 (JSON)
        with self._named(method, params):
            return self.web3.manager.request_blocking(cast("RPCEndpoint", method), list(params))

    @contextmanager
    def _named(self, method: str, params: Sequence[object] = ()) -> Iterator[None]:
        """Turns what web3, requests and eth-tester raise into this library's errors."""
        try:
            yield
        except SoulbadgeError:
            raise
        except OSError as error:
            raise UnreachableError(self.endpoint, _cause(error)) from error
        except Exception as error:
            refused = find_refusal(error)
            if refused is not None:
                raise refused from error
            poor = _TESTER_POOR.search(str(error))
            if poor:
                raise NoFundsError(to_checksum_address(_sender(params)), int(poor[1]), int(poor[2])) from error
            home = type(error).__module__.partition(".")[0]
            if home in ("web3", "eth_tester", "eth", "eth_utils", "json", "simplejson"):
                raise NodeError(method, _problem(error)) from error
            raise


def _sender(params: Sequence[object]) -> str:
    first = params[0] if params else None
    return str(first.get("from", ZERO_ADDRESS)) if isinstance(first, dict) else ZERO_ADDRESS


def _call(to: str, data: bytes, sender: str) -> dict[str, str]:
    return {"from": sender, "to": to, "data": "0x" + data.hex()}


def _tag(block: int | None) -> str:
    return "latest" if block is None else hex(block)


def _integer(value: Any) -> int:  # noqa: ANN401 (JSON)
    return int(value, 16) if isinstance(value, str) else int(value)


def _octets(value: Any) -> bytes:  # noqa: ANN401 (JSON)
    return bytes.fromhex(value.removeprefix("0x")) if isinstance(value, str) else bytes(value)


def _host(url: str) -> str:
    """Scheme and host alone: paths, queries and user names of RPC URLs are keys."""
    parts = urlsplit(url)
    if not parts.hostname:
        return url.partition("/")[0][:40] or "nowhere"
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}"


def _cause(error: BaseException) -> str:
    """Why a connection failed, without the URL, which requests would put in full into its message."""
    name = type(error).__name__
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status is not None:
        return f"HTTP status {status}"
    if "Timeout" in name:
        return "no answer in time"
    return "connection failed" if name == "ConnectionError" else name


def _problem(error: Any) -> str:  # noqa: ANN401 (whatever a node sends)
    answer = getattr(error, "rpc_response", None)
    found = (answer or {}).get("error") if answer else error
    if isinstance(found, dict):
        found = found.get("message", found)
    return " ".join(str(found).split())[:300]
