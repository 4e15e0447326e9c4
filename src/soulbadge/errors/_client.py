"""What goes wrong before, around and after a call to the contract."""

from dataclasses import dataclass
from typing import ClassVar

from ._base import SoulbadgeError, StatedError

# ─────────────────────────────────────────── the chain ───────────────────────────────────────────


@dataclass(eq=False)
class ChainError(StatedError):
    """The chain, the node or the address is not what it should be."""


@dataclass(eq=False)
class UnreachableError(ChainError, ConnectionError):
    """Nobody answers at the RPC endpoint, or not in time. `endpoint` is its host: URLs hold secrets."""

    endpoint: str
    cause: str
    says: ClassVar[str] = "no answer from {endpoint} ({cause}); start the node, or correct the RPC URL"


@dataclass(eq=False)
class WrongChainError(ChainError):
    """The node serves another chain than was asked for."""

    expected: int
    found: int
    endpoint: str
    says: ClassVar[str] = (
        "expected chain {expected}, but {endpoint} serves chain {found}; correct the chain id or the RPC URL"
    )


@dataclass(eq=False)
class NoContractError(ChainError):
    """There is no code at the address."""

    address: str
    chain_id: int
    says: ClassVar[str] = (
        "no contract at {address} on chain {chain_id}; check both (a local chain that was restarted has forgotten it)"
    )


@dataclass(eq=False)
class NotBadgesError(ChainError):
    """There is a contract at the address, but not a badge collection that this library knows."""

    address: str
    problem: str
    says: ClassVar[str] = "the contract at {address} is not a badge collection ({problem}); check the address"


@dataclass(eq=False)
class CodeMismatchError(ChainError):
    """The code on chain is not the code that this release ships."""

    contract: str
    address: str
    says: ClassVar[str] = (
        "the code at {address} is not this release's {contract}; do not use it before you know whose it is"
    )


@dataclass(eq=False)
class NodeError(ChainError):
    """The node answered, with an error of its own that is none of the contract's."""

    method: str
    problem: str
    says: ClassVar[str] = "the node refused {method}: {problem}"


# ─────────────────────────────────────────── what was given ──────────────────────────────────────


@dataclass(eq=False)
class InputError(StatedError, ValueError):
    """Something that was given is malformed or means nothing; nothing was sent."""


@dataclass(eq=False)
class AddressInvalidError(InputError):
    """Not an account's address (EIP-55)."""

    text: str
    problem: str
    says: ClassVar[str] = "bad address {text!r}: {problem}"


@dataclass(eq=False)
class BadgeIdInvalidError(InputError):
    """A badge id, or one of its parts, is out of range, or the text that should name a badge does not."""

    text: str
    problem: str
    says: ClassVar[str] = "bad badge id {text}: {problem}"


@dataclass(eq=False)
class TimeInvalidError(InputError):
    """A text that should be a date, or a length of time, is neither."""

    text: str
    problem: str
    says: ClassVar[str] = "bad time {text!r}: {problem}"


@dataclass(eq=False)
class ValueInvalidError(InputError):
    """A value has the wrong shape: in JSON, in an argument, in a field of a file."""

    where: str
    problem: str
    says: ClassVar[str] = "{where}: {problem}"


@dataclass(eq=False)
class AchievementNotFoundError(InputError, LookupError):
    """The collection has no achievement of this slug or number. `known` are the slugs that it has."""

    achievement: str | int
    known: tuple[str, ...] = ()
    says: ClassVar[str] = "no achievement {achievement!r} in this collection; it has: {known:list}"

    def __str__(self) -> str:
        return super().__str__() if self.known else f"no achievement {self.achievement!r}: this collection has none yet"


@dataclass(eq=False)
class CatalogError(InputError):
    """A catalog file does not say what it must; `where` is the key."""

    file: str
    where: str
    problem: str
    says: ClassVar[str] = "{file}: {where}: {problem}"


@dataclass(eq=False)
class CatalogDiffersError(InputError):
    """Achievements on chain have the catalog's slugs but other terms, and terms never change."""

    slugs: tuple[str, ...]
    says: ClassVar[str] = (
        "on chain these have other terms than in the catalog: {slugs:list}; terms are fixed for ever, "
        "so give the changed achievement a slug of its own and retire the old one"
    )


