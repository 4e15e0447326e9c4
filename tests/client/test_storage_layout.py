"""The committed storage layout is the one that a deployed collection has: proofs will be made of it."""

import json
from importlib import resources

import pytest
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak
from web3 import Web3

from soulbadge import Collection, Issuer, Terms, badge_id, connect, deploy
from soulbadge.demo.chain import Chain

YEAR = 31_557_600


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
        slot = layout()[label]
        for key in keys:
            slot = int.from_bytes(keccak(word(key) + slot.to_bytes(32, "big")), "big")
        return self.at(slot)


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
