"""`claim` where issuer or holder is a contract wallet: see claim_by_wallet.tree."""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import YEAR, Status, badge_id
from vouchers import FOREVER, ZERO, Tree, Voucher, error, person, sign


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def signer():
    """Who owns the issuer's wallet."""
    return person("a director")


@pytest.fixture(scope="module")
def company(MockWallet, badges, owner, signer):
    """An issuer that is a contract wallet."""
    wallet = MockWallet.deploy(signer.address, {"from": owner})
    badges.appointIssuer(wallet, 0, {"from": owner})
    return wallet


@pytest.fixture(scope="module")
def vault(MockWallet, another_holder):
    """A holder that is a contract wallet, owned by `another_holder`."""
    return MockWallet.deploy(another_holder, {"from": another_holder})


def test_issues_by_the_signature_of_the_wallets_owner(badges, domain, holder, company, signer, medal):
    voucher = Voucher(company, badge_id(medal, holder))
    receipt = badges.claim(*domain.request(voucher, signature=sign(signer, domain.voucher(voucher))), {"from": holder})
    assert receipt.events["Issued"]["from"] == company


def test_issues_under_a_root_and_renews(badges, domain, holder, company, signer, medal, now):
    voucher = Voucher(company, badge_id(medal, holder), end=now() + YEAR)
    renewal = voucher.with_(end=now() + 2 * YEAR)
    tree = Tree([domain.voucher(voucher), domain.voucher(renewal)])
    signature = sign(signer, domain.root(tree.root, 2))
    for each in (voucher, renewal):
        badges.claim(
            *domain.request(each, proof=tree.proof(domain.voucher(each)), signature=signature), {"from": holder}
        )
    assert badges.endTime(voucher.badge_id) == renewal.end


def test_refuses_whoever_does_not_own_the_wallet(badges, domain, owner, issuer, holder, company, medal):
    voucher = Voucher(company, badge_id(medal, holder))
    digest = domain.voucher(voucher)
    for signature in (b"", sign(owner, digest), sign(issuer, digest), sign(holder, digest)):
        with reverts(error("SignatureInvalid", company, digest)):
            badges.claim.call(*domain.request(voucher, signature=signature), {"from": holder})


def test_refuses_what_the_wallet_no_longer_stands_by(badges, domain, owner, holder, medal, MockHostileWallet):
    wallet = MockHostileWallet.deploy({"from": owner})
    badges.appointIssuer(wallet, 0, {"from": owner})
    voucher = Voucher(wallet, badge_id(medal, holder))
    badges.claim.call(*domain.request(voucher, signature=b""), {"from": holder})
    wallet.set(1, {"from": owner})
    with reverts(error("SignatureInvalid", wallet, domain.voucher(voucher))):
        badges.claim.call(*domain.request(voucher, signature=b""), {"from": holder})


def test_cancels_through_the_wallet_alone(badges, domain, owner, holder, medal, MockWallet):
    company = MockWallet.deploy(owner, {"from": owner})
    badges.appointIssuer(company, 0, {"from": owner})
    voucher = Voucher(company, badge_id(medal, holder))
    digest = domain.voucher(voucher)
    request = domain.request(voucher, signature=sign(owner, digest))
    badges.cancel(digest, {"from": owner})
    badges.claim.call(*request, {"from": holder})
    company.execute(badges, badges.cancel.encode_input(digest), {"from": owner})
    with reverts(error("VoucherSpent", digest)):
        badges.claim.call(*request, {"from": holder})


def test_issues_to_a_wallet_that_sends_the_claim(badges, domain, issuer, another_holder, vault, medal):
    voucher = Voucher(issuer, badge_id(medal, vault))
    vault.execute(badges, badges.claim.encode_input(*domain.request(voucher)), {"from": another_holder})
    assert badges.ownerOf(voucher.badge_id) == vault


def test_issues_to_a_wallet_whose_owner_signed(badges, domain, issuer, another_holder, relayer, vault, medal):
    voucher = Voucher(issuer, badge_id(medal, vault))
    digest = domain.claim(voucher, vault)
    for signer in (relayer, issuer):
        consent = (vault.address, FOREVER, sign(signer, digest), b"")
        with reverts(error("SignatureInvalid", vault, digest)):
            badges.claim.call(*domain.request(voucher, consent=consent), {"from": relayer})
    consent = (vault.address, FOREVER, sign(another_holder, digest), b"")
    badges.claim(*domain.request(voucher, consent=consent), {"from": relayer})
    assert badges.ownerOf(voucher.badge_id) == vault


def test_does_not_take_the_owner_for_its_wallet(badges, domain, issuer, another_holder, vault, medal):
    voucher = Voucher(issuer, badge_id(medal, vault))
    with reverts(error("HolderMismatch", another_holder, vault)):
        badges.claim.call(*domain.request(voucher), {"from": another_holder})


def test_refuses_an_issuer_whose_wallet_is_not_deployed_yet(badges, domain, owner, holder, medal, signer, MockWallet):
    """Its owner's key is not the wallet's: without code there is nobody to ask."""
    address = owner.get_deployment_address(owner.nonce + 1)
    badges.appointIssuer(address, 0, {"from": owner})
    voucher = Voucher(address, badge_id(medal, holder))
    digest = domain.voucher(voucher)
    request = domain.request(voucher, signature=sign(signer, digest))
    with reverts(error("SignatureInvalid", address, digest)):
        badges.claim.call(*request, {"from": holder})
    assert MockWallet.deploy(signer.address, {"from": owner}) == address
    badges.claim(*request, {"from": holder})
    assert badges.statusOf(voucher.badge_id) == Status.ACTIVE


def test_takes_no_contract_for_a_claim_key(badges, domain, issuer, owner, stranger, medal, MockHostileWallet):
    """It says yes to everything, but nobody asks it."""
    wallet = MockHostileWallet.deploy({"from": owner})
    link = Voucher(issuer, badge_id(medal, ZERO), claim_key=wallet)
    digest = domain.claim(link, stranger)
    for signature in (b"", bytes(65), sign(stranger, digest)):
        with reverts(error("SignatureInvalid", wallet, digest)):
            badges.claim.call(
                *domain.request(link, consent=(stranger.address, FOREVER, b"", signature)), {"from": stranger}
            )


def test_asks_the_key_of_an_account_that_delegates_to_code(badges, domain, issuer, holder, relayer, medal, node):
    """ERC-7702, where a chain has it: such an account has code that no call on this chain could run."""
    voucher = Voucher(issuer, badge_id(medal, holder))
    for account in (issuer, holder):
        node.set_code(account.address, bytes.fromhex("ef0100") + bytes.fromhex(badges.address[2:]))
    badges.claim(*domain.request(voucher, consent=domain.consent(voucher, holder)), {"from": relayer})
    assert badges.ownerOf(voucher.badge_id) == holder


def test_asks_a_wallet_whose_code_is_as_long_as_a_delegation(badges, domain, issuer, holder, relayer, medal, node):
    """It is a contract all the same: what its code says counts, and no key."""
    voucher = Voucher(issuer, badge_id(medal, holder))
    node.set_code(holder.address, bytes.fromhex("5f5ffd").ljust(23, b"\0"))  # PUSH0 PUSH0 REVERT
    with reverts(error("SignatureInvalid", holder, domain.claim(voucher, holder))):
        badges.claim.call(*domain.request(voucher, consent=domain.consent(voucher, holder)), {"from": relayer})
