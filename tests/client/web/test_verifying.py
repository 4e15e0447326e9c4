"""The verdicts of the verify page, on anvil: each kind of document, true and untrue, in plain words."""

import html
import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from tests.client.conftest import Programme, begin
from tests.support import chains
from tests.support.faulty_proxy import FaultyProxy, faulty_proxy
from tests.support.site import Person, Served, served

from soulbadge.evidence.documents import EvidenceDocument
from soulbadge.models import BurnAuth, Terms
from soulbadge.openbadges import CredentialKey, bind_key, export
from soulbadge.policy import Holds
from soulbadge.proofs import Challenge, challenge, present
from soulbadge.proofs.bundles import RpcProofs, bundle
from soulbadge.resume import resume
from soulbadge.sharing import share
from soulbadge.web.reader import WAITING


@dataclass(frozen=True)
class Place:
    """A site at anvil, asked through a cable; two servers have to agree about bundles."""

    programme: Programme
    site: Served
    cable: FaultyProxy
    person: Person
    holder: LocalAccount
    evidence: EvidenceDocument

    def asked(self) -> Challenge:
        return challenge("jobs.example", "https://jobs.example/apply", 31337, Holds("cka"))

    def look(self, document: object, **fields: str) -> tuple[str, str, str]:
        """Headline, what it says, and the whole page."""
        text = document if isinstance(document, str) else json.dumps(document)
        answer = self.person.post("/verify", {"text": text, **fields})
        assert answer.status_code == 200, answer.text
        page = html.unescape(answer.text)
        (headline,) = re.findall(r'<h1 id="verdict">(.*?)</h1>', page)
        (said,) = re.findall(r'<div class="say[^"]*" role="status">(.*?)</div>', page, re.DOTALL)
        return headline, said, page


@pytest.fixture(scope="module")
def place(anvil: chains.Node) -> Iterator[Place]:
    programme = begin(anvil.web3, chains.account(0))
    programme.issuer.create_achievement(Terms("pass", "Pass", individual=True, burn_auth=BurnAuth.Both))
    holder: LocalAccount = Account.create()
    evidence = EvidenceDocument.of({"grade": "A", "born": "2001-04-05"})
    issued = programme.issuer.issue("cka", holder.address, evidence=evidence.commitment)
    evidence = replace(evidence, badge=programme.collection.badge(issued.badge_id).caip19)
    with faulty_proxy(anvil.url, seed=1, rate=0) as cable:
        servers = (anvil.url, cable.url)
        with served(cable.url, [programme.collection.address], agreeing=servers) as site:
            person = Person(site.url)
            yield Place(programme, site, cable, person, holder, evidence)
            person.close()


def names(place: Place) -> list[str]:
    return [each.caip19 for each in place.programme.collection.badges_of(place.holder.address)]


def test_a_true_presentation_says_for_whom_it_was_made(place: Place) -> None:
    shown = present(place.holder, names(place), place.asked())
    headline, said, page = place.look(shown.to_json())
    assert headline == "Genuine, and made for jobs.example"
    assert f"{place.holder.address} signed it for jobs.example, and shows one badge that counts." in said
    assert "If you are not jobs.example" in said
    assert "asked the chain a moment ago" in page
    # Looking at it uses nothing up.
    assert place.look(shown.to_json())[0] == headline


def test_a_presentation_that_is_over_is_said_to_be(place: Place) -> None:
    asked = challenge("jobs.example", "https://jobs.example/", 31337, now=lambda: int(time.time()) - 5000)
    headline, said, _ = place.look(present(place.holder, names(place), asked).to_json())
    assert headline == "This presentation does not hold"
    assert "Expired at" in said


def test_a_presentation_with_a_letter_changed_is_not_signed_by_anybody(place: Place) -> None:
    shown = present(place.holder, names(place), place.asked()).to_json()
    changed = shown["message"].replace("/apply", "/apples")
    assert place.look({**shown, "message": changed})[0] == "This presentation does not hold"
    elsewhere = shown["message"].replace("31337", "1")
    headline, said, _ = place.look({**shown, "message": elsewhere})
    assert headline == "This site cannot tell"
    assert "another chain than 31337" in said


