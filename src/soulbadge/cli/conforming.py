"""What `conform` shows."""

import re
from collections import Counter
from typing import TYPE_CHECKING

from soulbadge.conformance import Conformance, Outcome, conform
from soulbadge.errors import ValueInvalidError

from .output import Facts, Human, Page, Table, emit

if TYPE_CHECKING:
    from .session import Session

_ID = re.compile(r"[0-9]{1,78}|0x[0-9a-fA-F]{1,64}", re.ASCII)
_MOST = 1 << 256


def run(
    session: "Session", address: str | None, block: int | None, tokens: tuple[str, ...], *, everything: bool
) -> int:
    """Check, show, and say by the exit code whether a rule is broken."""
    numbers = [_number(each) for each in tokens]
    where = session.collection().address if address is None else address
    report = conform(session.web3, where, block=block, token_ids=numbers)
    emit(report, page(report, everything=everything))
    return int(not report.conforms)


def page(report: Conformance, *, everything: bool) -> Human:
    """A report for people: what is broken first."""
    counted = Counter(each.outcome for each in report.results)
    summary = ", ".join(f"{counted[each]} {_word(each)}" for each in Outcome)
    head = Facts(
        [
            ("token", f"{report.address} on chain {report.chain_id}"),
            ("block", f"{report.block} ({report.block_hash})"),
            ("looked at", f"{report.tokens} tokens"),
            ("rules", summary),
        ],
        "Conformance",
    )
    shown = [each for each in report.results if everything or each.outcome is not Outcome.NOT_CHECKABLE]
    shown.sort(key=lambda each: each.outcome is not Outcome.FAIL)
    rows = [(each.standard, _word(each.outcome), each.sentence, each.because) for each in shown]
    return Page([head, Table(("standard", "outcome", "sentence", "because"), rows)])


def _word(outcome: Outcome) -> str:
    return outcome.name.replace("_", " ")


def _number(text: str) -> int:
    if not _ID.fullmatch(text) or (number := int(text, 0)) >= _MOST:
        raise ValueInvalidError(
            "--token", f"{text[:80]!r} is no token id; write decimals, or 0x and hexadecimal digits"
        )
    return number
