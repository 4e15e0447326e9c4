"""The claim page: everything is checked before a wallet is asked, and each reason is a sentence."""

import json
from dataclasses import replace
from typing import Any

from eth_account import Account
from tests.client.web.conftest import HOUR, World
from tests.support.site import PROGRAM, Person

from soulbadge.holder import Holder
from soulbadge.ids import ZERO_ADDRESS, badge_id
from soulbadge.models import NO_EVIDENCE, Voucher
from soulbadge.typed_data import Domain
from soulbadge.vouchers import SignedVoucher, sign_voucher
from soulbadge.vouchers.links import ClaimLink


def voucher(world: World, holder: str, **changes: Any) -> SignedVoucher:  # noqa: ANN401 (fields of Voucher)
    programme = world.programme
    badges, signer = programme.collection, programme.signer
    kind = badge_id(badges.achievement_id("cka"), 0, holder)
    plain = Voucher(signer.address, kind, 0, 0, 0, NO_EVIDENCE, world.clock() + HOUR)
    return sign_voucher(Domain(badges.chain_id, badges.address), signer, replace(plain, **changes))


def link(world: World) -> ClaimLink:
    key = Account.create()
    return ClaimLink(bytes(key.key), voucher(world, ZERO_ADDRESS, claim_key=key.address))


def text(signed: SignedVoucher) -> str:
    return json.dumps(signed.to_json())


def test_a_voucher_for_its_holder_is_shown_with_what_the_holder_agrees_to(world: World, visitor: Person) -> None:
    ada = world.holder()
    page = visitor.post("/claim", {"what": text(voucher(world, ada.address))})
    assert page.status_code == 200
    for said in (ada.address, "Administrator", "the holder, and by nobody else", "the contract will take this claim"):
        assert said in page.text


def test_what_the_contract_would_refuse_is_refused_here_in_a_sentence(world: World, visitor: Person) -> None:
    ada, grace, has = world.holder(), world.holder(), world.holder("cka")
    good = voucher(world, ada.address)
    spent = link(world)
    lin = world.holder()
    world.clock.chain.endow(lin)
    Holder(world.programme.collection, lin).claim(spent)
    cases = (
        (text(voucher(world, ada.address, deadline=world.clock() - 10)), ada.address, "deadline"),
        (text(good), grace.address, "for"),
        (text(replace(good, voucher=replace(good.voucher, deadline=good.voucher.deadline + 1))), ada.address, "sign"),
        (text(replace(good, collection="0x" + "33" * 20)), ada.address, "collection"),
        (text(replace(good, chain_id=1)), ada.address, "chain 1"),
        (text(voucher(world, has.address)), has.address, "exists"),
        (text(voucher(world, ada.address, award=3)), ada.address, "award"),
        (spent.text(), grace.address, "used"),
        (spent.text()[:-3], grace.address, "whole"),
    )
    for what, holder, word in cases:
        page = visitor.post("/claim", {"what": what, "holder": holder})
        assert page.status_code in {403, 404, 409, 422}, (word, page.status_code)
        assert 'role="alert"' in page.text
        alert = page.text.partition('role="alert"')[2].partition("</p>")[0]
        assert word in alert, alert
        asked = {"what": what, "holder": holder, "sender": holder}
        assert visitor.post("/claim/transaction", asked, headers=PROGRAM).status_code == page.status_code


def test_only_the_holders_wallet_sends_a_claim_that_nobody_signed(world: World, visitor: Person) -> None:
    ada, mallory = world.holder(), world.holder()
    fields = {"what": text(voucher(world, ada.address)), "holder": ada.address, "sender": mallory.address}
    refused = visitor.post("/claim/transaction", fields, headers=PROGRAM)
    assert refused.status_code == 422
    assert "connect that one" in refused.json()["error"]["message"]
    sent = visitor.post("/claim/transaction", {**fields, "sender": ada.address.lower()}, headers=PROGRAM).json()
    assert (sent["from"], sent["to"]) == (ada.address, world.programme.collection.address)
    assert sent["data"].startswith("0x")


def test_a_request_for_a_relayer_holds_what_the_holder_signed_and_nothing_else(world: World, visitor: Person) -> None:
    from eth_account.messages import encode_typed_data

    ada, mallory, claimed = world.holder(), world.holder(), link(world)
    fields = {"what": claimed.text(), "holder": ada.address}
    asked = visitor.post("/claim/consent", fields, headers=PROGRAM).json()
    message = encode_typed_data(full_message=json.loads(asked["typed_data"]))
    own, other = ("0x" + bytes(each.sign_message(message).signature).hex() for each in (ada, mallory))
    for deadline, signature in ((asked["deadline"], other), (asked["deadline"] - 1, own), (asked["deadline"], "0x00")):
        given = {**fields, "deadline": str(deadline), "signature": signature}
        refused = visitor.post("/claim/request", given, headers=PROGRAM)
        assert (refused.status_code, refused.json()["error"]["name"]) == (409, "SignatureInvalidError")
    given = {**fields, "deadline": str(asked["deadline"]), "signature": own}
    made = visitor.post("/claim/request", given, headers=PROGRAM).json()["request"]
    assert bytes(claimed.key).hex() not in made  # the claim key stays here
    page = visitor.post("/claim", {"what": made})
    assert page.status_code == 200
    assert 'data-label="Send it and pay"' in page.text
