"""What a check of standards finds, as frozen dataclasses with `to_json` and `from_json`. Pure: no network."""

from dataclasses import dataclass
from enum import Enum

from soulbadge.forms.json import Value


class Outcome(Enum):
    """How a contract stands to one sentence of a standard."""

    PASS = "pass"  # noqa: S105 (no secret)
    """Seen from outside, it does what the sentence says."""
    FAIL = "fail"
    """It does something else; `because` says what was seen."""
    DEPARTS = "departs"
    """It does something else on purpose, in one of the ways that soulbound tokens are known to choose."""
    NOT_CHECKABLE = "not checkable"
    """Nothing seen from outside can decide it: it does not implement the standard, or nothing happened yet."""


@dataclass(frozen=True, slots=True)
class RuleResult(Value):
    """One sentence of one standard."""

    rule: str
    """Its name, such as "erc721.owner-of-nonexistent"."""
    standard: str
    """Such as "ERC-721"."""
    sentence: str
    """The standard's words."""
    outcome: Outcome
    because: str
    """One sentence: what was seen, or why nothing could be."""


@dataclass(frozen=True, slots=True)
class Conformance(Value):
    """Every rule, at one block."""

    chain_id: int
    address: str
    block: int
    block_hash: str
    tokens: int
    """How many tokens were looked at."""
    results: tuple[RuleResult, ...]

    @property
    def failed(self) -> tuple[RuleResult, ...]:
        """The rules that are broken."""
        return self.having(Outcome.FAIL)

    @property
    def conforms(self) -> bool:
        """Whether no rule is broken."""
        return not self.failed

    def having(self, outcome: Outcome) -> tuple[RuleResult, ...]:
        """The rules with this outcome."""
        return tuple(each for each in self.results if each.outcome is outcome)

    def of(self, rule: str) -> RuleResult:
        """What was found about one rule. Raises KeyError for a name that no rule has."""
        for each in self.results:
            if each.rule == rule:
                return each
        raise KeyError(rule)
