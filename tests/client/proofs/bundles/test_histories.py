"""Random histories of badges: what a proof tells of each, the contract tells too, at the same block, to the last field.

Each holder has a history of its own: badges issued, renewed, revoked, renounced, alone and in cohorts, while days pass;
titles rest on them in two layers. What the contract refuses is refused, and the history goes on. `SOULBADGE_HISTORIES`
sets how many there are.
"""

import itertools
import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.support import chains

from soulbadge import ids
from soulbadge.chain.artifacts import badges_abi
from soulbadge.chain.rpc import Rpc
from soulbadge.contract import Collection, connect
from soulbadge.deployment import deploy
from soulbadge.issuer import Issuer
from soulbadge.models import Badge, BurnAuth, Prerequisite, Requirement, Status, Terms, Tier
from soulbadge.proofs.bundles import RpcProofs, prove_badges, read_badges

HISTORIES = int(os.environ.get("SOULBADGE_HISTORIES", "200"))
ROUNDS = 3
DAY = 86_400
SINGLE = range(1, 7)
WEIGHTS = (6, 2, 5, 3, 3, 1)
COHORT = 7
AT_ONCE = 50
"""Holders of whom one proof tells."""

Call = tuple[str, str, tuple[Any, ...]]
"""Sender, function, arguments."""


def achievements() -> Iterator[Terms]:
    """`a` and `b` stand alone; `title` rests on `a`, `grand` on two of `a`, `b` and `title`; `step` has three tiers."""
    burn: dict[str, Any] = {"burn_auth": BurnAuth.Both}
    yield Terms("a", "A", validity=10 * DAY, individual=True, **burn)
    yield Terms("b", "B", individual=True, **burn)
    yield Terms("title", "Title", requirements=(Requirement((Prerequisite("a"),), ongoing=True),), **burn)
    long = Requirement((Prerequisite("a", 3 * DAY), Prerequisite("title"), Prerequisite("b")), 2, ongoing=True)
    once = Requirement((Prerequisite("a"),))
    yield Terms("grand", "Grand", requirements=(long, once), **burn)
    tiers = tuple(
        Tier(f"T{number}", (Requirement((kind,)),))
        for number, kind in enumerate((Prerequisite("step", DAY), Prerequisite("a"), Prerequisite("title", DAY)))
    )
    yield Terms("step", "Step", validity=15 * DAY, individual=True, tiers=tiers, **burn)
    yield Terms("mine", "Mine", individual=True)
    tiers = (Tier("old", (Requirement((Prerequisite("medal", 5 * DAY),)),)),)
    yield Terms("medal", "Medal", validity=8 * DAY, tiers=tiers, **burn)


