"""Shares: published by their holder, read by whoever has the link, gone at once when they are withdrawn."""

import json
from collections.abc import Callable

from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from tests.client.web.conftest import HOUR, World
from tests.support.site import PROGRAM, Person

from soulbadge.sharing import Share, check_share, share

Arrive = Callable[[], Person]
DAY = 24 * HOUR


def shared(world: World, account: LocalAccount, audience: str = "jobs.example", days: int = 7) -> str:
    badges = world.programme.collection.badges_of(account.address)
    return json.dumps(share(account, badges, audience, expires_in=days * DAY, now=world.clock).to_json())


def publish(world: World, person: Person, account: LocalAccount) -> str:
    assert person.sign_in(account).status_code == 200
    done = person.post("/shares", {"share": shared(world, account)})
    assert done.status_code == 303
    return str(done.headers["location"])


def test_a_share_is_read_by_whoever_has_the_link_until_it_is_withdrawn(world: World, arrive: Arrive) -> None:
    ada, holder, reader = world.holder("cka"), arrive(), arrive()
    path = publish(world, holder, ada)
    page = reader.get(path)
    assert page.status_code == 200
    assert "Shared with jobs.example" in page.text
    assert "Administrator" in page.text
    assert page.headers["x-robots-tag"] == "noindex"
    assert "Withdraw" not in page.text

    document = reader.get(f"{path}/document.json").text
    found = check_share(Share.parse(document), "jobs.example", [world.programme.collection], now=world.clock)
    assert found.holder == ada.address

    assert "Withdraw it now" in holder.get(path).text
    assert holder.post("/shares/withdraw", {"name": path.rpartition("/")[2]}).status_code == 303
    for each in (reader, holder):
        for gone in (path, f"{path}/document.json"):
            answer = each.get(gone)
            assert (answer.status_code, "Administrator" in answer.text) == (410, False)
    assert "jobs.example" not in holder.get("/shares").text


def test_nobody_but_the_holder_publishes_or_withdraws(world: World, arrive: Arrive) -> None:
    ada, grace = world.holder("cka"), world.holder("cka")
    holder, mallory, nobody = arrive(), arrive(), arrive()
    path = publish(world, holder, ada)
    mallory.sign_in(grace)
    fields = {"name": path.rpartition("/")[2]}
    refused = mallory.post("/shares/withdraw", dict(fields), headers=PROGRAM)
    assert (refused.status_code, refused.json()["error"]["name"]) == (403, "NotYoursError")
    assert nobody.post("/shares/withdraw", dict(fields), headers=PROGRAM).status_code == 401
    refused = mallory.post("/shares", {"share": shared(world, ada)}, headers=PROGRAM)
    assert (refused.status_code, refused.json()["error"]["name"]) == (403, "NotYoursError")
    assert nobody.post("/shares", {"share": shared(world, ada)}, headers=PROGRAM).status_code == 401
    assert nobody.get(path).status_code == 200


def test_a_share_ends_by_itself(world: World, arrive: Arrive) -> None:
    holder = arrive()
    path = publish(world, holder, world.holder("cka"))
    world.clock.ahead = 7 * DAY + 1
    assert arrive().get(path).status_code == 404


def test_a_badge_that_does_not_count_any_more_is_not_shown_as_if_it_did(world: World, arrive: Arrive) -> None:
    ada = world.holder()
    badge_id = world.programme.issuer.issue("pass", ada.address).badge_id
    path = publish(world, arrive(), ada)
    assert arrive().get(path).status_code == 200
    world.programme.issuer.revoke(badge_id)
    answer = arrive().get(path)
    assert answer.status_code == 403
    assert "REVOKED" in answer.text


def test_a_share_is_signed_in_the_page_too(world: World, visitor: Person) -> None:
    ada = world.holder("cka", "cks")
    visitor.sign_in(ada)
    badges = world.programme.collection.badges_of(ada.address)
    fields = {"badges": badges[1].caip19, "audience": "Jobs.Example", "days": "3"}
    asked = visitor.post("/shares/ask", fields, headers=PROGRAM)
    assert asked.status_code == 200, asked.text
    message = asked.json()["message"]
    signature = "0x" + bytes(ada.sign_message(encode_defunct(text=message)).signature).hex()
    done = visitor.post("/shares", {"message": message, "signature": signature}, headers=PROGRAM)
    assert done.status_code == 200, done.text
    text = visitor.get(done.json()["next"]).text
    assert "Security" in text
    assert "Administrator" not in text
    assert "jobs.example" in visitor.get("/shares").text


def test_what_is_no_share_of_ones_own_badges_is_refused_in_a_line(world: World, visitor: Person) -> None:
    ada, grace = world.holder("cka"), world.holder("cka")
    visitor.sign_in(ada)
    theirs = world.programme.collection.badges_of(grace.address)[0].caip19
    own = world.programme.collection.badges_of(ada.address)[0].caip19
    for fields in (
        {"badges": theirs, "audience": "jobs.example", "days": "3"},
        {"badges": "", "audience": "jobs.example", "days": "3"},
        {"audience": "jobs.example", "days": "3"},
        {"badges": own, "audience": "no domain", "days": "3"},
        {"badges": own, "audience": "jobs.example", "days": "0"},
        {"badges": own, "audience": "jobs.example", "days": "9999"},
    ):
        refused = visitor.post("/shares/ask", fields, headers=PROGRAM)
        assert refused.status_code in {403, 422}, fields
        assert refused.json()["error"]["message"]
    for document in ("", "{}", "nonsense", shared(world, ada)[:-5], shared(world, ada, days=500)):
        refused = visitor.post("/shares", {"share": document})
        assert refused.status_code in {403, 422}
        assert 'role="alert"' in refused.text
