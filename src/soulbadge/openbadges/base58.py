"""Base58 as Bitcoin has it, behind the z of a multibase: how keys and signatures are spelled. Pure."""

from typing import Final

_LETTERS: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PREFIX: Final = "z"
_MOST: Final = 128


def encode(data: bytes) -> str:
    """The one spelling of some bytes."""
    number, letters = int.from_bytes(data, "big"), ""
    while number:
        number, letter = divmod(number, len(_LETTERS))
        letters = _LETTERS[letter] + letters
    zeros = len(data) - len(data.lstrip(b"\0"))
    return _PREFIX + _LETTERS[0] * zeros + letters


def decode(text: str) -> bytes | None:
    """What `encode` spelled; None if it is not such a spelling, or longer than anything that is spelled here."""
    if not text.startswith(_PREFIX) or len(text) > _MOST:
        return None
    number = 0
    for letter in text[1:]:
        value = _LETTERS.find(letter)
        if value < 0:
            return None
        number = number * len(_LETTERS) + value
    digits = text[1:]
    zeros = len(digits) - len(digits.lstrip(_LETTERS[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