@dataclass
class Fuzz:
    """A chain that takes thousands of transactions a second, from anybody, and people on it."""

    rpc: Rpc
    collection: Collection
    issuer: str
    luck: random.Random
    people: list[str]
    now: int
    cohorts: int = 0

    def send(self, calls: list[Call]) -> None:
        """Put all into one block, in this order, whatever becomes of each."""
        abi = badges_abi()
        senders = list(dict.fromkeys(sender for sender, _, _ in calls))
        counts = self.rpc.ask_many("eth_getTransactionCount", [(sender, "latest") for sender in senders])
        # A node that numbers them itself answers several questions at a time, and may give one number twice.
        nonces = {sender: itertools.count(int(each, 16)) for sender, each in zip(senders, counts, strict=True)}
        requests: list[list[object]] = [
            [
                {
                    "from": sender,
                    "to": self.collection.address,
                    "data": "0x" + abi.encode(function, *arguments).hex(),
                    "nonce": hex(next(nonces[sender])),
                    "gas": hex(3_000_000),
                    "gasPrice": "0x0",
                }
            ]
            for sender, function, arguments in calls
        ]
        sent = self.rpc.ask_many("eth_sendTransaction", requests)
        assert all(isinstance(answer, str) for answer in sent), sent
        self.rpc.ask("evm_mine")
        receipts = self.rpc.ask_many("eth_getTransactionReceipt", [(answer,) for answer in sent])
        assert all(receipts), "some were left out of the block"

    def pass_days(self) -> None:
        self.rpc.ask("evm_increaseTime", self.luck.randrange(6 * DAY))
        self.rpc.ask("evm_mine")
        self.now = self.rpc.block_at().time

    def step(self, holder: str) -> Call:
        """Something that happens to one holder, perhaps."""
        luck, now = self.luck, self.now
        (number,) = luck.choices(SINGLE, WEIGHTS)
        badge_id = ids.badge_id(number, 0, holder)
        if self.cohorts and luck.random() < 0.3:
            badge_id = ids.badge_id(COHORT, luck.randrange(1, self.cohorts + 1), holder)
        start = luck.choice([0, 0, 0, now - luck.randrange(9 * DAY), now + luck.randrange(4 * DAY)])
        end = luck.choice([0, now + luck.randrange(1, 5 * DAY)])
        evidence = luck.choice([bytes(32), luck.randbytes(32)])
        what = luck.random()
        if what < 0.6:
            return self.issuer, "issue", (ids.badge_id(number, 0, holder), start, end, evidence)
        if what < 0.8:
            return self.issuer, "renew", (badge_id, end)
        if what < 0.9:
            return self.issuer, "revoke", (badge_id,)
        return holder, "renounce", (badge_id,)

    def cohort(self) -> Call:
        """A cohort of a third of the people."""
        self.cohorts += 1
        members = sorted(self.luck.sample(self.people, len(self.people) // 3), key=lambda each: int(each, 16))
        packed = b"".join(bytes.fromhex(each[2:]) for each in members)
        start = self.luck.choice([0, self.now - DAY, self.now + 2 * DAY])
        return self.issuer, "issueCohort", (COHORT, self.cohorts, "Occasion", start, 0, self.luck.randbytes(32), packed)

    def of(self, holder: str) -> list[int]:
        """Every badge that the holder could have, and one that nobody has."""
        cohorts = (ids.badge_id(COHORT, number, holder) for number in range(1, self.cohorts + 2))
        return [*(ids.badge_id(number, 0, holder) for number in SINGLE), *cohorts]


@pytest.fixture(scope="module")
def fuzz() -> Iterator[Fuzz]:
    options = ["--no-mining", "--auto-impersonate", "--base-fee", "0", "--gas-limit", "3000000000", "--order", "fifo"]
    with chains.anvil(*options, "--disable-min-priority-fee") as node:
        web3, signer = node.web3, chains.account(0)
        rpc = Rpc(web3)
        rpc.ask("evm_setAutomine", True)  # noqa: FBT003 (as JSON-RPC has it)
        collection = connect(web3, deploy(web3, signer, "An issuer", "ID").address)
        issuer = Issuer(collection, signer)
        issuer.appoint_issuer(signer.address)
        for terms in achievements():
            issuer.create_achievement(terms)
        rpc.ask("evm_setAutomine", False)  # noqa: FBT003 (the same)
        luck = random.Random(5)
        people = [str(ids.parse_address("0x" + luck.randbytes(20).hex())) for _ in range(HISTORIES)]
        yield Fuzz(rpc, collection, signer.address, luck, people, rpc.block_at().time)


def compared(fuzz: Fuzz) -> Iterator[Badge]:
    """Every badge of everybody, after what a proof tells was found to be what the contract tells."""
    collection, source = fuzz.collection, RpcProofs(fuzz.rpc)
    block = collection.block()
    for first in range(0, len(fuzz.people), AT_ONCE):
        every = [each for holder in fuzz.people[first : first + AT_ONCE] for each in fuzz.of(holder)]
        names = [ids.caip19(collection.chain_id, collection.address, each) for each in every]
        proof = prove_badges(names, source, block=block.number)
        offline = read_badges(proof, block.hash, names)
        assert [each.status for each in offline] == collection.statuses_of(every, block=block)
        assert offline == collection.badges(every, block=block)
        yield from offline


def test_a_proof_tells_what_the_contract_tells_of_every_random_history(fuzz: Fuzz) -> None:
    seen: Counter[Status] = Counter()
    levels: Counter[int] = Counter()
    departed = 0
    for _ in range(ROUNDS):
        for _ in range(2):
            fuzz.send([fuzz.step(holder) for holder in fuzz.people])
        calls = [*(fuzz.step(holder) for holder in fuzz.people), fuzz.cohort()]
        if fuzz.cohorts > 1:
            calls.append((fuzz.issuer, "renewCohort", (COHORT, fuzz.luck.randrange(1, fuzz.cohorts), 0)))
        fuzz.send(calls)
        fuzz.pass_days()
        for badge in compared(fuzz):
            seen[badge.status] += 1
            levels[badge.tier] += 1
            departed += badge.cohort != 0 and badge.award != 0
    assert all(seen[status] >= HISTORIES // 50 for status in Status), seen
    assert len(levels) > 2, levels
    assert departed > HISTORIES // 30
