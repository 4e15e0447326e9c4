"""`tokenURI` and `contractURI`, as the renderer makes them: see token_uri.tree.

A collection that says whatever it is told stands in for a real one, which could not hold all this at once. What must
be printed is computed apart from the contracts, in Python. Ten thousand texts more are in tests/client.
"""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from conftest import DAY, NONE, BurnAuth, Status
from eth_abi import encode
from eth_utils import keccak
from tests.support.hostile_texts import NASTY, printed_line, printed_prose
from tests.support.strict_readers import read_collection, read_metadata, read_picture

TERMS = (
    "(bytes,bytes,bytes,bytes,bytes[],uint24,uint40,uint8,bool,bool,"
    "(uint8,bool,(address,uint256,uint40)[])[],(bytes,(uint8,bool,(address,uint256,uint40)[])[])[])"
)
BADGE = "(uint8,uint256,uint256,address,uint40,uint40,uint40,uint40,uint40,uint16,uint8,bytes32,uint256)"
NOW = 1_800_000_000
LONG = 40  # bytes of each text
PARTS = 12  # each of several texts, which together run over all lines


@pytest.fixture(scope="module")
def collection(owner, companions, MockCollection):
    return MockCollection.deploy(companions[0], {"from": owner})


def send(collection, owner, signature: str, types: list[str], *values) -> None:
    """A transaction with texts as raw bytes, so that invalid UTF-8 gets through."""
    owner.transfer(collection.address, data="0x" + (keccak(text=signature)[:4] + encode(types, values)).hex())


@pytest.fixture
def present(collection, owner):
    """Names the collection and its issuer."""
    signature = "present(string,(string,string,string))"

    def named(name: bytes, *profile: bytes):
        send(collection, owner, signature, ["bytes", "(bytes,bytes,bytes)"], name, profile)
        return read_collection(collection.contractURI())

    return named


@pytest.fixture
def draw(collection, owner, holder):
    """Makes a badge, and returns its document and its picture's words and markup."""
    strings = TERMS.replace("bytes", "string")
    signature = f"put(uint256,{BADGE},{strings},string)"

    def drawn(
        name: bytes = b"A name",
        *,
        slug: bytes = b"slug",
        description: bytes = b"",
        criteria: bytes = b"",
        skills: tuple[bytes, ...] = (),
        label: bytes = b"",
        tiers: tuple[bytes, ...] = (),
        tier: int = 0,
        color: int = 0x336699,
        burn_auth: BurnAuth = BurnAuth.OWNER_ONLY,
        status: Status = Status.ACTIVE,
        issued: int = NOW,
        since: int = 0,
        end: int = 0,
    ):
        times = (issued, issued, end, since or issued, 0)
        badge = (status, 1, int(bool(label)), holder.address, *times, 0, burn_auth, NONE, tier)
        levels = [(each, []) for each in tiers]
        terms = (slug, name, description, criteria, skills, color, 0, burn_auth, False, False, [], levels)
        send(collection, owner, signature, ["uint256", BADGE, TERMS, "bytes"], 1, badge, terms, label)
        document = read_metadata(collection.tokenURI(1))
        return document, read_picture(document["image"])

    return drawn


def shown_as(lines: list[str], full: str) -> bool:
    """Whether lines show a text, or its beginning and an ellipsis; where lines break, spaces go."""
    got, want = "".join(lines).replace(" ", ""), full.replace(" ", "")
    return got == want or (got.endswith("…") and want.startswith(got[:-1]))


def attributes(document) -> dict:
    return {each["trait_type"]: each["value"] for each in document["attributes"]}


@pytest.mark.parametrize("part", range(PARTS))
def test_hold_any_text_and_nothing_active(draw, present, part):
    text = b" ".join(each[:LONG] for each in NASTY[part::PARTS])
    document, shown = draw(text, description=text, skills=(text,), label=text[:256], tiers=(text,), tier=1)
    title, occasion = printed_line(text), printed_line(text[:256])
    assert document["name"] == f"{title} · {occasion}"
    assert document["description"] == printed_prose(text)
    assert attributes(document)["Skill"] == printed_line(text)

    lines = shown.block[1:]
    assert shown_as([lines.pop()], printed_line(text))
    assert shown_as([lines.pop()], occasion)
    assert 1 <= len(lines) <= 3
    assert shown_as(lines, title)

    profile = present(b"The collection", text, text, b"https://issuer.example/")
    assert (profile["name"], profile["description"]) == (title, printed_prose(text))


@pytest.mark.parametrize("name", [b"", b" \t\n ", "\u200b\ufeff".encode()])
def test_say_something_where_the_name_says_nothing(draw, present, name):
    assert draw(name)[0]["name"] == "slug"
    assert present(b"The collection", name, b"", b"")["name"] == "The collection"


