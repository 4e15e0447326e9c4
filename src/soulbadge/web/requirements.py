"""What an achievement requires, as a tree: for everybody, or with what one holder has of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import Requirement

from .overview import Issuer, collections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from soulbadge.chain.blocks import Block
    from soulbadge.contract import Collection
    from soulbadge.reading.explain import Explanation, RequirementState

    from .site import Site

_DEEPEST: Final = 4
_COHORT_BITS: Final = 48


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of badge that counts.

    Attributes:
        name: Its name; what another contract is asked, where this site does not know it.
        slug: Its slug; empty for what this site does not know.
        issuer: The name of its issuer, where that is another one.
        path: Where this site shows it; empty where it does not.
        held_for: Seconds for which it must have been held.
        counts: How many badges of the holder count; None where nobody is asked about.
        branches: What it requires itself.
    """

    name: str
    slug: str
    issuer: str
    path: str
    held_for: int
    counts: int | None
    branches: "tuple[Branch, ...]"


@dataclass(frozen=True, slots=True)
class Branch:
    """One requirement: at least `needed` of these kinds.

    Attributes:
        needed: How many.
        ongoing: Whether for as long as a badge is used; otherwise when it is issued.
        is_met: Whether the holder meets it; None where nobody is asked about.
        kinds: Which count.
    """

    needed: int
    ongoing: bool
    is_met: bool | None
    kinds: tuple[Kind, ...]


def tree(site: "Site", issuer: Issuer, number: int, holder: str | None = None) -> tuple[Branch, ...]:
    """What an achievement requires, and what those require, down to four levels.

    Args:
        site: Whose collections are known by name.
        issuer: Whose achievement it is.
        number: The achievement's number.
        holder: Whose badges are counted; None for nobody's.
    """
    others = {each.address: each for each in collections(site)}
    key = ("tree", issuer.address, number, holder)
    return site.reader.about(key, lambda every, at: _Tree(every, others, holder, at).of(issuer, number, _DEEPEST))


class _Tree:
    def __init__(
        self, every: "Sequence[Collection]", issuers: dict[str, Issuer], holder: str | None, at: "Block"
    ) -> None:
        self._collections: dict[str, Collection] = {each.address: each for each in every}
        self._issuers = issuers
        self._holder = holder
        self._at = at
        self._explained: dict[tuple[str, int], Explanation] = {}

    def of(self, issuer: Issuer, number: int, depth: int) -> tuple[Branch, ...]:
        needed = issuer.of(number).terms.requirements
        if not needed or not depth:
            return ()
        states = self._states(issuer.address, number) if self._holder else None
        return tuple(
            self._branch(issuer, each, states[place] if states else None, depth) for place, each in enumerate(needed)
        )

    def _branch(self, issuer: Issuer, needed: Requirement, state: "RequirementState | None", depth: int) -> Branch:
        kinds: list[Kind] = []
        for place, each in enumerate(needed.prerequisites):
            counts = state.prerequisites[place].counts if state else None
            home, number = (issuer, each.id) if each.source == ZERO_ADDRESS else self._abroad(each.source, each.id)
            if home is None:
                kinds.append(Kind(f"{each.id} at {each.source}", "", "", "", each.held_for, counts, ()))
                continue
            terms = home.of(number).terms
            path = f"/achievement/{home.address}/{number}"
            other = "" if home is issuer else home.name
            below = self.of(home, number, depth - 1)
            kinds.append(Kind(terms.name, terms.slug, other, path, each.held_for, counts, below))
        return Branch(needed.needed, needed.ongoing, state.is_met if state else None, tuple(kinds))

    def _abroad(self, source: str, number: int) -> tuple[Issuer | None, int]:
        """A foreign source that is one of ours: `heldSince` is asked for achievement and cohort in one number."""
        found = self._issuers.get(source)
        achievement = number >> _COHORT_BITS
        known = found is not None and any(each.achievement_id == achievement for each in found.achievements)
        return (found, achievement) if known else (None, 0)

    def _states(self, address: str, number: int) -> "tuple[RequirementState, ...]":
        key = (address, number)
        if key not in self._explained:
            assert self._holder is not None  # noqa: S101 (for type checkers)
            self._explained[key] = self._collections[address].explain(number, self._holder, block=self._at)
        return self._explained[key].requirements
