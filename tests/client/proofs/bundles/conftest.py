"""A chain with badges of every kind, and what it takes to bundle and to verify them."""

import os
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import pytest
from eth_account.signers.local import LocalAccount
from web3 import Web3

from soulbadge import ids
from soulbadge.chain.rpc import open_web3
from soulbadge.contract import Collection, connect
from soulbadge.deployment import deploy
from soulbadge.holder import Holder
from soulbadge.issuer import Issuer
from soulbadge.models import BurnAuth, Prerequisite, Requirement, Terms, Tier
from soulbadge.policy import AllOf, Holds, Policy
from soulbadge.proofs import Challenge, MemoryNonces, Verdict, challenge, present
from soulbadge.proofs.bundles import Bundle, RpcProofs, StateProof, bundle, verify_bundle
from soulbadge.testing.chains import BadgeChain, open_chain

DAY = 86_400
COHORT = 20
READS = {"eth_blockNumber", "eth_call", "eth_chainId", "eth_getBlockByNumber", "eth_getCode", "eth_getProof"}
ANSWERS: dict[str, Any] = {}
SINGLE = (
    "cka",
    "cks",
    "ended",
    "gone",
    "over",
    "soon",
    "title",
    "grand",
    "weak",
    "ladder",
    "abroad",
    "perhaps",
    "tall",
    "odd",
)


@dataclass(frozen=True)
class World:
    """What is on the chain.

    Attributes:
        chain: The chain.
        badges: The trusted collection.
        other: Another collection of the same code: what `badges` asks as a foreign source.
        holder: Holds the badges of `names`, by CAIP-19 name.
        names: `cka` was issued with evidence; `medal` in a cohort; `cup` in a cohort, and renewed alone; `title` rests
            on one of two badges, of which the holder has one; `grand` rests on `title`; `ladder` is at the first of two
            tiers; `abroad` rests on `other`, `perhaps` on one of `cka` and `other`, `tall` and `odd` have tiers that
            rest on `other`; `ended` was revoked, `gone` renounced, `over` is expired, `soon` is pending, `weak` is
            suspended, `never` was never issued.
    """

    chain: BadgeChain
    badges: Collection
    other: Collection
    holder: LocalAccount
    names: dict[str, str]

    @cached_property
    def source(self) -> RpcProofs:
        return RpcProofs(self.chain.web3)

    def now(self) -> int:
        return self.chain.now

    def asked(self) -> Challenge:
        """A fresh challenge."""
        return challenge("door.example", "https://door.example/enter", self.badges.chain_id, now=self.now)

    def scene(self, *kinds: str, block: int | None = None, signer: LocalAccount | None = None) -> "Scene":
        """The holder's bundle of badges."""
        asked = self.asked()
        shown = present(signer or self.holder, [self.names[each] for each in kinds], asked)
        made = bundle(shown, asked, self.source, block=block, now=self.now)
        return Scene(self, asked, made, AllOf(*(Holds(each) for each in kinds)), self.now())


@dataclass(frozen=True)
class Scene:
    """A challenge and a bundle that answers it."""

    world: World
    asked: Challenge
    made: Bundle
    policy: Policy
    now: int

    @property
    def trusted(self) -> str:
        return self.made.proof.block.hash

    def verify(self, made: Bundle | None = None, **changes: Any) -> Verdict:  # noqa: ANN401 (arguments of any type)
        """Verify with a store that knows no nonce, or with something changed."""
        arguments: dict[str, Any] = {
            "trusted_block_hash": self.trusted,
            "challenge": self.asked,
            "policy": self.policy,
            "collections": [self.world.badges.address],
            "max_age": DAY,
            "nonces": MemoryNonces(),
            "now": lambda: self.now,
        }
        arguments.update(changes)
        return verify_bundle(made or self.made, **arguments)

    def with_proof(self, **changes: Any) -> Bundle:  # noqa: ANN401 (fields of any type)
        """The bundle with something changed in its proof."""
        return replace(self.made, proof=replace(self.made.proof, **changes))

    def mixed(self, *others: StateProof) -> Bundle:
        """The bundle with the nodes and codes of others as well."""
        nodes = {*self.made.proof.nodes, *(each for other in others for each in other.nodes)}
        codes = {*self.made.proof.codes, *(each for other in others for each in other.codes)}
        return self.with_proof(nodes=tuple(sorted(nodes)), codes=tuple(sorted(codes)))


def needs(*slugs: str, needed: int = 1, held_for: int = 0) -> Requirement:
    return Requirement(tuple(Prerequisite(each, held_for) for each in slugs), needed, ongoing=True)


def foreign(source: Collection, *slugs: str, needed: int = 1, ongoing: bool = True) -> Requirement:
    """Asks another collection for its first achievement, and this one for others."""
    kinds = [Prerequisite(each) for each in slugs]
    return Requirement((*kinds, Prerequisite(id=ids.kind_id(1), source=source.address)), needed, ongoing=ongoing)