def test_a_badge_that_was_taken_back_makes_a_presentation_untrue(place: Place) -> None:
    issued = place.programme.issuer.issue("pass", place.holder.address)
    shown = present(place.holder, names(place), place.asked())
    assert "2 badges that count" in place.look(shown.to_json())[1]
    place.programme.issuer.revoke(issued.badge_id)
    headline, said, _ = place.look(shown.to_json())
    assert headline == "This presentation does not hold"
    assert "REVOKED" in said


def test_badges_of_issuers_that_nobody_listed_are_named_and_not_counted(place: Place) -> None:
    stranger = names(place)[0].replace(place.programme.collection.address, "0x" + "22" * 20)
    _, said, _ = place.look(present(place.holder, [stranger], place.asked()).to_json())
    assert "shows no badge" in said
    assert "does not list their issuers" in said


def test_a_bundle_rests_on_what_servers_say_alike(place: Place, anvil: chains.Node) -> None:
    asked = place.asked()
    made = bundle(present(place.holder, names(place), asked), asked, RpcProofs(anvil.url))
    headline, _, page = place.look(made.to_text())
    assert headline == "Genuine, and made for jobs.example"
    assert "these servers agree about its block" in page
    # A block that the verifier names goes before what servers say; a wrong one proves nothing.
    headline, said, _ = place.look(made.to_text(), block_hash="0x" + "11" * 32)
    assert headline == "This bundle does not hold"
    assert "0x" + "11" * 32 in said


def test_a_bundle_that_is_too_old_is_told_by_how_much(place: Place, anvil: chains.Node) -> None:
    asked = place.asked()
    made = bundle(present(place.holder, names(place), asked), asked, RpcProofs(anvil.url), block=anvil.height())
    deadline = time.monotonic() + 60
    while time.time() < made.proof.block.time + 2:  # until the block is older than no time at all
        assert time.monotonic() < deadline
        time.sleep(0.1)
    headline, said, _ = place.look(made.to_text(), max_age="0")
    assert headline == "This bundle does not hold"
    assert "0 seconds of age are allowed" in said


def test_a_share_shows_facts_that_the_issuer_committed_to(place: Place) -> None:
    disclosed = place.evidence.disclose(["grade"])
    made = share(place.holder, [disclosed.badge], "recruiter.example", expires_in=5000, disclosures=[disclosed])
    headline, said, page = place.look(made.to_json())
    assert headline == "True now, and made for recruiter.example"
    assert "If you are not recruiter.example" in said
    assert "Fact: grade" in page
    assert "2001-04-05" not in page
    forged = json.dumps(made.to_json()).replace('"A"', '"B"')
    assert place.look(forged)[0] == "This share does not hold"


def test_a_credential_is_compared_with_the_chain(place: Place) -> None:
    badges, now = place.programme.collection, int(time.time())
    key = CredentialKey(bytes(range(1, 33)))
    binding = bind_key(key.did, badges.chain_id, badges.address, place.programme.signer, now=now)
    (credential, *_) = export(resume([place.holder.address], [badges]), key, [binding], now=now)
    text = json.dumps(credential)
    headline, said, page = place.look(text)
    assert headline == "This credential is true now"
    assert "It does not prove that whoever showed it to you is that holder" in said
    assert key.did in page
    assert place.look(text.replace("Administrator", "Emperor"))[0] == "This credential does not hold"


def test_a_node_that_hangs_keeps_nobody_waiting_but_those_who_need_it(place: Place) -> None:
    released = threading.Event()
    forward = place.cable.forward
    answers: list[int] = []

    def late(body: bytes) -> object:
        assert released.wait(120)
        return forward(body)

    place.cable.forward = late  # type: ignore[method-assign,assignment]  # a node that takes its time
    people = [Person(place.site.url) for _ in range(WAITING + 12)]
    threads = [threading.Thread(target=lambda each=each: answers.append(each.get("/").status_code)) for each in people]
    try:
        for each in threads:
            each.start()
        deadline = time.monotonic() + 60
        while len(answers) < 12:  # those for whom there is no place are sent away
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert answers == [503] * 12
        assert place.person.get("/verify").status_code == 200  # which needs no chain
        assert len(answers) == 12
    finally:
        released.set()
        for each in threads:
            each.join()
        place.cable.forward = forward  # type: ignore[method-assign]  # as it was
        for person in people:
            person.close()
    assert sorted(answers) == [200] * WAITING + [503] * 12
