"""Strangers' texts, on terminals and pages: whoever wrote a badge's name does not get to move the cursor. Pure."""

import re
import unicodedata

_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_MARKS = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILES = re.compile(f"({_MARKS}{{3}}){_MARKS}+")  # more than three marks on one letter
_JOINERS = "\u200c\u200d"  # Persian and emoji are spelled with them
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean(text: object) -> str:
    """One line that only shows: no escape sequences, no turning round of text, nothing invisible.

    Line breaks become spaces; what else controls, hides or means nothing becomes U+FFFD.
    """
    line = str(text)
    if line.isascii() and line.isprintable():
        return line
    line = _SPACES.sub(" ", line)
    return _PILES.sub(r"\1", "".join(_shown(letter) for letter in line))


def _shown(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isprintable() else "\ufffd"
    return "\ufffd" if unicodedata.category(letter) in _UNSEEN and letter not in _JOINERS else letter