def every_achievement(other: Collection) -> Iterable[Terms]:
    """Those of `World.names`, in an order in which they can be created."""
    burn: dict[str, Any] = {"burn_auth": BurnAuth.Both}
    alone: dict[str, Any] = {"individual": True, **burn}
    for slug in ("cka", "cks", "ended", "gone", "over", "soon", "never"):
        yield Terms(slug, slug.upper(), skills=(f"{slug} skill", "naïve \U0001f989"), **alone)
    yield Terms("medal", "Medal", **burn)
    yield Terms("cup", "Cup", validity=30 * DAY, **burn)
    yield Terms("title", "Title", requirements=(needs("cka", "never"),), **burn)
    yield Terms("grand", "Grand title", requirements=(needs("title"), needs("cka", "cks", needed=2)), **burn)
    yield Terms("weak", "Weak", requirements=(needs("over"),), **burn)
    steps = (
        Tier("one", (replace(needs("cka"), ongoing=False),)),
        Tier("two", (replace(needs("never"), ongoing=False),)),
    )
    yield Terms("ladder", "Ladder", tiers=steps, **alone)
    yield Terms("abroad", "Abroad", requirements=(foreign(other),), **burn)
    yield Terms("perhaps", "Perhaps", requirements=(foreign(other, "cka"),), **burn)
    abroad = (foreign(other, ongoing=False),)
    yield Terms("odd", "Odd", tiers=(Tier("one", abroad), Tier("two", abroad), steps[1]), **alone)
    yield Terms("tall", "Tall", tiers=(steps[0], Tier("two", (foreign(other, ongoing=False),))), **alone)


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """Made once: no test changes it."""
    url = os.environ.get("SOULBADGE_ANVIL")
    if url:
        yield elsewhere(found_world(url), url)
        return
    with open_chain("anvil") as chain:
        yield begin(chain)


@cache  # mutation tests fork this process for each mutant, and have it made already
def found_world(url: str) -> World:
    """The world on a chain that outlives the session."""
    return begin(BadgeChain("anvil", open_web3(url), url))


def elsewhere(world: World, url: str) -> World:
    """The same world over connections of one's own, which no two processes can share."""
    web3 = remembering(open_web3(url))
    badges, other = (connect(web3, each.address) for each in (world.badges, world.other))
    return World(BadgeChain("anvil", web3, url), badges, other, world.holder, world.names)


def remembering(web3: Web3) -> Web3:
    """Makes it ask a chain that stands still each question once: what a fork needs, its parent mostly knows."""
    provider: Any = web3.provider
    ask = provider.make_request

    def make_request(method: str, params: Any) -> Any:  # noqa: ANN401 (JSON)
        if method not in READS:
            return ask(method, params)
        question = f"{provider.endpoint_uri} {method} {params!r}"
        if question not in ANSWERS:
            ANSWERS[question] = ask(method, params)
        return deepcopy(ANSWERS[question])

    provider.make_request = make_request
    return web3


def begin(chain: BadgeChain) -> World:
    """The world on a chain of its own."""
    owner, holder = chain.person(), chain.person()

    def found(name: str) -> tuple[Collection, Issuer]:
        collection = connect(chain.web3, deploy(chain.web3, owner, name, "ID").address)
        issuer = Issuer(collection, owner)
        issuer.appoint_issuer(owner.address)
        return collection, issuer

    other, abroad = found("Another issuer")
    abroad.create_achievement(Terms("cka", "Administrator", individual=True))
    abroad.issue("cka", holder.address)
    badges, issuer = found("An issuer")
    for terms in every_achievement(other):
        issuer.create_achievement(terms)

    then = chain.now
    times = {"over": (None, then + DAY), "soon": (then + 900 * DAY, None), "cks": (then - DAY, then + 900 * DAY)}
    names = {}
    for slug in SINGLE:
        start, end = times.get(slug, (None, None))
        evidence = b"\x77" * 32 if slug == "cka" else None
        badge_id = issuer.issue(slug, holder.address, start=start, end=end, evidence=evidence).badge_id
        names[slug] = ids.caip19(badges.chain_id, badges.address, badge_id)
    members = [holder.address, *(f"0x{number:040x}" for number in range(1, COHORT))]
    for slug in ("medal", "cup"):
        number = issuer.issue_cohort(slug, members, "Titanic 2026", evidence_root=b"\x55" * 32).number
        badge_id = ids.badge_id(badges.achievement_id(slug), number, holder.address)
        names[slug] = ids.caip19(badges.chain_id, badges.address, badge_id)
    never = ids.badge_id(badges.achievement_id("never"), 0, holder.address)
    names["never"] = ids.caip19(badges.chain_id, badges.address, never)
    chain.pass_time(2 * DAY)
    issuer.renew(ids.parse_caip19(names["cup"]).badge_id)
    issuer.revoke(ids.parse_caip19(names["ended"]).badge_id)
    Holder(badges, holder).renounce(ids.parse_caip19(names["gone"]).badge_id)
    return World(chain, badges, other, holder, names)
