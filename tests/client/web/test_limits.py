"""Host names, rates and sizes: what a site is called, how often one client may ask, and how much it may send."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.client.conftest import InProcess, Programme
from tests.client.web.conftest import World
from tests.support.site import PROGRAM, Person, served

from soulbadge.errors import ValueInvalidError
from soulbadge.web import SiteSettings
from soulbadge.web.limits import Limiter, client_name


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "club.example:443", "", "127.0.0.1@evil.example"]
)
def test_a_request_for_another_host_is_not_answered(host: str, world: World) -> None:
    answer = httpx.get(world.site.url, headers={"host": host, **PROGRAM})
    assert answer.status_code in {400, 421}  # 400 where the server below us refuses it
    assert "set-cookie" not in answer.headers


def test_hosts_that_are_named_are_answered(world: World) -> None:
    programme = world.programme
    with served(programme.web3, [programme.collection.address], hosts=("www.club.example",)) as site:
        answer = httpx.get(site.url, headers={"host": "WWW.club.example"})
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://club.example",
        "http://10.0.0.1:8000",
        "https://club.example/",
        "https://club.example/path",
        "https://user@club.example",
        "ftp://club.example",
        "club.example",
        "https://Club.example",
        "https://club.example?x",
        "",
    ],
)
def test_an_origin_that_would_leak_cookies_or_is_none_is_refused(origin: str) -> None:
    with pytest.raises(ValueInvalidError):
        SiteSettings(origin=origin)


@pytest.fixture
def strict(in_process: InProcess, programme: Programme) -> Iterator[str]:
    """A site that bears little."""
    limits: dict[str, Any] = {"requests_per_minute": 20, "writes_per_minute": 6, "most_body": 4096}
    with served(in_process.web3, [programme.collection.address], **limits) as site:
        yield site.url


def test_who_asks_too_often_is_told_how_long_to_wait(strict: str) -> None:
    person = Person(strict)
    answers = [person.get("/verify") for _ in range(12)]
    assert [answer.status_code for answer in answers[:10]] == [200] * 10
    refused = answers[-1]
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert "too many requests" in refused.text.lower()
    # Somebody at another address is served all the while.
    other = httpx.HTTPTransport(local_address="127.0.0.77")
    with httpx.Client(transport=other) as client:
        assert client.get(f"{strict}/verify").status_code == 200
    person.close()


def test_what_is_posted_has_a_limit_of_its_own(strict: str) -> None:
    person = Person(strict)
    token = person.token()
    codes = [person.post("/verify", {"token": token, "text": "{}"}).status_code for _ in range(5)]
    assert codes == [422, 422, 422, 429, 429]
    person.close()


def test_who_sends_too_much_is_refused_whether_it_is_announced_or_not(strict: str) -> None:
    person = Person(strict)
    token = person.token()
    announced = person.post("/verify", {"token": token, "text": "x" * 5000}, headers=PROGRAM)
    assert (announced.status_code, announced.json()["error"]["name"]) == (413, "RequestTooLargeError")

    def pieces() -> Iterator[bytes]:
        yield b"token=" + token.encode() + b"&text="
        for _ in range(50):
            yield b"x" * 200

    headers = {"origin": strict, "content-type": "application/x-www-form-urlencoded", **PROGRAM}
    in_pieces = person.client.post("/verify", content=pieces(), headers=headers)
    assert in_pieces.status_code == 413
    person.close()


def test_a_bucket_fills_with_time() -> None:
    now = 0.0
    limiter = Limiter(60, clock=lambda: now)
    assert [limiter.wait("a") for _ in range(31)] == [0] * 30 + [1]
    assert limiter.wait("b") == 0
    now = 1.0
    assert [limiter.wait("a"), limiter.wait("a")] == [0, 1]
    now = 1000.0
    assert [limiter.wait("a") for _ in range(31)] == [0] * 30 + [1]


def test_any_number_of_clients_takes_a_bounded_memory() -> None:
    limiter = Limiter(60, clock=lambda: 0.0)
    for number in range(25_000):
        limiter.wait(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(limiter) == 10_000


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        (None, "unknown"),
        ("x" * 200, "x" * 64),
    ],
)
def test_a_household_counts_as_one_client(host: str | None, name: str) -> None:
    assert client_name(host) == name
