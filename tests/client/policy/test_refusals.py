"""Documents that are no policies are refused, with the place and the reason."""

import sys
from pathlib import Path
from typing import Any

import pytest
from tests.support.policies import HERE

from soulbadge.errors import PolicyMalformedError
from soulbadge.policy import Policy, load, loads_json, loads_toml

SAY = "say holds, tier, service, all_of, any_of or at_least"
NO_NEGATION = "there is no negation, since a holder can always leave a badge out"
NO_NAME = "takes a slug (1 to 64 of a-z, 0-9 and '-') or a number from 1, not"


def groups(depth: int) -> dict[str, Any]:
    document: dict[str, Any] = {"holds": "cka"}
    for _ in range(depth):
        document = {"all_of": [document]}
    return document


@pytest.mark.parametrize(
    ("document", "where", "problem"),
    [
        ({}, "the top", f"it demands nothing; {SAY}"),
        ([], "the top", "expected a policy such as {'holds': 'cka'}, not []"),
        (None, "the top", "expected a policy such as {'holds': 'cka'}, not None"),
        ("cka", "the top", "expected a policy such as {'holds': 'cka'}, not 'cka'"),
        ({"any_of": ["cka"]}, "any_of[0]", "expected a policy such as {'holds': 'cka'}, not 'cka'"),
        ({"any_of": [{"holds": "a"}, {}]}, "any_of[1]", f"it demands nothing; {SAY}"),
        ({"not": {"holds": "cka"}}, "the top", f"'not' means nothing here; {NO_NEGATION}; {SAY}"),
        ({"any_of": [{"NONE_OF": []}]}, "any_of[0]", f"'NONE_OF' means nothing here; {NO_NEGATION}; {SAY}"),
        ({"holds": "a", "unless": "b"}, "the top", f"'unless' means nothing here; {NO_NEGATION}; {SAY}"),
        ({"hold": "cka"}, "the top", f"'hold' means nothing here; {SAY}"),
        ({"nothing": "cka"}, "the top", f"'nothing' means nothing here; {SAY}"),
        ({"holds": "a", 5: 6}, "the top", f"5 means nothing here; {SAY}"),
        ({"all_of": [{"holds": "a", "collections": {}}]}, "all_of[0]", f"'collections' means nothing here; {SAY}"),
        ({"holds": "a", "tier": "b"}, "the top", "tier cannot stand beside holds"),
        ({"tier": "b", "holds": "a"}, "the top", "tier cannot stand beside holds"),
        ({"tier": "a", "level": 1, "held_for": 5}, "the top", "held_for cannot stand beside tier"),
        ({"any_of": [{"holds": "a"}], "collection": HERE}, "the top", "collection cannot stand beside any_of"),
        ({"any_of": [{"all_of": [{"holds": "a"}], "of": []}]}, "any_of[0]", "of cannot stand beside all_of"),
        ({"level": 1}, "the top", f"it demands nothing; {SAY}"),
        ({"holds": ""}, "holds", f"Holds {NO_NAME} ''"),
        ({"holds": True}, "holds", f"Holds {NO_NAME} True"),
        ({"holds": None}, "holds", f"Holds {NO_NAME} None"),
        ({"holds": 1.0}, "holds", f"Holds {NO_NAME} 1.0"),
        ({"holds": float("nan")}, "holds", f"Holds {NO_NAME} nan"),
        ({"holds": 1 << 48}, "holds", f"Holds {NO_NAME} 281474976710656"),
        ({"holds": ["a"]}, "holds", f"Holds {NO_NAME} ['a']"),
        (
            {"any_of": [{"holds": "a"}, {"all_of": [{"holds": "A"}]}]},
            "any_of[1].all_of[0].holds",
            f"Holds {NO_NAME} 'A'",
        ),
        ({"holds": "a", "held_for": True}, "held_for", "held_for takes seconds from 0 to 1099511627775, not True"),
        ({"holds": "a", "held_for": None}, "held_for", "held_for takes seconds from 0 to 1099511627775, not None"),
        ({"holds": "a", "held_for": -1}, "held_for", "held_for takes seconds from 0 to 1099511627775, not -1"),
        ({"holds": "a", "held_for": 1.5}, "held_for", "held_for takes seconds from 0 to 1099511627775, not 1.5"),
        *(
            (
                {"any_of": [{"holds": "a", "held_for": text}]},
                "any_of[0].held_for",
                f"expected seconds, or a length such as '3 years', not {text!r}",
            )
            for text in (
                "60",
                "3years",
                "3  years",
                "0 years",
                "03 years",
                "3 Years",
                "3 years ",
                "10000 years",
                "1.5 years",
            )
        ),
        ({"holds": "a", "collection": 5}, "collection", "expected an address, or the name of one, not 5"),
        ({"holds": "a", "collection": None}, "collection", "expected an address, or the name of one, not None"),
        (
            {"tier": "a", "level": 1, "collection": "0x5fb"},
            "collection",
            "expected 0x and 40 hexadecimal digits",
        ),
        (
            {"service": "a", "years": 1, "collection": HERE.replace("b", "B", 1)},
            "collection",
            "its checksum is wrong (EIP-55), so a character may be; copy it again",
        ),
        ({"holds": "a", "collection": "0x" + "0" * 40}, "collection", "the zero address is nobody's"),
        ({"tier": "a"}, "level", "it is missing"),
        ({"any_of": [{"tier": "a"}]}, "any_of[0].level", "it is missing"),
        ({"tier": "A", "level": 1}, "tier", f"Tier {NO_NAME} 'A'"),
        ({"tier": "a", "level": 9}, "level", "a level is a number from 1 to 8, not 9"),
        ({"tier": "a", "level": None}, "level", "a level is a number from 1 to 8, not None"),
        ({"service": "go"}, "years", "it is missing"),
        ({"service": "", "years": 5}, "service", "a skill is a text of 1 to 200 characters, not ''"),
        ({"service": 5, "years": 5}, "service", "a skill is a text of 1 to 200 characters, not 5"),
        ({"service": "go", "years": 2.5}, "years", "expected a whole number, or a text such as '2.5', not 2.5"),
        ({"service": "go", "years": None}, "years", "expected a whole number, or a text such as '2.5', not None"),
        (
            {"all_of": [{"service": "go", "years": True}]},
            "all_of[0].years",
            "years are a number above 0 and below 1000, such as 5, '2.5' (at most six decimals) or '1/3', not True",
        ),
        ({"any_of": []}, "any_of", "AnyOf of nothing; name what it is made of"),
        ({"any_of": {"holds": "a"}}, "any_of", "expected a list of policies, not {'holds': 'a'}"),
        ({"any_of": [{"all_of": "ab"}]}, "any_of[0].all_of", "expected a list of policies, not 'ab'"),
        ({"all_of": None}, "all_of", "expected a list of policies, not None"),
        (
            {"all_of": [{"holds": "a"}, {"holds": "b"}, {"holds": "a", "held_for": 0}]},
            "all_of",
            "AllOf names Holds(achievement='a', collection=None, held_for=0) twice; name it once",
        ),
        ({"at_least": 1}, "of", "it is missing"),
        ({"of": [{"holds": "a"}]}, "the top", f"it demands nothing; {SAY}"),
        ({"at_least": 1, "of": []}, "of", "AtLeast of nothing; name what it is made of"),
        ({"at_least": 2, "of": [{"holds": "a"}]}, "at_least", "AtLeast takes a number from 1 to 1 first, not 2"),
        ({"at_least": True, "of": [{"holds": "a"}]}, "at_least", "AtLeast takes a number from 1 to 1 first, not True"),
        ({"any_of": [{"at_least": 1, "of": [{"holds": ""}]}]}, "any_of[0].of[0].holds", f"Holds {NO_NAME} ''"),
        (groups(7), ".".join(["all_of[0]"] * 6) + ".all_of", "at most 6 groups may be inside one another"),
        (
            {"any_of": [groups(5), {"all_of": [groups(6)]}]},
            "any_of[1]." + ".".join(["all_of[0]"] * 5) + ".all_of",
            "at most 6 groups may be inside one another",
        ),
        (
            {"any_of": [{"holds": number} for number in range(1, 66)]},
            "any_of",
            "at most 64 single demands may be in a policy; put it more plainly",
        ),
        ({"holds": "a", "collections": []}, "collections", "expected addresses by name, not []"),
        ({"holds": "a", "collections": {"k": 5}}, "collections.k", "expected an address, not 5"),
        ({"holds": "a", "collections": {"k": "x"}}, "collections.k", "expected 0x and 40 hexadecimal digits"),
        (
            {"holds": "a", "collections": {"K": HERE}},
            "collections",
            "a name has 1 to 64 of a-z, 0-9 and '-', not 'K'",
        ),
        ({"holds": "a", "collections": {5: HERE}}, "collections", "a name has 1 to 64 of a-z, 0-9 and '-', not 5"),
        ({"collections": {"k": HERE}}, "the top", f"it demands nothing; {SAY}"),
    ],
)
def test_what_is_no_policy_is_refused_with_its_place(document: object, where: str, problem: str) -> None:
    with pytest.raises(PolicyMalformedError) as refused:
        Policy.from_json(document)
    assert (refused.value.where, refused.value.problem) == (where, problem)


