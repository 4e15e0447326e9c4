"""Who may issue at present. Events say whom to ask about, the contract whether it is so."""

from dataclasses import dataclass

from soulbadge.chain.blocks import Block
from soulbadge.forms.json import Value

from .events import topic
from .questions import Asking

_APPOINTED = topic("IssuerAppointed(address,uint256)")
_DISMISSED = topic("IssuerDismissed(address)")


@dataclass(frozen=True, slots=True)
class IssuerScope(Value):
    """A present issuer, and what it may issue."""

    account: str
    everything: bool
    """Whether it may issue every achievement, those to come included."""
    achievements: tuple[int, ...]
    """The numbers of those it may issue, if not everything; retired ones included."""


def issuers(asking: Asking, at: Block) -> list[IssuerScope]:
    """All present issuers, in the order of their appointment."""
    scopes: dict[str, set[int]] = {}
    for log in asking.logs([[_APPOINTED, _DISMISSED]], at):
        account = log.account(1)
        if "0x" + log.topics[0].hex() == _APPOINTED:
            scopes.setdefault(account, set()).add(log.number(2))
        else:
            scopes.pop(account, None)
    # An appointment for everything (0) is asked about like one for an achievement: nobody has a scope of that number.
    questions = [(account, number) for account, numbers in scopes.items() for number in sorted(numbers)]
    answers = asking.many("isIssuer", questions, at)
    held: dict[str, list[int]] = {}
    for (account, number), (is_issuer,) in zip(questions, answers, strict=True):
        if is_issuer:
            held.setdefault(account, []).append(number)
    return [
        IssuerScope(account, 0 in numbers, () if 0 in numbers else tuple(numbers)) for account, numbers in held.items()
    ]
