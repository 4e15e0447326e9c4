"""Why a policy is refused before it is put to anybody."""

from dataclasses import dataclass
from typing import ClassVar

from ._base import StatedError


@dataclass(eq=False)
class PolicyMalformedError(StatedError, ValueError):
    """A document that is no policy. `where` is the place in it, such as `any_of[1].all_of[0].holds`."""

    where: str
    problem: str
    says: ClassVar[str] = "not a policy, at {where:.300}: {problem:.300}"


@dataclass(eq=False)
class PolicyNotADoorError(StatedError, ValueError):
    """A contract cannot ask this policy: a door is a list of alternatives, each a list of badges and for how long."""

    problem: str
    says: ClassVar[str] = "no contract can ask this policy: {problem:.300}; ask it off chain, with `verify`"
