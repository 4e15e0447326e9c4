"""The recorded operations again, on the code of a mutant, until something is different.

Compared are: whether a transaction or question succeeds, what it answers (values, or the error with its arguments), and
every log. Gas is not.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

import pyrevm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from assurance._mutants._transcript import Operation, Scene

Outcome = tuple[bool, bytes, tuple[object, ...]]
"""Success, answer or reason, logs."""

OFF = 2**255
"""A switch that no mutant listens to."""

GENESIS = 1_000
COINS = 10**24
OUTPUT = re.compile(r"output: 0x([0-9a-fA-F]*)")
ABOUT_GAS = ("attacks/test_25_starving_the_question.py",)
"""Tests whose answers turn on amounts of gas: the code of mutants is not optimised, so they tell nothing of it."""

QUESTION_GAS = 250_000_000
SPENDS_A_NONCE = b"\xfe"

FAILS = bytes.fromhex("60fe5f5360015ff3")
"""Creates a contract whose whole code is INVALID."""


class Stage:
    """A chain in memory on which one scene is played."""

    def __init__(self, codes: Mapping[str, bytes], switch: int, chain: int) -> None:
        self._codes, self._switch = codes, switch.to_bytes(32, "big")
        configuration = pyrevm.CfgEnv(chain_id=chain, limit_contract_code_size=1 << 20)
        self._evm = pyrevm.EVM(pyrevm.Env(cfg=configuration, block=self._block(GENESIS)), spec_id="SHANGHAI")
        self._kept: dict[str, pyrevm.JournalCheckpoint] = {}
        self._rich: set[str] = set()
        self._start = self._evm.snapshot()

    def _block(self, time: int) -> pyrevm.BlockEnv:
        return pyrevm.BlockEnv(number=1, timestamp=time, gas_limit=1_000_000_000, basefee=0, prevrandao=self._switch)

    def play(self, scene: Scene) -> Iterator[tuple[Operation, Outcome]]:
        """Each operation that has an outcome, with it."""
        for operation in scene.operations:
            outcome = self._do(operation)
            if outcome is not None:
                yield operation, outcome

    def _do(self, operation: Operation) -> Outcome | None:
        evm = self._evm
        if operation.kind == "take":
            self._kept[operation.key] = evm.snapshot()
        elif operation.kind == "back":
            evm.revert(self._kept.get(operation.key, self._start))
        elif operation.kind == "store":
            evm.insert_account_storage(operation.target, operation.slot, operation.value)
        elif operation.kind == "code":
            evm.insert_account_info(operation.target, pyrevm.AccountInfo(nonce=1, code=operation.data or b"\0"))
        else:
            return self._transact(operation)
        return None

    def _transact(self, operation: Operation) -> Outcome:
        evm = self._evm
        evm.set_block_env(self._block(operation.time))
        if operation.value:
            evm.set_balance(operation.sender, COINS)
        # Each snapshot that is not returned to counts as a call's depth: none is taken in vain.
        before = evm.snapshot() if operation.kind == "call" else None
        try:
            if operation.kind == "create":
                answer = self._create(operation)
            else:
                # Questions may cost what they like: code that is not optimised, and full of conditions, needs more.
                gas = QUESTION_GAS if operation.kind == "call" else operation.gas
                answer = evm.message_call(operation.sender, operation.target, operation.data, operation.value, gas)
        except RuntimeError as error:
            if before:
                evm.revert(before)
            reason = OUTPUT.search(str(error))
            return (False, bytes.fromhex(reason[1]) if reason else b"", ())
        assert evm.result  # noqa: S101 - there was one just now
        logs = tuple((log.address, *log.topics, log.data[1]) for log in evm.result.logs)
        if before:
            evm.revert(before)
        return (True, answer, logs)

    def _create(self, operation: Operation) -> bytes:
        evm = self._evm
        code = operation.data
        if operation.contract:
            code = self._codes[operation.contract] + code
        while operation.target and evm.basic(operation.sender).nonce < operation.nonce:
            with suppress(RuntimeError):  # as it should: only the nonce moves on
                evm.deploy(operation.sender, SPENDS_A_NONCE)
        return evm.deploy(operation.sender, code, operation.value).lower().encode()


class Golden:
    """What the contracts as they are do in every scene.

    Attributes:
        scenes: The scenes, all of them.
        seals: By scene, a hash of all that is asked and answered.
        operations: How many operations have an outcome.
        disagreed: Operations at which this chain and the recorded one disagree, so that nothing is concluded from them:
            a test's own node with another chain id, and what depends on gas.
    """

    def __init__(self, scenes: Sequence[Scene], codes: Mapping[str, bytes]) -> None:
        self._codes = codes
        self.scenes = [scene for scene in scenes if not any(name in scene.name for name in ABOUT_GAS)]
        self._outcomes: list[list[Outcome | None]] = []
        self._kills = [0] * len(self.scenes)
        self._costs: list[float] = []
        self.operations = self.disagreed = 0
        for scene in self.scenes:
            began = time.process_time()
            outcomes: list[Outcome | None] = []
            for operation, outcome in Stage(codes, 0, scene.chain).play(scene):
                moved = operation.kind == "create" and outcome[0] and outcome[1] != _place(operation)
                if moved or outcome[0] != operation.seen:
                    self.disagreed += 1
                    outcomes.append(None)
                    continue
                outcomes.append(outcome)
            self._costs.append(time.process_time() - began)
            self._outcomes.append(outcomes)
            self.operations += len(outcomes)
        self.seals = [
            sha256(repr(pair).encode()).hexdigest()[:16] for pair in zip(self.scenes, self._outcomes, strict=True)
        ]

    def asked(self, contracts: Iterable[str]) -> tuple[int, ...]:
        """The scenes that notice when these contracts do nothing but fail; no other can notice a mutant of them."""
        failing = dict.fromkeys(contracts, FAILS)
        return tuple(
            scene for scene in range(len(self.scenes)) if next(self._differences(failing, OFF, scene), None) is not None
        )

    def disturbed(self, codes: Mapping[str, bytes], scene: int) -> list[int]:
        """Steps that this code answers otherwise though no mutant is on: they measure gas, and tell nothing."""
        return list(self._differences(codes, OFF, scene))

    def killer(
        self, codes: Mapping[str, bytes], switch: int, scenes: Sequence[int], ignored: Callable[[int], Sequence[int]]
    ) -> int | None:
        """The first scene with another outcome at a step that is not to be ignored; None if there is none.

        First are asked the scenes that killed most for the time they take.
        """
        for scene in sorted(scenes, key=lambda one: -(self._kills[one] + 1) / (self._costs[one] + 0.001)):
            if any(step not in ignored(scene) for step in self._differences(codes, switch, scene)):
                self._kills[scene] += 1
                return scene
        return None

    def _differences(self, codes: Mapping[str, bytes], switch: int, scene: int) -> Iterator[int]:
        """Each step with another outcome."""
        played = Stage({**self._codes, **codes}, switch, self.scenes[scene].chain).play(self.scenes[scene])
        for step, ((_, outcome), wanted) in enumerate(zip(played, self._outcomes[scene], strict=True)):
            if wanted is not None and outcome != wanted:
                yield step


def _place(operation: Operation) -> bytes:
    return operation.target.lower().encode()
