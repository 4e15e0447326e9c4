"""Attack 6: other bytes for the same ECDSA signature.

One form is taken: r, the lower s, v of 27 or 28. What was used is keyed on what was signed, so a second form would gain
nothing; refusing it keeps others from building on signature bytes.
"""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import badge_id
from eth_keys.constants import SECPK1_N
from vouchers import FOREVER, ZERO, Voucher, error, person, sign, sign_again


def other_s(signature: bytes) -> bytes:
    """(r, n - s) with the other v: as good to ecrecover."""
    s = SECPK1_N - int.from_bytes(signature[32:64], "big")
    return signature[:32] + s.to_bytes(32, "big") + bytes([55 - signature[64]])


def compact(signature: bytes) -> bytes:
    """ERC-2098: 64 bytes, the parity in the highest bit of s."""
    s = int.from_bytes(signature[32:64], "big") | (signature[64] - 27) << 255
    return signature[:32] + s.to_bytes(32, "big")


FORMS = {
    "upper s": other_s,
    "64 bytes": compact,
    "v of 0 or 1": lambda signature: signature[:64] + bytes([signature[64] - 27]),
    "v of EIP-155": lambda signature: signature[:64] + bytes([signature[64] + 10]),
    "the other v": lambda signature: signature[:64] + bytes([55 - signature[64]]),
    "one byte more": lambda signature: signature + b"\0",
    "one byte less": lambda signature: signature[:64],
    "twice": lambda signature: signature * 2,
    "a word before": lambda signature: bytes(32) + signature,
    "nothing": lambda _: b"",
    "zeros": lambda _: bytes(65),
    "r of zero": lambda signature: bytes(32) + signature[32:],
    "s of zero": lambda signature: signature[:32] + bytes(32) + signature[64:],
    "r of the order": lambda signature: SECPK1_N.to_bytes(32, "big") + signature[32:],
    "s of the order": lambda signature: signature[:32] + SECPK1_N.to_bytes(32, "big") + signature[64:],
    "s of ones": lambda signature: signature[:32] + b"\xff" * 32 + signature[64:],
}


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def voucher(issuer, holder, medal):
    return Voucher(issuer, badge_id(medal, holder))


@pytest.fixture(params=FORMS.values(), ids=FORMS)
def form(request):
    return request.param


def test_an_issuers_signature_has_one_form(badges, domain, issuer, holder, voucher, form):
    digest = domain.voucher(voucher)
    with reverts(error("SignatureInvalid", issuer, digest)):
        badges.claim.call(*domain.request(voucher, signature=form(sign(issuer, digest))), {"from": holder})


def test_a_holders_and_a_keys_signature_have_one_form(
    badges, domain, issuer, holder, relayer, voucher, issue, create, medal, form
):
    digest = domain.claim(voucher, holder)
    consent = (holder.address, FOREVER, form(sign(holder, digest)), b"")
    with reverts(error("SignatureInvalid", holder, digest)):
        badges.claim.call(*domain.request(voucher, consent=consent), {"from": relayer})

    key = person("a claim link")
    link = Voucher(issuer, badge_id(medal, ZERO), claim_key=key)
    digest = domain.claim(link, holder)
    consent = (holder.address, FOREVER, b"", form(sign(key, digest)))
    with reverts(error("SignatureInvalid", key, digest)):
        badges.claim.call(*domain.request(link, consent=consent), {"from": holder})

    id_ = issue(create("another"), holder)
    digest = domain.renounce(id_)
    with reverts(error("SignatureInvalid", holder, digest)):
        badges.renounceBySignature.call(id_, 0, form(sign(holder, digest)), {"from": relayer})


def test_another_signature_over_the_same_voucher_does_nothing_more(badges, domain, issuer, holder, stranger, medal):
    """ECDSA has many signatures for one message: the second is no second voucher, for a claim key either."""
    key = person("a claim link")
    link = Voucher(issuer, badge_id(medal, ZERO), claim_key=key)
    digest = domain.voucher(link)
    first = sign(issuer, digest)
    second = sign_again(issuer, digest)
    assert first != second
    for signature in (first, second):
        consent = domain.consent(link, stranger, signed=False, key=key)
        badges.claim.call(*domain.request(link, signature=signature, consent=consent), {"from": stranger})
    badges.claim(*domain.request(link, signature=first, consent=consent), {"from": stranger})
    mine = domain.consent(link, holder, signed=False, key=key)
    for signature in (first, second):
        with reverts(error("VoucherSpent", digest)):
            badges.claim.call(*domain.request(link, signature=signature, consent=mine), {"from": holder})


def test_nobody_is_the_signer_of_garbage(badges, domain, holder, medal):
    """ecrecover answers zero for garbage, and zero is no issuer."""
    voucher = Voucher(ZERO, badge_id(medal, holder))
    for signature in (b"", bytes(65), b"\xff" * 65, bytes(64) + b"\x1b"):
        with reverts(error("SignatureInvalid", ZERO, domain.voucher(voucher))):
            badges.claim.call(*domain.request(voucher, signature=signature), {"from": holder})


def test_a_precompile_is_no_wallet(badges, domain, owner, holder, medal):
    """Number 4 gives back what it is sent, so a careless question would find its answer in it."""
    for number in range(1, 10):
        precompile = f"0x{number:040x}"
        badges.appointIssuer(precompile, 0, {"from": owner})
        voucher = Voucher(precompile, badge_id(medal, holder))
        with reverts(error("SignatureInvalid", precompile, domain.voucher(voucher))):
            badges.claim.call(*domain.request(voucher, signature=b""), {"from": holder})
