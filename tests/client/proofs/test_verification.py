"""What `verify` asks of a chain, and what it makes of the answers: collections that stand in for real ones say things
that a chain says rarely, and remember what they were asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from eth_account import Account

from soulbadge import ids
from soulbadge.chain.blocks import Block
from soulbadge.errors import (
    BadgeNotActiveError,
    ChainMovedError,
    NonceUsedError,
    PolicyUnclearError,
    PolicyUnmetError,
    PresentationExpiredError,
    SignatureMismatchError,
    UnlistedIssuerError,
)
from soulbadge.models import Achievement, Badge, BurnAuth, Status, Terms
from soulbadge.policy import AllOf, AnyOf, AtLeast, Held, Holds, Policy, Service
from soulbadge.proofs import Challenge, MemoryNonces, TrustedCollection, Verdict, challenge, present, verify

HOLDER = Account.from_key(bytes(31) + b"\x01")
CHAIN, NOW = 5, 1_800_000_000
BLOCK = Block(70, "0x" + "ab" * 32, NOW - 5)
ONE, OTHER, UNKNOWN = (ids.parse_address("0x" + digits * 20) for digits in ("11", "22", "33"))
TERMS = {1: Terms("cka", "Administrator", skills=("clusters",)), 2: Terms("aid", "First aid", skills=("rescue",))}


class StandInNode:
    """Stands in for a node: an account with a key, and a block whose hashes can be set."""

    def __init__(self) -> None:
        self.blocks = [BLOCK]
        self.asked: list[int | None] = []

    def block_at(self, number: int | None = None) -> Block:
        self.asked.append(number)
        return self.blocks.pop() if len(self.blocks) > 1 else self.blocks[0]

    def code(self, address: str, block: int | None = None) -> bytes:
        assert (address, block) == (HOLDER.address, BLOCK.number)
        return b""

    def run(self, code: bytes, *, gas: int, block: int | None = None) -> bytes:
        raise AssertionError(f"an account with a key is asked {code!r} with {gas} gas in block {block}")


@dataclass
class StandInCollection:
    """Stands in for a collection: all that anybody holds are these badges."""

    address: str = ONE
    chain_id: int = CHAIN
    node: StandInNode = field(default_factory=StandInNode)
    kept: dict[int, Badge] = field(default_factory=dict)
    asked: list[object] = field(default_factory=list)

    def award(self, number: int = 1, cohort: int = 0, **changes: Any) -> str:  # noqa: ANN401 (fields of any type)
        """Have the holder hold a badge; its name."""
        badge_id = ids.badge_id(number, cohort, HOLDER.address)
        whole = (HOLDER.address, NOW - 900, NOW - 900, 0, NOW - 900, 0, 0, BurnAuth.Both, bytes(32), 0)
        badge = Badge(self.chain_id, self.address, badge_id, Status.ACTIVE, number, cohort, *whole)
        self.kept[badge_id] = replace(badge, **changes)
        return badge.caip19

    def badges(self, badge_ids: Iterable[int], *, block: int | None = None) -> list[Badge]:
        assert block == BLOCK.number
        return [self.kept[each] for each in badge_ids]

    def achievement(self, achievement: int | str, block: int | None = None) -> Achievement:
        assert block == BLOCK.number
        assert isinstance(achievement, int)
        self.asked.append(achievement)
        return Achievement(achievement, retired=False, cohorts=0, terms=TERMS[achievement])


def _is_trusted(one: StandInCollection) -> TrustedCollection:
    return one  # the type checker sees to it that the double keeps up with the protocol


@pytest.fixture
def one() -> StandInCollection:
    return StandInCollection()


@pytest.fixture
def other() -> StandInCollection:
    return StandInCollection(OTHER)


@pytest.fixture
def asked() -> Challenge:
    return challenge("door.example", "https://door.example/", CHAIN, now=lambda: NOW)


def shown(
    asked: Challenge, names: list[str], policy: Policy, *trusted: StandInCollection, **changes: object
) -> Verdict:
    settings: dict[str, Any] = {"nonces": MemoryNonces(), "now": lambda: NOW, **changes}
    return verify(present(HOLDER, names, asked), asked, policy, collections=trusted, **settings)


def test_the_verdict_says_who_what_where_and_when(
    asked: Challenge, one: StandInCollection, other: StandInCollection
) -> None:
    elsewhere = ids.caip19(CHAIN, UNKNOWN, ids.badge_id(9, 0, HOLDER.address))
    names = [other.award(2), elsewhere, one.award(), other.award(1, 7)]
    clock = iter([NOW, NOW + 1, NOW + 2])
    verdict = shown(asked, names, Holds("cka"), one, other, now=lambda: next(clock))
    held = tuple(
        Held(TERMS[badge.achievement_id].slug, badge, TERMS[badge.achievement_id].skills)
        for badge in [*list(other.kept.values())[:1], *one.kept.values(), *list(other.kept.values())[1:]]
    )
    assert verdict == Verdict(HOLDER.address, CHAIN, held, BLOCK.number, BLOCK.hash, NOW + 2, (elsewhere,))


def test_a_badge_that_was_read_is_presented_by_its_name(asked: Challenge, one: StandInCollection) -> None:
    name = one.award()
    assert present(HOLDER, one.kept.values(), asked) == present(HOLDER, [name], asked)


def test_an_achievement_is_read_once_for_all_its_badges(asked: Challenge, one: StandInCollection) -> None:
    shown(asked, [one.award(), one.award(1, 3), one.award(2)], Holds("cka"), one)
    assert one.asked == [1, 2]


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.ACTIVE])
def test_a_badge_that_does_not_count_is_told_with_its_status_and_block(
    asked: Challenge, one: StandInCollection, status: Status
) -> None:
    names = [one.award(2), one.award(status=status)]
    with pytest.raises(BadgeNotActiveError) as caught:
        shown(asked, names, Holds("aid"), one)
    assert vars(caught.value) == vars(BadgeNotActiveError(names[1], status.name, BLOCK.number))
    if status is not Status.EXPIRED:  # the past is of use to `Service`, and no other
        with pytest.raises(BadgeNotActiveError):
            shown(asked, names, AllOf(Holds("aid"), Service("1/400", "clusters")), one)


def test_a_badge_is_over_in_the_second_of_its_end_by_the_clock(asked: Challenge, one: StandInCollection) -> None:
    with pytest.raises(BadgeNotActiveError) as caught:
        shown(asked, [one.award(end_time=NOW)], Holds("cka"), one)
    assert caught.value.status == "EXPIRED"
    assert shown(asked, [one.award(end_time=NOW + 1)], Holds("cka"), one).badges[0].badge.status is Status.ACTIVE
    verdict = shown(asked, [one.award(end_time=NOW), one.award(2)], AnyOf(Service(1, "x"), Holds("aid")), one)
    assert [each.badge.status for each in verdict.badges] == [Status.EXPIRED, Status.ACTIVE]


def test_every_end_but_0_is_one(asked: Challenge, one: StandInCollection) -> None:
    with pytest.raises(BadgeNotActiveError):
        shown(asked, [one.award(end_time=1)], Holds("cka"), one)


class ForgetfulCollection(StandInCollection):
    """Stands in for a collection whose answer lacks the last badge."""

    def badges(self, badge_ids: Iterable[int], *, block: int | None = None) -> list[Badge]:
        return super().badges(badge_ids, block=block)[:-1]


def test_a_badge_that_the_answer_lacks_is_not_passed_over(asked: Challenge) -> None:
    one = ForgetfulCollection()
    with pytest.raises(ValueError, match="shorter"):
        shown(asked, [one.award(), one.award(2)], Holds("cka"), one)


def test_a_time_that_ends_while_the_chain_is_read_ends_badges_too(asked: Challenge, one: StandInCollection) -> None:
    clock = iter([NOW, NOW + 1, NOW + 1])
    with pytest.raises(BadgeNotActiveError):
        shown(asked, [one.award(end_time=NOW + 1)], Holds("cka"), one, now=lambda: next(clock))


def test_the_policy_is_asked_as_of_the_block(asked: Challenge, one: StandInCollection) -> None:
    name = one.award(since=BLOCK.time - 100)
    shown(asked, [name], Holds("cka", held_for=100), one)
    with pytest.raises(PolicyUnmetError):
        shown(asked, [name], Holds("cka", held_for=101), one)


def test_what_is_missing_is_said(asked: Challenge, one: StandInCollection, other: StandInCollection) -> None:
    with pytest.raises(PolicyUnmetError) as caught:
        shown(asked, [one.award(2)], Holds("cka"), one)
    assert caught.value.missing == "a badge 'cka'"
    elsewhere = ids.caip19(CHAIN, UNKNOWN, ids.badge_id(1, 0, HOLDER.address))
    with pytest.raises(UnlistedIssuerError) as unlisted:
        shown(asked, [one.award(2), elsewhere], Holds("cka"), one, other)
    assert vars(unlisted.value) == vars(UnlistedIssuerError((elsewhere,), (ONE, OTHER), "a badge 'cka'"))


def test_a_nonce_is_used_up_until_its_challenges_end_and_by_the_last_look_at_the_clock(
    asked: Challenge, one: StandInCollection
) -> None:
    class Listener:
        heard: tuple[object, ...] = ()

        def consume(self, nonce: str, expires_at: int, now: int) -> bool:
            self.heard = (nonce, expires_at, now)
            return False

    listener, clock = Listener(), iter([NOW, NOW, NOW + 3])
    with pytest.raises(NonceUsedError) as caught:
        shown(asked, [one.award()], Holds("cka"), one, nonces=listener, now=lambda: next(clock))
    assert listener.heard == (asked.nonce, asked.expires_at, NOW + 3)
    assert caught.value.nonce == asked.nonce
    late = iter([NOW, NOW, asked.expires_at])
    with pytest.raises(PresentationExpiredError):
        shown(asked, [one.award()], Holds("cka"), one, now=lambda: next(late))


def test_another_key_is_told_by_the_address_that_did_not_sign(asked: Challenge, one: StandInCollection) -> None:
    honest = present(HOLDER, [one.award()], asked)
    forged = replace(honest, signature=present(HOLDER, [], asked).signature)
    with pytest.raises(SignatureMismatchError) as caught:
        verify(forged, asked, Holds("cka"), collections=[one], nonces=MemoryNonces(), now=lambda: NOW)
    assert caught.value.address == HOLDER.address


def test_a_chain_that_moves_while_it_is_read_decides_nothing(asked: Challenge, one: StandInCollection) -> None:
    one.node.blocks = [replace(BLOCK, hash="0x" + "cd" * 32), BLOCK]
    with pytest.raises(ChainMovedError) as caught:
        shown(asked, [one.award()], Holds("cka"), one)
    assert caught.value.block == BLOCK.number
    assert one.node.asked == [None, BLOCK.number]


def test_nodes_must_tell_of_one_block_if_their_collections_badges_are_shown(
    asked: Challenge, one: StandInCollection, other: StandInCollection
) -> None:
    other.node.blocks = [replace(BLOCK, hash="0x" + "cd" * 32)]
    shown(asked, [one.award()], Holds("cka"), one, other)
    assert other.node.asked == []
    with pytest.raises(ChainMovedError):
        shown(asked, [one.award(), other.award()], Holds("cka"), one, other)


def test_only_collections_of_the_challenges_chain_count(asked: Challenge, one: StandInCollection) -> None:
    away = StandInCollection(OTHER, chain_id=6)
    shown(asked, [one.award()], Holds(1), away, one)
    with pytest.raises(PolicyUnclearError) as caught:
        shown(asked, [], Holds("cka"), away)
    assert str(caught.value) == str(
        PolicyUnclearError("no trusted collection is on chain 5; list those whose badges count")
    )


def test_a_policy_that_is_not_clear_is_refused_with_what_is_not(
    asked: Challenge, one: StandInCollection, other: StandInCollection
) -> None:
    with pytest.raises(PolicyUnclearError) as caught:
        shown(asked, [], AllOf(Holds("cka"), Holds("cka", UNKNOWN)), one)
    said = f"it names {UNKNOWN}, which is not among the trusted collections"
    assert str(caught.value) == str(PolicyUnclearError(said))
    with pytest.raises(PolicyUnclearError) as number:
        shown(asked, [], AtLeast(1, Holds(2)), one, other)
    said = "several collections have an achievement 2; name the collection"
    assert str(number.value) == str(PolicyUnclearError(said))
    shown(asked, [one.award(2)], Holds(2, ONE), one, other)
    shown(asked, [one.award(2)], Holds(2), one)
