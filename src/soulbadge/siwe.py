"""Sign-In with Ethereum (EIP-4361): the message, built and parsed by its grammar. Pure.

>>> message = Message(
...     domain="door.example",
...     address="0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
...     uri="https://door.example/enter",
...     chain_id=1,
...     nonce="32891756",
...     issued_at="2026-01-31T12:00:00Z",
... )
>>> parse(message.to_text()) == message
True

Stricter than the ABNF in three points, each by the standard's prose: the address bears its EIP-55 checksum, the domain
is not empty (it is "REQUIRED"), and times exist (no 30th of February). It does not compare a message with what was
asked, nor look at a signature: that is `soulbadge.proofs`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from .errors import MalformedMessageError
from .forms import grammar
from .forms.grammar import Instant

_OPENING: Final = " wants you to sign in with your Ethereum account:"
_ADDRESS: Final = re.compile(r"0x[0-9A-Fa-f]{40}")
_NONCE: Final = re.compile(r"[A-Za-z0-9]{8,}")
_CHAIN_ID: Final = re.compile(r"[0-9]{1,78}")
# Chain ids are 256-bit numbers (the EVM's CHAINID), which have at most 78 digits.
_MOST: Final = 2**256


@dataclass(frozen=True, slots=True)
class Message:
    """One EIP-4361 message; none exists that breaks the grammar.

    Attributes:
        domain: RFC 3986 authority that asks for the signature, such as ``door.example:8443``.
        address: The account that signs, with its EIP-55 checksum.
        uri: What the signing is about.
        chain_id: EIP-155 chain id to which the session is bound.
        nonce: At least 8 letters and digits of ASCII.
        issued_at: RFC 3339 time, kept as it was spelled; `instant` turns it into a moment.
        scheme: Scheme of the origin; None stands for https.
        statement: One line for people; None and an empty line are different messages.
        expiration_time: RFC 3339 time from which the message no longer counts.
        not_before: RFC 3339 time from which it counts.
        request_id: The asker's own reference; may be empty.
        resources: URIs; None and an empty list are different messages.
        version: Always "1".

    Raises:
        MalformedMessageError: A field is not what the grammar allows.
    """

    domain: str
    address: str
    uri: str
    chain_id: int
    nonce: str
    issued_at: str
    scheme: str | None = None
    statement: str | None = None
    expiration_time: str | None = None
    not_before: str | None = None
    request_id: str | None = None
    resources: tuple[str, ...] | None = None
    version: str = "1"

    def __post_init__(self) -> None:
        if self.scheme is not None:
            _demand("scheme", self.scheme, grammar.is_scheme, "an RFC 3986 scheme")
        _demand("domain", self.domain, lambda text: bool(text) and grammar.is_authority(text), "an RFC 3986 authority")
        _demand("address", self.address, _is_checksummed, "an address with its EIP-55 checksum")
        if self.statement is not None:
            _demand("statement", self.statement, grammar.is_statement, "one line of RFC 3986 characters and spaces")
        _demand("uri", self.uri, grammar.is_uri, "an RFC 3986 URI")
        _demand("version", self.version, lambda text: text == "1", "1")
        if type(self.chain_id) is not int or not 0 <= self.chain_id < _MOST:
            raise MalformedMessageError("chain-id", "an EIP-155 chain id", self.chain_id)
        _demand("nonce", self.nonce, _matches(_NONCE), "at least 8 letters and digits")
        _demand_time("issued-at", self.issued_at)
        if self.expiration_time is not None:
            _demand_time("expiration-time", self.expiration_time)
        if self.not_before is not None:
            _demand_time("not-before", self.not_before)
        if self.request_id is not None:
            _demand("request-id", self.request_id, grammar.is_pchars, "RFC 3986 pchars")
        if self.resources is not None:
            if not isinstance(self.resources, tuple):
                raise MalformedMessageError("resources", "a tuple of URIs", self.resources)
            for resource in self.resources:
                _demand("resource", resource, grammar.is_uri, "an RFC 3986 URI")

    def to_text(self) -> str:
        """The message as it is signed, byte for byte; all of it is ASCII."""
        lines = [f"{self.scheme}://{self.domain}{_OPENING}" if self.scheme is not None else self.domain + _OPENING]
        lines += [self.address, ""]
        if self.statement is not None:
            lines.append(self.statement)
        lines += [
            "",
            f"URI: {self.uri}",
            f"Version: {self.version}",
            f"Chain ID: {self.chain_id}",
            f"Nonce: {self.nonce}",
            f"Issued At: {self.issued_at}",
        ]
        if self.expiration_time is not None:
            lines.append(f"Expiration Time: {self.expiration_time}")
        if self.not_before is not None:
            lines.append(f"Not Before: {self.not_before}")
        if self.request_id is not None:
            lines.append(f"Request ID: {self.request_id}")
        if self.resources is not None:
            lines += ["Resources:", *(f"- {resource}" for resource in self.resources)]
        return "\n".join(lines)


def parse(text: str) -> Message:
    """The message in a text, all of which must be it.

    ``parse(m.to_text()) == m`` for every message, and ``parse(t).to_text() == t`` unless the chain id is spelled with
    leading zeros, which the grammar allows.

    Raises:
        MalformedMessageError: The text is not derived by the ABNF of EIP-4361.
    """
    if not isinstance(text, str):
        raise MalformedMessageError("message", "text", text)
    lines = _Lines(text)
    scheme, domain = _origin(lines.next("domain"))
    address = lines.next("address")
    lines.blank()
    statement = None
    # Without a statement two empty lines come before the URI; with one, even an empty one, there is a line between.
    if not (lines.peek() == "" and (lines.peek(1) or "").startswith("URI: ")):
        statement = lines.next("statement")
    lines.blank()
    uri = lines.labelled("uri", "URI: ")
    version = lines.labelled("version", "Version: ")
    chain_id = lines.labelled("chain-id", "Chain ID: ")
    _demand("chain-id", chain_id, _matches(_CHAIN_ID), "an EIP-155 chain id")
    nonce = lines.labelled("nonce", "Nonce: ")
    issued_at = lines.labelled("issued-at", "Issued At: ")
    expiration_time = lines.optional("Expiration Time: ")
    not_before = lines.optional("Not Before: ")
    request_id = lines.optional("Request ID: ")
    resources = lines.resources()
    lines.end()
    return Message(
        domain=domain,
        address=address,
        uri=uri,
        chain_id=int(chain_id),
        nonce=nonce,
        issued_at=issued_at,
        scheme=scheme,
        statement=statement,
        expiration_time=expiration_time,
        not_before=not_before,
        request_id=request_id,
        resources=resources,
        version=version,
    )


def instant(time: str) -> Instant:
    """The moment that a time of a message names, exact and comparable.

    Raises:
        MalformedMessageError: It is not an RFC 3339 time.
    """
    try:
        return grammar.instant(time)
    except ValueError as error:
        raise MalformedMessageError("time", f"an RFC 3339 time ({error})", time) from error


class _Lines:
    """The lines of a message, taken one after another. Only LF ends a line: no other break is in the grammar."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._at = 0

    def peek(self, ahead: int = 0) -> str | None:
        at = self._at + ahead
        return self._lines[at] if at < len(self._lines) else None

    def next(self, field: str) -> str:
        line = self.peek()
        if line is None:
            raise MalformedMessageError(field, f"on line {self._at + 1}", "the end")
        self._at += 1
        return line

    def blank(self) -> None:
        line = self.next("empty line")
        if line:
            raise MalformedMessageError(f"line {self._at}", "empty", line)

    def labelled(self, field: str, label: str) -> str:
        line = self.next(field)
        if not line.startswith(label):
            raise MalformedMessageError(field, f"on line {self._at}, after {label!r}", line)
        return line[len(label) :]

    def optional(self, label: str) -> str | None:
        line = self.peek()
        if line is None or not line.startswith(label):
            return None
        self._at += 1
        return line[len(label) :]

    def resources(self) -> tuple[str, ...] | None:
        if self.peek() != "Resources:":
            return None
        self._at += 1
        found: list[str] = []
        while self.peek() is not None:
            found.append(self.labelled("resource", "- "))
        return tuple(found)

    def end(self) -> None:
        line = self.peek()
        if line is not None:
            raise MalformedMessageError(f"line {self._at + 1}", "the end, or a field in its place", line)


def _origin(line: str) -> tuple[str | None, str]:
    if not line.endswith(_OPENING):
        raise MalformedMessageError("line 1", f"a domain and {_OPENING!r}", line)
    origin = line[: -len(_OPENING)]
    # An authority holds no slash, so the first "://" can only end a scheme.
    scheme, separator, domain = origin.partition("://")
    return (scheme, domain) if separator else (None, origin)


def _matches(rule: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: rule.fullmatch(text) is not None


def _is_checksummed(text: str) -> bool:
    from eth_utils.address import to_checksum_address

    return _ADDRESS.fullmatch(text) is not None and to_checksum_address(text) == text


def _demand(field: str, found: object, holds: Callable[[str], bool], expected: str) -> None:
    if not isinstance(found, str) or not holds(found):
        raise MalformedMessageError(field, expected, found)


def _demand_time(field: str, found: object) -> None:
    if not isinstance(found, str):
        raise MalformedMessageError(field, "an RFC 3339 time", found)
    try:
        grammar.instant(found)
    except ValueError as error:
        raise MalformedMessageError(field, f"an RFC 3339 time ({error})", found) from error
