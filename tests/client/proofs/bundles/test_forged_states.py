"""A whole chain made up by a liar, whose hash a verifier came to trust: what it says may be false, but never a crash.

Its collection has the code hash of a release, as an account's leaf can say anything, and storage that this code never
writes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from eth_abi.abi import encode
from trie.hexary import HexaryTrie

from soulbadge import ids
from soulbadge.chain.artifacts import artifact, storage_layout
from soulbadge.errors import NotProvableOfflineError, StateMalformedError, UnknownCodeError
from soulbadge.forms.keccak import keccak
from soulbadge.models import Status
from soulbadge.proofs.bundles import StateProof, prove_badges, read_badges, rlp
from soulbadge.proofs.bundles.tries import EMPTY_ROOT

COLLECTION = "0x" + "c0" * 20
HOLDER = "0x" + "07" * 20
BLOB = "0x" + "b0" * 20
RULES = "0x" + "b1" * 20
CODE = keccak(artifact("Badges").runtime)
CREATED, ONGOING = 1 << 242, 1 << 247
NOW = 1_800_000_000
RECORD = NOW - 9 | (NOW - 9) << 40 | (NOW - 9) << 120
REQUIREMENTS = "(uint8,bool,(address,uint256,uint40)[])[]"
TEXTS = encode(["string"] * 4 + ["string[]", "uint24"], ["cka", "CKA", "", "", ["kubectl"], 0])


def slot(variable: str, key: int) -> int:
    place = keccak(key.to_bytes(32, "big") + storage_layout()[variable].to_bytes(32, "big"))
    return int.from_bytes(place, "big")


def badge(achievement: int = 1, cohort: int = 0) -> int:
    return ids.badge_id(achievement, cohort, HOLDER)


def name(badge_id: int) -> str:
    return ids.caip19(1, COLLECTION, badge_id)


@dataclass
class Forged:
    """A state to be written, as it would be if all went well; then something is changed."""

    slots: dict[int, bytes | int] = field(default_factory=dict)
    codes: dict[str, bytes] = field(default_factory=dict)
    leaves: dict[str, bytes] = field(default_factory=dict)
    code: bytes = CODE

    def proof(self) -> StateProof:
        """Every node and code of it."""
        nodes: dict[bytes, bytes] = {}
        storage = tree({at.to_bytes(32, "big"): self._leaf(value) for at, value in self.slots.items()}, nodes)
        accounts = {COLLECTION: account(storage, self.code)}
        accounts |= {where: account(EMPTY_ROOT, keccak(code)) for where, code in self.codes.items()}
        root = tree({bytes.fromhex(each[2:]): leaf for each, leaf in (accounts | self.leaves).items()}, nodes)
        fields: list[rlp.Item] = [bytes(32)] * 15
        fields[3], fields[8], fields[11] = root, rlp.number(7), rlp.number(NOW)
        used = tuple(sorted(nodes.values()))
        return StateProof(rlp.encode(fields), used, tuple(sorted(self.codes.values())))

    @staticmethod
    def _leaf(value: bytes | int) -> bytes:
        return value if isinstance(value, bytes) else rlp.encode(rlp.number(value))


def account(storage: bytes, code: bytes) -> bytes:
    return rlp.encode([b"\1", b"", storage, code])


def tree(entries: Mapping[bytes, bytes], nodes: dict[bytes, bytes]) -> bytes:
    """Root of a trie; its nodes are added."""
    database: dict[bytes, bytes] = {}
    trie = HexaryTrie(database)
    for key, value in entries.items():
        trie[keccak(key)] = value
    for key in entries:
        nodes.update((keccak(each), each) for each in map(rlp.encode, trie.get_proof(keccak(key))))  # type: ignore[no-untyped-call]
    return bytes(trie.root_hash)


def sound() -> Forged:
    """A badge of achievement 1, issued one by one."""
    forged = Forged()
    forged.slots = {
        slot("_records", badge()): RECORD,
        slot("_achievements", 1): CREATED | 1 << 240,
        slot("_texts", 1): int(BLOB, 16),
    }
    forged.codes = {BLOB: b"\0" + TEXTS}
    return forged


def of_cohort() -> Forged:
    forged = sound()
    del forged.slots[slot("_records", badge())]
    forged.slots[slot("_cohorts", badge(1, 1) >> 160)] = int(RULES, 16) | (NOW - 9) << 160
    forged.slots[slot("_cohortFacts", badge(1, 1) >> 160)] = NOW - 9 | (NOW - 9) << 40
    forged.codes[RULES] = b"\0" + bytes.fromhex(HOLDER[2:])
    return forged


def resting(*kinds: tuple[str, int, int]) -> Forged:
    """A badge of achievement 1 that rests on others."""
    forged = sound()
    forged.slots[slot("_records", badge())] = RECORD | ONGOING
    forged.slots[slot("_achievements", 1)] = CREATED | ONGOING | int(RULES, 16)
    forged.codes[RULES] = b"\0" + encode([REQUIREMENTS], [[(1, True, list(kinds))]])
    return forged


def read(forged: Forged, badge_id: int | None = None) -> Status:
    proof = forged.proof()
    (found,) = read_badges(proof, proof.block.hash, [name(badge_id or badge())])
    return found.status


def test_what_is_forged_soundly_is_read() -> None:
    """So the refusals below are for what they say."""
    assert read(sound()) is Status.ACTIVE
    assert read(of_cohort(), badge(1, 1)) is Status.ACTIVE
    assert read(resting()) is Status.SUSPENDED


def changed(forged: Forged, **changes: Any) -> Forged:  # noqa: ANN401 (fields of any type)
    for each, value in changes.items():
        getattr(forged, each).update(value)
    return forged


LIES: dict[str, tuple[Forged, int, str]] = {
    "a badge of no achievement": (
        changed(sound(), slots={slot("_achievements", 1): 1}),
        badge(),
        "but no achievement 1",
    ),
    "an end that there is not": (
        changed(sound(), slots={slot("_records", badge()): RECORD | NOW << 160 | 9 << 216}),
        badge(),
        "ended in status 9",
    ),
    "texts that can be run": (changed(sound(), codes={BLOB: b"\1" + TEXTS}), badge(), "no code blob"),
    "texts of nothing": (changed(sound(), codes={BLOB: b"\0"}), badge(), "not what a collection writes"),
    "texts of garbage": (
        changed(sound(), codes={BLOB: b"\0" + b"\xff" * 400}),
        badge(),
        "not what a collection writes",
    ),
    "half a member": (changed(of_cohort(), codes={RULES: b"\0" * 20}), badge(1, 1), ": members are not 20 bytes each;"),
    "rules of garbage": (
        changed(resting(), codes={RULES: b"\0" + b"\xff" * 400}),
        badge(),
        "not what a collection writes",
    ),
    "a badge that rests on itself": (resting((ids.ZERO_ADDRESS, 1, 0)), badge(), "not an earlier one"),
    "a badge that rests on nothing": (resting((ids.ZERO_ADDRESS, 0, 0)), badge(), "not an earlier one"),
    "a word with a leading zero": (
        changed(sound(), slots={slot("_records", badge()): b"\x82\0\1"}),
        badge(),
        "leading 0",
    ),
    "a word of 33 bytes": (
        changed(sound(), slots={slot("_records", badge()): rlp.encode(b"\1" * 33)}),
        badge(),
        "leading 0",
    ),
    "a word of a list": (changed(sound(), slots={slot("_records", badge()): b"\xc1\1"}), badge(), "leading 0"),
    "a word that goes on": (changed(sound(), slots={slot("_records", badge()): b"\1\1"}), badge(), "follow"),
    "an account of three": (
        changed(sound(), leaves={COLLECTION: rlp.encode([b"", b"", CODE])}),
        badge(),
        "four fields",
    ),
    "an account of bytes": (changed(sound(), leaves={COLLECTION: rlp.encode(b"account")}), badge(), "four fields"),
    "a root of 31 bytes": (
        changed(sound(), leaves={COLLECTION: rlp.encode([b"", b"", bytes(31), CODE])}),
        badge(),
        "32 bytes belong",
    ),
    "a nonce of a list": (
        changed(sound(), leaves={COLLECTION: rlp.encode([[], b"", bytes(32), CODE])}),
        badge(),
        "a number of at most 8 bytes",
    ),
}


@pytest.mark.parametrize(("forged", "badge_id", "why"), LIES.values(), ids=LIES)
def test_what_no_collection_writes_is_refused(forged: Forged, badge_id: int, why: str) -> None:
    with pytest.raises(StateMalformedError, match=why):
        read(forged, badge_id)


def test_requirements_without_end_are_refused_before_the_stack_is() -> None:
    forged = resting()
    for number in range(2, 7):
        below = f"0x{number:040x}"
        forged.codes[below] = b"\0" + encode([REQUIREMENTS], [[(1, True, [(ids.ZERO_ADDRESS, number - 1, 0)])]])
        forged.slots[slot("_achievements", number)] = CREATED | ONGOING | int(below, 16)
        forged.slots[slot("_records", badge(number))] = RECORD | ONGOING
    with pytest.raises(StateMalformedError, match="2 layers"):
        read(forged, badge(6))


@pytest.mark.parametrize(("held_for", "decided"), [(9, False), (10, True)])
def test_what_cannot_count_yet_is_not_asked_for_abroad(held_for: int, *, decided: bool) -> None:
    """A badge that rests on another, held for 9 seconds, whose own status only a foreign source could tell."""
    forged = resting((HOLDER, 1, 0))
    rules = "0x" + "b2" * 20
    forged.codes[rules] = b"\0" + encode([REQUIREMENTS], [[(1, True, [(ids.ZERO_ADDRESS, 1, held_for)])]])
    forged.slots |= {
        slot("_records", badge(2)): RECORD | ONGOING,
        slot("_achievements", 2): CREATED | ONGOING | int(rules, 16),
        slot("_texts", 2): int(BLOB, 16),
    }
    del forged.slots[slot("_texts", 1)]
    if decided:
        assert read(forged, badge(2)) is Status.SUSPENDED
    else:
        with pytest.raises(NotProvableOfflineError):
            read(forged, badge(2))


@pytest.mark.parametrize(("own_end", "own_run"), [(0, True), (NOW - 4, True), (NOW - 5, False), (NOW - 6, False)])
def test_a_run_of_ones_own_lasts_on_past_the_start_of_the_cohorts(own_end: int, *, own_run: bool) -> None:
    """A member renewed alone, 9 seconds ago, until `own_end`; the cohort's present run began 5 seconds ago."""
    forged = of_cohort()
    kind = badge(1, 1) >> 160
    forged.slots[slot("_cohorts", kind)] = int(RULES, 16) | (NOW - 9) << 160 | (NOW + 9) << 200 | 1 << 240
    forged.slots[slot("_cohortFacts", kind)] = NOW - 9 | (NOW - 5) << 40
    forged.slots[slot("_records", badge(1, 1))] = RECORD | own_end << 80
    del forged.codes[RULES]  # who has a record of its own need not be looked up among the members
    proof = forged.proof()
    (found,) = read_badges(proof, proof.block.hash, [name(badge(1, 1))])
    assert found.since == (NOW - 9 if own_run else NOW - 5)
    assert found.end_time == (NOW + 9 if own_end else 0)


