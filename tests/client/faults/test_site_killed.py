"""A site that is killed in the middle of what it writes: begun again, it goes on by itself, and nothing works twice."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx
import pytest
from eth_account import Account
from tests.client.conftest import Programme
from tests.client.faults.conftest import Club, Process, Visitor

from soulbadge.ids import ZERO_ADDRESS, badge_id
from soulbadge.models import NO_EVIDENCE, Voucher
from soulbadge.typed_data import Domain
from soulbadge.vouchers import sign_voucher
from soulbadge.vouchers.links import ClaimLink

_ROUNDS = 4


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_a_commit_in_a_life_of_a_session_and_of_a_share(club: Club, when: str) -> None:
    ada, text = club.visitor("cka"), ""
    site = club.serve()

    # Coming in: the nonce is used up together with the beginning of the session, or not at all.
    answer, before = ada.answer(), ada.cookies()
    site = _dies(club, site, when, lambda: ada.send(answer))
    first = ada.send(answer)
    assert first.status_code == (200 if when == "before" else 409), first.text
    ada.with_cookies(before)
    assert not ada.is_in()
    again = ada.send(answer)
    assert (again.status_code, again.json()["error"]["name"]) == (409, "ChallengeUnknownError")
    assert ada.sign_in(ada.account).status_code == 200

    # Sharing: served and listed, or neither.
    text = ada.share_text(club.programme.collection)
    site = _dies(club, site, when, lambda: ada.post("/shares", {"share": text}))
    assert ada.is_in()
    assert len(ada.listed()) == (0 if when == "before" else 1)
    name = next(iter(ada.listed()), "") or ada.publish(text)
    assert ada.status_of(name) == 200

    # Withdrawing: served and listed still, or neither any more, and nothing of it is left in the file.
    site = _dies(club, site, when, lambda: ada.withdraw(name))
    assert (ada.status_of(name), name in ada.listed()) == ((200, True) if when == "before" else (410, False))
    assert ada.withdraw(name).status_code == (303 if when == "before" else 410)
    assert (ada.status_of(name), ada.listed()) == (410, set())
    site.kill()
    club.serve()
    assert (ada.status_of(name), ada.listed(), ada.is_in()) == (410, set(), True)


def _dies(club: Club, site: Process, when: str, act: Callable[[], object]) -> Process:
    """Act, the site being killed at its next commit; the site that was begun after it."""
    site.doom(when)
    with pytest.raises(httpx.TransportError):
        act()
    assert site.wait()
    assert site.log() == "Ctrl-C ends it\n"
    return club.serve()


def test_what_is_withdrawn_is_not_in_the_file_any_more(club: Club) -> None:
    ada = club.visitor("cka")
    club.serve()
    ada.sign_in(ada.account)
    text = ada.share_text(club.programme.collection, "a-firm-to-be-forgotten.example")
    name = ada.publish(text)
    signature = text.partition('"signature": "')[2][:40].encode()
    assert signature in _stored(club)
    ada.withdraw(name)
    assert signature not in _stored(club)
    assert ada.cookies()["soulbadge"].encode() not in _stored(club)


def _stored(club: Club) -> bytes:
    return b"".join(each.read_bytes() for each in club.file.parent.glob("site.sqlite*"))


def test_without_a_file_a_restart_forgets_who_was_in_and_no_answer_works_again(club: Club) -> None:
    ada, grace = club.visitor("cka"), club.visitor("cka")
    site = club.serve("--title", "in memory")
    early, used, before = grace.answer(), ada.answer(), ada.cookies()
    assert ada.send(used).status_code == 200
    assert ada.is_in()
    site.kill()
    club.serve("--title", "in memory")
    assert not ada.is_in()
    ada.with_cookies(before)
    for who, answer in ((ada, used), (grace, early)):
        fields = {key: value for key, value in answer.items() if key != "token"}
        refused = who.send(fields)
        assert (refused.status_code, refused.json()["error"]["name"]) == (409, "ChallengeUnknownError")
        assert who.sign_in(who.account).status_code == 200


@dataclass
class Memory:
    """What somebody knows of what a site answered, before it was killed."""

    who: Visitor
    used: list[tuple[dict[str, str], dict[str, str]]] = field(default_factory=list)
    """Answers that let somebody in, with the cookies they were sent with."""
    unsure: list[tuple[dict[str, str], dict[str, str]]] = field(default_factory=list)
    """Those on which nothing came back."""
    shared: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    perhaps_withdrawn: set[str] = field(default_factory=set)

    def live(self, text: str, link: str) -> None:
        """Come in, look at a claim, share, withdraw; until the connection breaks off."""
        try:
            for _ in range(_ROUNDS):  # as often as one address may
                self._once(text, link)
        except httpx.TransportError:
            return

    def _once(self, text: str, link: str) -> None:
        self.unsure.append((self.who.answer(), self.who.cookies()))
        assert self.who.send(self.unsure[-1][0]).status_code == 200
        self.used.append(self.unsure.pop())
        assert self.who.post("/claim", {"what": link, "holder": self.who.account.address}).status_code == 409
        name = self.who.publish(text)
        self.shared.add(name)
        if len(self.shared) % 2:
            self.perhaps_withdrawn.add(name)
            assert self.who.withdraw(name).status_code == 303
            self.withdrawn.add(name)

    def check(self) -> None:
        """The site that was begun again says the same."""
        kept = self.who.cookies()
        for answer, cookies in self.used[-_ROUNDS:]:
            self.who.with_cookies(cookies)
            assert self.who.send(answer).status_code == 409, "an answer let somebody in twice"
        for answer, cookies in self.unsure:
            self.who.with_cookies(cookies)
            assert self.who.send(answer).status_code in {200, 409}
            self.who.with_cookies(cookies)
            assert self.who.send(answer).status_code == 409, "an answer let somebody in twice"
        self.who.with_cookies(kept)
        if not self.who.is_in():
            assert self.unsure, "a session that was begun is over"
            assert self.who.sign_in(self.who.account).status_code == 200
        self.unsure.clear()
        listed = self.who.listed()
        for name in self.shared:
            status = self.who.status_of(name)
            assert status == (200 if name in listed else 410)
            assert status == 410 if name in self.withdrawn else status == 200 or name in self.perhaps_withdrawn
        assert all(self.who.status_of(name) == 200 for name in listed)


def test_killed_at_any_moment_while_people_come_in_claim_share_and_withdraw(club: Club) -> None:
    chance = random.Random(7)
    memories = [Memory(club.visitor("cka")) for _ in range(3)]
    texts = [each.who.share_text(club.programme.collection) for each in memories]
    link = claim_link(club.programme).text()
    site = club.serve()
    for _ in range(3):
        known, goal = _known(memories), chance.randrange(1, 12)
        with ThreadPoolExecutor(len(memories)) as pool:
            busy = [pool.submit(each.live, text, link) for each, text in zip(memories, texts, strict=True)]
            while _known(memories) < known + goal and not all(each.done() for each in busy):
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.1))
            site.kill()
            for life in busy:
                life.result()
        site = club.serve()
        for each in memories:
            each.check()
    assert _known(memories) >= 3
    site.end()


def _known(memories: list[Memory]) -> int:
    return sum(len(each.used) + len(each.shared) + len(each.withdrawn) for each in memories)


def claim_link(programme: Programme) -> ClaimLink:
    """For a `cka`, which these people have already: it is looked at on the chain, and refused."""
    collection, key = programme.collection, Account.create()
    kind = badge_id(collection.achievement_id("cka"), 0, ZERO_ADDRESS)
    deadline = collection.node.timestamp() + 3600
    voucher = Voucher(programme.signer.address, kind, 0, 0, 0, NO_EVIDENCE, deadline, claim_key=key.address)
    return ClaimLink(
        bytes(key.key), sign_voucher(Domain(collection.chain_id, collection.address), programme.signer, voucher)
    )
