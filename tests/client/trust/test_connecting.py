"""Trusted collections are connected, and recognised by their code."""

import pytest
from tests.client.conftest import Programme

from soulbadge.deployment import code_hash
from soulbadge.errors import NoContractError, TrustedCodeError, ValueInvalidError, WrongChainError
from soulbadge.trust import ListedCollection, Trust, connect_trusted


def test_collections_are_connected_in_the_order_of_the_list(programme: Programme) -> None:
    chain, address = programme.collection.chain_id, programme.collection.address
    trust = Trust((ListedCollection(chain, address, "cn", code_hash=code_hash()),))
    (found,) = connect_trusted(trust, {chain: programme.web3})
    assert (found.chain_id, found.address) == (chain, address)


def test_a_collection_of_other_code_is_refused(programme: Programme) -> None:
    chain, address = programme.collection.chain_id, programme.collection.address
    expected = "0x" + "00" * 32
    with pytest.raises(TrustedCodeError) as refusal:
        connect_trusted(Trust((ListedCollection(chain, address, code_hash=expected),)), {chain: programme.web3})
    assert (refusal.value.expected, refusal.value.found) == (expected, code_hash())


def test_a_chain_without_an_rpc_a_wrong_rpc_and_an_empty_address_are_refused(programme: Programme) -> None:
    chain, address = programme.collection.chain_id, programme.collection.address
    here, there = ListedCollection(chain, address), ListedCollection(chain + 1, address)
    with pytest.raises(ValueInvalidError):
        connect_trusted(Trust((here, there)), {chain: programme.web3})
    with pytest.raises(WrongChainError):
        connect_trusted(Trust((there,)), {chain + 1: programme.web3})
    with pytest.raises(NoContractError):
        connect_trusted(Trust((ListedCollection(chain, "0x" + "12" * 20),)), {chain: programme.web3})
