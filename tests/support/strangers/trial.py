"""One input, one parser: whether it kept to what every parser must keep to."""

import time
from dataclasses import replace

from tests.support.strangers.targets import Target

from soulbadge.errors import SoulbadgeError
from soulbadge.issuing.renewals import RenewalSheet
from soulbadge.issuing.rows import Sheet

SECONDS = 1.0
"""Of this thread's processor time, for one input."""

LONGEST = 4_096
"""Characters of a refusal."""


class FoundError(AssertionError):
    """A parser let something through that none may; the message says what."""


def tried(target: Target, given: bytes, *, seconds: float = SECONDS) -> str:
    """Give an input to a parser; what came of it: the name of the refusal, or `accepted` and what came then.

    Raises:
        FoundError: Another exception than the library's own came out, a refusal is no short line, it took too long, or
            what was accepted is another thing once it is written and read again.
    """
    began = time.thread_time()
    outcome = _outcome(target, given)
    took = time.thread_time() - began
    if took > seconds:
        raise FoundError(f"{target.name}: {took:.2f} s for {len(given)} bytes, {outcome}")
    return outcome


def _outcome(target: Target, given: bytes) -> str:
    try:
        value = target.parse(given)
    except SoulbadgeError as error:
        return _refusal(target, error)
    except RecursionError as error:
        raise FoundError(f"{target.name}: recursion") from error
    except Exception as error:
        raise FoundError(f"{target.name}: {type(error).__name__}: {str(error)[:300]}") from error
    if target.write is not None:
        _must_come_back(target, value)
    if target.beyond is not None:
        try:
            target.beyond(value)
        except SoulbadgeError as error:
            return f"accepted, then {_refusal(target, error)}"
        except Exception as error:
            raise FoundError(f"{target.name}, beyond: {type(error).__name__}: {str(error)[:300]}") from error
    return "accepted"


def _must_come_back(target: Target, value: object) -> None:
    assert target.write is not None
    try:
        text = target.write(value)
        again = target.parse(text)
    except Exception as error:
        raise FoundError(f"{target.name}, written again: {type(error).__name__}: {str(error)[:300]}") from error
    if _said(again) != _said(value):
        raise FoundError(f"{target.name}: {value!r:.300} came back as {again!r:.300}")


def _said(value: object) -> object:
    """What is to come back: of a table its rows, wherever they stand; of a file what it says, not its name."""
    if isinstance(value, Sheet | RenewalSheet):
        return [replace(row, line=0) for row in value.rows]
    return value


def _refusal(target: Target, error: SoulbadgeError) -> str:
    message = str(error)
    if len(message.splitlines()) != 1 or not message.strip() or len(message) > LONGEST:
        raise FoundError(f"{target.name}: {type(error).__name__} is no short line: {message!r:.300}")
    return type(error).__name__
