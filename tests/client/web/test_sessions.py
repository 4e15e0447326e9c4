"""Sessions: bound to an address and a policy, over with the first badge, asked again each time, ended on the server."""

import html
import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from threading import Barrier

import httpx
from eth_account.messages import encode_defunct
from tests.client.web.conftest import HOUR, World
from tests.support.site import PROGRAM, Person, served

from soulbadge.holder import Holder
from soulbadge.policy import Holds
from soulbadge.web.doors import Door
from soulbadge.web.store import SiteStore

Arrive = Callable[[], Person]


def cookie_of(response: httpx.Response) -> SimpleCookie:
    found = SimpleCookie()
    for line in response.headers.get_list("set-cookie"):
        found.load(line)
    return found


def door(world: World) -> str:
    assert world.site.site.club
    return world.site.site.club.name


def come_in(world: World, visitor: Person, end: int | None = None) -> None:
    done = visitor.sign_in(world.holder("cka", end=end), door(world), "/club")
    assert (done.status_code, done.json()) == (200, {"next": "/club"})
    assert visitor.get("/club").status_code == 200


def test_a_session_opens_the_door_that_was_asked_for_and_no_other(world: World, visitor: Person) -> None:
    come_in(world, visitor)
    site = world.site.site
    session = site.sessions.find(visitor.client.cookies[site.sessions.cookie], world.clock())
    assert session is not None
    assert [grant.door for grant in session.grants] == [door(world)]
    assert session.grant(Door(Holds("cks")).name, world.clock()) is None


def test_a_session_is_over_with_the_first_of_its_badges(world: World, visitor: Person) -> None:
    come_in(world, visitor, end=world.clock() + HOUR)
    world.clock.ahead = HOUR - 600  # blocks are made meanwhile, each a little later
    assert visitor.get("/club").status_code == 200
    world.clock.ahead = HOUR + 60
    assert visitor.get("/club").status_code == 401


def test_a_session_is_over_after_its_longest_time_whatever_the_badges_say(world: World, visitor: Person) -> None:
    come_in(world, visitor)
    world.clock.ahead = world.site.site.settings.session_seconds + 1
    assert visitor.get("/club").status_code == 401


def test_a_badge_that_is_given_up_shuts_the_door_at_the_next_request(world: World, visitor: Person) -> None:
    ada = world.holder()
    world.programme.issuer.issue("cka", ada.address)
    assert visitor.sign_in(ada, door(world), "/club").status_code == 200
    assert visitor.get("/club").status_code == 200
    badge = world.programme.collection.badges_of(ada.address)[0]
    world.clock.chain.endow(ada)
    Holder(world.programme.collection, ada).renounce(badge.badge_id)
    refused = visitor.get("/club")
    assert refused.status_code == 403
    assert "was given up by its holder" in refused.text
    assert visitor.get("/club").status_code == 401


def test_logging_out_ends_the_session_on_the_server_too(world: World, visitor: Person, arrive: Arrive) -> None:
    come_in(world, visitor)
    name = world.site.site.sessions.cookie
    kept = visitor.client.cookies[name]
    assert visitor.post("/leave").status_code == 303
    assert visitor.client.cookies[name] != kept
    thief = arrive()
    thief.client.cookies.set(name, kept)
    assert thief.get("/club").status_code == 401


def test_an_id_that_was_known_before_is_worth_nothing_afterwards(world: World, arrive: Arrive) -> None:
    name = world.site.site.sessions.cookie
    mallory, victim = arrive(), arrive()
    mallory.get("/")
    planted = mallory.client.cookies[name]
    victim.client.cookies.set(name, planted, domain="127.0.0.1")
    come_in(world, victim)
    assert victim.get("/club").status_code == 200
    assert mallory.get("/club").status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(world: World, visitor: Person) -> None:
    (cookie,) = cookie_of(visitor.get("/")).values()
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "lax", "/", "")
    assert not cookie["secure"]  # http, which is for this machine alone
    assert len(cookie.value) == 43
    assert world.site.url.startswith("http://127.0.0.1:")


def test_over_https_the_cookie_is_bound_to_the_host_and_never_sent_in_the_clear(world: World) -> None:
    programme = world.programme
    with served(programme.web3, [programme.collection.address], origin="https://club.example") as site:
        # As a reverse proxy would ask: its name, not the machine's.
        answer = httpx.get(site.bound, headers={"host": "club.example", "accept": "text/html"})
        found = cookie_of(answer)
        assert list(found) == ["__Host-soulbadge"]
        cookie = found["__Host-soulbadge"]
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (True, True, "/", "")
        assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_who_gets_hold_of_the_file_cannot_come_in_with_it(world: World, visitor: Person) -> None:
    come_in(world, visitor)
    kept = visitor.client.cookies[world.site.site.sessions.cookie]
    with sqlite3.connect(world.file) as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    assert "sessions" in dump
    assert kept not in dump


def test_a_session_outlives_a_restart_where_it_is_kept_in_a_file(world: World, visitor: Person) -> None:
    come_in(world, visitor)
    programme = world.programme
    trusted = [programme.collection.address]
    with served(programme.web3, trusted, club=Holds("cka"), file=world.file, now=world.clock) as site:
        person = Person(site.url)
        name = world.site.site.sessions.cookie
        person.client.cookies.set(name, visitor.client.cookies[name], domain="127.0.0.1")
        assert person.get("/club").status_code == 200
        person.close()


