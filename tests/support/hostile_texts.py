"""Hostile texts for everything that prints what strangers wrote, and checkers that trust nothing.

Pure Python, no network, no chain: whoever tests the renderer brings the documents. Three parts:

* `texts` and `NASTY`: bytes that a contract may hold where a text is expected, the same ones for the same seed.
* `printed_line` and `printed_prose`: what the renderer must make of such bytes, written down independently of the
  contracts (Python's own UTF-8 decoder, one regular expression a rule).
* `read_metadata`, `read_collection` and `read_picture`: strict readers that raise `ValueError` at anything which some
  reader out there could take for code, or which is not exactly JSON, UTF-8 or XML 1.0.

    >>> from hostile_texts import printed_line, texts
    >>> printed_line(b"  Gold\\tmedal\\xff ")
    'Gold medal\\ufffd'
    >>> next(texts(seed=7)) == next(texts(seed=7))
    True
"""

import base64
import binascii
import itertools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from random import Random
from typing import Any

__all__ = [
    "NASTY",
    "printed_line",
    "printed_prose",
    "read_collection",
    "read_metadata",
    "read_picture",
    "shown",
    "texts",
]

SVG = "{http://www.w3.org/2000/svg}"

NASTY: tuple[bytes, ...] = tuple(
    text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    for text in (
        # Nothing, and what looks like it.
        "",
        " ",
        " \t\r\n ",
        "\u200b",
        "\ufeff\u2060\u00ad",
        "\x00",
        # Out of the string, out of the tag, out of the document.
        '"',
        "\\",
        '\\"',
        '\\\\",',
        '","name":"owned',
        '"}],"image":"https://evil.example/x.svg","x":[{"y":"',
        "\\u0022,\\u0022name\\u0022:\\u0022owned",
        "</svg><script>alert(1)</script>",
        "</text><image href='https://evil.example/x.png'/><text>",
        "'><set attributeName='onload' to='alert(1)'/>",
        "]]><script>alert(1)</script>",
        "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
        "<?xml-stylesheet href='https://evil.example/x.css'?>",
        "<foreignObject><iframe src='javascript:alert(1)'/></foreignObject>",
        "<!-- ",
        " -->",
        "&amp;lt;script&gt;",
        "&#60;script&#62;",
        "&#x0;",
        "javascript:alert(1)",
        "url(https://evil.example/x)",
        "' onload='alert(1)",
        # Out of the renderer's own templates.
        "$",
        "$$$$$$$$$$$$$$$$",
        "{}%s${name}{{name}}\\1",
        # What turns, hides or piles up.
        "\u202egnp.exe",
        "abc\u2066\u2067\u2068\u2069def",
        "\u200e\u200f\u061c\u202a\u202b\u202c\u202dx",
        "Goo\u200dgle Goo\u200cgle Goo\u200bgle",
        "می\u200cخواهم",
        "👩\u200d💻 👨\u200d👩\u200d👧\u200d👦 ❤\ufe0f\u200d🔥",
        "a\u200d\u200d\u200db é\u200d\u200d\u200db",
        "Z" + "\u0301\u0330\u0348" * 400,
        "\U000e0041\U000e0042tagged\U000e007f",
        "line\u2028separator\u2029paragraph\x85next\x0bvertical\x0cfeed",
        "one\ntwo\r\nthree\rfour",
        "\x1b[31mred\x1b[0m \x7f \x80 \x9f",
        # What Unicode and XML leave out.
        "\ufffe\uffff\ufdd0\ufdef\U0001fffe\U0010ffff",
        "\ud800",
        "\udfff\ud800",
        "\ud83d\ude00",
        "\ufff9annotated\ufffa\ufffb",
        # Bytes that are no text.
        b"\xff",
        b"\x80\xbf",
        b"\xc0\x80",
        b"\xc1\xbf",
        b"\xc3",
        b"\xe0\x80\x80",
        b"\xe0\x9f\xbf",
        b"\xe2\x82",
        b"\xed\xa0\x80\xed\xb0\x80",
        b"\xf0\x80\x80\x80",
        b"\xf0\x8f\xbf\xbf",
        b"\xf0\x9f\x92",
        b"\xf4\x90\x80\x80",
        b"\xf5\x80\x80\x80",
        b"\xfe\xff\x00A\x00B",
        b"\xf0\x9f<\xe2\x80\"\xc3'",
        b"ok \xe2\x82\xac ok",
        # Too much.
        "A" * 10_000,
        "W " * 5_000,
        '"' * 10_000,
        "<" * 10_000,
        b"\xff" * 10_000,
        "漢" * 3_333,
        "\u0301" * 5_000,
        "a-" * 5_000,
    )
)
"""Texts that once broke something, somewhere. Every test should see all of them."""

