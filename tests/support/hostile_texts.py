"""Hostile texts for everything that prints what strangers wrote, and what the renderer must make of them.

Pure Python, no network, no chain. `texts` gives bytes that a contract may hold where a text is expected, the same ones
for the same seed. `printed_line` and `printed_prose` say what the renderer prints for them, written down apart from the
contracts: Python's own UTF-8 decoder, and one regular expression a rule. `strict_readers` reads what came out.

    >>> printed_line(b"  Gold\\tmedal\\xff ")
    'Gold medal\ufffd'
    >>> next(texts(seed=7)) == next(texts(seed=7))
    True
"""

import re
from collections.abc import Iterator
from random import Random

__all__ = ["NASTY", "printed_line", "printed_prose", "texts"]

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
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
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
    random = Random(seed)
    while True:
        size = random.randrange(_LONGEST) if random.randrange(200) == 0 else random.randrange(ordinary + 1)
        yield random.choice(_KINDS)(random, size)


def _mixed(random: Random, size: int) -> bytes:
    """Code points of many alphabets, the forbidden and the unseen among them, surrogates included."""
    points = []
    for _ in range(size):
        low, high = random.choice(_RANGES) if random.random() < 0.5 else (0x20, 0x7F)
        points.append(chr(random.randrange(low, high)))
    return "".join(points).encode("utf-8", "surrogatepass")


def _markup(random: Random, size: int) -> bytes:
    """Words and the signs that end strings, tags and templates."""
    words = ("script", "svg", "onload=", "href", "javascript:", "https://", "A", "badge", "CDATA", "null", "\u202e")
    parts = (random.choice(words) if random.random() < 0.3 else random.choice(_SPECIAL) for _ in range(size))
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

# ─────────────────────────────── what the renderer makes of a text, rule by rule ───────────────────────────────

_TAB_OR_RETURN = re.compile("[\t\r]")
_BREAK = re.compile("[\u2028\u2029]")
_NEVER_PRINTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_HIDDEN_JOINER = re.compile("(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]")
"""A joiner that follows ASCII, another joiner, or nothing."""


def printed_prose(raw: bytes) -> str:
    """What is printed for a text that may have several lines."""
    text = raw.decode("utf-8", "replace")
    text = _BREAK.sub("\n", _TAB_OR_RETURN.sub(" ", text))
    text = _UNSEEN.sub("", _NEVER_PRINTED.sub("\ufffd", text))
    return _HIDDEN_JOINER.sub("", text)


def printed_line(raw: bytes) -> str:
    """What is printed for a text that stands on one line."""
    return re.sub("[ \n]+", " ", printed_prose(raw)).strip(" ")