def test_a_challenge_is_answered_once_and_by_the_browser_that_was_given_it(world: World, arrive: Arrive) -> None:
    ada, visitor, mallory = world.holder("cka"), arrive(), arrive()
    asked = visitor.post(f"/enter/{door(world)}/ask", {"address": ada.address}, headers=PROGRAM).json()
    signed = "0x" + bytes(ada.sign_message(encode_defunct(text=asked["message"])).signature).hex()
    fields = {"nonce": asked["nonce"], "signature": signed}
    path = f"/enter/{door(world)}/answer"
    stolen = mallory.post(path, dict(fields), headers=PROGRAM)
    assert (stolen.status_code, stolen.json()["error"]["name"]) == (409, "ChallengeUnknownError")
    assert visitor.post(path, dict(fields), headers=PROGRAM).status_code == 200
    assert visitor.post(path, dict(fields), headers=PROGRAM).status_code == 409


def test_of_many_who_send_one_answer_at_once_one_is_let_in(world: World, visitor: Person) -> None:
    ada = world.holder("cka")
    asked = visitor.post("/enter/wallet/ask", {"address": ada.address}, headers=PROGRAM).json()
    signed = "0x" + bytes(ada.sign_message(encode_defunct(text=asked["message"])).signature).hex()
    fields = {"token": visitor.token(), "nonce": asked["nonce"], "signature": signed}
    cookies, ready = dict(visitor.client.cookies), Barrier(8)

    def send(_: int) -> httpx.Response:
        headers = {**PROGRAM, "origin": visitor.url}
        with httpx.Client(base_url=visitor.url, cookies=cookies, headers=headers, timeout=60) as client:
            ready.wait()
            return client.post("/enter/wallet/answer", data=fields)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    refused = [answer.json()["error"]["name"] for answer in answers if answer.status_code != 200]
    assert len(refused) == 7
    assert set(refused) <= {"NonceUsedError", "ChallengeUnknownError"}


def test_a_challenge_that_waited_too_long_is_not_answered(world: World, visitor: Person) -> None:
    ada = world.holder("cka")
    asked = visitor.post(f"/enter/{door(world)}/ask", {"address": ada.address}, headers=PROGRAM).json()
    world.clock.ahead = world.site.site.settings.challenge_seconds + 1
    signed = "0x" + bytes(ada.sign_message(encode_defunct(text=asked["message"])).signature).hex()
    fields = {"nonce": asked["nonce"], "signature": signed}
    assert visitor.post(f"/enter/{door(world)}/answer", fields, headers=PROGRAM).status_code == 409


def test_somebody_elses_signature_lets_nobody_in(world: World, visitor: Person) -> None:
    ada, mallory = world.holder("cka"), world.holder()
    asked = visitor.post(f"/enter/{door(world)}/ask", {"address": ada.address}, headers=PROGRAM).json()
    signed = "0x" + bytes(mallory.sign_message(encode_defunct(text=asked["message"])).signature).hex()
    done = visitor.post(f"/enter/{door(world)}/answer", {"nonce": asked["nonce"], "signature": signed}, headers=PROGRAM)
    assert (done.status_code, done.json()["error"]["name"]) == (403, "SignatureMismatchError")
    assert visitor.get("/club").status_code == 401


def test_an_answer_for_one_door_does_not_open_another(world: World, visitor: Person) -> None:
    ada = world.holder("cka")
    asked = visitor.post("/enter/wallet/ask", {"address": ada.address}, headers=PROGRAM).json()
    signed = "0x" + bytes(ada.sign_message(encode_defunct(text=asked["message"])).signature).hex()
    fields = {"nonce": asked["nonce"], "signature": signed}
    assert visitor.post(f"/enter/{door(world)}/answer", fields, headers=PROGRAM).status_code == 200
    assert visitor.get("/club").status_code == 401


def test_without_script_somebody_comes_in_with_a_signature_made_elsewhere(world: World, visitor: Person) -> None:
    ada = world.holder("cka")
    page = visitor.post(f"/enter/{door(world)}/ask", {"address": ada.address, "next": "/club"}).text
    message = html.unescape(re.search(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)[1])  # type: ignore[index]  # it is there
    nonce = re.search(r'name="nonce" value="([^"]+)"', page)[1]  # type: ignore[index]  # it is there
    signed = "0x" + bytes(ada.sign_message(encode_defunct(text=message)).signature).hex()
    fields = {"nonce": nonce, "signature": signed, "next": "/club"}
    done = visitor.post(f"/enter/{door(world)}/answer", fields)
    assert (done.status_code, done.headers["location"]) == (303, "/club")
    assert visitor.get("/club").status_code == 200


def test_memory_forgets_and_the_oldest_goes_first() -> None:
    store = SiteStore(most=3)
    for number in range(5):
        store.put("sessions", str(number), f"document {number}", ends_at=100 + number, now=0)
    assert store.count("sessions") == 3
    assert store.get("sessions", "1", now=0) is None
    assert store.get("sessions", "4", now=0) == "document 4"
    assert store.get("sessions", "4", now=104) is None
    store.put("sessions", "late", "document", ends_at=999, now=500)
    assert store.count("sessions") == 1
    store.close()