# Where generated texts take their code points from, besides ASCII.
_RANGES = (
    (0x0000, 0x0020),
    (0x007F, 0x00A0),
    (0x00A0, 0x0250),
    (0x0300, 0x0370),
    (0x0590, 0x0700),
    (0x0900, 0x0980),
    (0x1100, 0x1200),
    (0x2000, 0x2070),
    (0x20D0, 0x2100),
    (0x2E80, 0x3100),
    (0xAC00, 0xAD00),
    (0xD7F0, 0xE010),
    (0xFDD0, 0xFE30),
    (0xFEFF, 0x10000),
    (0x1F1E0, 0x1F200),
    (0x1F3F0, 0x1F650),
    (0x1FFF0, 0x20010),
    (0xE0000, 0xE0200),
    (0x10FFF0, 0x110000),
)
_SPECIAL = "\"'\\<>&$;:/#%{}[]()-_ \n\t"
_LONGEST = 10_000


def texts(seed: int, *, ordinary: int = 60) -> Iterator[bytes]:
    """Hostile texts without end: all of `NASTY`, then random ones; the same for the same seed.

    Args:
        seed: What decides everything.
        ordinary: Most code points or bytes of an ordinary text. One text in two hundred has up to 10,000.
    """
    yield from NASTY
    random = Random(seed)  # noqa: S311 - repeatable on purpose
    while True:
        size = random.randrange(_LONGEST) if random.randrange(200) == 0 else random.randrange(ordinary + 1)
        yield random.choice(_KINDS)(random, size)


def _mixed(random: Random, size: int) -> bytes:
    """Code points of many alphabets, the forbidden and the unseen among them, surrogates included."""
    points = []
    for _ in range(size):
        low, high = random.choice(_RANGES) if random.random() < 0.5 else (0x20, 0x7F)  # noqa: PLR2004 - even odds
        points.append(chr(random.randrange(low, high)))
    return "".join(points).encode("utf-8", "surrogatepass")


def _markup(random: Random, size: int) -> bytes:
    """Words and the signs that end strings, tags and templates."""
    words = ("script", "svg", "onload=", "href", "javascript:", "https://", "A", "badge", "CDATA", "null", "\u202e")
    parts = (random.choice(words) if random.random() < 0.3 else random.choice(_SPECIAL) for _ in range(size))  # noqa: PLR2004
    return "".join(parts).encode()


def _noise(random: Random, size: int) -> bytes:
    """Any bytes."""
    return random.randbytes(size)


def _damaged(random: Random, size: int) -> bytes:
    """Good UTF-8 with some bytes lost, doubled or changed."""
    text = bytearray(_mixed(random, size))
    for _ in range(1 + len(text) // 16):
        position = random.randrange(len(text) + 1)
        text[position : position + random.randrange(3)] = random.randbytes(random.randrange(3))
    return bytes(text)


def _spliced(random: Random, size: int) -> bytes:
    """Two nasty texts, cut anywhere and joined."""
    one, other = random.choice(NASTY)[: size + 1], random.choice(NASTY)[: size + 1]
    return one[: random.randrange(len(one) + 1)] + other[random.randrange(len(other) + 1) :]


_KINDS = (_mixed, _markup, _noise, _damaged, _spliced)

# What the renderer makes of a text, rule by rule. ──────────────────────────────────────────────────────────────────

_BREAKS = re.compile("[\u2028\u2029]")
_TABS = re.compile("[\t\r]")
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_NON_CHARACTERS = re.compile("[\ufdd0-\ufdef" + "".join(chr(p << 16 | e) for p in range(17) for e in (0xFFFE, 0xFFFF)) + "]")
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
    .replace("\U000e0fff", "\U000e0ffd")  # the last two of the plane's first block are not special: see below
)
