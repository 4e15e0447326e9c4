"""Why a bundle, or a proof of a chain's state, is refused.

Addresses have their checksum, hashes are 0x and 64 lower-case digits, times Unix seconds.
"""

from dataclasses import dataclass
from typing import ClassVar

from ._base import StatedError
from ._client import ChainError
from ._verification import VerificationError


@dataclass(eq=False)
class BundleError(VerificationError):
    """What was handed over proves nothing about the block that is trusted."""


@dataclass(eq=False)
class MalformedBundleError(BundleError, ValueError):
    """A document that is no bundle, or one that is not written in the one form that a bundle has."""

    problem: str
    says: ClassVar[str] = "not a bundle: {problem:.300}; make it with `bundle` and hand it over unchanged"


# ──────────────────────────────────────────── the block ──────────────────────────────────────────


@dataclass(eq=False)
class UntrustedBlockError(BundleError):
    """The bundle is about another block than the one that is trusted, or its header was edited."""

    trusted: str
    found: str
    says: ClassVar[str] = (
        "the header is that of block {found}, not of the trusted {trusted}; bundle again at that block"
    )


@dataclass(eq=False)
class BlockTooOldError(BundleError):
    """The block is real but old: what was revoked since does not show in it."""

    block_time: int
    now: int
    max_age: int
    says: ClassVar[str] = (
        "the block is of {block_time:time}, it is {now:time}, and {max_age} seconds of age are allowed; "
        "bundle again at a newer block"
    )


@dataclass(eq=False)
class BlockFromFutureError(BundleError):
    """The block's time has not come, by the verifier's clock."""

    block_time: int
    now: int
    says: ClassVar[str] = "the block is of {block_time:time}, but it is {now:time}; set the clocks right"


# ──────────────────────────────────────────── the proof ──────────────────────────────────────────


@dataclass(eq=False)
class ProofIncompleteError(BundleError):
    """Something that has to be known is not shown: left out, cut short, edited, or of another account or slot."""

    what: str
    says: ClassVar[str] = "the proof does not show {what}; bundle again, and hand the bundle over unchanged"


@dataclass(eq=False)
class ProofNotMinimalError(BundleError):
    """More is there than is needed: a bundle has one form, and nothing is carried along unread."""

    nodes: int
    codes: int
    says: ClassVar[str] = (
        "{nodes} trie nodes and {codes} codes prove nothing that is asked for; bundle again, and leave nothing in it"
    )


@dataclass(eq=False)
class StateMalformedError(BundleError):
    """What hashes to what is trusted is not what Ethereum, or a collection of released code, ever writes."""

    problem: str
    says: ClassVar[str] = "the proven state cannot be: {problem:.300}; ask where the trusted hash comes from"


@dataclass(eq=False)
class UnknownCodeError(BundleError):
    """The collection runs code whose storage is not known to be laid out as this release's is.

    `found` is the hash of its code, empty where there is none; `release` what is known of it, as "Badges 0.1.0".
    """

    collection: str
    found: str
    release: str
    says: ClassVar[str] = (
        "{collection} has code {found!r} ({release}), so its storage cannot be read offline; "
        "verify against a node, or with the release that knows this code"
    )


@dataclass(eq=False)
class NotProvableOfflineError(BundleError):
    """An answer that storage does not hold: a contract has to be run. `what` is undecided, `source` would decide it."""

    what: str
    source: str
    says: ClassVar[str] = "{what} cannot be proven offline, only {source} can tell; verify against a node"


# ─────────────────────────────────────── the verifier's own ──────────────────────────────────────


@dataclass(eq=False)
class TrustedHashMissingError(StatedError, ValueError):
    """The verifier gave no block hash to trust: without one a bundle proves nothing. No holder is at fault."""

    found: object
    says: ClassVar[str] = (
        "a trusted block hash is 0x and 64 lower-case digits, not {found!r:.80}; take it from a node of your own, "
        "or from `agreed_block`"
    )


@dataclass(eq=False)
class BlockDisputedError(ChainError):
    """Servers do not name the same block, or too few name one. `said` has a line for each: who, and what it said."""

    block: int
    needed: int
    said: tuple[str, ...]
    says: ClassVar[str] = (
        "{needed} servers should name one hash for block {block}, but: {said:list}; trust none of them until they agree"
    )
