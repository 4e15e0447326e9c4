"""What an audit finds, as frozen dataclasses with `to_json` and `from_json`. Pure: no network."""

from dataclasses import dataclass
from enum import Enum

from soulbadge.forms.json import Value
from soulbadge.models import BurnAuth, Profile


class RuleVerdict(Enum):
    """Whether a rule of the specification is kept."""

    KEPT = "kept"
    """Released code keeps it, and nothing that was read speaks against it."""
    UNKNOWN = "unknown"
    """Nothing shows that it is kept, and nothing that it is broken."""
    BROKEN = "broken"
    """Shown: by the code, by the history, or by a call that should have been refused."""


class AccountKind(Enum):
    """What stands behind an address."""

    ZERO = "zero"
    """Nobody: the zero address."""
    EOA = "eoa"
    """A key, or nothing yet."""
    DELEGATED = "delegated"
    """A key that has handed its account over to code (EIP-7702) and may change or withdraw that at any time."""
    CONTRACT = "contract"
    """Code."""


@dataclass(frozen=True, slots=True)
class Evidence(Value):
    """One thing that was seen."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Account(Value):
    """An address and what stands behind it."""

    address: str
    kind: AccountKind
    delegate: str = ""
    """Whose code a DELEGATED account runs."""


@dataclass(frozen=True, slots=True)
class Code(Value):
    """The code at an address."""

    address: str
    code_hash: str
    """keccak-256, as EXTCODEHASH gives it; empty if there is no code."""
    size: int
    release: str
    """Contract and version, such as "Badges 0.1.0", if the code is a release's; otherwise empty."""
    proxy: str
    """How the code can be exchanged or stands in for other code, such as "EIP-1967"; empty if it is no proxy."""
    implementation: str
    """Whose code a proxy runs now; empty if it is no proxy, or does not say."""
    opcodes: tuple[str, ...]
    """DELEGATECALL, CALLCODE and SELFDESTRUCT, where the code can reach them."""
    hidden: tuple[str, ...]
    """The same, where only a computed jump could reach them, and perhaps nothing."""


@dataclass(frozen=True, slots=True)
class Issuer(Value):
    """Who may issue at the block of the audit."""

    account: Account
    everything: bool
    achievements: tuple[int, ...]
    """Numbers of the achievements, unless it is everything."""


@dataclass(frozen=True, slots=True)
class AuditedAchievement(Value):
    """What an audit says of an achievement."""

    achievement_id: int
    slug: str
    burn_auth: BurnAuth
    revocable: bool
    """Whether issuers may end its badges."""
    claim_only: bool
    retired: bool
    unvouched: bool
    """Whether other collections are told that nobody holds it: its status asks outside, or too much."""


@dataclass(frozen=True, slots=True)
class Source(Value):
    """Somebody outside whom requirements or tiers ask."""

    code: Code
    kind: AccountKind
    named_by: tuple[str, ...]
    """Slugs of the achievements whose terms name it."""


@dataclass(frozen=True, slots=True)
class Lever(Value):
    """Something on which the use of a badge depends, and which somebody can revoke or control."""

    achievement: str
    """Slug of the achievement whose badges somebody can so suspend, or lower in tier."""
    where: str
    """The requirement or the tier that names it."""
    rests_on: str
    """The prerequisite."""
    why: str
    """Who can do what."""


@dataclass(frozen=True, slots=True)
class Finding(Value):
    """One rule of the specification."""

    rule: int
    """1 to 10, as SPEC section 3 numbers them."""
    title: str
    verdict: RuleVerdict
    because: str
    """One sentence."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditReport(Value):
    """Everything that an audit found, at one block."""

    chain_id: int
    collection: str
    block: int
    block_hash: str
    name: str
    symbol: str
    code: Code
    renderer: Code | None
    """None if the collection names none."""
    reader: Code | None
    creation: str
    """How the collection came to be: "released" creation code, "other" code, or "unknown"."""
    creation_transaction: str
    owner: Account | None
    """None if the collection does not say."""
    pending_owner: Account | None
    issuers: tuple[Issuer, ...] | None
    """None if the events that name them could not be read."""
    achievements: tuple[AuditedAchievement, ...]
    sources: tuple[Source, ...]
    levers: tuple[Lever, ...]
    profile: Profile | None
    contract_uri: str
    badges_probed: int
    """How many badges were looked at; 0 where released code makes it needless."""
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The rules that are broken."""
        return tuple(each for each in self.findings if each.verdict is RuleVerdict.BROKEN)

    @property
    def is_broken(self) -> bool:
        """Whether a rule is broken."""
        return bool(self.broken)

    @property
    def is_kept(self) -> bool:
        """Whether every rule is kept."""
        return all(each.verdict is RuleVerdict.KEPT for each in self.findings)

    def finding(self, rule: int) -> Finding:
        """What was found about a rule, 1 to 10."""
        return self.findings[rule - 1]
