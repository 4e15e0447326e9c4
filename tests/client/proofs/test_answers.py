"""What a presentation says, read without a chain; and what each refusal tells."""

import json
import time
from dataclasses import replace
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct

from soulbadge import ids
from soulbadge.errors import (
    ChainMismatchError,
    DomainMismatchError,
    ExpiryMismatchError,
    IssuedAtMismatchError,
    MalformedMessageError,
    MalformedPresentationError,
    NonceMismatchError,
    NotYourBadgeError,
    PresentationExpiredError,
    PresentationNotYetValidError,
    StatementMismatchError,
    UnaskedFieldError,
    UriMismatchError,
    ValueInvalidError,
    VerificationError,
)
from soulbadge.policy import Holds
from soulbadge.proofs import Challenge, Presentation, WalletSigner, challenge, present, read_answer, system_clock
from soulbadge.proofs.answers import MOST_BADGES
from soulbadge.proofs.signatures import digest_of, enveloped, is_enveloped

HOLDER, STRANGER = Account.from_key(bytes(31) + b"\x01"), Account.from_key(bytes(31) + b"\x02")
COLLECTION = ids.parse_address("0x" + "11" * 20)
NOW = 1_800_000_000
ASKED = challenge(
    "door.example", "https://door.example/enter", 5, nonce="aB3dE6gH", statement="Show it.", now=lambda: NOW
)
START, END = "2027-01-15T08:00:00Z", "2027-01-15T08:05:00Z"


def name(number: int = 1, holder: str = HOLDER.address, chain: int = 5) -> str:
    return ids.caip19(chain, COLLECTION, ids.badge_id(number, 0, holder))


def shown(*names: str, **changes: object) -> Presentation:
    message = ASKED.message(HOLDER.address, names or [name()])
    return Presentation(replace(message, **changes).to_text(), "0x1234")  # type: ignore[arg-type]


def test_an_answer_is_what_was_sent_taken_apart() -> None:
    sent = shown(name(2), name(1))
    answer = read_answer(sent, ASKED, NOW)
    assert answer.message.to_text() == answer.text == sent.message
    assert answer.holder == HOLDER.address
    assert [each.badge_id for each in answer.names] == [
        ids.badge_id(2, 0, HOLDER.address),
        ids.badge_id(1, 0, HOLDER.address),
    ]
    assert answer.signature == b"\x12\x34"
    assert answer.expires_at == NOW + 300


def test_no_badge_is_an_answer_too() -> None:
    message = replace(ASKED.message(HOLDER.address, ()), resources=None)
    assert read_answer(Presentation(message.to_text(), "0x"), ASKED, NOW).names == ()


REFUSALS: list[tuple[VerificationError, dict[str, object]]] = [
    (DomainMismatchError("door.example", "d.example"), {"domain": "d.example"}),
    (DomainMismatchError("door.example", "http://door.example"), {"scheme": "http"}),
    (UriMismatchError("https://door.example/enter", "https://door.example/"), {"uri": "https://door.example/"}),
    (ChainMismatchError(5, 6), {"chain_id": 6}),
    (NonceMismatchError("aB3dE6gH", "aB3dE6gh"), {"nonce": "aB3dE6gh"}),
    (IssuedAtMismatchError(START, END), {"issued_at": END}),
    (ExpiryMismatchError(END, START), {"expiration_time": START}),
    (ExpiryMismatchError(END, None), {"expiration_time": None}),
    (StatementMismatchError("Show it.", "Show me."), {"statement": "Show me."}),
    (StatementMismatchError("Show it.", None), {"statement": None}),
    (UnaskedFieldError(None, "7"), {"request_id": "7"}),
    (PresentationNotYetValidError(END, NOW), {"not_before": END}),
    (ChainMismatchError(5, 6), {"resources": (name(chain=6),)}),
    (
        NotYourBadgeError(name(1, STRANGER.address), STRANGER.address, HOLDER.address),
        {"resources": (name(), name(1, STRANGER.address))},
    ),
    (MalformedPresentationError(f"{name()} is named twice"), {"resources": (name(), name(2), name())}),
    (
        MalformedPresentationError("it names 257 badges, at most 256 can be verified"),
        {"resources": tuple(name(n) for n in range(1, MOST_BADGES + 2))},
    ),
]


