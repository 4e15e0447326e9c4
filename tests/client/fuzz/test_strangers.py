"""Whatever a stranger writes, a parser answers at once, with a value that it can write again or with one short line."""

import math
import tracemalloc
from collections import Counter
from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.strangers.bombs import BOMBS
from tests.support.strangers.seeds import seeds
from tests.support.strangers.targets import NAMES, Target
from tests.support.strangers.trial import FoundError, tried

from soulbadge.errors import ValueInvalidError
from soulbadge.vouchers.links import link_base

INPUTS = 200
SHRINKABLE = 30
MEMORY = 96 * 2**20
"""Bytes on top of what was there: the largest document that is read at all has 16 MB."""

quiet = settings(
    max_examples=SHRINKABLE,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def test_every_parser_has_valid_documents_that_it_accepts(parsers: Mapping[str, Target]) -> None:
    assert set(parsers) == set(NAMES) == set(seeds().documents)
    for target in parsers.values():
        for seed in target.seeds:
            assert tried(target, seed).startswith("accepted"), (target.name, seed)


@pytest.mark.parametrize("name", NAMES)
def test_spoiled_documents_are_refused_in_one_line_or_mean_what_they_say(
    parsers: Mapping[str, Target], name: str
) -> None:
    target, outcomes = parsers[name], Counter[str]()
    for number in range(INPUTS):
        luck = Random(number)
        outcomes[tried(target, target.form(luck, luck.choice(target.seeds)))] += 1
    # Neither a parser that refuses everything nor one that takes everything was tried.
    assert sum(count for outcome, count in outcomes.items() if not outcome.startswith("accepted")) > INPUTS // 20
    assert sum(count for outcome, count in outcomes.items() if outcome.startswith("accepted")) > INPUTS // 100


@pytest.mark.parametrize("name", NAMES)
def test_any_text_and_any_bytes_are_refused_in_one_line(parsers: Mapping[str, Target], name: str) -> None:
    target = parsers[name]

    @quiet
    @given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
    def check(given_: bytes) -> None:
        tried(target, given_)

    @quiet
    @given(st.randoms(use_true_random=False))
    def check_spoiled(luck: Random) -> None:
        tried(target, target.form(luck, luck.choice(target.seeds)))

    check()
    check_spoiled()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_dear_to_read_is_refused_at_once_and_in_little_memory(parsers: Mapping[str, Target], name: str) -> None:
    target = parsers[name]
    for label, bomb in BOMBS.items():
        try:
            tried(target, bomb, seconds=4.0)
        except FoundError as error:
            raise FoundError(f"{label}: {error}") from error
        peak = _peak(target, bomb)
        assert peak < MEMORY + 4 * len(bomb), (label, peak)


def _peak(target: Target, bomb: bytes) -> int:
    """Bytes that reading took at the most; watched apart, since the watch takes three times as long as reading."""
    tracemalloc.start()
    try:
        tried(target, bomb, seconds=math.inf)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("before", ["http://[", "https://[::1", "https://]/x"])
def test_a_link_whose_host_is_half_an_address_is_no_accident(parsers: Mapping[str, Target], before: str) -> None:
    """Found by night, seed 568: Python's reader of URLs raises an error of its own."""
    link = parsers["claim link"]
    assert tried(link, before.encode() + b"#" + link.seeds[0].partition(b"#")[2]).startswith("accepted")
    assert tried(link, before.encode() + b"#v1.AAAA") == "ClaimLinkError"
    with pytest.raises(ValueInvalidError):
        link_base(before)


def test_a_parser_that_lets_something_through_is_found_out(parsers: Mapping[str, Target]) -> None:
    """The trial itself can fail: each of these breaks one rule."""
    whole = parsers["commitment"]
    for wrong, words in (
        (Target("x", whole.form, lambda _: 1 // 0, (b"",)), "ZeroDivisionError"),
        (Target("x", whole.form, bytes, (b"",), write=lambda it: it + b"!"), "came back"),
        (Target("x", whole.form, whole.parse, (b"",), beyond=lambda it: it[99]), "beyond"),
        (Target("x", whole.form, lambda _: [0] * 10**7, (b"",), beyond=lambda it: sorted(it * 3)), " s for "),
    ):
        with pytest.raises(FoundError, match=words):
            tried(wrong, b"", seconds=0.01)
