"""Careers that hypothesis draws: what can happen to one holder in the programmes of examples/."""

from dataclasses import dataclass

from hypothesis import strategies as st

from soulbadge.forms.times import YEAR

CERTIFICATIONS = ("cka", "ckad", "cks", "kcna", "kcsa")
LADDER = ("expert", "master", "grandmaster")
DAY = 86_400


@dataclass(frozen=True)
class Award:
    """Badges issued one by one, those that can be; `ago` seconds in the past, or in the future if negative."""

    where: str
    slugs: tuple[str, ...]
    ago: int = 0


@dataclass(frozen=True)
class Medals:
    """Gold medals, each of a competition of its own."""

    count: int


@dataclass(frozen=True)
class Renew:
    """Renewed for as long as the terms allow, if they are there to be renewed."""

    where: str
    slugs: tuple[str, ...]


@dataclass(frozen=True)
class End:
    """Taken back by the issuer, or given up by the holder, where the terms allow it.

    Attributes:
        which: The how-manieth of the badges that exist, counted on from the first again after the last.
        by_holder: By whom.
    """

    which: int
    by_holder: bool


@dataclass(frozen=True)
class Wait:
    """Time passes."""

    seconds: int


@dataclass(frozen=True)
class WaitForEdge:
    """Until something changes with time alone: a start, an end, three years of service; or a second before or after.

    Attributes:
        which: The how-manieth of the coming edges, counted on from the first again after the last.
        off: -1, 0 or 1 second.
    """

    which: int
    off: int


Step = Award | Medals | Renew | End | Wait | WaitForEdge


TITLE = Award("cncf", (*CERTIFICATIONS, "kubestronaut"))
CKA = Award("cncf", ("cka",))
MEDALS, GRANDMASTER = Medals(5), Award("kaggle", LADDER)
SERVICE = Award("employer", ("service-kubernetes",), 3 * YEAR - 10)

_BEGINNINGS: tuple[tuple[Step, ...], ...] = (
    (),
    (TITLE,),
    (MEDALS, GRANDMASTER),
    (Award("employer", ("service-kubernetes",), 3 * YEAR - 7), CKA),
)
"""Nobody yet, and who is in by each of the three ways, or will be in a moment."""


def histories(most: int = 8) -> st.SearchStrategy[list[Step]]:
    """What can happen to one holder: a beginning, and up to so many steps. What a contract refuses does not happen."""
    certification = st.sampled_from(CERTIFICATIONS).map(lambda slug: (slug,))
    days = st.integers(-9, 9).map(DAY.__mul__)
    served = st.integers(-40 * DAY, 5 * YEAR) | st.integers(-20, 20).map((3 * YEAR).__add__)
    which, off = st.integers(0, 15), st.sampled_from((-1, 0, 1))
    steps: list[st.SearchStrategy[Step]] = [
        st.sampled_from([step for steps in _BEGINNINGS for step in steps]),
        st.builds(Award, st.just("cncf"), certification, days),
        st.builds(Award, st.just("employer"), st.just(("service-kubernetes",)), served),
        st.builds(Medals, st.integers(1, 3)),
        st.just(Renew("cncf", CERTIFICATIONS)),
        st.just(Renew("employer", ("service-kubernetes",))),
        st.builds(Renew, st.just("cncf"), certification),
        st.builds(End, which, st.booleans()),
        st.builds(End, which, st.booleans()),
        st.builds(Wait, st.integers(1, 100 * DAY)),
        st.builds(WaitForEdge, which, off),
        st.builds(WaitForEdge, which, off),
    ]
    later = st.lists(st.one_of(steps), min_size=1, max_size=most)
    return st.builds(lambda first, then: [*first, *then], st.sampled_from(_BEGINNINGS), later)
