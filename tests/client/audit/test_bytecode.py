"""What code can do, read from code alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulbadge.auditing.bytecode import delegate_of, minimal_proxy_target, powers
from soulbadge.chain.artifacts import artifact


@pytest.mark.parametrize(
    ("code", "shown", "possible"),
    [
        ("", (), ()),
        ("f4", ("DELEGATECALL",), ()),
        ("60f400", (), ()),  # pushed, not run
        ("7ff4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f400", (), ()),
        ("00f4", (), ()),  # behind STOP, and no JUMPDEST before it
        ("005bf4", (), ("DELEGATECALL",)),  # a JUMPDEST to which nothing jumps
        ("6004 56 00 5b f4".replace(" ", ""), ("DELEGATECALL",), ()),  # a jump over STOP
        ("6004 56 60 5b f4".replace(" ", ""), (), ()),  # the JUMPDEST is what a PUSH carries
        ("6005 6000 57 5b f2 5b ff".replace(" ", ""), ("CALLCODE", "SELFDESTRUCT"), ()),
        ("fdff", (), ()),
        ("ff", ("SELFDESTRUCT",), ()),
        ("5b 600056 f4".replace(" ", ""), (), ()),  # an endless loop
        ("61ff", (), ()),  # a PUSH that runs past the end
    ],
)
def test_only_what_can_run_counts(code: str, shown: tuple[str, ...], possible: tuple[str, ...]) -> None:
    found = powers(bytes.fromhex(code))
    assert (found.shown, found.possible) == (shown, possible)


@pytest.mark.parametrize("name", ["Badges", "BadgeReader", "BadgeRenderer"])
def test_released_code_can_do_none_of_it_and_hides_nothing(name: str) -> None:
    found = powers(artifact(name).runtime)
    assert (found.shown, found.possible) == ((), ())
    selectors = {int.from_bytes(artifact(name).codec.selector(each), "big") for each in artifact(name).codec.names}
    if name == "Badges":  # the dispatcher is on the ways that are followed
        assert len(selectors & found.pushed) > len(selectors) * 0.9


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read_and_nothing_that_runs_is_missed(code: bytes) -> None:
    found = powers(code)
    assert not set(found.shown) & set(found.possible)
    if 0xF4 not in code:
        assert "DELEGATECALL" not in (*found.shown, *found.possible)
        assert minimal_proxy_target(code) == ""


@given(st.binary(max_size=120))
def test_whatever_is_put_behind_jumps_is_found(filling: bytes) -> None:
    """PUSH2 target, JUMP, anything, JUMPDEST, DELEGATECALL: found, unless the filling's own PUSH swallows it."""
    target = 4 + len(filling)
    code = b"\x61" + target.to_bytes(2, "big") + b"\x56" + filling + b"\x5b\xf4"
    swallowed = target not in _boundaries(code)
    assert ("DELEGATECALL" in powers(code).shown) or swallowed


def _boundaries(code: bytes) -> set[int]:
    place, found = 0, set()
    while place < len(code):
        found.add(place)
        place += code[place] - 0x5F + 1 if 0x60 <= code[place] <= 0x7F else 1
    return found


def test_only_an_account_that_has_handed_itself_over_has_a_delegate() -> None:
    assert delegate_of(bytes.fromhex("ef0100" + "11" * 20)) == "0x" + "11" * 20
    assert delegate_of(bytes.fromhex("ef0100" + "11" * 19)) == ""
    assert delegate_of(bytes.fromhex("ef0101" + "11" * 20)) == ""
    assert delegate_of(b"") == ""
