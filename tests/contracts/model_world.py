"""What the model test stands in: achievements, actors, and how the contract and the model are asked the same."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import model as spec
import model_rules as rules
import vouchers as signing
from anvil import RevertedError
from conftest import BurnAuth, Terms, prerequisite, requirement, tier
from eth_abi import decode, encode
from eth_utils import keccak
from vouchers import ZERO, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from anvil import Anvil

OBSERVE = keccak(text="observe(address,bytes[])")[:4]
DAYS = 86_400
MEDAL, COURSE, EXAM, LICENCE, TITLE, BOND, OATH = range(1, 8)
UNKNOWN = 8

ACHIEVEMENTS = [
    Terms("medal", burn_auth=BurnAuth.BOTH),
    Terms("course", validity=100 * DAYS),
    Terms("exam", validity=200 * DAYS, burn_auth=BurnAuth.BOTH, individual=True),
    Terms(
        "licence",
        burn_auth=BurnAuth.BOTH,
        requirements=(requirement(1, prerequisite(EXAM), ongoing=True),),
    ),
    Terms(
        "title",
        validity=150 * DAYS,
        requirements=(
            requirement(2, prerequisite(MEDAL), prerequisite(COURSE, held_for=10 * DAYS)),
            requirement(
                1, prerequisite(LICENCE, held_for=5 * DAYS), prerequisite(EXAM, held_for=40 * DAYS), ongoing=True
            ),
        ),
        tiers=(
            tier("Silver", requirement(1, prerequisite(TITLE, held_for=30 * DAYS))),
            tier(
                "Gold",
                requirement(1, prerequisite(LICENCE)),
                requirement(2, prerequisite(EXAM), prerequisite(TITLE, held_for=60 * DAYS)),
            ),
        ),
    ),
    Terms("bond", validity=100 * DAYS, burn_auth=BurnAuth.ISSUER_ONLY),
    Terms(
        "oath",
        burn_auth=BurnAuth.NEITHER,
        tiers=(tier("Kept", requirement(1, prerequisite(OATH, held_for=90 * DAYS))),),
    ),
]
BADGE = "(uint8,uint256,uint256,address,uint40,uint40,uint40,uint40,uint40,uint16,uint8,bytes32,uint256)"


def as_model(terms: Terms) -> spec.Achievement:
    """The same terms in the model's words."""

    def read(requirements: Iterable[Any]) -> tuple[spec.Requirement, ...]:
        return tuple(
            spec.Requirement(needed, {id_: held_for for _, id_, held_for in kinds}, ongoing)
            for needed, ongoing, kinds in requirements
        )

    return spec.Achievement(
        terms.validity,
        spec.BurnAuth(terms.burn_auth),
        terms.claim_only,
        terms.individual,
        read(terms.requirements),
        tuple(read(requirements) for _, requirements in terms.tiers),
    )


class Actor:
    """An account as Brownie has it, by its address for the contract, and by its number for the model."""

    def __init__(self, account: Any) -> None:
        self.account = account
        self.address = signing.address_of(account)
        self.number = int(self.address, 16)

    def sign(self, digest: bytes) -> bytes:
        return signing.sign(self.account, digest)


@dataclass(frozen=True)
class Paper:
    """A voucher as both sides take it."""

    issuer: Actor
    signed: signing.Voucher
    key: Any = None

    @property
    def for_model(self) -> spec.Voucher:
        one = self.signed
        key = int(signing.address_of(one.claim_key), 16)
        return spec.Voucher(
            self.issuer.number, one.badge_id, one.award, one.start, one.end, one.evidence, one.deadline, key
        )


@dataclass(frozen=True)
class Attempt:
    """How a voucher is presented."""

    paper: Paper
    sender: Actor
    holder: Actor | None
    rooted: bool
    root_deadline: int
    consent_deadline: int
    signed_by_issuer: bool
    signed_by_holder: bool
    signed_by_key: bool
    witnesses: list[int]