def test_the_message_names_the_place() -> None:
    with pytest.raises(PolicyMalformedError) as refused:
        Policy.from_json({"any_of": [{"tier": "a"}]})
    assert str(refused.value) == "not a policy, at any_of[0].level: it is missing"


def test_a_number_that_python_does_not_write_out_is_refused_like_others() -> None:
    with pytest.raises(PolicyMalformedError, match="not a number too long to be shown"):
        Policy.from_json({"holds": 10**5000})


def test_six_groups_are_not_too_deep() -> None:
    assert Policy.from_json(groups(6)).to_json() == groups(6)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it is no JSON (Expecting value: line 1 column 1 (char 0))"),
        ('{"holds":"a","holds":"b"}', "it names 'holds' twice"),
        ('{"any_of":[{"holds":"a","held_for":1.0}]}', "1.0 is no whole number; write it as a text"),
        ('{"holds":NaN}', "NaN is no whole number; write it as a text"),
        ('{"holds":-Infinity}', "-Infinity is no whole number; write it as a text"),
        ("[" * 60_000, "it is nested too deeply"),
        (" " * 65_537, "it has 65537 characters, at most 65536 may be"),
    ],
)
def test_a_json_text_is_read_strictly(text: str, problem: str) -> None:
    with pytest.raises(PolicyMalformedError) as refused:
        loads_json(text)
    assert (refused.value.where, refused.value.problem) == ("the top", problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("holds", "it is no TOML (Expected '=' after a key in a key/value pair (at end of document))"),
        ("#" * 65_537, "it has 65537 characters, at most 65536 may be"),
    ],
)
def test_a_toml_text_is_read_strictly(text: str, problem: str) -> None:
    with pytest.raises(PolicyMalformedError) as refused:
        loads_toml(text)
    assert (refused.value.where, refused.value.problem) == ("the top", problem)


