"""A badge given up by a signature that its holder made beforehand, and somebody else sends."""

import json
from dataclasses import replace

import pytest
from eth_account.signers.local import LocalAccount
from tests.client.vouchers.conftest import World

from soulbadge import Renunciation, Status, badge_id, parse_renunciation, sign_renunciation
from soulbadge.errors import (
    AwardMismatchError,
    BurnRefusedError,
    ERC721NonexistentTokenError,
    NotHolderError,
    SignatureInvalidError,
    SoulbadgeError,
    ValueInvalidError,
    VoucherElsewhereError,
)
from soulbadge.models import BurnAuth, Terms


def given_up(world: World, account: LocalAccount, achievement: int = 1) -> Renunciation:
    """Signed, stored, read again."""
    made = sign_renunciation(world.domain, account, badge_id(achievement, 0, account.address))
    return parse_renunciation(json.dumps(made.to_json()))


def test_a_lost_wallets_badge_is_given_up_and_issued_to_the_new_one(world: World, newcomer: LocalAccount) -> None:
    world.issuer.issue("licence", newcomer.address)
    kept = given_up(world, newcomer)
    helper = world.holder(world.chain.person())
    assert helper.submit_renunciation(kept, dry_run=True).is_dry_run
    assert world.status(1, newcomer.address) is Status.ACTIVE
    helper.submit_renunciation(kept)
    assert world.status(1, newcomer.address) is Status.RENOUNCED
    with pytest.raises(AwardMismatchError):  # once
        helper.submit_renunciation(kept)


def test_it_never_ends_a_later_award(world: World, holder: LocalAccount) -> None:
    world.issuer.issue("licence", holder.address)
    kept = given_up(world, holder)
    sender = world.holder(holder)
    sender.submit_renunciation(kept)
    sender.claim(world.signed(holder.address, award=1))
    with pytest.raises(AwardMismatchError):
        sender.submit_renunciation(kept)
    sender.submit_renunciation(sign_renunciation(world.domain, holder, kept.badge_id, 1))
    assert world.status(1, holder.address) is Status.RENOUNCED


def test_nobody_gives_up_what_is_not_theirs(world: World, holder: LocalAccount, newcomer: LocalAccount) -> None:
    badge = world.issuer.issue("licence", newcomer.address).badge_id
    with pytest.raises(NotHolderError):
        sign_renunciation(world.domain, holder, badge)
    forged = Renunciation(
        world.badges.chain_id,
        world.badges.address,
        badge,
        0,
        bytes(holder.sign_message(world.domain.renounce(badge, 0).message).signature),
    )
    with pytest.raises(SignatureInvalidError):
        world.holder(holder).submit_renunciation(forged)
    kept = given_up(world, newcomer)
    for changed in (replace(kept, chain_id=1), replace(kept, collection="0x" + "22" * 20)):
        with pytest.raises(VoucherElsewhereError, match="the renunciation is of"):
            world.holder(holder).submit_renunciation(changed)
    assert world.status(1, newcomer.address) is Status.ACTIVE


def test_terms_decide_here_too(world: World, holder: LocalAccount) -> None:
    world.issuer.create_achievement(Terms("sentence", "A sentence", burn_auth=BurnAuth.IssuerOnly))
    number = world.badges.achievement_id("sentence")
    world.holder(holder).claim(world.signed(holder.address, number))
    with pytest.raises(BurnRefusedError):
        world.holder(holder).submit_renunciation(given_up(world, holder, number))


def test_what_was_never_had_cannot_be_given_up(world: World, holder: LocalAccount) -> None:
    with pytest.raises(ERC721NonexistentTokenError):
        world.holder(holder).submit_renunciation(given_up(world, holder))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"chain_id":1.5}', '{"chain_id":1,"chain_id":1}', "{" * 5000])
def test_a_file_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueInvalidError):
        parse_renunciation(text)


def test_a_number_out_of_range_is_refused_before_anything_is_sent(world: World, holder: LocalAccount) -> None:
    kept = given_up(world, holder).to_json()
    for change in ({"award": 65_536}, {"badge_id": "7"}, {"collection": "0x12"}, {"badge_id": "9" * 5000}):
        with pytest.raises(SoulbadgeError):
            world.holder(holder).submit_renunciation(parse_renunciation(json.dumps({**kept, **change})))