@dataclass(eq=False)
class DuplicateRowError(InputError):
    """Two rows award the same achievement to the same holder."""

    holder: str
    achievement: str
    line: int
    says: ClassVar[str] = "{holder} and {achievement} stand on line {line} already; delete one of the two rows"


@dataclass(eq=False)
class RowsRefusedError(InputError):
    """Rows that cannot be issued, all of them, as (line, reason) in the order of the file. Nothing was sent."""

    file: str
    problems: tuple[tuple[int, SoulbadgeError], ...]

    def __str__(self) -> str:
        lines = [f"{self.file}:{line}: {problem}" for line, problem in self.problems]
        if len(lines) == 1:
            return f"{lines[0]}; nothing was sent"
        return "\n".join([f"{len(lines)} problems in {self.file}, nothing was sent:", *lines])


# ─────────────────────────────────────────── keys and money ──────────────────────────────────────


@dataclass(eq=False)
class MissingExtraError(StatedError, ImportError):
    """Something needs packages that are installed only on request."""

    what: str
    extra: str
    says: ClassVar[str] = "{what} needs more packages: pip install 'soulbadge[{extra}]'"


@dataclass(eq=False)
class SignerError(StatedError):
    """There is nobody to sign, or who signs cannot pay."""


@dataclass(eq=False)
class MissingKeyError(SignerError):
    """No key to sign with was named."""

    says: ClassVar[str] = (
        "no key to sign with: name an encrypted keystore (SOULBADGE_KEYSTORE or --keystore), "
        "or for a local chain alone a raw key (SOULBADGE_KEY)"
    )


@dataclass(eq=False)
class RawKeyRefusedError(SignerError):
    """A key in plain text was given for a chain that is not local."""

    chain_id: int
    endpoint: str
    says: ClassVar[str] = (
        "a raw key is accepted on a local chain alone, and {endpoint} (chain {chain_id}) is none; "
        "encrypt it into a keystore and name that in SOULBADGE_KEYSTORE"
    )


@dataclass(eq=False)
class KeystoreError(SignerError):
    """A key could not be opened: no such file, no keystore, the wrong password."""

    source: str
    problem: str
    says: ClassVar[str] = "cannot open the key in {source}: {problem}"


@dataclass(eq=False)
class NoFundsError(SignerError):
    """The account cannot pay for gas; nothing was sent. All amounts in wei."""

    account: str
    needed: int
    balance: int
    says: ClassVar[str] = (
        "{account} needs up to {needed} wei for gas and has {balance}: "
        "{missing} wei ({missing_ether} ether) are missing; send them there, then try again"
    )

    @property
    def missing(self) -> int:
        """How much there is too little, in wei."""
        return self.needed - self.balance

    def __str__(self) -> str:
        ether = f"{self.missing / 10**18:.6f}"
        return self.says.format(**self.values(), missing=self.missing, missing_ether=ether)


# ─────────────────────────────────────────── transactions ────────────────────────────────────────


@dataclass(eq=False)
class TransactionError(StatedError):
    """A transaction was signed and perhaps sent, and its success is not known or not given."""

    transaction: str


@dataclass(eq=False)
class TransactionFailedError(TransactionError):
    """The transaction is in a block and failed, though its simulation had succeeded."""

    block: int
    says: ClassVar[str] = (
        "transaction {transaction} failed in block {block}; something changed between simulating and sending: try again"
    )


@dataclass(eq=False)
class ReceiptTimeoutError(TransactionError, TimeoutError):
    """The transaction was sent and is in no block yet."""

    seconds: float
    says: ClassVar[str] = (
        "transaction {transaction} is in no block after {seconds:g} s; "
        "it may still come: look it up before sending anew"
    )


@dataclass(eq=False)
class BroadcastUncertainError(TransactionError):
    """The connection broke while the transaction was handed over."""

    cause: str
    says: ClassVar[str] = (
        "transaction {transaction} may or may not have been sent ({cause}); look it up before sending anew"
    )
