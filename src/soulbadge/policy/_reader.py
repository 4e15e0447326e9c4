"""From a document to a policy. What is not understood is refused, with its place."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from soulbadge.errors import AddressInvalidError, PolicyMalformedError, PolicyUnclearError, TimeInvalidError
from soulbadge.forms.times import parse_duration
from soulbadge.ids import parse_address
from soulbadge.policy._base import Policy
from soulbadge.policy._spelled import shown
from soulbadge.policy.demands import SLUG, Holds, Tier
from soulbadge.policy.groups import MOST_DEPTH, AllOf, AnyOf, AtLeast
from soulbadge.policy.service import Service

TOP = "the top"
"""The place of what is in no other."""

LENGTH = re.compile(r"[1-9][0-9]{0,3} (second|minute|hour|day|week|month|year)s?")

_BESIDE: dict[str, tuple[str, ...]] = {
    "holds": ("collection", "held_for"),
    "tier": ("level", "collection"),
    "service": ("years", "collection"),
    "all_of": (),
    "any_of": (),
    "at_least": ("of",),
}
"""What a policy can say, and what can be said beside it."""

_WORDS = {*_BESIDE, *(key for keys in _BESIDE.values() for key in keys)}
_NEGATION = re.compile(r"(no|not|nor|none|never|without|except|unless|lacks)(_.*)?", re.IGNORECASE)
_T = TypeVar("_T")


def read(data: object, collections: Mapping[str, str]) -> Policy:
    """The policy that a document says.

    Args:
        data: The document, as a JSON or TOML reader made it.
        collections: Addresses by name, before those of the document.

    Raises:
        PolicyMalformedError: It is no policy.
    """
    if isinstance(data, Mapping) and "collections" in data:
        collections = {**_addresses(data["collections"]), **collections}
        data = {key: value for key, value in data.items() if key != "collections"}
    return _Reader(collections).policy(data, "", 0)


class _Reader:
    """Reads a document and its parts, each with its place."""

    def __init__(self, collections: Mapping[str, str]) -> None:
        self._collections = collections

    def policy(self, data: object, where: str, depth: int) -> Policy:
        """A policy; `depth` groups are around it."""
        if not isinstance(data, Mapping):
            raise PolicyMalformedError(where or TOP, f"expected a policy such as {{'holds': 'cka'}}, not {shown(data)}")
        word = _word(data, where)
        part = _Part(data, f"{where}." if where else "")
        if word == "holds":
            holds = part.made("holds", Holds)
            return replace(self._of_collection(part, holds), held_for=part.made("held_for", _held_for, 0))
        if word == "tier":
            tier = part.made("tier", lambda name: Tier(name, 1))
            return self._of_collection(part, part.made("level", lambda level: replace(tier, level=level)))
        if word == "service":
            service = part.made("service", lambda skill: Service(1, skill))
            return self._of_collection(part, part.made("years", lambda years: replace(service, years=_years(years))))
        return self._group(word, part, depth)

    def _group(self, word: str, part: "_Part", depth: int) -> Policy:
        key = "of" if word == "at_least" else word
        if depth == MOST_DEPTH:
            raise PolicyMalformedError(part.place(key), f"at most {MOST_DEPTH} groups may be inside one another")
        listed = part.made(key, _list)
        policies = [self.policy(each, f"{part.place(key)}[{at}]", depth + 1) for at, each in enumerate(listed)]
        if word == "all_of":
            return part.made(key, lambda _: AllOf(*policies))
        if word == "any_of":
            return part.made(key, lambda _: AnyOf(*policies))
        part.made(key, lambda _: AtLeast(1, *policies))
        return part.made(word, lambda needed: AtLeast(needed, *policies))

    def _of_collection(self, part: "_Part", demand: _T) -> _T:
        if "collection" not in part.data:
            return demand
        return part.made("collection", lambda named: replace(demand, collection=self._address(named)))  # type: ignore[type-var]  # every demand is a dataclass

    def _address(self, named: object) -> str:
        if not isinstance(named, str):
            raise PolicyUnclearError(f"expected an address, or the name of one, not {shown(named)}")
        if named.startswith("0x"):
            return parse_address(named)
        if named not in self._collections:
            raise PolicyUnclearError(
                f"there is no address for {shown(named)}; write it under `collections`, or give it with the policy"
            )
        return parse_address(self._collections[named])


class _Part:
    """One object of a document, and what stands before the names of its parts."""

    def __init__(self, data: Mapping[Any, Any], before: str) -> None:
        self.data = data
        self._before = before

    def place(self, key: str) -> str:
        """Where a part of it is."""
        return f"{self._before}{key}"

    def made(self, key: str, make: Callable[[Any], _T], default: object = None) -> _T:
        """What is made of a part; a complaint about it names its place."""
        if key not in self.data and default is None:
            raise PolicyMalformedError(self.place(key), "it is missing")
        try:
            return make(self.data.get(key, default))
        except (PolicyUnclearError, AddressInvalidError, TimeInvalidError) as error:
            raise PolicyMalformedError(self.place(key), error.problem) from error


def _word(data: Mapping[Any, Any], where: str) -> str:
    """What kind of policy this is."""
    for key in data:
        if key not in _WORDS:
            why = "; there is no negation, since a holder can always leave a badge out" if _negates(key) else ""
            raise PolicyMalformedError(where or TOP, f"{shown(key)} means nothing here{why}; say {_listed(_BESIDE)}")
    words = [word for word in _BESIDE if word in data]
    if not words:
        raise PolicyMalformedError(where or TOP, f"it demands nothing; say {_listed(_BESIDE)}")
    word = words[0]
    for key in data:
        if key != word and key not in _BESIDE[word]:
            raise PolicyMalformedError(where or TOP, f"{key} cannot stand beside {word}")
    return word


def _negates(key: object) -> bool:
    return isinstance(key, str) and _NEGATION.fullmatch(key) is not None


def _listed(words: Mapping[str, object]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}"


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise PolicyUnclearError(f"expected a list of policies, not {shown(value)}")
    return value


def _held_for(value: object) -> int:
    if isinstance(value, str):
        if not LENGTH.fullmatch(value):
            raise PolicyUnclearError(f"expected seconds, or a length such as '3 years', not {shown(value)}")
        return parse_duration(value)
    return Holds(1, held_for=value).held_for  # type: ignore[arg-type]  # it refuses what is no number of seconds


def _years(value: object) -> int | str:
    # 2.5 is the same number to every reader of JSON and TOML, but 0.1 is not.
    if not isinstance(value, int | str):
        raise PolicyUnclearError(f"expected a whole number, or a text such as '2.5', not {shown(value)}")
    return value


def _addresses(given: object) -> dict[str, str]:
    """The document's own names for collections; one whose address is empty waits for it."""
    if not isinstance(given, Mapping):
        raise PolicyMalformedError("collections", f"expected addresses by name, not {shown(given)}")
    for name in given:
        if not isinstance(name, str) or not SLUG.fullmatch(name):
            raise PolicyMalformedError("collections", f"a name has 1 to 64 of a-z, 0-9 and '-', not {shown(name)}")
    part = _Part(given, "collections.")
    return {name: part.made(name, _address) for name, address in given.items() if address != ""}


def _address(value: object) -> str:
    if not isinstance(value, str):
        raise PolicyUnclearError(f"expected an address, not {shown(value)}")
    return parse_address(value)
