"""Wallets are one person only where each of them says so. Every other document is refused, by an error of its own."""

import json
import time
from dataclasses import replace

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from tests.support.careers import DAY, Careers
from tests.support.safes import safes

from soulbadge.errors import (
    AddressInvalidError,
    LinkAloneError,
    LinkElsewhereError,
    LinkError,
    LinkExpiredError,
    LinkMalformedError,
    LinkNotYetValidError,
    LinkOrderError,
    LinkSignatureError,
    LinksOverlapError,
    LinkTwiceError,
    LinkUnilateralError,
    MalformedMessageError,
    NoSuchSignerError,
    ValueInvalidError,
)
from soulbadge.proofs import WalletSigner
from soulbadge.resume import Link, make_link, propose_link, resume
from soulbadge.siwe import parse

ONE, TWO, THREE = (Account.from_key(bytes([7] * 31 + [number])) for number in (1, 2, 3))
NOW = 1_800_000_000


class NoCode:
    """A chain on which nobody has code."""

    def code(self, address: str, block: int | None = None) -> bytes:  # noqa: ARG002 (the protocol's)
        return b""

    def run(self, code: bytes, *, gas: int, block: int | None = None) -> bytes:  # noqa: ARG002 (the protocol's)
        raise AssertionError(code)


def check(link: Link, now: int = NOW) -> None:
    link.check([(NoCode(), 1, 1)], now=now)


def test_wallets_that_sign_for_each_other_are_one_person(ada: Careers) -> None:
    link = make_link([ada.home, ada.work], now=ada.start)
    found = resume([ada.work.address, ada.home.address], ada.collections, links=[link], pictures=False)
    (person,) = found.people
    assert person.wallets == (ada.work.address, ada.home.address)
    assert person.link == link


def test_others_who_are_asked_about_too_stay_apart(ada: Careers) -> None:
    link, other = make_link([ada.home, ada.work], now=ada.start), Account.create().address
    addresses = [other, ada.home.address, ada.work.address]
    found = resume(addresses, [ada.kaggle.collection], links=[link], pictures=False)
    assert [each.wallets for each in found.people] == [(other,), (ada.home.address, ada.work.address)]


def test_the_text_says_everything_and_is_no_sign_in() -> None:
    link = make_link([ONE, TWO], now=NOW, expires_at=NOW + DAY)
    assert all(each.address in link.text for each in (ONE, TWO))
    assert "2027-01-15T08:00:00Z" in link.text
    assert "2027-01-16T08:00:00Z" in link.text
    assert "Until: never" in make_link([ONE, TWO], now=NOW).text
    with pytest.raises(MalformedMessageError):
        parse(link.text)


def test_one_who_claims_anothers_wallet_joins_nothing() -> None:
    claimed = propose_link([ONE.address, TWO.address], now=NOW).sign(ONE)
    with pytest.raises(LinkUnilateralError, match=TWO.address):
        check(claimed)
    place = claimed.wallets.index(TWO.address)
    own = claimed.signatures[1 - place]
    forged = replace(claimed, signatures=(own, own))
    with pytest.raises(LinkOrderError):  # the same signature for both
        check(forged)
    stranger = bytes(THREE.sign_message(encode_defunct(text=claimed.text)).signature)
    with pytest.raises(LinkSignatureError, match=TWO.address):
        check(claimed.with_signature(TWO.address, stranger))


@pytest.mark.parametrize(
    "change",
    [
        lambda it: replace(it, issued_at=it.issued_at - 1),
        lambda it: replace(it, expires_at=it.expires_at + 1),
        lambda it: replace(it, expires_at=0),
        lambda it: replace(it, wallets=tuple(sorted((it.wallets[0], THREE.address), key=lambda each: int(each, 16)))),
        lambda it: replace(it, signatures=("0x" + "11" * 65, it.signatures[1])),
        lambda it: replace(it, signatures=(it.signatures[0], "0x" + "22" * 20)),
        lambda it: replace(it, signatures=(it.signatures[0][:-2] + "00", it.signatures[1])),  # v 0 for 27
    ],
    ids=["earlier", "later", "for ever", "another wallet", "other bytes", "too short", "bare parity"],
)
def test_whatever_is_changed_afterwards_is_noticed(change: object) -> None:
    link = make_link([ONE, TWO], now=NOW, expires_at=NOW + DAY)
    check(link)
    with pytest.raises((LinkSignatureError, LinkOrderError)):
        check(change(link))  # type: ignore[operator]


def test_a_signature_for_two_is_none_for_three() -> None:
    two, three = make_link([ONE, TWO], now=NOW), propose_link([ONE.address, TWO.address, THREE.address], now=NOW)
    for wallet, signature in zip(two.wallets, two.signatures, strict=True):
        three = three.with_signature(wallet, bytes.fromhex(signature[2:]))
    with pytest.raises(LinkSignatureError):
        check(three.sign(THREE))


def test_signatures_in_each_others_place_are_out_of_order() -> None:
    link = make_link([ONE, TWO], now=NOW)
    with pytest.raises(LinkOrderError, match="that of"):
        check(replace(link, signatures=link.signatures[::-1]))


