"""One encoding of a signature, by the key of the address, over this very text."""

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct

from soulbadge.errors import MalformedSignatureError
from soulbadge.proofs import is_signed_by

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
HOLDER = Account.from_key(bytes(31) + b"\x01")
TEXT = "door.example wants you to sign in"
GOOD = bytes(HOLDER.sign_message(encode_defunct(text=TEXT)).signature)
R, S, V = GOOD[:32], GOOD[32:64], GOOD[64]


class CodeDouble:
    """Stands in for a node, since the chain in process cannot give an account a delegation (EIP-7702)."""

    def __init__(self, code: bytes = b"") -> None:
        self._code = code

    def code(self, address: str, block: int | None = None) -> bytes:
        assert (address, block) == (HOLDER.address, 7)
        return self._code

    def run(self, code: bytes, *, gas: int, block: int | None = None) -> bytes:
        raise AssertionError(f"an account with a key is asked {code!r} with {gas} gas in block {block}")


def check(signature: bytes, text: str = TEXT, code: bytes = b"") -> bool:
    return is_signed_by(CodeDouble(code), HOLDER.address, text, signature, 7)


def test_the_key_of_the_address_signed() -> None:
    assert check(GOOD)


def test_another_key_signed() -> None:
    assert not check(bytes(Account.from_key(bytes(31) + b"\x02").sign_message(encode_defunct(text=TEXT)).signature))


def test_another_text_was_signed() -> None:
    assert not check(GOOD, TEXT + ".")


def test_the_other_parity_is_another_key() -> None:
    assert not check(R + S + bytes([55 - V]))


def test_numbers_that_no_key_could_have_made() -> None:
    # 5 is the x of no point on the curve: 5³ + 7 has no square root.
    assert not check((5).to_bytes(32, "big") + S + b"\x1b")


def words(r: int, s: int, v: int) -> bytes:
    return r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes([v])


R_NUMBER, S_NUMBER = int.from_bytes(R, "big"), int.from_bytes(S, "big")


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(b"", id="empty"),
        pytest.param(GOOD[:64], id="64 bytes"),
        pytest.param(R + (S_NUMBER | (V - 27) << 255).to_bytes(32, "big"), id="64 bytes, compact (EIP-2098)"),
        pytest.param(GOOD + b"\x00", id="a trailing byte"),
        pytest.param(GOOD * 2, id="twice"),
        pytest.param(words(R_NUMBER, ORDER - S_NUMBER, 55 - V), id="s in the upper half"),
        pytest.param(words(R_NUMBER, ORDER // 2 + 1, V), id="the least s of the upper half"),
        pytest.param(words(R_NUMBER, S_NUMBER, V - 27), id="v is the bare parity"),
        pytest.param(words(R_NUMBER, S_NUMBER, 29), id="v 29"),
        pytest.param(words(R_NUMBER, S_NUMBER, 37), id="v of EIP-155"),
        pytest.param(words(0, S_NUMBER, V), id="r 0"),
        pytest.param(words(R_NUMBER, 0, V), id="s 0"),
        pytest.param(words(ORDER, S_NUMBER, V), id="r is the order"),
        pytest.param(bytes(65), id="zeros"),
    ],
)
def test_any_other_encoding_is_refused(signature: bytes) -> None:
    with pytest.raises(MalformedSignatureError):
        check(signature)


def test_a_delegated_account_speaks_by_its_own_key() -> None:
    delegated = b"\xef\x01\x00" + bytes(20)
    assert check(GOOD, code=delegated)
    assert not check(R + S + bytes([55 - V]), code=delegated)
