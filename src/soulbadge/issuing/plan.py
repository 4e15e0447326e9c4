"""What a table will come to: shown before anything is sent."""

from dataclasses import dataclass

from soulbadge.chain.fees import base_fee, suggest
from soulbadge.forms.json import BigInt, Value
from soulbadge.issuer import Issuer

from .journal import Journal
from .planning import Draft


@dataclass(frozen=True, slots=True)
class Step(Value):
    """One transaction."""

    number: int
    """From 1, in the order in which steps are begun."""
    kind: str
    """`single` or `cohort`; of renewals `renewal` or `cohort renewal`."""
    achievement: str
    label: str
    """A cohort's; empty for none."""
    lines: tuple[int, ...]
    """The rows that it does."""
    after: tuple[int, ...]
    """Steps that must be in a block before it."""
    gas: int


@dataclass(frozen=True, slots=True)
class Plan(Value):
    """All transactions that are still to be made for a table."""

    file: str
    steps: tuple[Step, ...]
    rows: int
    """Rows in all."""
    done: int
    """Rows that the journal has as done."""
    gas: int
    cost: BigInt
    """In wei, at today's price."""
    most: BigInt
    """In wei, at the highest price that transactions will offer at first."""
    notes: tuple[str, ...]
    """What is worth knowing and stands in nothing's way."""


def as_plan(issuer: Issuer, file: str, journal: Journal, added: Draft, cap: int | None) -> Plan:
    """What the journal still has to do, and what is to be added to it."""
    waiting = [*(step for step in journal.steps.values() if step.open_rows), *added.steps]
    steps = tuple(
        Step(
            number=step.number,
            kind=step.kind,
            achievement=str(step.details["achievement"]),
            label=str(step.details.get("label", "")),
            lines=tuple(row.line for row in step.open_rows),
            after=step.after,
            gas=step.gas,
        )
        for step in waiting
    )
    gas = sum(step.gas for step in steps)
    node = issuer.collection.node
    head = node.block()
    fees, base = suggest(node, head).within(cap), base_fee(head)
    price = fees.most if base is None else min(base + (fees.tip or 0), fees.most)
    rows = sum(len(step.lines) for step in steps)
    done = sum(not row.is_open for row in journal.rows.values())
    return Plan(file, steps, rows + done, done, gas, gas * price, gas * fees.most, added.notes)
