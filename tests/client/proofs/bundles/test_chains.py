"""Bundles of every chain at hand: their headers differ by fork, their proofs do not."""

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from eth_account import Account
from tests.client.attacks.test_07_delegated_accounts import SAYS_YES, delegate, deploy
from tests.client.conftest import Programme
from tests.support import chains

from soulbadge import ids
from soulbadge.contract import connect
from soulbadge.demo.chain import Chain
from soulbadge.demo.proofs import InProcessProofs
from soulbadge.deployment import deploy as deploy_badges
from soulbadge.issuer import Issuer
from soulbadge.models import Status, Terms
from soulbadge.policy import AllOf, Holds
from soulbadge.proofs import MemoryNonces, Verdict, challenge, present
from soulbadge.proofs.bundles import Bundle, ProofSource, RpcProofs, bundle, prove_badges, read_badges, verify_bundle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eth_account.signers.local import LocalAccount
    from web3 import Web3

ANVILS = ("london", "paris", "shanghai", "cancun", "prague", "osaka")


@contextmanager
def opened(kind: str) -> "Iterator[tuple[Web3, LocalAccount]]":
    """A chain, and an account that can pay."""
    if kind == "in-process":
        chain = Chain()
        yield chain.web3, chain.person()
    else:
        with chains.ganache() if kind == "ganache" else chains.anvil("--hardfork", kind) as node:
            yield node.web3, chains.account(0)


def founded(web3: "Web3", signer: "LocalAccount") -> Programme:
    """A collection with `cka`, issued one by one, and `medal`, issued to a cohort."""
    collection = connect(web3, deploy_badges(web3, signer, "An issuer", "ID").address)
    issuer = Issuer(collection, signer)
    issuer.appoint_issuer(signer.address)
    issuer.create_achievement(Terms("cka", "Administrator", individual=True))
    issuer.create_achievement(Terms("medal", "Medal"))
    return Programme(web3, signer, collection, issuer)


def award(programme: Programme, holder: str) -> list[str]:
    """Both badges, to somebody."""
    cka = programme.issuer.issue("cka", holder).badge_id
    number = programme.issuer.issue_cohort("medal", [holder, programme.signer.address], "2026").number
    medal = ids.badge_id(2, number, holder)
    collection = programme.collection
    return [ids.caip19(collection.chain_id, collection.address, each) for each in (cka, medal)]


def verified(programme: Programme, holder: "LocalAccount", names: list[str], source: ProofSource) -> Verdict:
    """A bundle made, handed over as text, and verified by the hash that the chain itself tells."""

    def now() -> int:
        return int(programme.web3.eth.get_block("latest")["timestamp"])

    asked = challenge("door.example", "https://door.example/enter", programme.collection.chain_id, now=now)
    text = bundle(present(holder, names, asked), asked, source, now=now).to_text()
    return verify_bundle(
        Bundle.from_text(text),
        programme.collection.block().hash,
        asked,
        AllOf(Holds("cka"), Holds("medal")),
        collections=[programme.collection.address],
        max_age=600,
        nonces=MemoryNonces(),
        now=now,
    )


@pytest.mark.parametrize(
    "kind", ["in-process", "ganache", *(each for each in ANVILS if each not in {"london", "paris"})]
)
def test_a_bundle_of_this_chain_is_verified(kind: str) -> None:
    holder = Account.create()
    with opened(kind) as (web3, signer):
        programme = founded(web3, signer)
        source = InProcessProofs(web3) if kind == "in-process" else RpcProofs(web3)
        names = award(programme, holder.address)
        verdict = verified(programme, holder, names, source)
        assert [each.slug for each in verdict.badges] == ["cka", "medal"]
        assert [each.badge for each in verdict.badges] == programme.collection.badges(
            [ids.parse_caip19(each).badge_id for each in names]
        )
        # The holder has no account at all: that it has no code is proven by its absence.
        assert web3.eth.get_balance(holder.address) == 0


@pytest.mark.parametrize("fork", ["london", "paris"])
def test_headers_before_shanghai_are_rebuilt_too(fork: str) -> None:
    with chains.anvil("--hardfork", fork) as node:
        node.ask("evm_mine")
        proof = prove_badges([], RpcProofs(node.url))
        assert proof.block.hash == node.web3.eth.get_block("latest")["hash"].to_0x_hex()
        assert proof.nodes == ()


def test_the_chain_inside_the_process_proves_blocks_of_the_past_as_well() -> None:
    chain = Chain()
    programme = founded(chain.web3, chain.person())
    holder = Account.create().address
    names = award(programme, holder)
    source, latest = InProcessProofs(chain.web3), programme.height()
    for back, status in ((0, Status.ACTIVE), (1, Status.ACTIVE), (2, Status.NONE)):
        proof = prove_badges(names[:1], source, block=latest - back)
        assert proof.block == programme.collection.block(latest - back)
        assert read_badges(proof, proof.block.hash, names[:1])[0].status is status


def test_the_key_of_an_account_that_delegates_speaks_for_it_offline_too() -> None:
    """EIP-7702; its delegate says yes to whatever it is asked, and is not asked."""
    with chains.anvil("--hardfork", "prague") as node:
        programme = founded(node.web3, chains.account(0))
        holder = Account.create()
        names = award(programme, holder.address)
        target = deploy(programme, SAYS_YES)
        delegate(programme, holder, target)
        verdict = verified(programme, holder, names, RpcProofs(node.url))
        assert verdict.holder == holder.address
