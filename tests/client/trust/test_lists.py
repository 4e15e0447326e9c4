"""`trust.toml`: what it says, and the line of whatever is wrong."""

import json
from pathlib import Path

import pytest

from soulbadge.errors import TrustFileError, ValueInvalidError
from soulbadge.trust import ListedCollection, Trust
from soulbadge.trust.lists import MOST

ONE = "0x5FbDB2315678afecb367f032d93F642f64180aa3"
OTHER = "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512"
HASH = "0x" + "96" * 32
WHOLE = f"""\
# whom our door trusts

[[collection]]
chain_id = 1
address = "{ONE}"
name = "cncf"
domain = "cncf.example"
code_hash = "{HASH}"

[[collection]]
address = "{OTHER.lower()}"
chain_id = 10
"""


def test_a_list_is_read_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "trust.toml"
    file.write_text(WHOLE)
    trust = Trust.read(file)
    assert list(trust) == [ListedCollection(1, ONE, "cncf", "cncf.example", HASH), ListedCollection(10, OTHER)]
    assert trust == Trust.parse(WHOLE) == Trust.read(str(file))
    assert Trust.from_json(json.loads(json.dumps(trust.to_json()))) == trust
    assert [one.caip10 for one in trust] == [f"eip155:1:{ONE}", f"eip155:10:{OTHER}"]


def test_the_part_on_one_chain_and_its_names() -> None:
    trust = Trust.parse(WHOLE)
    assert trust.on(1).collections == trust.collections[:1]
    assert trust.on(1).addresses() == {"cncf": ONE}
    assert trust.on(10).addresses() == {}
    with pytest.raises(ValueInvalidError):
        trust.on(5)
    both = Trust((ListedCollection(1, ONE, "same"), ListedCollection(10, OTHER, "same")))
    with pytest.raises(ValueInvalidError):
        both.addresses()


def changed(old: str, new: str) -> str:
    assert old in WHOLE
    return WHOLE.replace(old, new)


WRONG = {
    "nothing": ("", 0, "collection"),
    "no collection": ("collection = []", 0, "collection"),
    "one table alone": (f"[collection]\nchain_id = 1\naddress = '{ONE}'", 1, "collection"),
    "no table": ("# x\ncollection = 'any'", 2, "collection"),
    "any": (changed(f'"{ONE}"', '"*"'), 5, "collection.address"),
    "no TOML": (changed("chain_id = 1\n", "chain_id =\n"), 4, "file"),
    "cut off": (WHOLE[: WHOLE.index("domain") + 6], 7, "file"),
    "another table": (WHOLE + "\n[[collections]]\n", 14, "collections"),
    "another key ahead": ("version = 1\n" + WHOLE, 1, "version"),
    "an unknown key": (changed("name =", "nmae ="), 6, "collection.nmae"),
    "no address": (changed(f'address = "{ONE}"\n', ""), 3, "collection.address"),
    "no chain": (changed("\nchain_id = 10\n", "\n"), 10, "collection.chain_id"),
    "a chain in words": (changed("chain_id = 10", 'chain_id = "optimism"'), 12, "collection.chain_id"),
    "a chain that is true": (changed("chain_id = 10", "chain_id = true"), 12, "collection.chain_id"),
    "chain 0": (changed("chain_id = 10", "chain_id = 0"), 12, "collection.chain_id"),
    "an address with a wrong checksum": (changed(ONE, ONE.replace("F", "f")), 5, "collection.address"),
    "an address too short": (changed(ONE, ONE[:-1]), 5, "collection.address"),
    "an address that is a number": (changed(f'"{ONE}"', ONE), 5, "collection.address"),
    "the zero address": (changed(ONE, "0x" + "0" * 40), 5, "collection.address"),
    "an empty name": (changed('"cncf"', '""'), 6, "collection.name"),
    "a name of two lines": (changed('"cncf"', '"cn\\ncf"'), 6, "collection.name"),
    "an empty domain": (changed('"cncf.example"', '""'), 7, "collection.domain"),
    "a URL for a domain": (changed('"cncf.example"', '"https://cncf.example"'), 7, "collection.domain"),
    "a domain in capitals": (changed('"cncf.example"', '"CNCF.example"'), 7, "collection.domain"),
    "a domain with a user": (changed('"cncf.example"', '"me@cncf.example"'), 7, "collection.domain"),
    "a domain of another alphabet": (changed('"cncf.example"', '"сncf.example"'), 7, "collection.domain"),  # noqa: RUF001
    "a hash too short": (changed(HASH, HASH[:-1]), 8, "collection.code_hash"),
    "a hash in capitals": (changed(HASH, HASH.upper().replace("X", "x").replace("9", "A")), 8, "collection.code_hash"),
    "the same twice": (
        changed(f'"{OTHER.lower()}"\nchain_id = 10', f'"{ONE}"\nchain_id = 1'),
        11,
        "collection.address",
    ),
    "one name for two": (changed("chain_id = 10", 'chain_id = 1\nname = "cncf"'), 11, "collection.address"),
    "written in one line": (f"collection = [{{chain_id = 0, address = '{ONE}'}}]", 0, "collection.chain_id"),
}


@pytest.mark.parametrize(("text", "line", "where"), [pytest.param(*row, id=name) for name, row in WRONG.items()])
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, where: str) -> None:
    with pytest.raises(TrustFileError) as refusal:
        Trust.parse(text, "door.toml")
    assert (refusal.value.file, refusal.value.line, refusal.value.where) == ("door.toml", line, where)
    assert str(refusal.value).startswith(f"door.toml, line {line}: " if line else "door.toml: ")
    assert str(refusal.value).isprintable()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes(WHOLE.replace("our door", "our d\xf6or").encode("latin-1"))
    huge = tmp_path / "huge.toml"
    huge.write_bytes(b"#" * (1 << 21))
    for file, line in ((tmp_path / "none.toml", 0), (tmp_path, 0), (latin, 1), (huge, 0)):
        with pytest.raises(TrustFileError) as refusal:
            Trust.read(file)
        assert (refusal.value.file, refusal.value.line) == (str(file), line)


def test_trust_made_in_python_is_held_to_the_same() -> None:
    one = ListedCollection(1, ONE)
    for wrong in ((), (one, one), tuple(ListedCollection(n + 1, ONE) for n in range(MOST + 1))):
        with pytest.raises(ValueInvalidError):
            Trust(wrong)
    with pytest.raises(ValueInvalidError):
        ListedCollection(1, None)  # type: ignore[arg-type]  # what JSON may bring