@pytest.mark.parametrize(("refusal", "changes"), REFUSALS, ids=[str(each.__class__.__name__) for each, _ in REFUSALS])
def test_a_refusal_says_what_was_asked_and_what_came(refusal: VerificationError, changes: dict[str, object]) -> None:
    with pytest.raises(VerificationError) as caught:
        read_answer(shown(**changes), ASKED, NOW)
    assert type(caught.value) is type(refusal)
    assert str(caught.value) == str(refusal)
    assert vars(caught.value) == vars(refusal)


def test_an_origin_of_another_scheme_is_told_with_it() -> None:
    with pytest.raises(DomainMismatchError) as caught:
        read_answer(shown(), replace(ASKED, scheme="http"), NOW)
    assert str(caught.value) == str(DomainMismatchError("http://door.example", "door.example"))


def test_256_badges_can_be_presented() -> None:
    assert len(read_answer(shown(*(name(n) for n in range(1, MOST_BADGES + 1))), ASKED, NOW).names) == MOST_BADGES


def test_a_resource_that_is_no_badge_is_told_with_its_mistake() -> None:
    with pytest.raises(MalformedPresentationError) as caught:
        read_answer(shown(name(), "https://a.example/"), ASKED, NOW)
    assert str(caught.value).count("a resource does not name a badge (") == 1
    assert caught.value.__cause__ is not None
    assert str(caught.value.__cause__) in str(caught.value)


def test_a_chain_id_has_one_spelling() -> None:
    text = shown().message.replace("Chain ID: 5", "Chain ID: 05")
    with pytest.raises(MalformedMessageError) as caught:
        read_answer(Presentation(text, "0x"), ASKED, NOW)
    assert str(caught.value) == str(MalformedMessageError("chain-id", "without leading zeros", text))


def test_it_counts_from_its_first_second_to_the_one_before_its_end() -> None:
    for second in (NOW, NOW + 299):
        read_answer(shown(), ASKED, second)
    with pytest.raises(PresentationExpiredError) as late:
        read_answer(shown(), ASKED, NOW + 300)
    assert str(late.value) == str(PresentationExpiredError(NOW + 300, NOW + 300))
    with pytest.raises(PresentationNotYetValidError) as early:
        read_answer(shown(), ASKED, NOW - 1)
    assert str(early.value) == str(PresentationNotYetValidError(START, NOW - 1))
    read_answer(shown(not_before=START), ASKED, NOW)


# ──────────────────────────────────────────── challenges ─────────────────────────────────────────


def test_a_challenge_is_what_it_was_made_of() -> None:
    policy = Holds("cka")
    asked = challenge("a.example", "https://a.example/", 7, policy, expires_in=9, scheme="http", now=lambda: NOW)
    assert asked == Challenge(
        "a.example", "https://a.example/", 7, asked.nonce, NOW, NOW + 9, "http", None, policy.to_text()
    )
    assert asked.policy == policy
    assert ASKED.policy is None
    assert len(bytes.fromhex(asked.nonce)) == 16
    assert asked.message(HOLDER.address, ()).resources is None
    assert asked.message(HOLDER.address, iter([name()])).resources == (name(),)


def test_what_is_left_out_of_a_challenge_is_five_minutes_and_nothing_else() -> None:
    asked = challenge("a.example", "https://a.example/", 7, nonce="aB3dE6gH", statement="Show.", now=lambda: NOW)
    assert asked == Challenge("a.example", "https://a.example/", 7, "aB3dE6gH", NOW, NOW + 300, None, "Show.")