class Liar:
    """A node of such a chain, which proves it."""

    def __init__(self, forged: Forged) -> None:
        self._proof, self._codes = forged.proof(), forged.codes

    def chain_id(self) -> int:
        return 1

    def header(self, block: int | None) -> bytes:
        assert block is None
        return self._proof.header

    def nodes(self, address: str, slots: Sequence[int], block: int) -> Iterable[bytes]:
        assert int(address, 16)
        assert (sorted(slots), block) == (slots, 7)
        return self._proof.nodes

    def code(self, address: str, block: int) -> bytes:
        assert block == 7
        return self._codes[address]


def test_who_is_in_no_cohort_has_no_badge_of_it() -> None:
    """Nor has anybody whose address begins in one member's and ends in the next one's; nor if there is no cohort."""
    of_another, between, none = of_cohort(), of_cohort(), of_cohort()
    of_another.codes[RULES] = b"\0" + b"\x08" * 20
    between.codes[RULES] = b"\0" + b"\x08" * 10 + bytes.fromhex(HOLDER[2:]) + b"\x08" * 10
    del none.slots[slot("_cohorts", badge(1, 1) >> 160)]
    for forged, status in ((of_cohort(), "ACTIVE"), (of_another, "NONE"), (between, "NONE"), (none, "NONE")):
        proof = prove_badges([name(badge(1, 1))], Liar(forged))
        (found,) = read_badges(proof, proof.block.hash, [name(badge(1, 1))])
        assert found.status.name == status