@pytest.mark.parametrize(
    "text",
    [
        "Extraordinarilylongwordthatnobodycouldeverbreakwhereitought tobebroken " * 2,
        "漢字かな交じり文の長い題名を持つ証明書がここにあります" * 2,
        "\u1100한국어 자격증 \ufe30\ufe50\uff21全角 🏽👍🏽 🇩🇪🇫🇷 a\u20e3 \ufe0f\ufe10 豈 co-operation/and-so-on",
        "a\u0301\u0302\u0303" * 40,
        "👨\u200d👩\u200d👧\u200d👦" * 12,
        "é Ω \u2003\u2010\u2030 Ⰰ \u20d0\u2117 \ua500 \ud7fb \ufb1d \ufe74 \uff66 x",
        "A fairly long name that takes two lines of the picture",
        "Words, each of them short, that go on for as long as it takes to fill all lines there are, and then some more",
    ],
)
def test_break_lines_between_words_and_never_inside_a_character(draw, text):
    lines = draw(text.encode())[1].block[1:]
    assert 1 <= len(lines) <= 3
    assert shown_as(lines, printed_line(text.encode()))
    for line in lines:
        assert line == line.strip()
        assert not line.startswith(("\u0301", "\u0302", "\u0303", "\u200d", "\u20e3", "\ufe0f"))


@pytest.mark.parametrize(
    "day", [(1970, 1, 2), (2000, 2, 29), (2024, 3, 1), (2099, 12, 31), (2100, 2, 28), (9999, 10, 10)]
)
def test_say_dates_by_the_calendar(draw, day):
    start = int(datetime(*day, tzinfo=timezone.utc).timestamp())
    for second in (start, start + DAY - 1):
        assert "{:04}-{:02}-{:02}".format(*day) in draw(issued=second)[1].foot


def test_say_since_when_it_counts_where_that_is_not_when_it_was_issued(draw):
    assert "ISSUED" in draw(issued=NOW)[1].foot
    foot = draw(issued=NOW, since=NOW - 400 * DAY)[1].foot
    assert "SINCE" in foot
    assert datetime.fromtimestamp(NOW - 400 * DAY, timezone.utc).strftime("%Y-%m-%d") in foot


def test_say_dates_as_far_as_forty_bits_reach(draw):
    assert "36812-02-20" in draw(end=2**40 - 1)[1].foot


@pytest.mark.parametrize(
    ("burn_auth", "word"),
    [
        (BurnAuth.ISSUER_ONLY, "IssuerOnly"),
        (BurnAuth.OWNER_ONLY, "OwnerOnly"),
        (BurnAuth.BOTH, "Both"),
        (BurnAuth.NEITHER, "Neither"),
    ],
)
def test_say_the_burn_authority_in_the_words_of_erc5484(draw, burn_auth, word):
    assert word in attributes(draw(burn_auth=burn_auth)[0]).values()


@pytest.mark.parametrize("status", [Status.PENDING, Status.ACTIVE, Status.SUSPENDED, Status.EXPIRED])
def test_say_the_status(draw, status):
    document, shown = draw(status=status, end=NOW + DAY)
    assert attributes(document)["Status"] == shown.status == status.name


def test_say_the_tier_that_is_reached_and_show_those_above(draw):
    pictures = []
    for tier, label in ((0, None), (1, "Bronze"), (2, "Silver")):
        document, shown = draw(tiers=(b"Bronze", b"Silver", b"Gold"), tier=tier)
        assert attributes(document).get("Tier") == label
        assert (label in shown.block) == (label is not None)
        pictures.append(document["image"])
    assert len(set(pictures)) == 3


def test_colour_the_seal_so_that_its_sign_can_be_seen(draw):
    images = {draw(color=color)[0]["image"] for color in (0x000000, 0xFFFFFF, 0xFFFF00)}
    assert len(images) == 3


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        (b"https://issuer.example/a?b=c#d", True),
        (b"ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi", True),
        (b"ar://abc", True),
        (b"http://issuer.example/", False),
        (b"https://", False),
        (b"javascript:alert(1)//https://", False),
        (b"data:text/html,https://", False),
        (b"https://issuer.example/\"onload='x'", False),
        (b"https://issuer.example/\xe2\x80\xae", False),
        (b"https://issuer.example/a b", False),
        (b"HTTPS://issuer.example/", False),
        (b"", False),
    ],
)
def test_link_to_pages_and_content_only(present, url, linked):
    profile = present(b"The collection", b"", b"", url)
    assert profile.get("external_link") == (url.decode() if linked else None)
    assert profile["name"] == "The collection"