def test_its_time_has_a_first_and_a_last_second() -> None:
    link = make_link([ONE, TWO], now=NOW, expires_at=NOW + 10)
    check(link, NOW)
    check(link, NOW + 9)
    with pytest.raises(LinkExpiredError):
        check(link, NOW + 10)
    with pytest.raises(LinkNotYetValidError):
        check(link, NOW - 1)


def test_alone_twice_and_out_of_order_are_refused_when_made() -> None:
    with pytest.raises(LinkAloneError):
        make_link([ONE], now=NOW)
    with pytest.raises(LinkAloneError):
        propose_link([], now=NOW)
    with pytest.raises(LinkTwiceError):
        make_link([ONE, ONE], now=NOW)
    with pytest.raises(LinkTwiceError):
        propose_link([ONE.address, TWO.address, ONE.address], now=NOW)
    link = make_link([ONE, TWO], now=NOW)
    with pytest.raises(LinkOrderError, match="ascend"):
        replace(link, wallets=link.wallets[::-1])
    with pytest.raises(AddressInvalidError):
        propose_link([ONE.address, "0x12"], now=NOW)
    with pytest.raises(NoSuchSignerError):
        link.sign(THREE)
    with pytest.raises(LinkMalformedError, match="at most 16"):
        propose_link([Account.create().address for _ in range(17)], now=NOW)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"wallets": [ONE.address.lower(), TWO.address]}, "checksum"),
        ({"wallets": ["0x12", TWO.address]}, "0x12"),
        ({"wallets": ["", ""]}, "not a link"),
        ({"signatures": []}, "0 signatures"),
        ({"signatures": ["", "0xZZ"]}, "hex"),
        ({"signatures": ["", "0x" + "11" * 20_000]}, "hex"),
        ({"issued_at": 0}, "1970"),
        ({"issued_at": 10**14}, "10000"),
        ({"expires_at": NOW}, "after its date"),
        ({"expires_at": 10**14}, "10000"),
        ({"more": 1}, "unknown"),
        ({"issued_at": "soon"}, "whole number"),
    ],
)
def test_documents_that_are_no_link_are_told_why(change: dict[str, object], problem: str) -> None:
    data = {**make_link([ONE, TWO], now=NOW).to_json(), **change}
    with pytest.raises(LinkError, match=problem):
        Link.parse(json.dumps(data))


@pytest.mark.parametrize("text", ["", "[]", "{}", "{" * 100_000, '{"wallets": [], "wallets": []}', "x" * 300_000])
def test_texts_that_are_no_document_are_refused(text: str) -> None:
    with pytest.raises(LinkMalformedError):
        Link.parse(text)


def test_a_link_comes_back_from_its_file(ada: Careers) -> None:
    link = make_link([ada.work, ada.home], now=ada.start)
    assert Link.parse(link.dumps()) == link


def test_a_link_that_does_not_hold_is_refused_and_never_left_out(ada: Careers) -> None:
    addresses = [ada.work.address, ada.home.address]
    unsigned = propose_link(addresses, now=ada.start)
    stale = make_link([ada.work, ada.home], now=ada.start - DAY, expires_at=ada.start - 1)
    future = make_link([ada.work, ada.home], now=int(time.time()) + DAY)
    strange = make_link([ada.work, ONE], now=ada.start)
    for link, refusal in (
        (unsigned, LinkUnilateralError),
        (stale, LinkExpiredError),
        (future, LinkNotYetValidError),
        (strange, LinkElsewhereError),
    ):
        with pytest.raises(refusal):
            resume(addresses, [ada.kaggle.collection], links=[link])
    good = make_link([ada.work, ada.home], now=ada.start)
    with pytest.raises(LinksOverlapError):
        resume(addresses, [ada.kaggle.collection], links=[good, good])
    late = make_link([ada.work, ada.home], now=ada.start, expires_at=ada.now + DAY)
    with pytest.raises(LinkExpiredError):  # by the clock of who asks, although the chain stands still
        resume(addresses, [ada.kaggle.collection], links=[late], now=ada.now + DAY)
    with pytest.raises(ValueInvalidError):
        good.check([], now=NOW)


def test_a_contract_wallet_answers_for_itself(aside: Careers) -> None:
    safe = safes(aside.node.web3)()
    safe.deploy(aside.node.web3)
    wallet, addresses = safe.address, [aside.home.address, safe.address]
    aside.cncf.issuer.issue("kcna", wallet)
    link = make_link([aside.home, WalletSigner(wallet, safe.sign)], now=aside.start)
    found = resume(addresses, [aside.cncf.collection], links=[link], pictures=False)
    assert [each.slug for each in found.people[0].sections[0].entries] == ["kcna"]
    one = WalletSigner(wallet, lambda digest: safe.sign(digest, safe.directors[0]))
    with pytest.raises(LinkSignatureError, match=wallet):
        resume(addresses, [aside.cncf.collection], links=[make_link([aside.home, one], now=aside.start)])
    # Where nobody is at the address, its directors' signatures are nobody's.
    with pytest.raises(LinkSignatureError):
        check(link, aside.now)
