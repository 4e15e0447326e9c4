"""What a collection has written down about a badge, gathered from its storage. Pure.

Everything is gathered that could come to matter at any time: so what has to be proven follows from the badge alone, and
whoever proves and whoever verifies ask for the very same words. What it amounts to is `judging`'s business.
"""

from dataclasses import dataclass
from typing import Any, Final, Protocol

from eth_abi.exceptions import DecodingError
from eth_utils.address import to_checksum_address

from soulbadge import ids
from soulbadge.chain.artifacts import releases
from soulbadge.chain.metered import decode
from soulbadge.errors import StateMalformedError, UnknownCodeError
from soulbadge.ids import ZERO_ADDRESS

from . import layout
from .layout import Record, slot_of
from .proven import Account

_REQUIREMENTS: Final = "(uint8,bool,(address,uint256,uint40)[])[]"
_TIERS: Final = f"(bytes,{_REQUIREMENTS})[]"
_TEXTS: Final = ("bytes", "bytes", "bytes", "bytes", "bytes[]", "uint24")
"""Texts are decoded as bytes, which the ABI encodes alike: not every text on a chain is UTF-8."""

_MEMBER: Final = 20
_LAYERS: Final = 2
"""Layers of ongoing requirements that a collection allows (`MOST_DEPTH` in `Drafts.sol`)."""


class State(Protocol):
    """What is asked; `ProvenState` answers."""

    def account(self, address: str) -> Account | None:
        """An account; None where there is none."""

    def slot(self, address: str, slot: int) -> int:
        """A word of storage."""

    def code(self, address: str) -> bytes:
        """The code of an account."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One prerequisite.

    Attributes:
        held_for: Seconds that the present run must have lasted.
        source: The foreign source that would have to be asked; empty for this collection.
        badge: The holder's badge that is meant; None of a foreign source.
    """

    held_for: int
    source: str
    badge: "Facts | None"


