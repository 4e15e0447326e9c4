"""One ceremony, one transaction: a thousand graduates; each record committed to, none written."""

from __future__ import annotations

import pytest
from brownie import reverts, web3
from conftest import NONE, YEAR, Status, packed

from soulbadge.merkle import MerkleTree, evidence_leaf

GRADUATES = 1000


@pytest.fixture(scope="module")
def university(programme):
    return programme("university")


@pytest.fixture(scope="module")
def graduates(holder):
    others = (web3.keccak(text=f"graduate {n}")[:20] for n in range(1, GRADUATES))
    return [str(holder), *(web3.to_checksum_address(other) for other in others)]


@pytest.fixture(scope="module")
def records(university, graduates):
    """Each graduate's salted record, as a commitment."""
    return {university.badge("msc-data-science", each, 1): web3.keccak(text=f"record of {each}") for each in graduates}


@pytest.fixture(scope="module")
def tree(records):
    return MerkleTree([evidence_leaf(badge, bytes(record)) for badge, record in records.items()])


@pytest.fixture(scope="module")
def ceremony(university, graduates, tree, chain):
    start = chain[-1].timestamp - 30 * 86_400
    return university.collection.issueCohort(
        university.ids["msc-data-science"],
        1,
        "Class of 2026",
        start,
        0,
        tree.root,
        packed(graduates),
        {"from": university.issuer},
    )


def test_one_transaction_awards_a_thousand_degrees(ceremony, university, graduates):
    assert len(ceremony.events["Issued"]) == GRADUATES
    assert ceremony.gas_used / GRADUATES < 11_800
    ids = [university.badge("msc-data-science", each, 1) for each in graduates]
    for first in range(0, GRADUATES, 250):
        assert set(university.collection.statusesOf(ids[first : first + 250])) == {Status.ACTIVE}


def test_a_degree_never_expires_and_nobody_else_has_it(ceremony, university, graduates, stranger, now, travel_to):
    travel_to(now() + 60 * YEAR)
    assert university.status("msc-data-science", graduates[500], 1) == Status.ACTIVE
    assert university.status("msc-data-science", stranger, 1) == Status.NONE


def test_each_record_is_proven_and_nobody_elses(ceremony, university, graduates, records, tree):
    collection = university.collection
    mine, other = (university.badge("msc-data-science", each, 1) for each in graduates[:2])
    path = tree.proof(evidence_leaf(mine, bytes(records[mine])))
    assert collection.isEvidence(mine, records[mine], path)
    assert not collection.isEvidence(other, records[mine], path)
    assert not collection.isEvidence(mine, records[other], path)


def test_the_ceremony_cannot_be_repeated(ceremony, university, graduates):
    number = university.ids["msc-data-science"]
    with reverts(f"CohortOutOfOrder: {number}, 1, 2"):
        university.collection.issueCohort(
            number, 1, "Class of 2026", 0, 0, NONE, packed(graduates), {"from": university.issuer}
        )
