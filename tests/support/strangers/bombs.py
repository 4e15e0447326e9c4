"""Inputs that are small to send, and dear to read for programs that do not count."""

from tests.support.strangers.strange import ADDRESS

_MB = 1 << 20
_JSON = {
    "deep lists": b"[" * _MB,
    "deep objects": b'{"a":' * (_MB // 5),
    "deep and closed": b"[" * 200_000 + b"]" * 200_000,
    "digits": b'{"chain_id":' + b"9" * _MB + b"}",
    "an exponent": b'{"chain_id":1e999999999}',
    "names": b"{" + b",".join(b'"%d":0' % each for each in range(100_000)) + b"}",
    "one name many times": b"{" + b",".join([b'"a":0'] * 100_000) + b"}",
    "items": b'{"badges":[' + b",".join([b"0"] * 300_000) + b"]}",
    "escapes": b'{"message":"' + b"\\u0000" * 150_000 + b'"}',
    "quotes": b'"' * _MB,
    "backslashes": b'["' + b"\\" * _MB,
    "a long text": b'{"message":"' + b"a" * (20 * _MB) + b'"}',
}
_TOML = {
    "deep arrays": b"a = " + b"[" * 100_000,
    "deep tables": b"a = " + b"{a = " * 30_000,
    "a dotted key": b"a" + b".a" * 20_000 + b" = 1",
    "a dotted table": b"[a" + b".a" * 20_000 + b"]",
    "many dotted keys": b"\n".join(b"a%d%s = 1" % (each, b".a" * 50) for each in range(600)),
    "tables": b"\n".join(b"[a%d]" % each for each in range(8_000)),
    "arrays of tables": b"[[collection]]\n" * 10_000,
    "digits in TOML": b"a = " + b"9" * 60_000,
    "an open text": b'a = """' + b"\n" * 60_000,
    "quotes in TOML": b"a = " + b'"' * 60_000,
    "comments": b"#\n" * 30_000,
}
_TABLES = {
    "one open cell": b'holder,achievement\n"' + b"a" * (2 * _MB),
    "columns": b",".join([b"holder"] * 200_000),
    "fields": b"holder,achievement\n" + b"," * _MB,
    "deep braces": b"holder,achievement\n" + b"{" * 100_000,
    "a huge cell": b"holder,achievement\n" + b"a" * 200_000 + b",cka\n",
    "rows": b"holder,achievement\n" + b"x,cka\n" * 20_000,
    "renewals": b"badge,end\n" + b"cka/0x12,2026-01-31\n" * 20_000,
    "numbers in a table": b"badge,end\n" + b"9" * 100_000 + b"," + b"9" * 100_000 + b"\n",
}
_TEXTS = {
    "bytes": bytes(range(256)) * 4096,
    "zeros": bytes(_MB),
    "one letter": b"a" * _MB,
    "lines": b"\n" * _MB,
    "spaces": b" " * _MB,
    "digits alone": b"9" * _MB,
    "colons": b":" * _MB,
    "percents": b"door.example%2" + b"%41" * 100_000 + b"% wants you to sign in with your Ethereum account:\n",
    "at signs": b"@" * 100_000 + b" wants you to sign in with your Ethereum account:\n",
    "an authority": b"a:" * 100_000 + b"[ wants you to sign in with your Ethereum account:\n",
    "a URI": b"a://b wants you to sign in with your Ethereum account:\n"
    + ADDRESS.encode()
    + b"\n\n\nURI: x:"
    + b"/" * 200_000
    + b"\n",
    "a link": b"https://issuer.example/claim#v1." + b"A" * _MB,
    "marks of links": b"#" * _MB + b"v1.",
    "an address": b"0x" + b"f" * _MB,
    "a name": b"eip155:" + b"1" * _MB + b"/erc721:" + ADDRESS.encode() + b"/1",
    "years": b"9" * 100_000 + b" years",
    "a list that says it is longer": b"\xfb\x7f\xff\xff\xff" + b"\xc0" * 2000,
    "lists in lists": b"\xc1" * 2000,
    "a size of sizes": b"\xff" * 2000,
    "UTF-8 without end": b"\xf4\x8f\xbf" * 100_000,
    "marks": "Ź̰͐".encode() * 100_000,
}

BOMBS = {**_JSON, **_TOML, **_TABLES, **_TEXTS}
"""All of them by name. Every parser gets all: nobody says that a stranger sends the right kind."""