def test_a_challenge_may_end_with_the_year_9999_and_begin_with_1970() -> None:
    assert replace(ASKED, issued_at=0, expires_at=253_402_300_799).message(HOLDER.address, ()).expiration_time == (
        "9999-12-31T23:59:59Z"
    )
    changes: list[dict[str, Any]] = [{"expires_at": 253_402_300_800}, {"issued_at": -1}, {"expires_at": NOW}]
    for change in changes:
        with pytest.raises(ValueInvalidError) as caught:
            replace(ASKED, **change)
        end = change.get("expires_at", ASKED.expires_at)
        problem = f"must be after issued_at and before the year 10000, but is {end}"
        assert str(caught.value) == str(ValueInvalidError("Challenge.expires_at", problem))


def test_times_are_spelled_in_utc_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "JST-9")
    time.tzset()
    try:
        assert ASKED.message(HOLDER.address, ()).issued_at == START
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_clock_is_the_machines() -> None:
    before = int(time.time())
    assert before <= system_clock() <= time.time()


def test_chain_0_is_none() -> None:
    with pytest.raises(ValueInvalidError) as caught:
        replace(ASKED, chain_id=0)
    assert str(caught.value) == str(ValueInvalidError("Challenge.chain_id", "a chain id is from 1"))
    assert replace(ASKED, chain_id=1).chain_id == 1


# ─────────────────────────────────────────── presentations ───────────────────────────────────────


def test_present_signs_the_message_with_its_badges() -> None:
    made = present(HOLDER, [name()], ASKED)
    assert made.message == ASKED.message(HOLDER.address, [name()]).to_text()
    signature = HOLDER.sign_message(encode_defunct(text=made.message)).signature
    assert made.signature == "0x" + bytes(signature).hex()


def test_present_says_why_it_does_not_sign() -> None:
    with pytest.raises(NotYourBadgeError) as caught:
        present(STRANGER, [name()], ASKED)
    assert str(caught.value) == str(NotYourBadgeError(name(), HOLDER.address, STRANGER.address))
    with pytest.raises(ChainMismatchError) as other:
        present(HOLDER, [name(chain=6)], ASKED)
    assert str(other.value) == str(ChainMismatchError(5, 6))


def test_a_presentation_has_bounds() -> None:
    most = 64 * 1024
    Presentation("x" * most, "0x" + "00" * (most // 2 - 1))
    with pytest.raises(MalformedPresentationError) as long:
        Presentation("x" * (most + 1), "0x")
    assert str(long.value) == str(
        MalformedPresentationError(f"the message has {most + 1} characters, at most {most} may be")
    )
    refusal = MalformedPresentationError("the signature should be 0x and an even number of lower-case hex digits")
    for signature in ("0x" + "00" * (most // 2), "00", "0xA0", "0x0"):
        with pytest.raises(MalformedPresentationError) as caught:
            Presentation("x", signature)
        assert str(caught.value) == str(refusal)


def test_a_document_that_lacks_a_field_is_refused_by_its_name() -> None:
    assert Presentation.from_json(json.loads('{"message": "x", "signature": "0x"}')) == Presentation("x", "0x")
    with pytest.raises(MalformedPresentationError, match="signature") as caught:
        Presentation.from_json({"message": "x"})
    assert isinstance(caught.value.__cause__, ValueInvalidError)


def test_a_wallet_signs_the_hash_of_the_personal_message_and_wraps_it_if_it_is_not_deployed() -> None:
    from eth_abi.abi import decode

    asked: list[bytes] = []

    def sign(digest: bytes) -> bytes:
        asked.append(digest)
        return b"\x07" * 3

    made = present(WalletSigner(HOLDER.address, sign), [name()], ASKED)
    assert made.signature == "0x070707"
    assert asked == [digest_of(made.message)]
    undeployed = WalletSigner(HOLDER.address, sign, "0x" + "22" * 20, b"make it")
    wrapped = bytes.fromhex(present(undeployed, [], ASKED).signature[2:])
    assert wrapped == enveloped("0x" + "22" * 20, b"make it", b"\x07" * 3)
    assert is_enveloped(wrapped)
    assert decode(["address", "bytes", "bytes"], wrapped[:-32]) == ("0x" + "22" * 20, b"make it", b"\x07" * 3)
    assert wrapped[-32:] == b"\x64\x92" * 16