def test_toml_that_is_nested_more_deeply_than_python_goes_is_refused() -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)  # as Python has it; some libraries raise it
    try:
        with pytest.raises(PolicyMalformedError) as refused:
            loads_toml("x = " + "[" * 3000)
    finally:
        sys.setrecursionlimit(limit)
    assert (refused.value.where, refused.value.problem) == ("the top", "it is nested too deeply")


@pytest.mark.parametrize(
    ("loads", "text"),
    [
        (loads_json, '{"holds":' + "9" * 5000 + "}"),
        (loads_toml, "holds = " + "9" * 5000),
        (loads_toml, "holds = 1979-05-27"),
        (loads_toml, "holds = inf"),
        (loads_toml, 'holds = "a"\nholds = "b"'),
        (loads_json, '{"holds":"\\ud800"}'),
        (loads_json, '{"service":"\\ud800","years":5}'),
    ],
)
def test_what_no_reader_would_understand_is_refused(loads: Any, text: str) -> None:  # noqa: ANN401 (both readers)
    with pytest.raises(PolicyMalformedError):
        loads(text)


@pytest.mark.parametrize(
    ("name", "content", "where", "problem"),
    [
        ("policy.yaml", b"", "", "its name should end in .toml or .json"),
        ("policy.json", b"\xff", "", "it is no text in UTF-8"),
        ("policy.json", b"{}", ": the top", f"it demands nothing; {SAY}"),
        ("policy.toml", b'[[any_of]]\nholds = ""', ": any_of[0].holds", f"Holds {NO_NAME} ''"),
        ("policy.toml", b"#" * 300_000, ": the top", "it has 262145 characters, at most 65536 may be"),
    ],
)
def test_a_file_that_holds_no_policy_is_refused_by_name(
    tmp_path: Path, name: str, content: bytes, where: str, problem: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(PolicyMalformedError) as refused:
        load(file)
    assert (refused.value.where, refused.value.problem) == (f"{file}{where}", problem)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(PolicyMalformedError) as refused:
        load(tmp_path / "policy.toml")
    assert refused.value.where == str(tmp_path / "policy.toml")
    assert refused.value.problem == "it cannot be read (No such file or directory)"
