"""One node, asked by JSON-RPC through web3, and no other errors than this library's.

Answers are normalised here (`_answers`), since web3's own formatters sit on methods that cannot be sent in a batch with
an outcome of its own for each call.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any, cast

from eth_utils.address import to_checksum_address

from soulbadge.errors import NodeError, NoFundsError, RefusedError, SoulbadgeError, UnreachableError

from . import answers as _answers
from .blocks import Block, BlockId
from .provider import open_web3
from .reverts import find_refusal, find_refusal_in_answer
from .secrecy import host, keep_secret

if TYPE_CHECKING:
    from web3 import Web3
    from web3.types import RPCEndpoint

_READER = "0x000000000000000000000000000000000000dEaD"
"""Who asks when nobody in particular does: nodes fill in an account of their own otherwise."""

_BATCH = 100
"""Questions in one POST, what public endpoints commonly allow."""

_TESTER_POOR = re.compile(r"cannot afford txn gas (\d+) with account balance (\d+)")
"""How eth-tester refuses even a call or an estimate."""

_FINAL = ("HTTP status 401", "HTTP status 403", "HTTP status 404")
"""Answers to a POST that a smaller one would not change."""

_BUSY = "HTTP status 429"
_RETRIES = 3

__all__ = ["Question", "Rpc", "open_web3"]

Question = tuple[str, Sequence[object]]
"""A method and its parameters."""


class Rpc:
    """What the library asks of a node. Where a read looks is a `BlockId`."""

    def __init__(self, web3: "Web3") -> None:
        self.web3 = web3
        url = str(getattr(web3.provider, "endpoint_uri", None) or "")
        self.endpoint = host(url) if url else type(web3.provider).__name__
        keep_secret(url)
        self.pins_by_hash = False
        """Whether the node has shown that it reads from a block named by its hash (EIP-1898)."""
        self._most = _BATCH
        # eth-tester lets nobody call who could not pay for the call.
        tester = hasattr(web3.provider, "ethereum_tester")
        self._reader = str(web3.eth.accounts[0]) if tester else _READER

    # ──────────────────────────────────────────── blocks ─────────────────────────────────────────────

    def chain_id(self) -> int:
        """The number of the chain that the node serves."""
        with self._named("eth_chainId"):
            return int(self.web3.eth.chain_id)  # by web3's own door, which remembers the answer for its own checks

    def block_number(self) -> int:
        """The latest block."""
        return _answers.integer("eth_blockNumber", self._ask("eth_blockNumber"))

    def block(self, number: int | None = None) -> dict[str, Any]:
        """A block's header; numbers as they come."""
        with_transactions = False
        found = self._ask("eth_getBlockByNumber", "latest" if number is None else hex(number), with_transactions)
        if found is None:
            raise NodeError("eth_getBlockByNumber", f"there is no block {number}")
        return _answers.fields("eth_getBlockByNumber", found)

    def block_at(self, number: int | None = None) -> Block:
        """The block of a number as the chain stands now; None for the latest."""
        found = _answers.block("eth_getBlockByNumber", self.block(number))
        if number is not None and found.number != number:
            raise _answers.malformed("eth_getBlockByNumber", f"block {number}", found.number)
        return found

    def is_canonical(self, block: Block) -> bool:
        """Whether the chain still has this block."""
        try:
            return self.block_at(block.number).hash == block.hash
        except NodeError:
            return False

    def timestamp(self) -> int:
        """The latest block's time, Unix seconds: what is now to a contract that is asked."""
        return _answers.integer("eth_getBlockByNumber", self.block().get("timestamp"))

    def tag(self, block: BlockId) -> object:
        """A block as JSON-RPC has it: by hash where the node knows that, otherwise by number."""
        if isinstance(block, Block):
            if self.pins_by_hash:
                return {"blockHash": block.hash, "requireCanonical": True}
            return hex(block.number)
        return "latest" if block is None else hex(block)

    # ─────────────────────────────────────────── accounts ────────────────────────────────────────────

    def code(self, address: str, block: BlockId = None) -> bytes:
        """The code at an address; empty if there is none."""
        return _answers.octets("eth_getCode", self._ask("eth_getCode", address, self.tag(block)))

    def balance(self, account: str) -> int:
        """What an account has, in wei."""
        return _answers.integer("eth_getBalance", self._ask("eth_getBalance", account, "latest"))

    def nonce(self, account: str) -> int:
        """The next nonce of an account, transactions that wait included."""
        return self._nonce(account, "pending")

    def nonce_at(self, account: str, block: int) -> int:
        """How many transactions of an account are in blocks up to this one."""
        return self._nonce(account, self.tag(block))

    def _nonce(self, account: str, tag: object) -> int:
        return _answers.integer("eth_getTransactionCount", self._ask("eth_getTransactionCount", account, tag))

    # ───────────────────────────────────────────── fees ──────────────────────────────────────────────

    def gas_price(self) -> int:
        """The price of gas before EIP-1559, in wei."""
        return _answers.integer("eth_gasPrice", self._ask("eth_gasPrice"))

    def priority_fee(self) -> int | None:
        """What block makers are tipped at present, in wei; None if the node does not say."""
        try:
            return _answers.integer("eth_maxPriorityFeePerGas", self._ask("eth_maxPriorityFeePerGas"))
        except (NodeError, RefusedError):
            return None

    def estimate(self, transaction: dict[str, Any]) -> int:
        """How much gas a transaction would use."""
        return _answers.integer("eth_estimateGas", self._ask("eth_estimateGas", transaction))

    # ───────────────────────────────────────────── calls ─────────────────────────────────────────────

    def call(self, to: str, data: bytes, *, sender: str | None = None, block: BlockId = None) -> bytes:
        """What a call returns. Raises the contract's refusal as an exception of its own."""
        return _answers.octets("eth_call", self._ask("eth_call", self.as_call(to, data, sender), self.tag(block)))

    def call_many(
        self, to: str, calls: Sequence[bytes], *, sender: str | None = None, block: BlockId = None
    ) -> list[bytes | RefusedError]:
        """What each call returns, or why it was refused, in as few requests as the node allows."""
        return self.call_each([(to, data) for data in calls], sender=sender, block=block)

    def call_each(
        self,
        calls: Sequence[tuple[str, bytes]],
        *,
        sender: str | None = None,
        block: BlockId = None,
        gas: int | None = None,
    ) -> list[bytes | RefusedError]:
        """`call_many` of several contracts; `gas` is the most that each call may use."""
        tag = self.tag(block)
        outcomes: list[bytes | RefusedError] = []
        for outcome in self.ask_many("eth_call", [(self.as_call(to, data, sender, gas), tag) for to, data in calls]):
            if isinstance(outcome, NodeError):
                raise outcome
            outcomes.append(outcome if isinstance(outcome, RefusedError) else _answers.octets("eth_call", outcome))
        return outcomes

    def run(self, code: bytes, *, gas: int, block: BlockId = None) -> bytes:
        """What creation code returns that is run with so much gas at most, and leaves nothing behind."""
        call = {"from": self._reader, "data": "0x" + code.hex(), "gas": hex(gas)}
        return _answers.octets("eth_call", self._ask("eth_call", call, self.tag(block)))

    def as_call(self, to: str, data: bytes, sender: str | None = None, gas: int | None = None) -> dict[str, str]:
        """A call as JSON-RPC has it."""
        call = {"from": sender or self._reader, "to": to, "data": "0x" + data.hex()}
        return call if gas is None else {**call, "gas": hex(gas)}

    # ───────────────────────────────────────── transactions ──────────────────────────────────────────

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

    # ───────────────────────────────────────────── asking ────────────────────────────────────────────

    def ask(self, method: str, *params: object) -> Any:  # noqa: ANN401 (JSON)
        """What any other method answers, as JSON has it."""
        return self._ask(method, *params)

    def ask_many(self, method: str, requests: Sequence[Sequence[object]]) -> list[Any]:
        """What a method answers to each list of parameters, or the error with which it was refused, as JSON has it."""
        return self.ask_each([(method, params) for params in requests])

    def ask_each(self, questions: Sequence[Question]) -> list[Any]:
        """The answer to each question, or the error with which it was refused, in as few requests as the node allows.

        A node that refuses so many at once is asked fewer, down to one by one; what it took is remembered.
        """
        outcomes: list[Any] = []
        batches = hasattr(self.web3.provider, "encode_batch_rpc_request")
        while len(outcomes) < len(questions):
            some = questions[len(outcomes) : len(outcomes) + (self._most if batches else 1)]
            if len(some) == 1:
                outcomes.append(self._asked(*some[0]))
                continue
            found = self._post(some)
            if found is None:
                self._most = len(some) // 2
            else:
                outcomes += found
        return outcomes

    def _asked(self, method: str, params: Sequence[object]) -> Any:  # noqa: ANN401 (JSON)
        try:
            return self._ask(method, *params)
        except (NodeError, RefusedError) as error:
            return error

    def _post(self, questions: Sequence[Question]) -> list[Any] | None:
        """The outcomes of one POST; None if the node does not take so many at once."""
        provider: Any = self.web3.provider
        first = next(provider.request_counter)
        answers = self._posted(provider, questions)
        last = next(provider.request_counter)
        if not isinstance(answers, list) or len(answers) != len(questions):
            return None
        method = questions[0][0]
        found = [_answers.fields(method, each) for each in answers]
        numbers = [each.get("id") for each in found]
        # web3 has put them into the order of their ids; whether these are the ids of the questions, it has not asked.
        if not all(type(each) is int and first < each < last for each in numbers) or len({*numbers}) != len(numbers):
            raise NodeError(method, "it answered questions that were not asked (the ids differ)")
        return [self._answer(asked[0], each) for asked, each in zip(questions, found, strict=True)]

    def _posted(self, provider: Any, questions: Sequence[Question], attempt: int = 0) -> Any:  # noqa: ANN401 (web3, JSON)
        """What came back for one POST; None for what a smaller one may change. Only what writes nothing is asked so."""
        try:
            with self._named(questions[0][0]):
                return provider.make_batch_request([(method, list(params)) for method, params in questions])
        except UnreachableError as error:
            if error.cause in _FINAL:
                raise
            if error.cause.startswith("HTTP") and error.cause != _BUSY:
                return None
            if attempt == _RETRIES:
                raise
        time.sleep(0.125 * 2**attempt)
        return self._posted(provider, questions, attempt + 1)

    def _answer(self, method: str, answer: dict[str, Any]) -> Any:  # noqa: ANN401 (JSON)
        error = answer.get("error")
        if error is None:
            if "result" not in answer:
                return NodeError(method, "it answered neither with a result nor with an error")
            return answer["result"]
        refused = find_refusal_in_answer(error if isinstance(error, dict) else {"message": str(error)})
        return refused or NodeError(method, _answers.problem(error))

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
            raise UnreachableError(self.endpoint, _answers.cause(error)) from error
        except (JSONDecodeError, UnicodeDecodeError) as error:
            # web3 quotes the answer, in which anything may stand: even that something was reverted.
            raise NodeError(method, "its answer is no JSON, or breaks off") from error
        except Exception as error:
            refused = find_refusal(error)
            if refused is not None:
                raise refused from error
            poor = _TESTER_POOR.search(str(error))
            if poor:
                account = to_checksum_address(_answers.sender(params))
                raise NoFundsError(account, int(poor[1]), int(poor[2])) from error
            # Anything else comes of an answer that web3 did not expect: whatever its type, the node is to blame.
            raise NodeError(method, _answers.problem(error)) from error
