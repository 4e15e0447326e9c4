"""The recorded operations again, on the code of a mutant, until something is different.

Compared are: whether a transaction or question succeeds, what it answers (values, or the error with its arguments), and
every log. Gas is not.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import pyrevm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assurance._mutants._transcript import Operation, Scene

Outcome = tuple[bool, bytes, tuple[object, ...]]
"""Success, answer or reason, logs."""

OFF = 2**255
"""A switch that no mutant listens to."""

GENESIS = 1_000
COINS = 10**24
OUTPUT = re.compile(r"output: 0x([0-9a-fA-F]*)")
TOO_LONG = ("test_model.py",)
"""Ten thousand steps, which take ten times as long as all other tests together."""

ABOUT_GAS = ("attacks/test_25_starving_the_question.py",)
"""Tests whose answers turn on amounts of gas: the code of mutants is not optimised, so they tell nothing of it."""

SPENDS_A_NONCE = b"\xfe"


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
                answer = evm.message_call(
                    operation.sender, operation.target, operation.data, operation.value, operation.gas
                )
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
        operations: How many operations have an outcome.
        disagreed: Operations at which this chain and the recorded one disagree, so that nothing is concluded from them:
            a test's own node with another chain id, and what depends on gas.
    """

    def __init__(self, scenes: Sequence[Scene], codes: Mapping[str, bytes]) -> None:
        self._codes = codes
        self.scenes = [scene for scene in scenes if not any(name in scene.name for name in ABOUT_GAS + TOO_LONG)]
        self._outcomes: list[list[Outcome | None]] = []
        self._kills = [0] * len(self.scenes)
        self._costs = [len(scene.operations) for scene in self.scenes]
        self.operations = self.disagreed = 0
        for scene in self.scenes:
            outcomes: list[Outcome | None] = []
            for operation, outcome in Stage(codes, 0, scene.chain).play(scene):
                moved = operation.kind == "create" and outcome[0] and outcome[1] != _place(operation)
                if moved or outcome[0] != operation.seen:
                    self.disagreed += 1
                    outcomes.append(None)
                    continue
                outcomes.append(outcome)
            self._outcomes.append(outcomes)
            self.operations += len(outcomes)

    def disturbed(self, codes: Mapping[str, bytes]) -> frozenset[tuple[int, int]]:
        """Operations that this code answers otherwise though no mutant is on: they measure gas, and tell nothing."""
        return frozenset(place for place, _ in self._differences(codes, OFF, range(len(self.scenes)), frozenset()))

    def difference(
        self, codes: Mapping[str, bytes], switch: int, ignored: frozenset[tuple[int, int]]
    ) -> Operation | None:
        """The first operation with another outcome; None if there is none. First is asked what killed most."""
        order = sorted(range(len(self.scenes)), key=lambda one: (-self._kills[one], self._costs[one]))
        for (index, _), operation in self._differences(codes, switch, order, ignored):
            self._kills[index] += 1
            return operation
        return None

    def _differences(
        self, codes: Mapping[str, bytes], switch: int, order: Iterable[int], ignored: frozenset[tuple[int, int]]
    ) -> Iterator[tuple[tuple[int, int], Operation]]:
        together = {**self._codes, **codes}
        for index in order:
            scene = self.scenes[index]
            played = Stage(together, switch, scene.chain).play(scene)
            for step, ((operation, outcome), wanted) in enumerate(zip(played, self._outcomes[index], strict=True)):
                if wanted is not None and outcome != wanted and (index, step) not in ignored:
                    yield (index, step), operation


def _place(operation: Operation) -> bytes:
    return operation.target.lower().encode()
