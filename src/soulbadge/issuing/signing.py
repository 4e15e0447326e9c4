"""Signing: the only place where a transaction of a table comes to be.

Whatever is signed is in the journal before this module hands it on.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from eth_utils.crypto import keccak

from soulbadge.chain.answers import integer
from soulbadge.chain.artifacts import badges_abi
from soulbadge.chain.fees import Fees, base_fee, gas_for, suggest
from soulbadge.errors import FeeCapError, SoulbadgeError

from .job import Job
from .records import Attempt, StepRecord
from .view import View
from .work import Call

_DEAREST = 3
"""Where there is no cap, a replacement offers at most so many times what would be offered today."""


class Signing:
    """One issuer's transactions for one journal."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._cap = job.settings.max_fee_per_gas

    def price(self, view: View) -> Fees:
        """What a new transaction is to offer.

        Raises:
            FeeCapError: Even the base fee is above the cap.
        """
        base = base_fee(view.header)
        fees = suggest(self._job.node, view.header)
        if self._cap is not None and (fees.most if base is None else base) > self._cap:
            raise FeeCapError(fees.most if base is None else base, self._cap)
        return fees.within(self._cap)

    def estimates(self, calls: Sequence[Call]) -> list[int | SoulbadgeError]:
        """The gas that each would use now, or why the contract or the node refuses it."""
        # Of the latest block: what waits, some nodes' choice, may never get into one.
        answers = self._job.node.ask_many(
            "eth_estimateGas", [(self._asked(_Said.by(call).data), "latest") for call in calls]
        )
        return [each if isinstance(each, SoulbadgeError) else integer("eth_estimateGas", each) for each in answers]

    def sign(self, jobs: Sequence[tuple[StepRecord, Call, int, int]], fees: Fees, view: View) -> list[Attempt]:
        """Sign each call for its step, with this estimate of gas and this nonce, and record all of them."""
        attempts = [
            self._signed(_Slot(step.number, nonce), _Said.by(call), gas_for(estimate, view.header), fees)
            for step, call, estimate, nonce in jobs
        ]
        self._job.journal.add_attempts(attempts)
        return attempts

    def replaced(self, attempt: Attempt, wanted: Fees) -> Fees | None:
        """What must be offered to take an attempt's place; None if that is too much."""
        cap = max(wanted.most * _DEAREST, attempt.fees.most) if self._cap is None else self._cap
        return attempt.fees.replaced(wanted, cap)

    def again(self, attempt: Attempt, fees: Fees) -> Attempt:
        """The same transaction at the same nonce, for more."""
        said = _Said(attempt.data, attempt.rows, attempt.cohort)
        return self._record(_Slot(attempt.step, attempt.nonce), said, attempt.gas, fees)

    def fill(self, nonce: int, step: int, fees: Fees, view: View) -> Attempt:
        """Use up a nonce with nothing at all: so what was signed with it before can never get into the chain."""
        estimate = self._job.node.estimate({"from": self._job.issuer.address, "to": self._job.issuer.address})
        return self._record(_Slot(step, nonce), _Said(b"", ()), gas_for(estimate, view.header), fees)

    def _record(self, slot: "_Slot", said: "_Said", gas: int, fees: Fees) -> Attempt:
        attempt = self._signed(slot, said, gas, fees)
        self._job.journal.add_attempts([attempt])
        return attempt

    def _asked(self, data: bytes) -> dict[str, str]:
        return {"from": self._job.issuer.address, "to": self._job.issuer.collection.address, "data": "0x" + data.hex()}

    def _signed(self, slot: "_Slot", said: "_Said", gas: int, fees: Fees) -> Attempt:
        transaction: dict[str, Any] = {
            "chainId": self._job.issuer.collection.chain_id,
            "nonce": slot.nonce,
            "value": 0,
            "to": self._job.issuer.collection.address if said.data else self._job.issuer.address,
            "data": "0x" + said.data.hex(),
            "gas": gas,
            **fees.fields(),
        }
        raw = bytes(self._job.issuer.signer.sign_transaction(transaction).raw_transaction)
        transaction_hash = "0x" + keccak(raw).hex()
        return Attempt(slot.step, slot.nonce, transaction_hash, raw, said.data, gas, fees, said.rows, said.cohort)


class _Slot(NamedTuple):
    """For which step, and at which nonce."""

    step: int
    nonce: int


class _Said(NamedTuple):
    """What a transaction says to the collection."""

    data: bytes
    rows: tuple[int, ...]
    cohort: int = 0

    @classmethod
    def by(cls, call: Call) -> "_Said":
        return cls(badges_abi().encode(call.function, *call.arguments), call.rows, call.cohort)
