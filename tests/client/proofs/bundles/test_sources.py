"""What is asked of a source, and what is said of one that does not prove its own block; headers to the byte."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pytest
from tests.client.proofs.bundles.test_forged_states import NOW, Liar, badge, name, of_cohort, slot, sound

from soulbadge.errors import ChainMovedError, MalformedBundleError, NodeError, UnknownCodeError, WrongChainError
from soulbadge.forms.keccak import keccak
from soulbadge.models import Status
from soulbadge.proofs.bundles import StateProof, prove_badges, read_badges, rlp

if TYPE_CHECKING:
    from tests.client.proofs.bundles.test_forged_states import Forged


class Asked(Liar):
    """One that writes down what it was asked for, and can be made to leave something out."""

    def __init__(self, forged: "Forged", *, nodes: int = 0, another: bytes = b"") -> None:
        super().__init__(forged)
        self.asked: list[tuple[str, tuple[int, ...]]] = []
        self.headers: list[int | None] = []
        self._without, self._another = nodes, another

    def header(self, block: int | None) -> bytes:
        self.headers.append(block)
        return self._another if block is not None and self._another else super().header(None)

    def nodes(self, address: str, slots: Sequence[int], block: int) -> Iterable[bytes]:
        self.asked.append((address.lower(), tuple(slots)))
        return list(super().nodes(address, slots, block))[self._without :]

    def code(self, address: str, block: int) -> bytes:
        self.asked.append((f"the code of {address}", ()))
        return super().code(address, block)


def test_what_badges_have_in_common_is_asked_for_once_and_all_slots_of_a_collection_at_once() -> None:
    source = Asked(of_cohort())
    names = [name(badge(1, 1)), name(badge()), name(badge(1, 2))]
    proof = prove_badges(names, source)
    assert [each.status for each in read_badges(proof, proof.block.hash, names)] == [Status.ACTIVE, *[Status.NONE] * 2]
    assert source.headers == [None]
    assert len(source.asked) == len(set(source.asked))
    (where, slots), *others = source.asked
    assert where == "0x" + "c0" * 20
    assert slots == tuple(sorted(set(slots)))
    assert {slot("_cohorts", badge(1, number) >> 160) for number in (1, 2)} < set(slots)
    assert not [more for address, more in others if address == where]


def test_a_source_that_does_not_prove_its_own_block_is_told_of() -> None:
    source = Asked(sound(), nodes=99)
    with pytest.raises(NodeError) as refused:
        prove_badges([name(badge())], source)
    assert refused.value.method == "eth_getProof"
    assert refused.value.problem.startswith(
        "it does not prove its own block 7 (the proof does not show the account 0xC0"
    )
    assert source.headers == [None, 7]


def test_a_block_that_is_another_one_afterwards_was_reorganised() -> None:
    with pytest.raises(ChainMovedError) as refused:
        prove_badges([name(badge())], Asked(sound(), nodes=99, another=b"another"))
    assert refused.value.block == 7


def test_a_source_of_another_chain_is_named() -> None:
    class Elsewhere(Liar):
        def chain_id(self) -> int:
            return 2

    with pytest.raises(WrongChainError) as refused:
        prove_badges([name(badge())], Elsewhere(sound()))
    assert (refused.value.expected, refused.value.found, refused.value.endpoint) == (1, 2, "Elsewhere")


def test_of_unknown_code_no_badge_is_proven() -> None:
    forged = sound()
    forged.code = keccak(b"another")
    with pytest.raises(UnknownCodeError) as refused:
        prove_badges([name(badge())], Liar(forged))
    assert (refused.value.found, refused.value.release) == (
        "0x" + keccak(b"another").hex(),
        "of no release that is known here",
    )


# ──────────────────────────────────────────── headers ────────────────────────────────────────────


def header(count: int = 15, *, extra: bytes = b"", number: bytes = b"\7", time: bytes = b"\x09") -> bytes:
    """One of so many fields."""
    fields: list[rlp.Item] = [b""] * count
    fields[3], fields[8], fields[11] = bytes(32), number, time
    fields[12] = extra
    return rlp.encode(fields)


@pytest.mark.parametrize("count", [15, 32])
def test_a_header_has_15_to_32_fields(count: int) -> None:
    block = StateProof(header(count), (), ()).block
    assert (block.number, block.time, block.hash) == (7, 9, "0x" + keccak(header(count)).hex())


@pytest.mark.parametrize(
    ("encoded", "why"),
    [
        (header(14), "the header is none (it has no header's fields)"),
        (header(33), "the header is none (it has no header's fields)"),
        (rlp.encode(b"text"), "the header is none (it has no header's fields)"),
        (header(number=b"\1" * 9), "the header is none (a number of at most 8 bytes, none of them a leading 0, is not"),
        (header(time=b"\1" * 9), "the header is none (a number of at most 8 bytes, none of them a leading 0, is not"),
        (header(extra=bytes(4045)), "the header has 4097 bytes, at most 4096 may be"),
    ],
)
def test_what_is_no_header_is_told(encoded: bytes, why: str) -> None:
    with pytest.raises(MalformedBundleError) as refused:
        _ = StateProof(encoded, (), ()).block
    assert why in str(refused.value)


def test_a_header_of_4096_bytes_is_read_and_numbers_of_eight() -> None:
    assert len(header(extra=bytes(4044))) == 4096
    assert StateProof(header(extra=bytes(4044)), (), ()).block.number == 7
    most = StateProof(header(number=b"\xff" * 8, time=b"\xff" * 8), (), ()).block
    assert (most.number, most.time) == (2**64 - 1, 2**64 - 1)


def test_a_badge_counts_from_the_very_second_of_its_start() -> None:
    for start, status in ((NOW, Status.ACTIVE), (NOW + 1, Status.PENDING)):
        forged = sound()
        forged.slots[slot("_records", badge())] = NOW - 9 | start << 40 | start << 120
        proof = prove_badges([name(badge())], Liar(forged))
        assert [each.status for each in read_badges(proof, proof.block.hash, [name(badge())])] == [status]
