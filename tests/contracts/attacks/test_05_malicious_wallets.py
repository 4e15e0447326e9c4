"""Attack 5: contract wallets that revert, answer too little or too much, burn all gas, or call back.

The answer is "no", with the same error as for any wrong signature; and a wallet that says yes to everything speaks for
itself alone.
"""

from __future__ import annotations

from enum import IntEnum

import pytest
from brownie import reverts
from conftest import Status, badge_id
from vouchers import FOREVER, Voucher, error

GAS = 3_000_000  # a million bytes of answer cost two of them


class Answer(IntEnum):
    YES = 0
    NO = 1
    REVERT = 2
    REASON = 3
    INVALID = 4
    LOOP = 5
    NOTHING = 6
    FOUR_BYTES = 7
    LAST_BYTE = 8
    RIGHT = 9
    DIRTY = 10
    TRUE = 11
    HUGE_YES = 12
    HUGE_NO = 13
    HUGE_REVERT = 14
    CALL_BACK = 15


YES = {Answer.YES, Answer.HUGE_YES}


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def wallet(MockHostileWallet, badges, owner):
    """It is an issuer, too."""
    hostile = MockHostileWallet.deploy({"from": owner})
    badges.appointIssuer(hostile, 0, {"from": owner})
    return hostile


@pytest.mark.parametrize("answer", list(Answer), ids=lambda answer: answer.name)
def test_an_issuer_is_asked_and_nothing_but_a_clean_yes_counts(badges, domain, owner, holder, wallet, medal, answer):
    wallet.set(answer, {"from": owner})
    voucher = Voucher(wallet, badge_id(medal, holder))
    request = domain.request(voucher, signature=bytes(65))
    if answer in YES:
        badges.claim.call(*request, {"from": holder, "gas_limit": GAS})
    else:
        with reverts(error("SignatureInvalid", wallet, domain.voucher(voucher))):
            badges.claim.call(*request, {"from": holder, "gas_limit": GAS})


@pytest.mark.parametrize("answer", list(Answer), ids=lambda answer: answer.name)
def test_a_holder_is_asked_and_nothing_but_a_clean_yes_counts(
    badges, domain, owner, issuer, relayer, wallet, issue, medal, create, answer
):
    wallet.set(answer, {"from": owner})
    id_ = issue(create("another"), wallet)
    voucher = Voucher(issuer, badge_id(medal, wallet))
    claim = domain.request(voucher, consent=(wallet.address, FOREVER, b"", b""))
    if answer in YES:
        badges.claim.call(*claim, {"from": relayer, "gas_limit": GAS})
        badges.renounceBySignature.call(id_, 0, b"", {"from": relayer, "gas_limit": GAS})
    else:
        with reverts(error("SignatureInvalid", wallet, domain.claim(voucher, wallet))):
            badges.claim.call(*claim, {"from": relayer, "gas_limit": GAS})
        with reverts(error("SignatureInvalid", wallet, domain.renounce(id_))):
            badges.renounceBySignature.call(id_, 0, b"", {"from": relayer, "gas_limit": GAS})


@pytest.mark.parametrize("answer", [Answer.NO, Answer.INVALID, Answer.HUGE_REVERT], ids=lambda answer: answer.name)
def test_a_wallet_that_never_says_yes_still_acts_for_itself_and_blocks_nobody(
    badges, domain, owner, issuer, holder, wallet, issue_cohort, medal, answer
):
    wallet.set(answer, {"from": owner})
    number = issue_cohort(medal, wallet, holder)
    voucher = Voucher(issuer, badge_id(medal, wallet))
    wallet.execute(badges, badges.claim.encode_input(*domain.request(voucher)), {"from": owner})
    wallet.execute(badges, badges.renounce.encode_input(voucher.badge_id), {"from": owner})
    assert badges.statusOf(voucher.badge_id) == Status.RENOUNCED
    for member in (wallet, holder):
        assert badges.statusOf(badge_id(medal, member, cohort=number)) == Status.ACTIVE


def test_a_wallet_that_says_yes_to_everything_speaks_for_itself_alone(
    badges, domain, issuer, holder, relayer, wallet, medal
):
    """Anybody can issue in its name, but only in its name; and only to itself does it consent."""
    voucher = Voucher(issuer, badge_id(medal, holder))
    with reverts(error("SignatureInvalid", issuer, domain.voucher(voucher))):
        badges.claim.call(*domain.request(voucher, signature=b""), {"from": holder})
    its = voucher.with_(issuer=wallet)
    with reverts(error("SignatureInvalid", holder, domain.claim(its, holder))):
        consent = (holder.address, FOREVER, b"", b"")
        badges.claim.call(*domain.request(its, signature=b"", consent=consent), {"from": relayer})


def test_a_wallet_that_is_no_issuer_can_say_yes_as_often_as_it_likes(
    badges, domain, stranger, holder, medal, MockHostileWallet
):
    wallet = MockHostileWallet.deploy({"from": stranger})
    with reverts(error("NotIssuer", wallet, medal)):
        badges.claim.call(*domain.request(Voucher(wallet, badge_id(medal, holder)), signature=b""), {"from": holder})


def test_a_wallet_that_burns_all_gas_costs_the_sender_alone(badges, domain, owner, holder, wallet, medal):
    """And what is left of it is enough to say no, with the reason."""
    wallet.set(Answer.INVALID, {"from": owner})
    voucher = Voucher(wallet, badge_id(medal, holder))
    with reverts(error("SignatureInvalid", wallet, domain.voucher(voucher))):
        badges.claim.call(*domain.request(voucher, signature=b""), {"from": holder, "gas_limit": 1_000_000})


def test_a_signature_of_any_length_reaches_the_wallet(badges, domain, holder, wallet, medal):
    voucher = Voucher(wallet, badge_id(medal, holder))
    for length in (0, 1, 64, 65, 66, 10_000):
        badges.claim.call(*domain.request(voucher, signature=bytes(length)), {"from": holder})
