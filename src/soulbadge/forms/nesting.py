"""How deep lists lie within lists in a JSON text, told without reading it. Pure.

What web3 imports lifts Python's limit on recursion. Then 100 kB of brackets overflow the stack of Python's JSON reader,
and no exception is raised but the process dies. So whatever a stranger wrote is looked at first.
"""

import re

DEEPEST = 64
"""Lists within lists; what anybody has to say is less than twenty deep."""

_TEXT_OR_BRACKET = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)


def is_deep(text: str | bytes) -> bool:
    """Whether a JSON text is nested more than `DEEPEST` deep; what is no JSON at all may be taken for deep."""
    octets = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if octets.count(b"[") + octets.count(b"{") <= DEEPEST:
        return False
    depth = 0
    for found in _TEXT_OR_BRACKET.finditer(octets):  # a bracket inside of a text is none
        if found[0] in (b"[", b"{"):
            depth += 1
        elif found[0] in (b"]", b"}"):
            depth -= 1
        if depth > DEEPEST:
            return True
    return False
