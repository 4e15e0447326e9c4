"""Attack 3, where a chain splits: the new chain has another id, and what was signed for the old one is void there.

The contract reads the id whenever it checks a signature. Anvil can change its id while it runs.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount
from tests.client.conftest import Programme, begin
from tests.support import chains

from soulbadge import ids
from soulbadge.chain.structs import from_consent, from_signed_voucher
from soulbadge.contract import connect
from soulbadge.errors import SignatureInvalidError
from soulbadge.models import NO_EVIDENCE, Status, Voucher
from soulbadge.typed_data import Domain
from soulbadge.vouchers import Consent, SignedVoucher, sign_voucher

HERE, THERE = 1337, 7_777
FOREVER = 2**40 - 1


@pytest.fixture
def node() -> Iterator[chains.Node]:
    with chains.anvil("--chain-id", str(HERE)) as node:
        yield node


@pytest.fixture
def programme(node: chains.Node) -> Programme:
    return begin(node.web3, chains.account(0))


def signed_for(chain_id: int, programme: Programme, holder: LocalAccount) -> SignedVoucher:
    voucher = Voucher(
        programme.signer.address, ids.badge_id(1, 0, holder.address), 0, 0, 0, NO_EVIDENCE, deadline=FOREVER
    )
    return sign_voucher(Domain(chain_id, programme.collection.address), programme.signer, voucher)


def test_signatures_are_good_on_the_chain_that_they_name_and_on_no_other(
    node: chains.Node, programme: Programme
) -> None:
    holder: LocalAccount = Account.create()

    def claim(signed: SignedVoucher) -> None:
        """What the contract answers, whatever the client would have noticed before."""
        collection = connect(node.web3, programme.collection.address)
        arguments = (*from_signed_voucher(signed), from_consent(Consent()), ())
        collection.call("claim", *arguments, sender=holder.address)

    old, new = signed_for(HERE, programme, holder), signed_for(THERE, programme, holder)
    claim(old)
    with pytest.raises(SignatureInvalidError):
        claim(new)

    node.ask("anvil_setChainId", THERE)
    claim(new)
    with pytest.raises(SignatureInvalidError):
        claim(old)
    with pytest.raises(SignatureInvalidError):
        claim(replace(old, chain_id=THERE))


def test_badges_answer_on_both_sides_of_a_split(node: chains.Node, programme: Programme) -> None:
    holder = str(Account.create().address)
    badge_id = programme.issuer.issue("cka", holder).badge_id
    node.ask("anvil_setChainId", THERE)
    assert connect(node.web3, programme.collection.address).status_of(badge_id) is Status.ACTIVE
