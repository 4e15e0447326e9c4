"""Claim links: whole or refused, one spelling, and no way around the key."""

import base64
import csv
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from hypothesis import given
from hypothesis import strategies as st
from tests.client.vouchers.conftest import World, table

from soulbadge import ClaimLink, Domain, Status, VoucherBook, VoucherSheet, parse_claim
from soulbadge.errors import (
    ClaimLinkError,
    KeyNeededError,
    NotIssuerError,
    SignatureInvalidError,
    ValueInvalidError,
    VoucherSpentError,
)
from soulbadge.forms.keccak import keccak
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import BurnAuth
from soulbadge.vouchers import Proof, consent
from soulbadge.vouchers.links import link_base

PAGE = "https://issuer.example/claim"


def book(tmp_path: Path, count: int = 5, world: World | None = None) -> VoucherBook:
    path = table(tmp_path, "name,achievement", *[f"guest {place}@example.org,licence" for place in range(count)])
    sheet = VoucherSheet.load(path, {"licence": 1}, links=True)
    if world is None:
        return VoucherBook.sign(Domain(1, "0x" + "12" * 20), Account.create(), sheet, 1_900_000_000)
    return VoucherBook.sign(world.domain, world.account, sheet, world.soon)


@pytest.fixture(scope="module")
def link(tmp_path_factory: pytest.TempPathFactory) -> ClaimLink:
    return book(tmp_path_factory.mktemp("links")).link(2)


def sealed(data: bytes, version: str = "v1") -> str:
    """Any bytes as a link with the right checksum."""
    whole = data + keccak(b"soulbadge claim link v1" + data)[:4]
    return f"{version}." + base64.urlsafe_b64encode(whole).rstrip(b"=").decode()


def opened(link: ClaimLink) -> bytes:
    payload = link.text().partition(".")[2]
    return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))[:-4]


def test_a_link_says_the_same_after_a_journey_and_shows_no_key(link: ClaimLink) -> None:
    text = link.text(PAGE)
    assert text.startswith(f"{PAGE}#v1.")
    for each in (text, f"  {text}\n", link.text(), text.partition("#")[2]):
        assert ClaimLink.parse(each) == link
        assert parse_claim(each) == link
    assert link.key.hex() not in repr(link)
    assert repr(link.key) not in repr(link)
    assert sealed(opened(link)) == link.text()


@given(data=st.data())
def test_a_link_with_anything_changed_is_no_link(link: ClaimLink, data: st.DataObject) -> None:
    text = link.text()
    position = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("abcXYZ019-_.=+/ é\n#"))
    changed = text[:position] + letter + text[position + 1 :]
    kept = text[:position]
    for each in (changed, kept, text + letter):
        if each.strip() == text:
            continue
        with pytest.raises(ClaimLinkError) as caught:
            ClaimLink.parse(each)
        assert text[20:60] not in str(caught.value)


def test_a_sealed_link_of_the_wrong_form_is_refused(link: ClaimLink) -> None:
    data = opened(link)
    steps = 8 + 20 + 20 + 12 + 2 + 5 + 5 + 32 + 5 + 32 + 5 + 5
    key = steps - 10 - 32
    assert data[key : key + 32] == link.key
    assert data[steps] == len(link.signed.proof.path)
    for wrong, words in (
        (b"", "whole"),
        (data[:-1], "whole"),
        (data + b"\0", "more in it"),
        (data[:steps] + b"\x21" + data[steps + 1 :], "path is too long"),
        (data[:key] + bytes(32) + data[key + 32 :], "key is none"),
        (data[:key] + b"\xff" * 32 + data[key + 32 :], "key is none"),
    ):
        with pytest.raises(ClaimLinkError, match=words):
            ClaimLink.parse(sealed(wrong))
    with pytest.raises(ClaimLinkError, match="version 2"):
        ClaimLink.parse(sealed(data, "v2"))
    with pytest.raises(ClaimLinkError, match="too long"):
        ClaimLink.parse("v1." + "A" * 20_000)
    for prefix in ("", "javascript:alert(1)", "file:///etc/passwd"):
        with pytest.raises(ClaimLinkError):
            ClaimLink.parse(f"{prefix}#{link.text()}x" if not prefix else f"{prefix}#{link.text()}")


def test_a_key_that_reached_a_server_is_not_taken_for_a_link(link: ClaimLink) -> None:
    for sent in (f"{PAGE}?{link.text()}", f"{PAGE}/{link.text()}"):
        with pytest.raises(ClaimLinkError):
            ClaimLink.parse(sent)


def test_a_link_of_another_key_or_of_a_named_holder_cannot_be_made(link: ClaimLink) -> None:
    with pytest.raises(ClaimLinkError, match="not the one"):
        ClaimLink(bytes(Account.create().key), link.signed)
    named = replace(link.signed.voucher, badge_id=link.signed.voucher.badge_id | 1)
    with pytest.raises(ClaimLinkError, match="names a holder"):
        ClaimLink(link.key, replace(link.signed, voucher=named))


