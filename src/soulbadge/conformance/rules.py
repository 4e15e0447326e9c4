"""What a rule is: a sentence of a standard, and a check that looks at a contract from outside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from .report import Outcome, RuleResult
from .subject import Subject, UnansweredError

Found: TypeAlias = tuple[Outcome, str]
Check: TypeAlias = Callable[[Subject], Found]


def passed(because: str) -> Found:
    """It does what the sentence says."""
    return Outcome.PASS, because


def failed(because: str) -> Found:
    """It does not."""
    return Outcome.FAIL, because


def departs(because: str) -> Found:
    """It does not, on purpose."""
    return Outcome.DEPARTS, because


def not_checkable(because: str) -> Found:
    """Nobody can tell from outside."""
    return Outcome.NOT_CHECKABLE, because


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence and its check."""

    name: str
    sentence: str
    check: Check


class Standard:
    """A standard with its rules, in the order in which they are written down.

    Args:
        name: Such as "ERC-5192".
        interface_id: What ERC-165 knows it by; None if it has none.
        functions: Signatures of functions that only this standard has: code that contains all of them implements it,
            whatever it says of itself.
        always: Whether its rules hold for every contract.
        prefix: What the names of its rules begin with, where that is not the standard's own name.
    """

    def __init__(
        self,
        name: str,
        interface_id: str | None = None,
        functions: tuple[str, ...] = (),
        *,
        always: bool = False,
        prefix: str = "",
    ) -> None:
        self.name = name
        self.prefix = prefix or name.lower().replace("-", "").replace(", ", "-")
        self.interface_id = interface_id
        self.functions = functions
        self.always = always
        self.rules: list[Rule] = []
        if interface_id is not None and not always:
            sentence = f"The interface id is {interface_id}: `supportsInterface` MUST answer true for it."
            self.rules.append(Rule(f"{self.prefix}.interface-id", sentence, self._claims))

    def rule(self, name: str, sentence: str) -> Callable[[Check], Check]:
        """Add a rule; its name stands behind the standard's."""

        def add(check: Check) -> Check:
            self.rules.append(Rule(f"{self.prefix}.{name}", sentence, check))
            return check

        return add

    def judge(self, subject: Subject) -> list[RuleResult]:
        """Every rule, asked of one contract."""
        missing = self._missing(subject)
        return [self._judged(rule, subject, missing) for rule in self.rules]

    def _judged(self, rule: Rule, subject: Subject, missing: str | None) -> RuleResult:
        if missing is not None:
            outcome, because = not_checkable(missing)
        else:
            try:
                outcome, because = rule.check(subject)
            except UnansweredError as error:
                outcome, because = failed(str(error))
        return RuleResult(rule.name, self.name, rule.sentence, outcome, because)

    def _missing(self, subject: Subject) -> str | None:
        if self.always or (self.interface_id is not None and subject.claims(self.interface_id)):
            return None
        if self.functions and all(subject.has(each) for each in self.functions):
            return None
        known = self.interface_id or "no interface id"
        return f"it does not implement {self.name} ({known})"

    def _claims(self, subject: Subject) -> Found:
        assert self.interface_id is not None  # noqa: S101 (the rule exists only where there is an id)
        if subject.claims(self.interface_id):
            return passed(f"it answers true for {self.interface_id}")
        return failed(f"its code has {', '.join(self.functions)}, yet it does not answer true for {self.interface_id}")