def test_a_member_that_was_revoked_alone_is_so_until_the_head_says_that_nobody_was() -> None:
    forged = of_cohort()
    kind = badge(1, 1) >> 160
    forged.slots[slot("_records", badge(1, 1))] = RECORD | (NOW - 1) << 160 | Status.REVOKED << 216
    del forged.slots[slot("_cohortFacts", kind)], forged.codes[RULES]
    forged.slots[slot("_cohortFacts", kind) + 1] = 5
    with pytest.raises(StateMalformedError, match="no code blob"):  # the members are asked, and not the record
        read(forged, badge(1, 1))
    forged.slots[slot("_cohorts", kind)] = int(RULES, 16) | (NOW - 9) << 160 | 1 << 240
    proof = forged.proof()
    (found,) = read_badges(proof, proof.block.hash, [name(badge(1, 1))])
    assert (found.status, found.ended_at, found.tier) == (Status.REVOKED, NOW - 1, 0)
    assert found.evidence == (5).to_bytes(32, "big")


@pytest.mark.parametrize(("held_for", "tier"), [(9, 1), (10, 0)])
def test_a_member_of_a_cohort_has_its_tier_from_the_cohorts_run(held_for: int, tier: int) -> None:
    forged = of_cohort()
    tiers = "0x" + "b3" * 20
    forged.slots[slot("_tiers", 1)] = int(tiers, 16)
    kinds = [(ids.ZERO_ADDRESS, 1, held_for)]
    forged.codes[tiers] = b"\0" + encode([f"(bytes,{REQUIREMENTS})[]"], [[(b"old", [(1, False, kinds)])]])
    proof = forged.proof()
    (found,) = read_badges(proof, proof.block.hash, [name(badge(1, 1))])
    assert (found.status, found.tier, found.cohort) == (Status.ACTIVE, tier, 1)


@pytest.mark.parametrize(("since", "status"), [(0, Status.SUSPENDED), (1, Status.ACTIVE)])
def test_what_never_ran_does_not_count(since: int, status: Status) -> None:
    """A badge that rests on another, whose record says nothing of a run."""
    forged = resting()
    rules = "0x" + "b2" * 20
    forged.codes[rules] = b"\0" + encode([REQUIREMENTS], [[(1, True, [(ids.ZERO_ADDRESS, 1, 0)])]])
    forged.slots |= {
        slot("_records", badge(1)): NOW - 9 | (NOW - 9) << 40 | since << 120,
        slot("_records", badge(2)): RECORD | ONGOING,
        slot("_achievements", 2): CREATED | ONGOING | int(rules, 16),
        slot("_texts", 2): int(BLOB, 16),
    }
    del forged.slots[slot("_achievements", 1)], forged.slots[slot("_texts", 1)], forged.codes[RULES]
    assert read(forged, badge(2)) is status


def test_another_code_hash_is_another_contract() -> None:
    forged = sound()
    forged.code = keccak(b"another")
    with pytest.raises(UnknownCodeError):
        read(forged)
