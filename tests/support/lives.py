"""Random lives of badges, on a chain and in the model of the specification, one beside the other.

Each person has a life of their own: badges issued, claimed, renewed, revoked, renounced, claimed again, alone and in
cohorts, while days pass; titles rest on them in two layers. All that happens at one moment is one block. Whatever is
done to the contract is done to the model, which was written from the specification and knows neither contract nor
library (tests/contracts/model.py); what one of them refuses the other must refuse.
"""

import importlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests.support import chains

from soulbadge import ids
from soulbadge.chain.artifacts import badges_abi
from soulbadge.chain.rpc import Rpc
from soulbadge.chain.structs import from_consent, from_signed_voucher
from soulbadge.contract import Collection, connect
from soulbadge.deployment import deploy
from soulbadge.issuer import Issuer
from soulbadge.models import NO_EVIDENCE, BurnAuth, Prerequisite, Requirement, Status, Terms, Voucher
from soulbadge.proofs.bundles import RpcProofs, prove_badges, read_badges
from soulbadge.typed_data import Domain
from soulbadge.vouchers.signed import Consent, sign_vouchers

DAY = 86_400
SINGLE = range(1, 7)
WEIGHTS = (7, 2, 7, 3, 2, 1)
COHORT = 7
AT_ONCE = 50
"""People of whom one proof tells."""

_BOTH: dict[str, Any] = {"burn_auth": BurnAuth.Both}
_LONG = Requirement((Prerequisite("a", 3 * DAY), Prerequisite("title"), Prerequisite("b")), 2, ongoing=True)
TERMS = (
    Terms("a", "A", validity=10 * DAY, individual=True, **_BOTH),
    Terms("b", "B", individual=True, **_BOTH),
    Terms("title", "Title", requirements=(Requirement((Prerequisite("a"),), ongoing=True),), **_BOTH),
    Terms("grand", "Grand", requirements=(_LONG, Requirement((Prerequisite("a"),))), **_BOTH),
    Terms("duty", "Duty", validity=15 * DAY, individual=True, burn_auth=BurnAuth.IssuerOnly),
    Terms("mine", "Mine", individual=True),
    Terms("medal", "Medal", validity=8 * DAY, **_BOTH),
)
"""`title` rests on `a`; `grand` on two of `a`, `b` and `title`; `duty` can only be claimed, `mine` not be revoked."""


def model() -> Any:  # noqa: ANN401 (the model's modules belong to Brownie's tests, which mypy does not see)
    """The model of the specification."""
    folder = str(Path(__file__).resolve().parents[1] / "contracts")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module("model")
    finally:
        sys.path.remove(folder)


@dataclass
class Act:
    """Something that somebody tries: on the chain, and in the model at a time."""

    sender: str
    function: str
    arguments: tuple[Any, ...]
    modelled: Callable[[int], set[str]]


@dataclass
class Claim(Act):
    """A voucher to be claimed, signed together with all others of its block."""

    voucher: Voucher | None = None


class DisagreementError(AssertionError):
    """Chain, model and proof do not say the same."""


