"""Years of service with a skill, added up over badges. Off chain only: no contract can ask it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from soulbadge import tenure
from soulbadge.errors import PolicyUnclearError
from soulbadge.forms.times import YEAR
from soulbadge.policy._base import Demand, Held, Lack
from soulbadge.policy._spelled import counted, shown, so_far

YEARS = re.compile(
    r"[1-9][0-9]{0,2}(\.[0-9]{1,6})?"  # 5, 2.5
    r"|0\.(?=[0-9]*[1-9])[0-9]{1,6}"  # 0.5, but not 0.0
    r"|[1-9][0-9]{0,2}/[1-9][0-9]{0,2}"  # 1/3
)
"""How a number of years is written: under a thousand, and exact."""

MOST_YEARS = 999
MOST_SKILL = 200
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Service(Demand):
    """Years of service with a skill, shown by badges whose achievements list it.

    What counts is the union of the times that the badges vouch for (`soulbadge.tenure`): overlaps once, gaps never,
    nothing after `now`. A badge vouches from `since`, where its present unbroken run began, to its end. An EXPIRED
    badge still tells the time served, and a SUSPENDED one too; one that was revoked or renounced tells nothing. Of a
    badge that lapsed and was renewed the chain keeps the present run alone: the time before it counts only if another
    badge tells it.

    Attributes:
        years: How many, more than 0 and less than 1,000; a year is 31,557,600 seconds. A whole number, a decimal text
            of at most six decimals (`"2.5"`), or a fraction (`"1/3"`, `Fraction(1, 3)`). A float is taken as it is
            written: 0.1 is a tenth. Kept as an int or a text: 2.50 is `"2.5"`, and 5.0 is 5.
        skill: The skill as the achievements' terms spell it.
        collection: As in `Holds`.

    Raises:
        PolicyUnclearError: These are no years, or no skill.
        AddressInvalidError: The collection is not an address.
    """

    years: int | str | float | Fraction
    skill: str
    collection: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", _plain(_exact(self.years)))
        _must_be_a_skill(self.skill)
        self.spell_collection()

    @property
    def achievement(self) -> None:  # type: ignore[override]  # no field here: badges of any achievement may count
        """None: the badges of every achievement that lists the skill count."""
        return

    @property
    def counts_expired(self) -> bool:
        """See `Policy.counts_expired`."""
        return True

    def lack(self, held: Sequence[Held], now: int) -> Lack | None:
        """See `Policy.lack`."""
        served = tenure.seconds(tenure.span(one.badge, now) for one in held if self._tells(one))
        if served >= Fraction(self.years) * YEAR:
            return None
        where = f" of collection {self.collection}" if self.collection else ""
        return Lack(f"{counted(str(self.years), 'year')} of service with {self.skill!r}{where}{so_far(served, YEAR)}")

    @property
    def adds_up(self) -> bool:
        """See `Demand.adds_up`."""
        return True

    def is_helped_by(self, one: Held, now: int) -> bool:
        """See `Demand.is_helped_by`."""
        start, end = tenure.span(one.badge, now)
        return self._tells(one) and start < end

    def to_json(self) -> dict[str, Any]:
        """See `Policy.to_json`."""
        return self.in_collection({"service": self.skill, "years": self.years})

    def _tells(self, held: Held) -> bool:
        return self.skill in held.skills and self.collection in {None, held.badge.collection}


def _must_be_a_skill(skill: object) -> None:
    if not isinstance(skill, str) or not 0 < len(skill) <= MOST_SKILL or not _is_text(skill):
        raise PolicyUnclearError(f"a skill is a text of 1 to {MOST_SKILL} characters, not {shown(skill)}")


def _is_text(skill: str) -> bool:
    try:
        skill.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _exact(years: object) -> Fraction:
    if type(years) is int:
        text = str(years) if 0 < years <= MOST_YEARS else ""
    elif isinstance(years, Fraction):
        text = str(_plain(years)) if 0 < years < MOST_YEARS + 1 and years.denominator <= _MILLION else ""
    else:
        text = repr(years) if isinstance(years, float) else years if isinstance(years, str) else ""
    if not YEARS.fullmatch(text):
        raise PolicyUnclearError(
            "years are a number above 0 and below 1000, such as 5, '2.5' (at most six decimals) or '1/3', "
            f"not {shown(years)}"
        )
    return Fraction(text)


def _plain(years: Fraction) -> int | str:
    """As it is kept and written: an int, a decimal text if there is one, otherwise a fraction in lowest terms."""
    if years.denominator == 1:
        return years.numerator
    millionths = years * _MILLION
    if millionths.denominator == 1:
        whole, rest = divmod(millionths.numerator, _MILLION)
        return f"{whole}.{rest:06}".rstrip("0")
    return f"{years.numerator}/{years.denominator}"