class World:
    """Both sides, and what has been signed.

    Args:
        node: The chain on which all this happens.
        sample: A collection, wherever it is, that knows how calls are encoded.
        accounts: Whose addresses the actors have.
        collection: Address of an empty collection on the node, owned by the first account.
        observer: Address of a `MockObserver` there.
    """

    def __init__(self, node: Anvil, sample: Any, accounts: Any, collection: str, observer: str) -> None:
        self._node, self._sample = node, sample
        self._errors = {
            keccak(text=f"{one['name']}({','.join(value['type'] for value in one['inputs'])})")[:4].hex(): one["name"]
            for one in sample.abi
            if one["type"] == "error"
        }
        self._questions: dict[tuple[str, str], str] = {}
        actors = [Actor(account) for account in accounts]
        self.owners = [actors[0], actors[4]]
        self.issuers = [actors[1], actors[6], actors[7]]
        self.holders = [actors[2], actors[3], actors[5]]
        self.anybody = actors[:8]
        self.by_number = {actor.number: actor for actor in actors}
        self.done: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()

        self.now = node.now()
        self._collection, self._observer = collection, observer
        self.domain = signing.Domain(int(node.ask("eth_chainId"), 16), self._collection)
        self.vouchers: list[Paper] = []
        self.model = spec.Collection(self.owners[0].number)
        self._written = self.now + 1_000 * DAYS
        self._fill()
        self._filled = deepcopy(self.model), self._written, node.ask("evm_snapshot")

    def _fill(self) -> None:
        """The achievements, an issuer of everything and one of some, on both sides."""
        for number, terms in enumerate(ACHIEVEMENTS, 1):
            self._write("createAchievement", terms.as_tuple())
            self.model.achievements[number] = as_model(terms)
        for issuer, scopes in ((self.issuers[0], (0,)), (self.issuers[1], (MEDAL, EXAM, BOND))):
            for scope in scopes:
                self._write("appointIssuer", issuer.address, scope)
                self.model.appoint(self.owners[0].number, issuer.number, scope)

    def _write(self, door: str, *arguments: Any) -> None:
        self._written += 1
        self._node.send(self.owners[0].address, self._collection, self._encoded(door, *arguments), self._written)

    def begin(self) -> None:
        """Back to where nobody has anything yet."""
        model, self._written, snapshot = self._filled
        self._node.ask("evm_revert", snapshot)
        self._filled = model, self._written, self._node.ask("evm_snapshot")
        self.model, self.vouchers, self.now = deepcopy(model), [], self._written
        self.compare()

    def end(self) -> None:
        self.done["examples"] += 1

    def report(self) -> None:
        """What was done and refused, for those who run it with -s."""
        print(f"{sum(self.done.values())} steps and examples")
        for counter in (self.done, self.seen):
            for name, times in sorted(counter.items()):
                print(f"{times:8} {name}")

    # ────────────────────────────────────────── acting ───────────────────────────────────────────

    def wait(self, moment: int) -> None:
        """Goes to a moment, in which everything may have changed by time alone."""
        self.done["time passed"] += 1
        self.now = moment
        self.compare()

    def act(
        self, caller: Actor, door: str, arguments: list[Any], judge: Callable[[spec.Collection, int], set[str]]
    ) -> None:
        """Does the same on both sides, in the same second, and compares what came of it."""
        if self.now == self._written:
            self.now += 1  # each block has a second of its own
        data = self._encoded(door, *(one.address if isinstance(one, Actor) else one for one in arguments))
        before = rules.remembered(self.model)
        refusals = judge(self.model, self.now)
        try:
            self._node.call(caller.address, self._collection, data, self.now)
            answer = ""
        except RevertedError as refusal:
            answer = self._errors.get(refusal.reason[2:10], refusal.reason)
        self.done[f"{door} {answer or 'done'}"] += 1
        if refusals:
            assert answer in refusals, f"{door}: {answer or 'allowed'}, and the model refuses by {refusals}"
        else:
            assert not answer, f"{door}: {answer}, and the model allows it"
            self._node.send(caller.address, self._collection, data, self.now)
            self._written = self.now
        self.compare()
        rules.check(before, self.model, door, self.now)

    # ───────────────────────────────────────── vouchers ──────────────────────────────────────────

    def root_of(self, paper: Paper, deadline: int) -> tuple[bytes, tuple[Any, ...]]:
        """The digest of a root over a voucher and others, and the voucher's proof."""
        tree = Tree([self.domain.voucher(paper.signed), b"\1" * 32, b"\2" * 32])
        return self.domain.root(tree.root, 3, deadline), tree.proof(self.domain.voucher(paper.signed), deadline)

    def claim(self, attempt: Attempt) -> None:
        """Presents a voucher, with everything right or something wrong."""
        paper = attempt.paper
        digest = self.domain.voucher(paper.signed)
        root, proof = self.root_of(paper, attempt.root_deadline) if attempt.rooted else (None, signing.NO_PROOF)
        signer = paper.issuer if attempt.signed_by_issuer else self.anybody[-1]
        holder = attempt.holder or attempt.sender
        terms = self.model.achievements.get(paper.signed.badge_id >> 208)
        said = self.domain.claim(
            paper.signed,
            holder.account,
            burn_auth=int(terms.burn_auth) if terms else 0,
            deadline=attempt.consent_deadline,
        )
        consent = (
            attempt.holder.address if attempt.holder else ZERO,
            attempt.consent_deadline,
            (holder if attempt.signed_by_holder else self.anybody[-1]).sign(said),
            signing.sign(paper.key if attempt.signed_by_key else holder.account, said) if paper.key else b"",
        )
        request = self.domain.request(
            paper.signed,
            proof=proof,
            signature=signer.sign(digest if root is None else root),
            consent=consent,
            witnesses=attempt.witnesses,
        )
        claim = spec.Claim(
            paper.for_model,
            attempt.sender.number,
            attempt.holder.number if attempt.holder else spec.NOBODY,
            digest,
            root,
            attempt.root_deadline,
            attempt.consent_deadline,
            signer == paper.issuer,
            attempt.signed_by_holder or holder == self.anybody[-1],
            attempt.signed_by_key or paper.key is None,
            tuple(attempt.witnesses),
        )
        self.act(attempt.sender, "claim", list(request), lambda model, now: model.claim(claim, now))

    # ───────────────────────────────────────── comparing ─────────────────────────────────────────

    def edges(self) -> list[int]:
        """Moments in which something may change by time alone."""
        lives = [badge for badge in self.model.badges.values() if badge.lives]
        times = {time for badge in lives for time in (badge.start, badge.end)}
        times |= {badge.since + days * DAYS for badge in lives for days in (5, 10, 30, 40, 60, 90)}
        times |= {paper.signed.deadline for paper in self.vouchers}
        return sorted(time for time in times if self.now < time < self.now + 1_000 * DAYS)

    def compare(self) -> None:
        """Reads the whole collection in one call, and compares it with the model."""
        checks = list(self._checks())
        data = [bytes.fromhex(self._encoded(*question)[2:]) for question, _ in checks]
        asked = "0x" + (OBSERVE + encode(["address", "bytes[]"], [self._collection, data])).hex()
        answer = self._node.call(self.owners[0].address, self._observer, asked, self.now)
        time, answers = decode(["uint256", "bytes[]"], answer)
        assert time == self.now
        for ((name, *arguments), check), one in zip(checks, answers, strict=True):
            found, expected = check(one)
            assert found == expected, f"{name}{tuple(arguments)}: {found}, and the model says {expected}"

    def _encoded(self, name: str, *arguments: Any) -> str:
        key = (name, str(arguments))
        if key not in self._questions:
            self._questions[key] = getattr(self._sample, name).encode_input(*arguments)
        return self._questions[key]

    def _checks(self) -> Iterable[tuple[tuple[Any, ...], Callable[[bytes], tuple[Any, Any]]]]:
        """Questions to the contract; for each, what makes of the answer what was found and what is expected."""
        model, now = self.model, self.now
        kinds = [
            (achievement, cohort)
            for achievement, terms in model.achievements.items()
            for cohort in range(0 if achievement else 1, terms.cohorts + 2)
        ]
        ids = [spec.id_of(*kind, holder.number) for holder in self.holders for kind in kinds]
        statuses = [int(model.status(id_, now)) for id_ in ids]
        self.seen.update(spec.Status(status).name for status in statuses)
        self.seen.update(f"tier {model.tier(id_, now)} of {id_ >> 208}" for id_ in ids if id_ in model.badges)
        yield ("statusesOf", ids), lambda data: (list(decode(["uint8[]"], data)[0]), statuses)

        for id_ in ids:
            if id_ in model.badges:
                yield ("badgeOf", id_), lambda data, id_=id_: (self._badge(data), self._expected(id_))
        for holder in self.holders:
            yield from self._checks_of(holder)
        for kind, cohort in model.cohorts.items():
            yield ("cohortOf", *kind), lambda data, cohort=cohort: (self._cohort(data), self._as_found(cohort))
        for actor in self.issuers:
            for achievement in (MEDAL, COURSE, TITLE):
                expected = model.is_issuer(actor.number, achievement)
                yield ("isIssuer", actor.address, achievement), lambda data, e=expected: (bool(data[-1]), e)
        for paper in self.vouchers[-3:]:
            digest = self.domain.voucher(paper.signed)
            spent = (paper.issuer.number, digest) in model.spent
            yield ("isSpent", paper.issuer.address, digest), lambda data, e=spent: (bool(data[-1]), e)

    def _checks_of(self, holder: Actor) -> Iterable[tuple[tuple[Any, ...], Callable[[bytes], tuple[Any, Any]]]]:
        model, now, address = self.model, self.now, holder.address
        mine = model.badges_of(holder.number)
        yield ("balanceOf", address), lambda data: (int.from_bytes(data, "big"), len(mine))
        yield ("badgesOf", address, 0, 1_000), lambda data: (decode(["uint256[]", "uint256"], data), (tuple(mine), 0))
        for achievement, terms in model.achievements.items():
            expected = model.holds(holder.number, achievement, now)
            yield ("holds", address, achievement), lambda data, e=expected: (bool(data[-1]), e)
            for cohort in range(terms.cohorts + 1):
                since = (
                    model.held_since(spec.id_of(achievement, cohort, holder.number), now)
                    if (spec.id_of(achievement, cohort, holder.number) in model.badges)
                    else 0
                )
                yield (
                    ("heldSince", address, achievement << 48 | cohort),
                    lambda data, since=since: (int.from_bytes(data, "big"), since),
                )
            if terms.requirements:
                yield (
                    ("eligibility", address, achievement),
                    lambda data, achievement=achievement: self._eligibility(data, holder, achievement),
                )

    def _eligibility(self, data: bytes, holder: Actor, achievement: int) -> tuple[Any, Any]:
        """How many count up to what is needed; and witnesses that do what they are for."""
        eligible, held, witnesses = decode(["bool", "uint256[]", "uint256[]"], data)
        requirements = self.model.achievements[achievement].requirements
        could = self.model.eligibility(holder.number, achievement, self.now)
        needed = [one.needed for one in requirements]
        refusals = self.model._unmet(achievement, holder.number, witnesses, self.now)
        shown = [self.model.count(one, holder.number, self.now, witnesses) for one in requirements]
        found = (eligible, [min(pair) for pair in zip(held, needed, strict=True)], refusals, list(held))
        met = all(count >= least for count, least in zip(could, needed, strict=True))
        capped = [min(pair) for pair in zip(could, needed, strict=True)]
        return found, (met, capped, set() if met else {"RequirementUnmet"}, shown)

    def _badge(self, data: bytes) -> tuple[Any, ...]:
        return decode([BADGE], data)[0]

    def _expected(self, id_: int) -> tuple[Any, ...]:
        badge, (achievement, cohort) = self.model.badges[id_], spec.kind_of(id_)
        return (
            int(self.model.status(id_, self.now)),
            achievement,
            cohort,
            f"{spec.holder_of(id_):#042x}",
            badge.issued_at,
            badge.start,
            badge.end,
            badge.since,
            badge.ended_at,
            badge.award,
            int(self.model.achievements[achievement].burn_auth),
            badge.evidence,
            self.model.tier(id_, self.now),
        )

    @staticmethod
    def _cohort(data: bytes) -> tuple[Any, ...]:
        found = decode(["(string,uint40,uint40,uint40,uint40,bytes32,uint256,address)"], data)[0]
        return found[:7]

    @staticmethod
    def _as_found(cohort: spec.Cohort) -> tuple[Any, ...]:
        return (
            cohort.label,
            cohort.issued_at,
            cohort.start,
            cohort.end,
            cohort.since,
            cohort.root,
            len(cohort.members),
        )
