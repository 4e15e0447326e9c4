"""Whatever is done to a bundle's text, one byte or many, it is refused, and by an error of this library."""

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from soulbadge.errors import MalformedBundleError, ProofIncompleteError, UntrustedBlockError, VerificationError
from soulbadge.proofs.bundles import Bundle

if TYPE_CHECKING:
    from tests.client.proofs.bundles.conftest import Scene, World

LARGER = ["medal", "cup", "grand", "perhaps", "ladder"]
"""Of a cohort, departed from one, a title with a badge that is absent, another on a foreign source, one with tiers."""


def refusal(scene: "Scene", data: bytes) -> str:
    """By which error a changed bundle is refused. None of them spends the holder's nonce."""
    with pytest.raises(VerificationError) as refused:
        scene.verify(Bundle.from_text(data))
    return refused.type.__name__


def flipped(data: bytes, place: int, luck: random.Random) -> bytes:
    """One byte changed: by a bit, or into another byte that may stand there."""
    byte = data[place]
    other = luck.choice([byte ^ 1 << luck.randrange(8), *(each for each in b"0123456789abcdef" if each != byte)])
    return data[:place] + bytes([other]) + data[place + 1 :]


def test_no_byte_of_a_small_bundle_can_be_changed(world: "World") -> None:
    scene, luck = world.scene("cka"), random.Random(4)
    data = scene.made.to_text().encode()
    assert scene.verify(Bundle.from_text(data)).badges
    # `benchmarks/bundles.py --sweep cka` does it to every byte.
    refusals = Counter(refusal(scene, flipped(data, place, luck)) for place in luck.sample(range(len(data)), 1000))
    for kind in (MalformedBundleError, UntrustedBlockError, ProofIncompleteError):
        assert refusals[kind.__name__] > 20
    assert len(refusals) > 6  # and what is said about a presentation that was edited


@pytest.mark.parametrize("kind", LARGER)
def test_no_byte_of_a_larger_bundle_can_be_changed_either(world: "World", kind: str) -> None:
    scene, luck = world.scene(kind), random.Random(kind)
    data = scene.made.to_text().encode()
    assert scene.verify(Bundle.from_text(data)).badges
    for place in luck.sample(range(len(data)), 400):
        refusal(scene, flipped(data, place, luck))


@pytest.mark.parametrize("kind", ["cka", *LARGER])
def test_nothing_can_be_cut_out_put_in_doubled_or_exchanged(world: "World", kind: str) -> None:
    scene, luck = world.scene(kind), random.Random(kind)
    data = scene.made.to_text().encode()
    for _ in range(60):
        start, stop = sorted(luck.sample(range(len(data) + 1), 2))
        short = min(stop, start + luck.randrange(1, 100))
        for changed in (
            data[:start],
            data[stop:],
            data[:start] + data[short:],
            data[:start] + data[start:short] + data[start:],
            data[:start] + luck.randbytes(luck.randrange(1, 9)) + data[start:],
            data[:start] + data[start:short][::-1] + data[short:],
        ):
            if changed != data:
                refusal(scene, changed)


@pytest.mark.parametrize("kind", ["cka", *LARGER])
def test_nothing_can_be_left_out_of_a_proof_and_nothing_added(world: "World", kind: str) -> None:
    scene = world.scene(kind)
    proof = scene.made.proof
    for place in range(len(proof.nodes)):
        fewer = scene.with_proof(nodes=proof.nodes[:place] + proof.nodes[place + 1 :])
        assert refusal(scene, fewer.to_text().encode()) == "ProofIncompleteError"
    for place in range(len(proof.codes)):
        fewer = scene.with_proof(codes=proof.codes[:place] + proof.codes[place + 1 :])
        assert refusal(scene, fewer.to_text().encode()) == "ProofIncompleteError"
    for more in (
        scene.with_proof(nodes=tuple(sorted({*proof.nodes, b"\xc2\x20\x01"}))),
        scene.with_proof(codes=tuple(sorted({*proof.codes, b""}))),
        scene.mixed(world.scene("cks" if kind == "cka" else "cka").made.proof),
    ):
        assert refusal(scene, more.to_text().encode()) == "ProofNotMinimalError"
