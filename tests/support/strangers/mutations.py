"""What strangers make of a valid document: each form has one function, which spoils the bytes of a real one.

The luck is an argument: hypothesis's own in CI, where a failure is then made small, a seeded one by night. A form never
fails; whether what comes out is still a document, the parser decides.
"""

import base64
import copy
import csv
import io
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, TypeAlias

from tests.support.strangers import toml
from tests.support.strangers.strange import TEXTS, VALUES, deep

from soulbadge.forms.keccak import keccak

Form: TypeAlias = Callable[[Random, bytes], bytes]

_LINK_TAG = b"soulbadge claim link v1"
_LONGEST = 200_000
"""Bytes that a spoiled document has at most, so that a night suffices; bombs are thrown apart from these."""


def octets(luck: Random, given: bytes) -> bytes:
    """A few bytes flipped, left out, put in, said twice, or cut off."""
    spoiled = bytearray(given)
    for _ in range(luck.choice((1, 1, 2, 4))):
        at = luck.randrange(len(spoiled) + 1)
        size = luck.choice((1, 1, 2, 8, 64, len(spoiled)))
        what = luck.randrange(7)
        if what == 0 and at < len(spoiled):
            spoiled[at] ^= 1 << luck.randrange(8)
        elif what == 1:
            del spoiled[at : at + size]
        elif what == 2:
            spoiled[at:at] = luck.choice(TEXTS).encode("utf-8", "surrogatepass")
        elif what == 3:
            spoiled[at:at] = spoiled[at : at + size]
        elif what == 4:
            del spoiled[at:]
        elif what == 5:
            spoiled[at:at] = bytes(luck.randrange(256) for _ in range(luck.randrange(1, 9)))
        else:
            there = luck.randrange(len(spoiled) + 1)
            spoiled[at : at + size] = spoiled[there : there + size]
    return bytes(spoiled[:_LONGEST])


def lines(luck: Random, given: bytes) -> bytes:
    """Lines left out, said twice, exchanged, or with another end; some of its bytes at times."""
    if luck.random() < 0.5:
        return octets(luck, given)
    parts = given.split(b"\n")
    one, other = luck.randrange(len(parts)), luck.randrange(len(parts))
    what = luck.randrange(5)
    if what == 0:
        del parts[one]
    elif what == 1:
        parts.insert(other, parts[one])
    elif what == 2:
        parts[one], parts[other] = parts[other], parts[one]
    elif what == 3:
        parts[one] = octets(luck, parts[one])
    return (luck.choice((b"\r\n", b"\r", b"\n\n")) if what == 4 else b"\n").join(parts)[:_LONGEST]


def document(luck: Random, given: bytes) -> bytes:
    """JSON: values, names and their order; now and then its text."""
    if luck.random() < 0.25:
        return octets(luck, given)
    spoiled = tree(luck, json.loads(given))
    style = luck.randrange(4)
    if style == 0:
        text = json.dumps(spoiled, indent=luck.choice((None, 1)))
    elif style == 1:
        text = json.dumps(spoiled, ensure_ascii=False)
    else:  # canonical, as far as that goes
        text = json.dumps(spoiled, ensure_ascii=False, separators=(",", ":"), sort_keys=style == 2)
    if luck.random() < 0.05:  # a name said twice
        text = text.replace("{", '{"":0,' * luck.choice((1, 2)), luck.choice((1, -1)))
    return text.encode("utf-8", "surrogatepass")


def settings(luck: Random, given: bytes) -> bytes:
    """TOML: as a document, or line by line, or with a literal that only TOML has."""
    what = luck.random()
    if what < 0.35:
        return lines(luck, given)
    if what < 0.5:
        parts = given.split(b"\n")
        at = luck.randrange(len(parts))
        parts[at] = parts[at].partition(b"=")[0] + b"= " + luck.choice(toml.LITERALS).encode()
        return b"\n".join(parts)
    return toml.dumps(tree(luck, toml.loads(given.decode()))).encode("utf-8", "surrogatepass")


def table(luck: Random, given: bytes) -> bytes:
    """CSV: cells, columns, rows; now and then its text."""
    if luck.random() < 0.25:
        return lines(luck, given)
    rows = list(csv.reader(io.StringIO(given.decode())))
    for _ in range(luck.choice((1, 1, 2, 4))):
        row = luck.choice(rows)
        what = luck.randrange(6)
        if what == 0:
            rows.append(list(row))
        elif what == 1 and len(rows) > 1:
            rows.remove(row)
        elif what == 2:
            row.append(luck.choice(TEXTS))
        elif row:
            at = luck.randrange(len(row))
            row[at] = (
                luck.choice((*TEXTS, luck.choice(luck.choice(rows) or [""]))) if what < 5 else words(luck, row[at])
            )
    written = io.StringIO()
    csv.writer(written, lineterminator=luck.choice(("\n", "\r\n")), quoting=luck.choice((0, 1))).writerows(
        [each.replace("\0", "") for each in row] if luck.random() < 0.9 else row for row in rows
    )
    return written.getvalue().encode("utf-8", "surrogatepass")


