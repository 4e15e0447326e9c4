"""What a contract's code can do, read from the code alone. Pure: no network.

The machine itself reads code from its first byte on, skipping what PUSH instructions carry, and lets a jump land on a
JUMPDEST of that reading alone. So the same reading finds every instruction that can ever run; none can hide from it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_NAMES = {0xF2: "CALLCODE", 0xF4: "DELEGATECALL", 0xFF: "SELFDESTRUCT"}
"""What a collection must not contain: foreign code on its own storage, and an end of its own."""

_STOP, _JUMP, _JUMPDEST, _RETURN, _REVERT, _INVALID, _SELFDESTRUCT = 0x00, 0x56, 0x5B, 0xF3, 0xFD, 0xFE, 0xFF
_ENDS = frozenset({_STOP, _JUMP, _RETURN, _REVERT, _INVALID, _SELFDESTRUCT})
_PUSH1, _PUSH32 = 0x60, 0x7F
_DELEGATECALL = 0xF4
_DELEGATION = bytes.fromhex("ef0100")
_ADDRESS = 20
_SHORTEST_PUSHED_ADDRESS = 14
_MINIMAL = 80
"""Bytes within which a minimal proxy has handed on the call; arguments may follow."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction, and what it pushes."""

    place: int
    code: int
    pushed: int | None


@dataclass(frozen=True, slots=True)
class Powers:
    """What code can do beyond computing, storing and calling."""

    shown: tuple[str, ...]
    """Dangerous instructions on a way from the first byte, by jumps whose targets the code itself pushes."""
    possible: tuple[str, ...]
    """Others, behind a JUMPDEST to which nothing seen jumps: in data, or behind a computed jump."""
    pushed: frozenset[int]
    """Every constant that is pushed on these ways; function selectors are among them."""


def powers(code: bytes) -> Powers:
    """What the code can do."""
    sweep = list(_instructions(code))
    index = {each.place: position for position, each in enumerate(sweep)}
    targets = {each.place for each in sweep if each.code == _JUMPDEST}
    seen = _walk(sweep, index, [0] if sweep else [], targets)
    every = _walk(sweep, index, [0, *targets] if sweep else [], targets)
    shown, possible = _dangerous(seen), _dangerous(every)
    return Powers(
        shown=tuple(sorted(shown)),
        possible=tuple(sorted(possible - shown)),
        pushed=frozenset(each.pushed for each in seen if each.pushed is not None),
    )


def delegate_of(code: bytes) -> str:
    """To whose code an account with a key has handed itself over (EIP-7702); empty if it has not."""
    if len(code) == len(_DELEGATION) + _ADDRESS and code.startswith(_DELEGATION):
        return "0x" + code[len(_DELEGATION) :].hex()
    return ""


def minimal_proxy_target(code: bytes) -> str:
    """Whose code a minimal proxy (ERC-1167, ERC-7511 and their kin) runs for ever; empty if it is none."""
    pushed: list[int] = []
    for each in _instructions(code[:_MINIMAL]):
        size = each.code - _PUSH1 + 1
        if _SHORTEST_PUSHED_ADDRESS <= size <= _ADDRESS and each.pushed is not None:
            pushed.append(each.pushed)
        if each.code in _ENDS or (each.code == _JUMPDEST and not pushed):
            return ""
        if each.code == _DELEGATECALL:
            return f"0x{pushed[0]:040x}" if len(pushed) == 1 else ""
    return ""


def _instructions(code: bytes) -> Iterator[Instruction]:
    place = 0
    while place < len(code):
        byte = code[place]
        size = byte - _PUSH1 + 1 if _PUSH1 <= byte <= _PUSH32 else 0
        carried = code[place + 1 : place + 1 + size]
        pushed = int.from_bytes(carried.ljust(size, b"\0"), "big") if size else None
        yield Instruction(place, byte, pushed)
        place += 1 + size


def _walk(
    sweep: list[Instruction], index: dict[int, int], starts: Iterable[int], targets: set[int]
) -> list[Instruction]:
    """The instructions that run from these places on, and from the JUMPDESTs that they push."""
    waiting, done, found = list(starts), set[int](), list[Instruction]()
    while waiting:
        position = index[waiting.pop()]
        while position < len(sweep) and position not in done:
            each = sweep[position]
            done.add(position)
            found.append(each)
            if each.pushed is not None and each.pushed in targets:
                waiting.append(each.pushed)
            if each.code in _ENDS:
                break
            position += 1
    return found


def _dangerous(instructions: Iterable[Instruction]) -> set[str]:
    return {_NAMES[each.code] for each in instructions if each.code in _NAMES}
