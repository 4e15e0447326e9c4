"""What happened to one badge, from its events."""

from dataclasses import dataclass
from enum import IntEnum

from soulbadge.chain import answers as _answers
from soulbadge.chain.blocks import Block
from soulbadge.forms.json import BigInt, Value
from soulbadge.models import Status

from .events import Log, topic, word
from .expiring import EXPIRY_UPDATED
from .holders import ISSUED
from .questions import Asking

_ENDED = topic("BadgeEnded(uint256,address,uint8,uint16)")


class Happening(IntEnum):
    """What can happen to a badge."""

    ISSUED = 1
    RENEWED = 2
    REVOKED = 3
    RENOUNCED = 4


@dataclass(frozen=True, slots=True)
class HistoryEntry(Value):
    """Something that happened to a badge."""

    badge_id: BigInt
    happening: Happening
    block: int
    time: int
    """Unix seconds."""
    transaction: str
    by: str
    """Who issued or ended it; empty for a renewal, whose event does not say."""
    start_time: int = 0
    """For an issue or a renewal: the first second in which it counts."""
    end_time: int = 0
    """For an issue or a renewal: the first second in which it no longer counts; 0 for never."""


def history(asking: Asking, badge_id: int, at: Block) -> list[HistoryEntry]:
    """Everything that happened to a badge, in its order; nothing for one never issued."""
    name = word(badge_id)
    found = [
        *asking.logs([ISSUED, None, None, name], at),
        *asking.logs([EXPIRY_UPDATED, name], at),
        *asking.logs([_ENDED, name], at),
    ]
    found.sort(key=lambda log: (log.block, log.index))
    times = _times(asking, {log.block for log in found})
    entries: list[HistoryEntry] = []
    issued: Log | None = None
    for log in found:
        kind = "0x" + log.topics[0].hex()
        when = log.block, times[log.block], log.transaction
        if kind == ISSUED:
            issued = log
        elif kind == _ENDED:
            entries.append(HistoryEntry(badge_id, _how(log), *when, log.account(2)))
        elif issued is not None:  # the end that a badge is issued with is logged right after its issue
            term = log.number(2), log.number(3)
            entries.append(HistoryEntry(badge_id, Happening.ISSUED, *when, issued.account(1), *term))
            issued = None
        else:
            entries.append(HistoryEntry(badge_id, Happening.RENEWED, *when, "", log.number(2), log.number(3)))
    return entries


def _how(log: Log) -> Happening:
    how = int.from_bytes(log.data[:32], "big")
    if how not in (Status.REVOKED, Status.RENOUNCED):
        raise _answers.malformed("eth_getLogs", "REVOKED or RENOUNCED", how)
    return Happening[Status(how).name]


def _times(asking: Asking, blocks: set[int]) -> dict[int, int]:
    numbers = sorted(blocks)
    method = "eth_getBlockByNumber"
    found: dict[int, int] = {}
    for number, header in zip(
        numbers, asking.node.ask_many(method, [(hex(each), False) for each in numbers]), strict=True
    ):
        if isinstance(header, Exception):
            raise header
        block = _answers.block(method, _answers.fields(method, header))
        if block.number != number:
            raise _answers.malformed(method, f"block {number}", block.number)
        found[number] = block.time
    return found
