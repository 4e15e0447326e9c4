"""One ceremony, one transaction: a thousand graduates; each record committed to, none written. The same class again by
vouchers under one signature, and claim links for those whose address is not known yet."""

from __future__ import annotations

import pytest
from brownie import reverts, web3
from conftest import NONE, YEAR, Status, packed
from vouchers import BY_HOLDER, Domain, Tree, Voucher, error, person, sign

from soulbadge.merkle import MerkleTree, evidence_leaf

GRADUATES = 1000
LINKS = 8


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


@pytest.fixture(scope="module")
def people():
    """A class with wallets of its own; those behind the last `LINKS` places have not told their addresses."""
    return [person(f"graduate {n}") for n in range(GRADUATES)]


@pytest.fixture(scope="module")
def keys():
    """What goes into the claim links."""
    return [person(f"claim key {n}") for n in range(LINKS)]


@pytest.fixture(scope="module")
def at_university(university, chain):
    return Domain(chain.id, university.collection.address)


@pytest.fixture(scope="module")
def vouchers(university, people, keys):
    degree, issuer = university.ids["msc-data-science"], university.issuer
    named = [Voucher(issuer, university.badge("msc-data-science", each.address)) for each in people[:-LINKS]]
    return named + [Voucher(issuer, degree << 208, claim_key=key) for key in keys]


@pytest.fixture(scope="module")
def signed(at_university, vouchers, university):
    """The tree over the class's vouchers, and the one signature."""
    tree = Tree([at_university.voucher(each) for each in vouchers])
    return tree, sign(university.issuer, at_university.root(tree.root, tree.count))


@pytest.fixture(scope="module")
def collect(university, at_university, vouchers, signed, relayer):
    """A graduate collects by the voucher of this place; somebody else sends it."""
    tree, signature = signed

    def collect_at(place, consent=BY_HOLDER):
        proof = tree.proof(at_university.voucher(vouchers[place]))
        request = at_university.request(vouchers[place], proof=proof, signature=signature, consent=consent)
        return university.collection.claim(*request, {"from": relayer})

    return collect_at


def test_the_same_class_collects_under_one_signature(university, at_university, vouchers, people, collect):
    assert len(vouchers) == GRADUATES
    sent = university.issuer.nonce
    for place in (0, 1, GRADUATES // 2, GRADUATES - LINKS - 1):
        collect(place, at_university.consent(vouchers[place], people[place]))
        assert university.status("msc-data-science", people[place].address) == Status.ACTIVE
    assert university.status("msc-data-science", people[2].address) == Status.NONE  # has not collected yet
    assert university.issuer.nonce == sent  # the signature cost the university nothing


def test_nobody_collects_with_the_voucher_of_another(at_university, vouchers, people, collect):
    with reverts(error("HolderMismatch", people[1], people[0])):
        collect(0, at_university.consent(vouchers[0], people[1]))


def test_whose_address_was_not_known_follows_a_link(university, at_university, vouchers, people, keys, collect):
    for n in (0, LINKS - 1):
        place = GRADUATES - LINKS + n
        collect(place, at_university.consent(vouchers[place], people[place], key=keys[n]))
        assert university.status("msc-data-science", people[place].address) == Status.ACTIVE
        with reverts(error("VoucherSpent", at_university.voucher(vouchers[place]))):
            collect(place, at_university.consent(vouchers[place], person("somebody else"), key=keys[n]))