def test_what_fits_no_link_is_refused_when_it_is_made(link: ClaimLink) -> None:
    for changed in (
        replace(link.signed, chain_id=1 << 64),
        replace(link.signed, signature=bytes(5000)),
        replace(link.signed, proof=Proof((bytes(32),) * 33, 2, 1)),
    ):
        with pytest.raises(ClaimLinkError):
            ClaimLink(link.key, changed).text()


@pytest.mark.parametrize(
    "base",
    [
        "http://issuer.example/",
        "issuer.example",
        "https://u:p@issuer.example/",
        "https://a.example/#x",
        "https:///x",
        "https://a.example/ b",
        "https://é.example/",
        "javascript:alert(1)",
        "https://a.example/\n",
    ],
)
def test_a_link_leads_to_a_page_over_https(base: str) -> None:
    with pytest.raises(ValueInvalidError, match="base"):
        link_base(base)
    assert link_base("http://localhost:8000/claim") == "http://localhost:8000/claim#"


def test_links_are_written_where_only_their_owner_reads(tmp_path: Path) -> None:
    vouchers = book(tmp_path)
    vouchers.write_links(tmp_path / "links.csv", PAGE)
    vouchers.write_each(tmp_path / "links", PAGE)
    vouchers.write(tmp_path / "vouchers.jsonl")
    for path in (tmp_path / "links.csv", *(tmp_path / "links").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "links").stat().st_mode) == 0o700
    with (tmp_path / "links.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["name"] for row in rows] == [f"guest {place}@example.org" for place in range(5)]
    for row in rows:
        link = ClaimLink.parse(row["link"])
        assert (tmp_path / "links" / f"{row['name']}.txt").read_text().strip() == row["link"]
        assert link.key.hex() not in (tmp_path / "vouchers.jsonl").read_text()
    assert len({row["link"] for row in rows}) == 5


def test_a_link_is_for_nobody_with_an_address_and_a_voucher_for_nobody_without(tmp_path: Path) -> None:
    path = table(tmp_path, "holder,achievement", "0x" + "11" * 20 + ",licence", ",licence")
    with_links = VoucherSheet.load(path, {"licence": 1}, links=True)
    assert [line for line, _ in with_links.problems] == [2]
    without = VoucherSheet.load(path, {"licence": 1})
    assert [line for line, _ in without.problems] == [3]
    plain = VoucherBook.sign(Domain(1, "0x" + "12" * 20), Account.create(), VoucherSheet("x", without.rows), 1)
    with pytest.raises(ValueInvalidError, match="needs no link"):
        plain.link(0)


def test_whoever_has_the_link_claims_once(world: World, holder: LocalAccount, tmp_path: Path) -> None:
    link = ClaimLink.parse(book(tmp_path, world=world).link(3).text(PAGE))
    with pytest.raises(KeyNeededError):  # the line of the book is not enough
        world.holder(holder).claim(link.signed)
    world.holder(holder).claim(link)
    assert world.status(1, holder.address) is Status.ACTIVE
    with pytest.raises(VoucherSpentError):
        world.holder(world.chain.person()).claim(link)


def test_who_sees_the_claim_cannot_take_its_place(world: World, holder: LocalAccount, tmp_path: Path) -> None:
    link = book(tmp_path, world=world).link(0)
    word = link.consent(BurnAuth.OwnerOnly, world.soon, holder=holder)
    thief = world.chain.person()
    with pytest.raises(SignatureInvalidError):
        world.holder(thief).claim(link.signed, replace(word, holder=thief.address))
    with pytest.raises(SignatureInvalidError):
        world.holder(thief).claim(link.signed, replace(word, holder=ZERO_ADDRESS))
    forged = consent(link.signed, BurnAuth.OwnerOnly, world.soon, holder=thief, key=link.account)
    with pytest.raises(SignatureInvalidError):  # a key's word for another holder
        world.holder(thief).claim(link.signed, replace(forged, key_signature=word.key_signature))
    world.holder(thief).claim(link.signed, word)  # whoever pays: the badge is the holder's
    assert world.status(1, holder.address) is Status.ACTIVE


def test_a_link_that_promises_somebody_elses_badge_is_worth_nothing(world: World, holder: LocalAccount) -> None:
    key, stranger = Account.create(), Account.create()
    forged = world.voucher(ZERO_ADDRESS, issuer=stranger.address, claim_key=key.address)
    signature = bytes(stranger.sign_message(world.domain.voucher(forged).message).signature)
    signed = replace(world.signed(ZERO_ADDRESS, claim_key=key.address), voucher=forged, signature=signature)
    link = ClaimLink.parse(ClaimLink(bytes(key.key), signed).text())
    with pytest.raises(NotIssuerError):
        world.holder(holder).claim(link)
    real = ClaimLink(bytes(key.key), replace(signed, voucher=replace(forged, issuer=world.account.address)))
    with pytest.raises(SignatureInvalidError):
        world.holder(holder).claim(real)
