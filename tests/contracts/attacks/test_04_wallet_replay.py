"""Attack 4: a signature for one contract wallet, shown for another one of the same owner.

`MockWallet` takes its owner's signature over the bare digest, so only what is signed keeps its wallets apart.
"""

from __future__ import annotations

import pytest
from brownie import reverts
from conftest import badge_id
from eth_utils import keccak
from vouchers import FOREVER, ZERO, Tree, Voucher, error, person, sign


@pytest.fixture(scope="module")
def medal(create):
    return create("medal")


@pytest.fixture(scope="module")
def director():
    return person("a director")


@pytest.fixture(scope="module")
def wallets(MockWallet, badges, owner, director):
    """Two wallets of one owner, both issuers."""
    both = [MockWallet.deploy(director.address, {"from": owner}) for _ in range(2)]
    for wallet in both:
        badges.appointIssuer(wallet, 0, {"from": owner})
    return both


def test_a_voucher_of_one_wallet_is_none_of_the_other(badges, domain, holder, director, wallets, medal):
    voucher = Voucher(wallets[0], badge_id(medal, holder))
    other = voucher.with_(issuer=wallets[1])
    signature = sign(director, domain.voucher(voucher))
    with reverts(error("SignatureInvalid", wallets[1], domain.voucher(other))):
        badges.claim.call(*domain.request(other, signature=signature), {"from": holder})
    badges.claim.call(*domain.request(voucher, signature=signature), {"from": holder})


def test_a_root_of_one_wallet_holds_no_voucher_of_the_other(badges, domain, holder, director, wallets, medal):
    """The root itself names no issuer, but every voucher under it does."""
    voucher = Voucher(wallets[0], badge_id(medal, holder))
    tree = Tree([domain.voucher(voucher), bytes(32)])
    signature = sign(director, domain.root(tree.root, 2))
    path = tree.path(domain.voucher(voucher))
    badges.claim.call(*domain.request(voucher, proof=(path, 2, FOREVER), signature=signature), {"from": holder})
    other = voucher.with_(issuer=wallets[1])
    folded = keccak(b"".join(sorted([Tree.leaf(domain.voucher(other)), *path])))
    with reverts(error("SignatureInvalid", wallets[1], domain.root(folded, 2))):
        badges.claim.call(*domain.request(other, proof=(path, 2, FOREVER), signature=signature), {"from": holder})


def test_consent_of_one_wallet_is_none_of_the_other(badges, domain, issuer, relayer, director, wallets, medal):
    first, second = (Voucher(issuer, badge_id(medal, wallet)) for wallet in wallets)
    signature = sign(director, domain.claim(first, wallets[0]))
    with reverts(error("SignatureInvalid", wallets[1], domain.claim(second, wallets[1]))):
        badges.claim.call(
            *domain.request(second, consent=(wallets[1].address, FOREVER, signature, b"")), {"from": relayer}
        )
    badges.claim.call(*domain.request(first, consent=(wallets[0].address, FOREVER, signature, b"")), {"from": relayer})


def test_a_claim_link_for_one_wallet_is_none_for_the_other(badges, domain, issuer, relayer, director, wallets, medal):
    key = person("a claim link")
    link = Voucher(issuer, badge_id(medal, ZERO), claim_key=key)
    digest = domain.claim(link, wallets[0])
    signatures = sign(director, digest), sign(key, digest)
    with reverts(error("SignatureInvalid", wallets[1], domain.claim(link, wallets[1]))):
        badges.claim.call(*domain.request(link, consent=(wallets[1].address, FOREVER, *signatures)), {"from": relayer})
    badges.claim.call(*domain.request(link, consent=(wallets[0].address, FOREVER, *signatures)), {"from": relayer})


def test_a_renunciation_of_one_wallet_is_none_of_the_other(badges, domain, relayer, director, wallets, issue, medal):
    ids = [issue(medal, wallet) for wallet in wallets]
    signature = sign(director, domain.renounce(ids[0]))
    with reverts(error("SignatureInvalid", wallets[1], domain.renounce(ids[1]))):
        badges.renounceBySignature.call(ids[1], 0, signature, {"from": relayer})
    badges.renounceBySignature(ids[0], 0, signature, {"from": relayer})
    assert badges.exists(ids[1])
