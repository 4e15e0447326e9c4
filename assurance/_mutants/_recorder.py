"""A plugin of pytest: writes down all that the Brownie tests ask of a chain, test by test.

It is loaded by name inside Brownie's environment (`_transcript.py` says how), so it imports nothing of ours. Each line
of the file is one JSON object:

    {"test": id}                                     a test begins, its fixtures included
    {"end": id, "passed": bool}                      and ends
    {"on": node, "send": …, "time": …, …}            a transaction, and what came of it
    {"on": node, "call": …, "time": …, "answer": …}  a question; `answer` is null if it reverted with `reason`
    {"on": node, "take" or "back": snapshot}         the state is kept, or returned to
    {"on": node, "code" or "store": […]}             the state is written to by hand
"""

# ruff: noqa: ANN401 - what passes is JSON, and Brownie has no types

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

WANTED = "SOULBADGE_TRANSCRIPT"
"""The environment variable that names the folder to write to: one file for each of pytest's workers."""


class Recorder:
    """Listens to the provider behind Brownie, and to each chain that a test starts for itself."""

    def __init__(self, path: Path) -> None:
        # A line at a time: a test that forks would write once more what is in the buffer. Closed with the session.
        self._file = path.open("w", encoding="utf-8", buffering=1)
        self._listening = False
        self.chains = 0

    def write(self, **line: Any) -> None:
        self._file.write(json.dumps(line, separators=(",", ":")) + "\n")

    def close(self) -> None:
        self._file.close()

    def listen(self) -> None:
        """From the first test on; before it Brownie has no provider."""
        if self._listening:
            return
        self._listening = True
        from brownie import web3

        provider = web3.provider
        chain = Chain(self, 0, provider.make_request)
        provider.make_request = chain.ask
        provider._request_func_cache = (None, None)  # noqa: SLF001 - web3 keeps the old method there
        self._listen_to_anvils()

    def _listen_to_anvils(self) -> None:
        import anvil  # type: ignore[import-not-found]  # beside the tests, in Brownie's environment

        recorder, begin, send, call, ask = (
            self,
            anvil.Anvil.__init__,
            anvil.Anvil.send,
            anvil.Anvil.call,
            anvil.Anvil.ask,
        )

        def begins(chain: Any, port: int) -> None:
            begin(chain, port)
            recorder.chains += 1
            chain.number = recorder.chains

        def sends(chain: Any, sender: str, target: str | None, data: str, moment: int) -> Any:
            receipt = send(chain, sender, target, data, moment)
            transaction = {"from": sender, "to": target, "data": data, "gas": "0x1c9c380", "value": "0x0"}
            recorder.write(on=chain.number, send=transaction, time=moment, **_came(receipt))
            return receipt

        def calls(chain: Any, sender: str, target: str, data: str, moment: int) -> bytes:
            question = {"on": chain.number, "call": {"from": sender, "to": target, "data": data}, "time": moment}
            try:
                answer = call(chain, sender, target, data, moment)
            except anvil.RevertedError as error:
                recorder.write(**question, answer=None, reason=error.reason)
                raise
            recorder.write(**question, answer="0x" + answer.hex())
            return bytes(answer)

        def asks(chain: Any, method: str, *params: Any) -> Any:
            answer = ask(chain, method, *params)
            if method in ("evm_snapshot", "evm_revert"):
                recorder.write(
                    on=chain.number, **({"take": answer} if method == "evm_snapshot" else {"back": params[0]})
                )
            return answer

        anvil.Anvil.__init__, anvil.Anvil.send, anvil.Anvil.call, anvil.Anvil.ask = begins, sends, calls, asks


class Chain:
    """One node: what is asked of it, and what it is at."""

    def __init__(self, recorder: Recorder, number: int, ask: Any) -> None:
        self._recorder, self._number, self._ask = recorder, number, ask
        self._time: int | None = None

    def ask(self, method: str, params: Any) -> Any:
        answer = self._ask(method, params)
        if method in ("eth_sendTransaction", "eth_sendRawTransaction") and "result" in answer:
            self._note_sent(answer["result"])
        elif method == "eth_call":
            self._note_call(params[0], answer)
        elif method == "evm_snapshot":
            self._write(take=answer["result"])
        elif method == "evm_revert":
            self._time = None
            self._write(back=params[0])
        elif method in ("anvil_setStorageAt", "evm_setAccountStorageAt"):
            self._write(store=params)
        elif method in ("anvil_setCode", "evm_setAccountCode"):
            self._write(code=params)
        elif method in ("evm_mine", "evm_increaseTime", "evm_setTime", "anvil_mine"):
            self._time = None
        return answer

    def _write(self, **line: Any) -> None:
        self._recorder.write(on=self._number, **line)

    def _note_sent(self, transaction: str) -> None:
        deadline = time.monotonic() + 120
        while not (receipt := self._ask("eth_getTransactionReceipt", [transaction]).get("result")):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{transaction} was not mined within two minutes")
            time.sleep(0.005)
        sent = self._ask("eth_getTransactionByHash", [transaction])["result"]
        kept = {
            "from": sent["from"],
            "to": sent["to"],
            "data": sent["input"],
            "gas": sent["gas"],
            "value": sent["value"],
        }
        block = self._ask("eth_getBlockByNumber", [receipt["blockNumber"], False])["result"]
        self._time = int(block["timestamp"], 16)
        self._write(send=kept, time=self._time, **_came(receipt))

    def _note_call(self, question: Any, answer: Any) -> None:
        if self._time is None:
            latest = self._ask("eth_getBlockByNumber", ["latest", False])["result"]
            self._time = int(latest["timestamp"], 16)
        kept = {key: _plain(question[key]) for key in ("from", "to", "data", "gas", "value") if key in question}
        if "result" in answer:
            self._write(call=kept, time=self._time, answer=_plain(answer["result"]))
        else:
            reason = answer["error"].get("data") if isinstance(answer["error"], dict) else None
            self._write(call=kept, time=self._time, answer=None, reason=reason if isinstance(reason, str) else None)


def _came(receipt: Any) -> dict[str, Any]:
    logs = [[log["address"], list(map(_plain, log["topics"])), _plain(log["data"])] for log in receipt["logs"]]
    return {"status": int(_plain(receipt["status"]), 16), "logs": logs, "created": receipt.get("contractAddress")}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return hex(value) if isinstance(value, int) else value


def pytest_configure(config: pytest.Config) -> None:
    folder = os.environ.get(WANTED)
    if folder:
        path = Path(folder) / f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.jsonl"
        config.pluginmanager.register(Plugin(Recorder(path)), "soulbadge-recorder")


class Plugin:
    """What pytest tells of its tests."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self._recorder.listen()
        self._recorder.write(test=item.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            self._recorder.write(end=report.nodeid, passed=report.passed)

    def pytest_unconfigure(self) -> None:
        self._recorder.close()
