"""Values that programs stumble over, for every place of a document."""

from typing import Any

from tests.support.hostile_texts import NASTY

ADDRESS = "0x5FbDB2315678afecb367f032d93F642f64180aa3"


def deep(levels: int) -> Any:  # noqa: ANN401 (JSON)
    """Lists within lists."""
    value: Any = 1
    for level in range(levels):
        value = [value] if level % 2 else {"": value}
    return value


TEXTS: tuple[str, ...] = (
    *(each.decode("utf-8", "replace") for each in NASTY if len(each) < 200),
    *("\ud800", "x\udfff", "\udc80\udcff"),
    *("a\nb", "a\r\nerror: b", "\x1b[2J", "\u2028", "\x85", "\u202etxt.exe", "e\u0301", "ﬀ", "İ", "ß"),
    *("0", "-0", "00", "1", "-1", "+1", "1_000", "1e3", "0x", "0x0", "0X1", "0o7", " 1", "1 "),
    *("²", "١٢", "\uff11\uff12", "\U0001d7d9", "½"),
    *("9" * 20, "9" * 78, "9" * 79, "9" * 5000, "1" + "0" * 77),
    *(ADDRESS, ADDRESS.lower(), ADDRESS.upper(), ADDRESS[:-1], "0x" + "0" * 40, "0x" + "0" * 64, "0x" + "ff" * 32),
    *(f"eip155:1/erc721:{ADDRESS}/{1 << 208 | 5}", f"eip155:0/erc721:{ADDRESS}/1", "eip155:1/erc721:/", "did:key:z"),
    *("2026-01-31", "2026-02-30", "2026-01-31T12:00:00Z", "9999-12-31T23:59:60Z", "0000-01-01T00:00:00Z", "2026-W01"),
    *("2026-01-31T12:00:00.1234567890123456789+23:59", "1 year", "99999999999999999999 years", "2.5", "1/0", "1/3"),
    *("https://evil.example/", "http://[::1", "javascript:alert(1)", "file:///etc/passwd", "//x", "../../x", "C:\\x"),
    *("${SOULBADGE_KEY}", "${PATH}", "{0}", "{says}", "%s", "{problem.__class__}", "true", "null", "{}", "[]"),
    *("holder", "badge", "version", "__class__", "toString", "A" * 300, "A" * 70_000, "word " * 900),
)
"""Texts, some of which are good in some places."""

VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        2,
        255,
        256,
        65_535,
        65_536,
        2**31,
        2**32,
        2**40 - 1,
        2**40,
        2**48,
        2**53 - 1,
        2**53,
    ),
    *(
        2**63 - 1,
        2**63,
        2**64,
        2**160,
        2**256 - 1,
        2**256,
        -(2**63),
        -(2**256),
        10**1000,
        253_402_300_799,
        253_402_300_800,
    ),
    *(0.0, -0.0, 0.1, 1.0, 1e308, float("nan"), float("inf"), 5e-324),
    *([], {}, [[]], [{}], {"": {}}, [None], [0] * 300, deep(63), deep(66)),
    *TEXTS,
)
"""Anything that JSON can say, and more."""
