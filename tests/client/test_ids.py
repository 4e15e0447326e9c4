import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulbadge import ids
from soulbadge.errors import AddressInvalidError, BadgeIdInvalidError

HOLDER = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"
NUMBERS = st.integers(1, 2**48 - 1)
HOLDERS = st.integers(1, 2**160 - 1).map(lambda number: f"0x{number:040x}")


def test_an_id_is_achievement_cohort_and_holder_side_by_side() -> None:
    assert ids.badge_id(1, 0, HOLDER) == int("000000000001" + "000000000000" + HOLDER[2:], 16)
    assert ids.badge_id(2, 3, HOLDER) == int("000000000002" + "000000000003" + HOLDER[2:], 16)


def test_a_kind_is_the_id_without_its_holder() -> None:
    assert ids.kind_of(ids.badge_id(2, 3, HOLDER)) == ids.kind_id(2, 3) == 2 << 48 | 3


@given(NUMBERS, st.integers(0, 2**48 - 1), HOLDERS)
def test_what_is_joined_comes_apart_again(achievement_id: int, cohort: int, holder: str) -> None:
    parts = ids.split(ids.badge_id(achievement_id, cohort, holder))
    assert (parts.achievement_id, parts.cohort, parts.holder.lower()) == (achievement_id, cohort, holder)


@given(st.integers(1, 2**64), NUMBERS, HOLDERS)
def test_a_name_in_the_world_is_read_back(chain_id: int, achievement_id: int, holder: str) -> None:
    badge_id = ids.badge_id(achievement_id, 0, holder)
    assert ids.parse_caip19(ids.caip19(chain_id, HOLDER, badge_id)) == (chain_id, HOLDER, badge_id)


@pytest.mark.parametrize("number", [0, -1, 2**48])
def test_a_number_out_of_range_is_refused(number: int) -> None:
    with pytest.raises(BadgeIdInvalidError):
        ids.badge_id(number, 0, HOLDER)
    with pytest.raises(BadgeIdInvalidError):
        ids.badge_id(1, number or 2**48, HOLDER)


@pytest.mark.parametrize("number", [-1, 2**256, 0, 2**208 - 1])
def test_what_is_no_badge_id_is_not_split(number: int) -> None:
    with pytest.raises(BadgeIdInvalidError):
        ids.split(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"eip155:1/erc721:{HOLDER}",
        f"eip155:1/erc1155:{HOLDER}/{1 << 208}",
        f"eip155:01/erc721:{HOLDER}/{1 << 208}",
        f"eip155:1/erc721:{HOLDER}/0{1 << 208}",
        f"eip155:1/erc721:{HOLDER}/7",
        f"eip155:1/erc721:{HOLDER}/{1 << 208}\n",
        f"eip155:1/erc721:{HOLDER}/{1 << 257}",
    ],
)
def test_what_is_no_badge_s_name_is_refused(text: str) -> None:
    with pytest.raises(BadgeIdInvalidError):
        ids.parse_caip19(text)


@pytest.mark.parametrize("text", [HOLDER, HOLDER.lower(), "0x" + HOLDER[2:].upper()])
def test_an_address_is_accepted_with_the_right_checksum_or_none(text: str) -> None:
    assert ids.parse_address(text) == HOLDER


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (HOLDER.replace("E", "e"), "checksum"),
        (HOLDER[:-1], "40 hexadecimal"),
        (HOLDER[2:], "40 hexadecimal"),
        ("holder.eth", "40 hexadecimal"),
        (" " + HOLDER, "40 hexadecimal"),
        (HOLDER + "\n", "40 hexadecimal"),
        (ids.ZERO_ADDRESS, "zero address"),
    ],
)
def test_a_bad_address_is_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(AddressInvalidError, match=problem):
        ids.parse_address(text)
