"""EIP-4361 messages: other people's examples, npm siwe's judgement, and every message there can be."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulbadge import siwe
from soulbadge.errors import MalformedMessageError, VerificationError
from soulbadge.siwe import Message

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "siwe.json").read_text())["messages"]
ADDRESS = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"
PLAIN = Message(
    domain="example.com",
    address=ADDRESS,
    uri="https://example.com/login",
    chain_id=1,
    nonce="32891756",
    issued_at="2021-09-30T16:25:24Z",
)
NPM_NAMES = {
    "chainId": "chain_id",
    "issuedAt": "issued_at",
    "expirationTime": "expiration_time",
    "notBefore": "not_before",
    "requestId": "request_id",
}


def from_npm(fields: dict[str, Any]) -> Message:
    named = {NPM_NAMES.get(name, name): value for name, value in fields.items()}
    if "resources" in named:
        named["resources"] = tuple(named["resources"])
    return Message(**named)


def named(vectors: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(one, id=one["name"]) for one in vectors]


READ = [one for one in VECTORS if one["npm"] is not None and "differs" not in one]
REFUSED = [one for one in VECTORS if one not in READ]
# The grammar allows zeros before a chain id; the number has forgotten them.
BUILT = [one for one in READ if one["name"] != "chain id with zeros before it"]


@pytest.mark.parametrize("vector", named(READ))
def test_reads_what_npm_siwe_reads(vector: dict[str, Any]) -> None:
    assert siwe.parse(vector["text"]) == from_npm(vector["npm"])


@pytest.mark.parametrize("vector", named(BUILT))
def test_builds_the_text_that_npm_siwe_read(vector: dict[str, Any]) -> None:
    assert from_npm(vector["npm"]).to_text() == vector["text"]


@pytest.mark.parametrize("vector", named(REFUSED))
def test_refuses_what_npm_siwe_or_a_named_rule_refuses(vector: dict[str, Any]) -> None:
    with pytest.raises(MalformedMessageError):
        siwe.parse(vector["text"])


def test_the_standards_own_example_byte_for_byte() -> None:
    message = replace(
        PLAIN,
        scheme="https",
        statement="I accept the ExampleOrg Terms of Service: https://example.com/tos",
        resources=(
            "ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/",
            "https://example.com/my-web2-claim.json",
        ),
    )
    assert message.to_text() == (
        "https://example.com wants you to sign in with your Ethereum account:\n"
        "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2\n"
        "\n"
        "I accept the ExampleOrg Terms of Service: https://example.com/tos\n"
        "\n"
        "URI: https://example.com/login\n"
        "Version: 1\n"
        "Chain ID: 1\n"
        "Nonce: 32891756\n"
        "Issued At: 2021-09-30T16:25:24Z\n"
        "Resources:\n"
        "- ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/\n"
        "- https://example.com/my-web2-claim.json"
    )


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("domain", "", "domain"),
        ("domain", "example.com/", "domain"),
        ("domain", "example.com\n", "domain"),
        ("scheme", "", "scheme"),
        ("scheme", "https:", "scheme"),
        ("address", ADDRESS.lower(), "address"),
        ("address", ADDRESS + "\n", "address"),
        ("statement", "a\nb", "statement"),
        ("statement", "a\n", "statement"),
        ("statement", "ü", "statement"),
        ("uri", "example.com", "uri"),
        ("uri", "https://example.com/\n", "uri"),
        ("version", "2", "version"),
        ("chain_id", -1, "chain-id"),
        ("chain_id", True, "chain-id"),
        ("chain_id", "1", "chain-id"),
        ("chain_id", 2**256, "chain-id"),
        ("nonce", "1234567", "nonce"),
        ("nonce", "12345678\n", "nonce"),
        ("issued_at", "2021-09-31T00:00:00Z", "issued-at"),
        ("issued_at", 1633019124, "issued-at"),
        ("expiration_time", "2021-09-30", "expiration-time"),
        ("not_before", "", "not-before"),
        ("request_id", "a/b", "request-id"),
        ("request_id", "a\n", "request-id"),
        ("resources", ("https://a", "b"), "resource"),
        ("resources", ["https://a"], "resources"),
    ],
)
def test_no_message_can_be_built_that_could_not_be_read(field: str, value: object, where: str) -> None:
    with pytest.raises(MalformedMessageError) as refusal:
        replace(PLAIN, **{field: value})  # type: ignore[arg-type]
    assert refusal.value.where == where
    assert isinstance(refusal.value, VerificationError)
    assert isinstance(refusal.value, ValueError)


def test_a_refusal_shows_foreign_text_shortened_and_on_one_line() -> None:
    with pytest.raises(MalformedMessageError) as refusal:
        siwe.parse("\x1b[31m" + "x\r" * 10_000)
    assert len(str(refusal.value)) < 400
    assert str(refusal.value).isprintable()


def test_a_chain_id_of_ten_thousand_digits_is_refused() -> None:
    with pytest.raises(MalformedMessageError):
        siwe.parse(PLAIN.to_text().replace("Chain ID: 1", "Chain ID: " + "1" * 10_000))


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2021-09-30T16:25:24Z", "2021-09-30T16:25:25Z"),
        ("2021-09-30T16:25:24Z", "2021-09-30T16:25:24.0000000000000000000001Z"),
        ("2021-09-30T16:25:24.49Z", "2021-09-30T16:25:24.5Z"),
        ("2021-09-30T16:25:24+05:30", "2021-09-30T16:25:24Z"),
        ("2021-09-30T16:25:24Z", "2021-09-30T16:25:24-00:01"),
        ("0000-12-31T23:59:59Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59"),
    ],
)
def test_times_are_compared_as_moments(earlier: str, later: str) -> None:
    assert siwe.instant(earlier) < siwe.instant(later)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2021-09-30T16:25:24Z", "2021-09-30t16:25:24.000z"),
        ("2021-09-30T16:25:24Z", "2021-09-30T21:55:24+05:30"),
        ("2021-09-30T16:25:24Z", "2021-09-30T16:25:24-00:00"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
    ],
)
def test_one_moment_may_be_spelled_in_several_ways(one: str, other: str) -> None:
    assert siwe.instant(one) == siwe.instant(other)


def test_times_count_unix_seconds() -> None:
    assert siwe.instant("1970-01-01T00:00:00Z") == (0, "")
    assert siwe.instant("2021-09-30T16:25:24.250Z") == (1_633_019_124, "25")
    assert siwe.instant("0000-01-01T00:00:00Z").seconds == -62_167_219_200


def texts(letters: str, least: int = 0) -> st.SearchStrategy[str]:
    return st.text(letters, min_size=least, max_size=20)


LETTERS = "abcXYZ019"
MARKS = "-._~!$&'()*+,;="
TIMES = st.datetimes().map(lambda moment: moment.isoformat() + "Z")
URIS = st.builds("{}:a{}".format, st.sampled_from(["https", "eip155", "a+b"]), texts(LETTERS + MARKS + "/:@?"))
MESSAGES = st.builds(
    Message,
    domain=texts(LETTERS + MARKS, 1),
    address=st.just(ADDRESS),
    uri=URIS,
    chain_id=st.integers(0, 2**256 - 1),
    nonce=texts(LETTERS, 8),
    issued_at=TIMES,
    scheme=st.none() | st.sampled_from(["http", "https", "a1+-."]),
    statement=st.none() | texts(LETTERS + MARKS + ":/?#[]@ "),
    expiration_time=st.none() | TIMES,
    not_before=st.none() | TIMES,
    request_id=st.none() | texts(LETTERS + MARKS + ":@"),
    resources=st.none() | st.lists(st.sampled_from(["a:", "https://a/b", "urn:x:y"])).map(tuple),
)


@given(MESSAGES)
def test_every_message_reads_back_as_itself(message: Message) -> None:
    assert siwe.parse(message.to_text()) == message


@given(MESSAGES, st.data())
def test_a_changed_byte_is_refused_or_is_another_message(message: Message, data: st.DataObject) -> None:
    text = message.to_text()
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.characters(max_codepoint=0x2100)) + text[at + 1 :]
    try:
        read = siwe.parse(changed)
    except MalformedMessageError:
        return
    assert (read == message) is (changed == text)


@given(st.text())
def test_no_text_makes_the_parser_fail_otherwise(text: str) -> None:
    with pytest.raises(MalformedMessageError):
        siwe.parse(text)
