"""A site whose database is held by another program, or whose disk is full: one sentence, and then it goes on."""

import pytest
from tests.client.faults.conftest import Club, held, refusal
from tests.support.site import PROGRAM

NONE, SOME = 4096, 32 * 1024
"""Bytes that a file may have: less than the database has, or as much as SQLite takes beside it even to read."""


def test_a_database_that_another_program_holds(club: Club) -> None:
    ada, grace = club.visitor("cka"), club.visitor("cka")
    site = club.serve()
    ada.sign_in(ada.account)
    answer, name = grace.answer(), ada.publish(ada.share_text(club.programme.collection))
    with held(club.file):
        assert "locked" in refusal(grace.send(answer))
        assert "locked" in refusal(ada.withdraw(name))
        page = ada.post("/shares/withdraw", {"name": name})
        assert page.status_code == 503
        assert "what this site remembers cannot be reached (database is locked)" in page.text.lower()
        assert str(club.file) not in page.text
        assert (ada.status_of(name), ada.listed()) == (200, {name})  # who only looks is not kept from it
        site.kill()
        done = club.start("--file", "site.sqlite").outcome()
        assert done.code == 1
        (line,) = done.error.splitlines()
        assert line.startswith("error: what this site remembers cannot be reached (site.sqlite: database is locked)")
    club.serve()
    assert grace.send(answer).status_code == 200  # it was not used up
    assert grace.send(answer).status_code in {403, 409}
    assert ada.withdraw(name).status_code == 303
    assert ada.status_of(name) == 410


@pytest.mark.parametrize("room", [NONE, SOME])
def test_a_disk_that_is_full(club: Club, room: int) -> None:
    ada, grace = club.visitor("cka"), club.visitor("cka")
    site = club.serve()
    ada.sign_in(ada.account)
    text = ada.share_text(club.programme.collection)
    name, answer, cookies = ada.publish(text), grace.answer(), grace.cookies()
    asked = {"token": grace.token(), "address": grace.account.address}
    share, withdrawn = {"token": ada.token(), "share": text}, {"token": ada.token(), "name": name}

    if room == SOME:
        room = max(room, club.file.stat().st_size)
    site.give_room(room)
    for _ in range(20):  # until what there is of room is used
        refused = grace.post("/enter/wallet/ask", asked, headers=PROGRAM)
        if refused.status_code != 200:
            break
    assert "nothing was changed, try again in a moment" in refusal(refused)
    refusal(grace.send(answer))
    refusal(ada.post("/shares", share, headers=PROGRAM))
    refusal(ada.post("/shares/withdraw", withdrawn, headers=PROGRAM))
    page = ada.post("/shares", share)
    assert page.status_code == 503
    assert "what this site remembers cannot be reached" in page.text.lower()
    assert str(club.file) not in page.text
    # SQLite needs some room even to read. Who has no cookie is not looked for, and sees every page.
    assert ada.get("/").status_code == (503 if room == NONE else 200)
    assert club.visitor().get("/").status_code == 200

    site.give_room(None)
    assert ada.is_in()
    assert (ada.listed(), ada.status_of(name)) == ({name}, 200)
    assert grace.send(answer).status_code == 200  # it was not used up
    grace.with_cookies(cookies)
    assert grace.send(answer).status_code == 409
    assert ada.withdraw(name).status_code == 303

    site.give_room(room)
    site.kill()
    done = club.start("--file", "site.sqlite", room=room)
    if room == NONE:
        line = done.outcome().error
        assert line.startswith("error: what this site remembers cannot be reached (site.sqlite: ")
        assert line.count("\n") == 1
    done.kill()
    club.serve()
    assert (ada.is_in(), ada.listed(), ada.status_of(name)) == (True, set(), 410)
