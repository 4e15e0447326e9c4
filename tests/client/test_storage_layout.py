"""The committed storage layout is the one that a deployed collection has: proofs will be made of it."""

import json
from importlib import resources

import pytest
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak
from web3 import Web3

from soulbadge import Collection, Holder, Issuer, Terms, badge_id, connect, deploy
from soulbadge.demo.chain import Chain

YEAR = 31_557_600
SLOTS = {
    "_owner": 0,
    "_pendingOwner": 1,
    "_name": 2,
    "_symbol": 3,
    "_profile": 4,
    "_renderer": 7,
    "_reader": 8,
    "_achievementCount": 9,
    "_achievements": 10,
    "_texts": 11,
    "_tiers": 12,
    "_slugs": 13,
    "_records": 14,
    "_evidence": 15,
    "_cohorts": 16,
    "_cohortFacts": 17,
    "_standings": 18,
    "_scopes": 19,
    "_spent": 20,
}
"""Of each variable; a profile takes three."""


def layout() -> dict[str, int]:
    """Slot of each state variable, as committed."""
    data = json.loads(resources.files("soulbadge").joinpath("abi/Badges.json").read_text("utf-8"))
    assert all(entry["offset"] == 0 for entry in data["storageLayout"])
    return {entry["label"]: entry["slot"] for entry in data["storageLayout"]}


def word(value: int | str | bytes) -> bytes:
    """A mapping's key as it is hashed."""
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, int) else int(value, 16)).to_bytes(32, "big")


class Storage:
    """The slots of one collection."""

    def __init__(self, web3: Web3, address: str) -> None:
        self._web3, self._address = web3, Web3.to_checksum_address(address)

    def at(self, slot: int) -> int:
        return int.from_bytes(self._web3.eth.get_storage_at(self._address, slot), "big")

    def of(self, label: str, *keys: int | str | bytes) -> int:
        return self.at(self.slot(label, *keys))

    def of_facts(self, kind: int) -> list[int]:
        """A cohort's first two cold slots."""
        first = self.slot("_cohortFacts", kind)
        return [self.at(first), self.at(first + 1)]

    def code(self, address: str) -> bytes:
        return bytes(self._web3.eth.get_code(Web3.to_checksum_address(address)))

    @staticmethod
    def slot(label: str, *keys: int | str | bytes) -> int:
        slot = layout()[label]
        for key in keys:
            slot = int.from_bytes(keccak(word(key) + slot.to_bytes(32, "big")), "big")
        return slot


@pytest.fixture(scope="module")
def world() -> tuple[Collection, LocalAccount, LocalAccount, Storage]:
    chain = Chain()
    owner, holder = chain.person(), chain.person()
    collection = connect(chain.web3, deploy(chain.web3, owner, "An issuer", "ID").address)
    issuer = Issuer(collection, owner)
    issuer.appoint_issuer(owner.address)
    issuer.create_achievement(Terms("cka", "An achievement", validity=YEAR))
    issuer.issue("cka", holder.address, evidence=b"\x77" * 32)
    return collection, owner, holder, Storage(chain.web3, collection.address)


def test_every_variable_lies_where_verifiers_of_proofs_look_for_it() -> None:
    """A change here is another release, whose proofs no older verifier understands."""
    assert layout() == SLOTS


def test_a_record_is_one_slot_of_packed_times(world: tuple[Collection, LocalAccount, LocalAccount, Storage]) -> None:
    collection, _, holder, storage = world
    id_ = badge_id(1, 0, holder.address)
    badge = collection.badge(id_)
    record = storage.of("_records", id_)
    fields = [record >> shift & (1 << 40) - 1 for shift in (0, 40, 80, 120, 160)]
    assert fields == [badge.issued_at, badge.start_time, badge.end_time, badge.since, 0]
    assert record >> 200 == 0  # never ended, no ongoing requirements
    assert storage.of("_evidence", id_).to_bytes(32, "big") == b"\x77" * 32


def test_an_achievement_is_one_slot_of_terms(world: tuple[Collection, LocalAccount, LocalAccount, Storage]) -> None:
    _, _, _, storage = world
    head = storage.of("_achievements", 1)
    assert head & (1 << 160) - 1 == 0  # no requirements
    assert head >> 160 & (1 << 40) - 1 == YEAR
    assert head >> 240 & 3 == 1  # OwnerOnly
    assert head >> 242 == 1  # created, and nothing else
    assert storage.of("_slugs", keccak(text="cka")) == 1
    assert storage.at(layout()["_achievementCount"]) == 1


def test_roles_and_companions_lie_where_they_should(
    world: tuple[Collection, LocalAccount, LocalAccount, Storage],
) -> None:
    collection, owner, _, storage = world
    renderer, reader = collection.companions()
    assert storage.at(layout()["_owner"]) == int(owner.address, 16)
    assert storage.at(layout()["_renderer"]) == int(renderer, 16)
    assert storage.at(layout()["_reader"]) == int(reader, 16)
    assert storage.of("_standings", owner.address) == 2  # the whole collection


def test_a_cohort_is_one_hot_slot_with_its_facts_beside_it_and_members_in_code(
    world: tuple[Collection, LocalAccount, LocalAccount, Storage],
) -> None:
    collection, owner, holder, storage = world
    issuer, root = Issuer(collection, owner), b"\x22" * 32
    medal = issuer.create_achievement(Terms("medal", "A medal")).achievement_id
    members = sorted([holder.address, owner.address], key=lambda each: int(each, 16))
    issuer.issue_cohort("medal", members, "2026", evidence_root=root)
    cohort, kind = collection.cohort(medal, 1), medal << 48 | 1

    head = storage.of("_cohorts", kind)
    assert head & (1 << 160) - 1 == int(cohort.members, 16)
    assert [head >> 160 & (1 << 40) - 1, head >> 200] == [cohort.start_time, 0]  # no end, and nobody has departed
    blob = storage.code(cohort.members)
    assert blob == bytes(1) + b"".join(bytes.fromhex(each[2:]) for each in members)
    assert storage.of_facts(kind) == [cohort.since << 40 | cohort.issued_at, int.from_bytes(root, "big")]
    assert storage.of("_records", badge_id(medal, 1, holder.address)) == 0  # a member has no slot of its own

    Holder(collection, holder).renounce(badge_id(medal, 1, holder.address))
    assert storage.of("_cohorts", kind) == head | 1 << 240
    assert storage.of("_records", badge_id(medal, 1, holder.address)) >> 216 == 6  # RENOUNCED


def test_what_was_cancelled_is_one_slot(world: tuple[Collection, LocalAccount, LocalAccount, Storage]) -> None:
    collection, owner, _, storage = world
    digest = keccak(text="a voucher")
    assert storage.of("_spent", owner.address, digest) == 0
    Issuer(collection, owner).cancel(digest)
    assert storage.of("_spent", owner.address, digest) == 1