def link(luck: Random, given: bytes) -> bytes:
    """A claim link: its bytes, sealed again so that they are looked at; or the text itself."""
    if luck.random() < 0.3:
        return octets(luck, given)
    before, _, payload = given.rpartition(b".")
    opened = base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4))[:-4]
    spoiled = octets(luck, opened)[:4096]
    whole = spoiled + keccak(_LINK_TAG + spoiled)[:4]
    return before + b"." + base64.urlsafe_b64encode(whole).rstrip(b"=")


# ───────────────────────────────────────────── trees ─────────────────────────────────────────────


def tree(luck: Random, value: Any) -> Any:  # noqa: ANN401 (JSON)
    """A copy with a few places changed."""
    root = [copy.deepcopy(value)]
    for _ in range(luck.choice((1, 1, 1, 2, 4))):
        places = list(_places(root))
        if not places:
            break
        container, key = luck.choice(places)
        _change(luck, container, key, places)
    return root[0] if root else None


def _places(root: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 (JSON)
    """Every member, and the container that it is in."""
    waiting = [root]
    while waiting:
        container = waiting.pop()
        for key in list(container) if isinstance(container, dict) else range(len(container)):
            yield container, key
            if isinstance(container[key], dict | list):
                waiting.append(container[key])


def _change(luck: Random, container: Any, key: Any, places: list[tuple[Any, Any]]) -> None:  # noqa: ANN401 (JSON)
    found = container[key]
    what = luck.randrange(9)
    if what == 0:
        del container[key]
    elif what == 1:
        container[key] = copy.deepcopy(luck.choice(VALUES))
    elif what == 2:
        other, there = luck.choice(places)
        container[key] = copy.deepcopy(other[there]) if _still(other, there) else None
    elif what == 3:
        container[key] = luck.choice(([found], {"": found}, [found, found], deep(luck.choice((5, 70, 300)))))
    elif what == 4 and isinstance(container, dict):
        container[luck.choice(TEXTS)] = container.pop(key)
    elif what == 5:
        _order(luck, found if isinstance(found, dict | list) else container)
    else:
        _bend(luck, container, key)


def _bend(luck: Random, container: Any, key: Any) -> None:  # noqa: ANN401 (JSON)
    """Another value of the same type."""
    found = container[key]
    if isinstance(found, str):
        container[key] = words(luck, found)
    elif isinstance(found, int) and not isinstance(found, bool):
        others = (found + 1, found - 1, -found, str(found), float(found % 2**53), found << 40, not found)
        container[key] = luck.choice(others)
    elif isinstance(found, list) and found:
        found.extend(copy.deepcopy(found) * luck.choice((1, 2, 40)))
    elif isinstance(found, dict):
        found[luck.choice(TEXTS)] = copy.deepcopy(luck.choice(VALUES))


def _still(container: Any, key: Any) -> bool:  # noqa: ANN401 (JSON)
    return key in container if isinstance(container, dict) else key < len(container)


def _order(luck: Random, container: Any) -> None:  # noqa: ANN401 (JSON)
    if isinstance(container, list):
        luck.shuffle(container)
        return
    members = list(container.items())
    luck.shuffle(members)
    container.clear()
    container.update(members)


def words(luck: Random, text: str) -> str:
    """Another text: hexadecimal digits that stay such, or anything else."""
    what = luck.randrange(8)
    at = luck.randrange(len(text) + 1)
    if what == 0:
        return luck.choice(TEXTS)
    if what == 1:
        return text[:at] + luck.choice(TEXTS) + text[at:]
    if what == 2:
        return text.swapcase()
    if what == 3 and text.isdecimal() and text.isascii():
        return str(luck.choice((int(text[:4000]) + 1, int(text[:4000]) << luck.choice((1, 40, 208)), -1)))
    if text.startswith("0x") and len(text) > 2:
        return _digits(luck, text)
    return octets(luck, text.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")


def _digits(luck: Random, text: str) -> str:
    at = 2 * luck.randrange(1, max(2, len(text) // 2))
    pair = f"{luck.randrange(256):02x}"
    return luck.choice(
        (text[:at] + pair + text[at + 2 :], text[:at] + text[at + 2 :], text[:at] + pair + text[at:], text + pair)
    )