@dataclass(frozen=True, slots=True)
class Need:
    """A requirement that is asked for again and again: ongoing, or a tier's."""

    needed: int
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the status of a badge rests on.

    Attributes:
        record: Its record, or what stands for one with a member of a cohort; None if it was never issued.
        needs: Its ongoing requirements; none where its record says that there are none, or that it has ended.
    """

    record: Record | None
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Award:
    """Everything about a badge that was issued.

    Attributes:
        facts: What its status rests on.
        evidence: Its commitment, or its cohort's root.
        burn_auth: Who may end it, as a number of `BurnAuth`.
        slug: Its achievement's.
        skills: The same achievement's.
        tiers: The requirements of each tier, from the lowest.
    """

    facts: Facts
    evidence: bytes
    burn_auth: int
    slug: str
    skills: tuple[str, ...]
    tiers: tuple[tuple[Need, ...], ...]


class Gathering:
    """One collection, read from a state.

    Raises:
        UnknownCodeError: Its code is not among those whose storage is known.
    """

    def __init__(self, state: State, collection: str) -> None:
        self._state = state
        self._address = collection
        self._facts: dict[int, Facts] = {}
        # A proof may tell of thousands of badges of a few achievements and cohorts: blobs are taken apart once.
        self._decoded: dict[str, Any] = {}
        account = state.account(collection)
        found = "0x" + account.code_hash.hex() if account is not None and account.has_code else ""
        if found not in layout.collection_codes():
            known = releases().get(found, "of no release that is known here")
            raise UnknownCodeError(
                to_checksum_address(collection), found, known if found else "an account without code"
            )

    def award(self, badge_id: int) -> Award | None:
        """All there is to a badge; None if it was never issued."""
        facts = self.facts(badge_id)
        if facts.record is None:
            return None
        number = layout.achievement_of(badge_id)
        head = self._head(number)
        where = ("_cohortFacts", ids.kind_of(badge_id), 1) if layout.cohort_of(badge_id) else ("_evidence", badge_id, 0)
        evidence = self._word(*where).to_bytes(32, "big")
        slug, skills = self._texts(number)
        return Award(facts, evidence, head.burn_auth, slug, skills, self._tiers(badge_id, facts))

    def facts(self, badge_id: int, layers: int = _LAYERS) -> Facts:
        """What the status of a badge rests on: on ongoing requirements in so many layers, at the most."""
        if badge_id not in self._facts:
            cohort = layout.cohort_of(badge_id)
            self._facts[badge_id] = self._of_cohort(badge_id) if cohort else self._single(badge_id, layers)
        return self._facts[badge_id]

    def _single(self, badge_id: int, layers: int) -> Facts:
        word = self._word("_records", badge_id)
        if word == 0:
            return Facts(None)
        record = layout.record(word)
        if record.ended_at or not record.ongoing:
            return Facts(record)
        if layers == 0:
            raise StateMalformedError(f"a badge rests on more than {_LAYERS} layers of ongoing requirements")
        (rules,) = self._terms(self._head(layout.achievement_of(badge_id)).rules, (_REQUIREMENTS,))
        needs = [self._need(needed, kinds, badge_id, layers - 1) for needed, ongoing, kinds in rules if ongoing]
        return Facts(record, tuple(needs))

    def _of_cohort(self, badge_id: int) -> Facts:
        kind = ids.kind_of(badge_id)
        word = self._word("_cohorts", kind)
        if word == 0:
            return Facts(None)
        head = layout.cohort_head(word)
        own = self._word("_records", badge_id) if head.departed else 0
        if own == 0 and not self._is_member(head.members, layout.holder_of(badge_id)):
            return Facts(None)
        record = layout.record(own)
        if record.ended_at:
            return Facts(record)
        issued_at, since = layout.cohort_times(self._word("_cohortFacts", kind))
        if own == 0:
            return Facts(Record(issued_at, head.start_time, head.end_time, since))
        # Renewed alone: its own run lasts on if its own end reaches past the start of the cohort's present run.
        own_run = record.end_time == 0 or record.end_time > since
        end = 0 if 0 in {record.end_time, head.end_time} else max(record.end_time, head.end_time)
        return Facts(record._replace(end_time=end, since=record.since if own_run else since))

    def _is_member(self, blob: str, holder: bytes) -> bool:
        if blob not in self._decoded:
            packed = self._blob(blob)
            if len(packed) % _MEMBER:
                raise StateMalformedError("members are not 20 bytes each")
            self._decoded[blob] = {packed[place : place + _MEMBER] for place in range(0, len(packed), _MEMBER)}
        return holder in self._decoded[blob]

    def _need(
        self,
        needed: int,
        kinds: tuple[tuple[str, int, int], ...],
        badge_id: int,
        layers: int = _LAYERS,
        own: Facts | None = None,
    ) -> Need:
        """A requirement that a badge rests on. `own` are its facts, where a tier may name its own achievement."""
        last = layout.achievement_of(badge_id)
        found = []
        for source, number, held_for in kinds:
            if source != ZERO_ADDRESS:
                found.append(Kind(held_for, to_checksum_address(source), None))
            elif own is not None and number == last:
                found.append(Kind(held_for, "", own))
            elif 0 < number < last:  # so there is no cycle
                found.append(Kind(held_for, "", self.facts(layout.single(number, badge_id), layers)))
            else:
                raise StateMalformedError(
                    f"achievement {last} rests on achievement {number}, which is not an earlier one"
                )
        return Need(needed, tuple(found))

    def _tiers(self, badge_id: int, facts: Facts) -> tuple[tuple[Need, ...], ...]:
        word = self._word("_tiers", layout.achievement_of(badge_id))
        if word == 0 or facts.record is None or facts.record.ended_at:
            return ()
        (tiers,) = self._terms(layout.address(word), (_TIERS,))
        return tuple(
            tuple(self._need(needed, kinds, badge_id, own=facts) for needed, _, kinds in needs) for _, needs in tiers
        )

    def _texts(self, number: int) -> tuple[str, tuple[str, ...]]:
        slug, _, _, _, skills, _ = self._terms(layout.address(self._word("_texts", number)), _TEXTS)
        return slug.decode("utf-8", "replace"), tuple(each.decode("utf-8", "replace") for each in skills)

    def _head(self, number: int) -> layout.AchievementHead:
        head = layout.achievement_head(self._word("_achievements", number))
        if not head.created:
            raise StateMalformedError(f"there is a badge of achievement {number}, but no achievement {number}")
        return head

    def _word(self, variable: str, key: int, offset: int = 0) -> int:
        return self._state.slot(self._address, slot_of(variable, key, offset))

    def _terms(self, blob: str, kinds: tuple[str, ...]) -> Any:  # noqa: ANN401 (as the ABI has it)
        if blob not in self._decoded:
            packed = self._blob(blob)
            try:
                self._decoded[blob] = decode(kinds, packed)
            except (DecodingError, OverflowError, ValueError) as error:
                raise StateMalformedError(f"a code blob is not what a collection writes ({error})") from error
        return self._decoded[blob]

    def _blob(self, address: str) -> bytes:
        """What SSTORE2 wrote: code that begins with a zero byte, so that nobody can run it."""
        code = self._state.code(address)
        if code[:1] != b"\0":
            raise StateMalformedError(f"there is no code blob at {address}")
        return code[1:]


def first_slots(badge_id: int) -> list[int]:
    """The slots that a badge will probably be asked for, to fetch them in one go."""
    number = layout.achievement_of(badge_id)
    slots = [slot_of(each, number) for each in ("_achievements", "_texts", "_tiers")]
    slots.append(slot_of("_records", badge_id))
    if not layout.cohort_of(badge_id):
        return [*slots, slot_of("_evidence", badge_id)]
    kind = ids.kind_of(badge_id)
    return [*slots, slot_of("_cohorts", kind), *(slot_of("_cohortFacts", kind, offset) for offset in (0, 1))]