@dataclass
class Lives:
    """People on a chain of their own, and the model of what they have."""

    rpc: Rpc
    collection: Collection
    luck: Random
    people: list[str]
    model: Any
    words: Any
    now: int
    cohorts: int = 0
    sent: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    seen: Counter[Status] = field(default_factory=Counter)

    @property
    def issuer(self) -> str:
        return str(chains.account(0).address)

    def round(self) -> None:
        """Two acts of everybody, a new cohort, an old one renewed, then some days."""
        for _ in range(2):
            self.happen([self.act(person) for person in self.people])
        self.happen([self.cohort(), *([self.renewed_cohort()] if self.cohorts > 1 else [])])
        self.rpc.ask("evm_increaseTime", self.luck.randrange(6 * DAY))
        self.rpc.ask("evm_mine")
        self.now = self.rpc.block_at().time

    def happen(self, acts: list[Act]) -> None:
        """All in one block, without an order: each is about other badges.

        Raises:
            DisagreementError: The contract did what the model refuses, or the other way round.
        """
        self._sign(acts)
        abi = badges_abi()
        fixed = {"to": self.collection.address, "gas": hex(3_000_000), "gasPrice": "0x0"}
        requests: list[list[object]] = []
        for act in acts:
            data = "0x" + abi.encode(act.function, *act.arguments).hex()
            requests.append([{**fixed, "from": act.sender, "nonce": hex(self.sent[act.sender]), "data": data}])
            self.sent[act.sender] += 1
        hashes = self.rpc.ask_many("eth_sendTransaction", requests)
        for each in hashes:
            assert isinstance(each, str), each
        self.rpc.ask("evm_mine")
        self.now = self.rpc.block_at().time
        receipts = self.rpc.ask_many("eth_getTransactionReceipt", [[each] for each in hashes])
        for act, receipt in zip(acts, receipts, strict=True):
            assert isinstance(receipt, Mapping), receipt  # mined, all in this block
            refused = act.modelled(self.now)
            if bool(int(receipt["status"], 16)) is bool(refused):
                raise DisagreementError(f"{act.function}{act.arguments!r:.300}: the model says {refused or 'yes'}")
            self.done[f"{act.function}, {'refused' if refused else 'done'}"] += 1

    def _sign(self, acts: list[Act]) -> None:
        claims = [each for each in acts if isinstance(each, Claim)]
        vouchers = [each.voucher for each in claims if each.voucher is not None]
        if vouchers:
            domain = Domain(self.collection.chain_id, self.collection.address)
            signed = sign_vouchers(domain, chains.account(0), vouchers, self.now + 100 * DAY)
            for claim, each in zip(claims, signed, strict=True):
                claim.arguments = (*from_signed_voucher(each), from_consent(Consent()), [])

    # ───────────────────────────────────────── what happens ──────────────────────────────────────

    def act(self, person: str) -> Act:
        """Something that happens to one person, perhaps."""
        luck, now = self.luck, self.now
        (number,) = luck.choices(SINGLE, WEIGHTS)
        single = ids.badge_id(number, 0, person)
        badge_id = single
        if self.cohorts and luck.random() < 0.3:
            badge_id = ids.badge_id(COHORT, luck.randrange(1, self.cohorts + 1), person)
        start = luck.choice([0, 0, 0, now - luck.randrange(9 * DAY), now + luck.randrange(15 * DAY)])
        end = luck.choice([0, now + luck.randrange(1, 5 * DAY)])
        evidence = luck.choice([NO_EVIDENCE, luck.randbytes(32)])
        issuer, holder, it = int(self.issuer, 16), int(person, 16), self.model
        ended = [one for one in (ids.badge_id(each, 0, person) for each in SINGLE) if self._has_ended(one)]
        if ended and luck.random() < 0.5:
            return self.claim(person, luck.choice(ended), 0, 0, evidence)
        what = luck.random()
        if what < 0.35:
            arguments = (single, start, end, evidence)
            return Act(self.issuer, "issue", arguments, lambda at: it.issue(issuer, *arguments, [], at))
        if what < 0.6:
            return self.claim(person, luck.choice((single, badge_id)), start, end, evidence)
        if what < 0.78:
            return Act(self.issuer, "renew", (badge_id, end), lambda at: it.renew(issuer, badge_id, end, at))
        if what < 0.89:
            return Act(self.issuer, "revoke", (badge_id,), lambda at: it.revoke(issuer, badge_id, at))
        return Act(person, "renounce", (badge_id,), lambda at: it.renounce(holder, badge_id, at))

    def _has_ended(self, badge_id: int) -> bool:
        found = self.model.badges.get(badge_id)
        return found is not None and not found.lives

    def claim(self, person: str, badge_id: int, start: int, end: int, evidence: bytes) -> Claim:
        """A voucher of the right award mostly; of one that exists, a renewal mostly."""
        luck, words, it = self.luck, self.words, self.model
        found = it.badges.get(badge_id)
        award = (found.award if found else 0) + (luck.random() < 0.1)
        if found and found.lives and luck.random() < 0.8:
            start, end, evidence = 0, self.now + luck.randrange(5 * DAY, 9 * DAY), NO_EVIDENCE
        deadline = self.now + luck.choice((100 * DAY, 100 * DAY, 100 * DAY, -1))
        voucher = Voucher(self.issuer, badge_id, award, start, end, evidence, deadline, ids.ZERO_ADDRESS)
        same = words.Voucher(int(self.issuer, 16), badge_id, award, start, end, evidence, deadline, words.NOBODY)
        tried = words.Claim(same, int(person, 16), words.NOBODY, digest=same)
        return Claim(person, "claim", (), lambda at: it.claim(tried, at), voucher)

    def cohort(self) -> Act:
        """A cohort of a third of the people."""
        self.cohorts += 1
        number, it = self.cohorts, self.model
        members = sorted(self.luck.sample(self.people, len(self.people) // 3), key=lambda each: int(each, 16))
        start, root = self.luck.choice([0, self.now - DAY, self.now + 2 * DAY]), self.luck.randbytes(32)
        packed = b"".join(bytes.fromhex(each[2:]) for each in members)
        whole = [int(each, 16) for each in members]
        return Act(
            self.issuer,
            "issueCohort",
            (COHORT, number, "Occasion", start, 0, root, packed),
            lambda at: it.issue_cohort(int(self.issuer, 16), COHORT, number, "Occasion", start, 0, root, whole, at),
        )

    def renewed_cohort(self) -> Act:
        """A cohort that goes on for as long as it may."""
        number, it = self.luck.randrange(1, self.cohorts), self.model
        return Act(
            self.issuer,
            "renewCohort",
            (COHORT, number, 0),
            lambda at: it.renew_cohort(int(self.issuer, 16), COHORT, number, 0, at),
        )

    # ─────────────────────────────────────── what is told of it ──────────────────────────────────

    def badges_of(self, person: str) -> list[int]:
        """Every badge that the person could have, and one that nobody has."""
        cohorts = (ids.badge_id(COHORT, number, person) for number in range(1, self.cohorts + 2))
        return [*(ids.badge_id(number, 0, person) for number in SINGLE), *cohorts]

    def compare(self) -> None:
        """Model, contract and proof, in one block, of every badge; raises `DisagreementError`."""
        block, source = self.collection.block(), RpcProofs(self.rpc)
        for first in range(0, len(self.people), AT_ONCE):
            every = [each for person in self.people[first : first + AT_ONCE] for each in self.badges_of(person)]
            names = [ids.caip19(self.collection.chain_id, self.collection.address, each) for each in every]
            told = self.collection.statuses_of(every, block=block)
            proven = read_badges(prove_badges(names, source, block=block.number), block.hash, names)
            for badge_id, one, other in zip(every, told, proven, strict=True):
                said = self.model.status(badge_id, block.time)
                if not said.name == one.name == other.status.name:
                    raise DisagreementError(f"{badge_id:#x}: model {said}, contract {one}, proof {other.status}")
                self.seen[one] += 1


def lives(seed: int, people: int) -> "Iterator[Lives]":
    """So many people on a new chain, which ends with the generator."""
    options = ["--no-mining", "--auto-impersonate", "--base-fee", "0", "--gas-limit", "3000000000", "--order", "fifo"]
    with chains.anvil(*options, "--disable-min-priority-fee") as node:
        web3, signer, words = node.web3, chains.account(0), model()
        rpc = Rpc(web3)
        rpc.ask("evm_setAutomine", True)  # noqa: FBT003 (as JSON-RPC has it)
        collection = connect(web3, deploy(web3, signer, "An issuer", "ID").address)
        issuer, modelled = Issuer(collection, signer), words.Collection(int(signer.address, 16))
        issuer.appoint_issuer(signer.address)
        modelled.appoint(modelled.owner, modelled.owner, words.EVERYTHING)
        for number, terms in enumerate(TERMS, 1):
            issuer.create_achievement(terms)
            modelled.achievements[number] = _modelled(words, terms)
        rpc.ask("evm_setAutomine", False)  # noqa: FBT003 (the same)
        luck = Random(seed)
        everybody = [str(ids.parse_address("0x" + luck.randbytes(20).hex())) for _ in range(people)]
        found = Lives(rpc, collection, luck, everybody, modelled, words, rpc.block_at().time)
        found.sent[found.issuer] = rpc.nonce(found.issuer)
        yield found


def _modelled(words: Any, terms: Terms) -> Any:  # noqa: ANN401 (as `model`)
    numbers = {each.slug: number for number, each in enumerate(TERMS, 1)}
    needs = tuple(
        words.Requirement(each.needed, {numbers[kind.slug]: kind.held_for for kind in each.prerequisites}, each.ongoing)
        for each in terms.requirements
    )
    burn_auth = words.BurnAuth(terms.burn_auth.value)
    return words.Achievement(
        validity=terms.validity, burn_auth=burn_auth, individual=terms.individual, requirements=needs
    )
