"""One encoding of a signature, by the key of the address, over this very text."""

import pytest
from eth_abi.abi import encode
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_utils.crypto import keccak

from soulbadge.chain.artifacts import artifact
from soulbadge.chain.wallets import MOST_SIGNATURE
from soulbadge.errors import MalformedSignatureError, NodeError, RevertedError
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.proofs import is_signed_by
from soulbadge.proofs.signatures import enveloped

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


# ───────────────────────────────── what is asked about a contract ────────────────────────────────


class WalletDouble:
    """Stands in for a node with a wallet, to see what exactly it is asked, and to answer as no honest node does."""

    def __init__(self, answer: bytes, code: bytes = b"\x60\x00") -> None:
        self._answer = answer
        self._code = code
        self.asked: list[tuple[bytes, int, int | None]] = []

    def code(self, address: str, block: int | None = None) -> bytes:
        assert (address, block) == (HOLDER.address, 7)
        return self._code

    def run(self, code: bytes, *, gas: int, block: int | None = None) -> bytes:
        self.asked.append((code, gas, block))
        if not self._answer:
            raise RevertedError("execution reverted")
        return self._answer


YES, NO = (1).to_bytes(32, "big"), bytes(32)
FACTORY = "0x" + "22" * 20
DIGEST = keccak(b"\x19Ethereum Signed Message:\n33door.example wants you to sign in")


def question(signature: bytes, factory: str, preparation: bytes) -> bytes:
    kinds = ["address", "bytes32", "bytes", "address", "bytes"]
    return artifact("SignatureProbe").bytecode + encode(
        kinds, [HOLDER.address, DIGEST, signature, factory, preparation]
    )


def asks(wallet: WalletDouble, signature: bytes) -> bool:
    return is_signed_by(wallet, HOLDER.address, TEXT, signature, 7)


@pytest.mark.parametrize("answer", [YES, NO])
def test_a_contract_is_asked_with_the_signature_as_it_stands(answer: bytes) -> None:
    wallet = WalletDouble(answer)
    assert asks(wallet, b"any form") is (answer == YES)
    assert wallet.asked == [(question(b"any form", ZERO_ADDRESS, b""), 15_000_000, 7)]


@pytest.mark.parametrize("code", [b"", b"\x60\x00"])
def test_an_envelope_is_opened_whether_the_wallet_is_there_or_not(code: bytes) -> None:
    wallet = WalletDouble(YES, code)
    assert asks(wallet, enveloped(FACTORY, b"make it", b"inside"))
    assert wallet.asked == [(question(b"inside", FACTORY, b"make it"), 15_000_000, 7)]


def test_a_delegated_accounts_envelope_is_not_opened() -> None:
    wallet = WalletDouble(YES, b"\xef\x01\x00" + bytes(20))
    with pytest.raises(MalformedSignatureError, match="expected 65 bytes"):
        asks(wallet, enveloped(FACTORY, b"", GOOD))
    assert wallet.asked == []


@pytest.mark.parametrize("answer", [b"", b"\x01", YES + b"\0", (2).to_bytes(32, "big"), b"\1" * 50])
def test_a_node_that_does_not_run_the_probe_decides_nothing(answer: bytes) -> None:
    with pytest.raises(NodeError) as caught:
        asks(WalletDouble(answer), b"any form")
    said = (
        f"creation code that returns a word was answered with {answer[:40]!r}"
        if answer
        else f"creation code that cannot fail was refused ({caught.value.__cause__})"
    )
    assert str(caught.value) == str(NodeError("eth_call", said))


def test_what_is_no_envelope_is_refused_before_anybody_is_asked() -> None:
    wallet = WalletDouble(YES)
    with pytest.raises(MalformedSignatureError) as caught:
        asks(wallet, b"\xff" * 96 + b"\x64\x92" * 16)
    said = "what stands before the suffix of ERC-6492 is no envelope"
    assert str(caught.value) == str(MalformedSignatureError(said))
    assert wallet.asked == []


def test_a_signature_has_32_kib_at_most() -> None:
    assert asks(WalletDouble(YES), bytes(MOST_SIGNATURE))
    with pytest.raises(MalformedSignatureError) as caught:
        asks(WalletDouble(YES), bytes(MOST_SIGNATURE + 1))
    said = f"it has {MOST_SIGNATURE + 1} bytes, at most {MOST_SIGNATURE} may be"
    assert str(caught.value) == str(MalformedSignatureError(said))


@pytest.mark.parametrize(
    ("signature", "said"),
    [
        (GOOD[:64], "expected 65 bytes (r, s, v), found 64"),
        (words(0, S_NUMBER, V), "r and s must be from 1 to the order of the curve, exclusive"),
        (words(R_NUMBER, ORDER, V), "r and s must be from 1 to the order of the curve, exclusive"),
        (
            words(R_NUMBER, ORDER // 2 + 1, V),
            "s is in the upper half (EIP-2); subtract it from the order and flip v",
        ),
        (words(R_NUMBER, S_NUMBER, 1), "v is 1, expected 27 or 28; to a bare parity of 0 or 1 add 27"),
    ],
)
def test_a_refusal_says_what_is_wrong_with_the_encoding(signature: bytes, said: str) -> None:
    with pytest.raises(MalformedSignatureError) as caught:
        check(signature)
    assert str(caught.value) == str(MalformedSignatureError(said))


def test_the_greatest_s_of_the_lower_half_and_the_least_numbers_are_in_the_accepted_encoding() -> None:
    for signature in (words(R_NUMBER, ORDER // 2, V), words(R_NUMBER, 1, V), words(1, S_NUMBER, V)):
        assert not check(signature)
