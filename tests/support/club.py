"""The club of examples/, asked in more than one way: its world on a chain, and random histories of one holder in it.

Three programmes (cncf, kaggle, employer) are on a chain, and so is contracts/examples/Club.sol with the door that
`soulbadge.policy.door` makes of examples/club.policy.toml. A test makes a `Club` once (on anvil, since that is quick),
and lets hypothesis draw histories; `club.live(history)` puts the chain back to its beginning, does one step after the
other, and stops after each, so that everybody can be asked about the same block:

    @given(histories())
    def test_all_agree(history):
        for moment in club.live(history):
            assert club.contract_says() is moment.policy_says(club.policy)

The catalogs are those of examples/, except that here the foundation and the employer may revoke what they issue.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import solcx
from tests.support.club_histories import Award, End, Medals, Renew, Step, Wait, WaitForEdge
from tests.support.scripts import ROOT
from web3.types import RPCEndpoint

from soulbadge import ids
from soulbadge.catalog import Catalog
from soulbadge.contract import connect
from soulbadge.deployment import deploy
from soulbadge.errors import RefusedError
from soulbadge.forms.times import YEAR
from soulbadge.holder import Holder
from soulbadge.issuer import Issuer
from soulbadge.models import BurnAuth
from soulbadge.policy import AllOf, AnyOf, Door, Held, Policy, door, load
from soulbadge.testing import BadgeChain

EXAMPLES = ROOT / "examples"


@dataclass(frozen=True)
class Moment:
    """The holder's badges, as of one block.

    Attributes:
        now: The block's timestamp.
        held: Every badge that the holder has, had, or could have, of whatever status.
    """

    now: int
    held: tuple[Held, ...]

    def policy_says(self, policy: Policy) -> bool:
        """What the policy makes of them."""
        return policy.is_met(self.held, self.now)


class Club:
    """The world. Making it takes some seconds: once for a module.

    Args:
        chain: An empty one.

    Attributes:
        web3: The chain.
        issuers: Who issues the badges of a programme (`cncf`, `kaggle`, `employer`), with its collection.
        holder: The one whose histories these are; has a key, and ether for gas.
        policy: examples/club.policy.toml, of these collections.
        door: The same as a contract asks it.
        ways: Each way into the club, as a policy, and as a club with no other way in.
    """

    def __init__(self, chain: BadgeChain) -> None:
        self._chain, self.web3 = chain, chain.web3
        if chain.kind == "anvil":  # each block a second after the last, however long a test takes
            self.web3.manager.request_blocking(RPCEndpoint("anvil_setBlockTimestampInterval"), [1])
        self._signer, self.holder = chain.person(), chain.person()
        self.issuers = {
            "cncf": self._programme("cncf", BurnAuth.Both),
            "kaggle": self._programme("kaggle", BurnAuth.OwnerOnly),
            "employer": self._programme("employer", BurnAuth.Both),
        }
        self.addresses = {name: str(issuer.collection.address) for name, issuer in self.issuers.items()}
        self.policy = load(EXAMPLES / "club.policy.toml", self.addresses)
        self.door = door(self.policy, self._number)
        assert isinstance(self.policy, AnyOf)
        self.ways = tuple((way, self._gate(door(AllOf(way), self._number))) for way in self.policy.policies)
        self._club = self._gate(self.door)
        self._terms = {
            name: {each.achievement_id: each.terms for each in issuer.collection.achievements()}
            for name, issuer in self.issuers.items()
        }
        self._golds = 0
        self._beginning = chain.snapshot()

    # ── asking ──

    def contract_says(self, badge_ids: Sequence[int] | None = None, gate: Any = None) -> bool:  # noqa: ANN401 (as above)
        """Whether the club lets the holder in by these badges; by default by all that could be."""
        asked = self.badge_ids() if badge_ids is None else badge_ids
        return bool((gate or self._club).functions.opensFor(self.holder.address, list(asked)).call())

    def badge_ids(self) -> list[int]:
        """Whatever the holder could name. An id that two collections have in common stands once."""
        every = {badge_id for name in self.issuers for badge_id in self._ids(name)}
        return sorted(every)

    def moment(self) -> Moment:
        """The holder's badges as of the latest block."""
        held: list[Held] = []
        for name, issuer in self.issuers.items():
            for badge in issuer.collection.badges(self._ids(name)):
                terms = self._terms[name][badge.achievement_id]
                held.append(Held(terms.slug, badge, terms.skills))
        return Moment(self.now(), tuple(held))

    def now(self) -> int:
        """The latest block's timestamp."""
        return self._chain.now

    # ── living ──

    def live(self, history: Sequence[Step]) -> Iterator[Moment]:
        """From the beginning again, step by step: the badges before the first and after each."""
        self._chain.revert(self._beginning)
        self._beginning = self._chain.snapshot()  # each is good once
        self._golds = 0
        yield self.moment()
        for step in history:
            self._do(step)
            yield self.moment()

    def _do(self, step: Step) -> None:
        if isinstance(step, Wait):
            self._chain.pass_time(step.seconds)
        elif isinstance(step, WaitForEdge):
            self._wait_for_edge(step)
        elif isinstance(step, Medals):
            for _ in range(step.count):
                self._golds += 1
                self.issuers["kaggle"].issue_cohort("gold", [self.holder.address], f"Competition {self._golds}")
        elif isinstance(step, End):
            self._end(step)
        else:
            for slug in step.slugs:
                self._award_or_renew(step, slug)

    def _award_or_renew(self, step: Award | Renew, slug: str) -> None:
        issuer, badge_id = self.issuers[step.where], self._id(step.where, slug)
        if isinstance(step, Renew):
            _if_allowed(lambda: issuer.renew(badge_id))
        else:
            start = self.now() - step.ago if step.ago else None
            _if_allowed(lambda: issuer.issue(slug, self.holder.address, start=start))

    def _end(self, step: End) -> None:
        there = [one.badge for one in self.moment().held if one.badge.exists]
        if there:
            badge = there[step.which % len(there)]
            (issuer,) = (each for each in self.issuers.values() if each.collection.address == badge.collection)
            if step.by_holder:
                _if_allowed(lambda: Holder(issuer.collection, self.holder).renounce(badge.badge_id))
            else:
                _if_allowed(lambda: issuer.revoke(badge.badge_id))

    def _wait_for_edge(self, step: WaitForEdge) -> None:
        now = self.now()
        edges: set[int] = set()
        for one in self.moment().held:
            if one.badge.exists:
                edges |= {one.badge.start_time, one.badge.end_time, one.badge.since + 3 * YEAR}
        coming = sorted(edge for edge in edges if edge + step.off > now)
        if coming:
            then = coming[step.which % len(coming)] + step.off
            self._chain.pass_time(then - now)
            assert self.now() == then

    # ── making ──

    def _programme(self, name: str, burn_auth: BurnAuth) -> Issuer:
        catalog = Catalog.load(EXAMPLES / f"{name}.toml")
        deployment = deploy(self.web3, self._signer, catalog.name, catalog.symbol, catalog.profile)
        issuer = Issuer(connect(self.web3, deployment.address), self._signer)
        issuer.appoint_issuer(issuer.address)
        for terms in catalog.achievements:
            issuer.create_achievement(replace(terms, burn_auth=burn_auth))
        return issuer

    def _gate(self, ways: Door) -> Any:  # noqa: ANN401 (web3 types no contract's functions)
        """A club with this door, on this chain."""
        made = _compiled()
        kind = self.web3.eth.contract(abi=made["abi"], bytecode=made["evm"]["bytecode"]["object"])
        sent = kind.constructor(ways).transact({"from": self.web3.eth.accounts[0]})
        address = self.web3.eth.wait_for_transaction_receipt(sent)["contractAddress"]
        return self.web3.eth.contract(address=address, abi=made["abi"])

    def _number(self, address: str, slug: str) -> int:
        (collection,) = (each.collection for each in self.issuers.values() if each.collection.address == address)
        return collection.achievement(slug).achievement_id

    def _id(self, name: str, slug: str) -> int:
        number = next(number for number, terms in self._terms[name].items() if terms.slug == slug)
        return ids.badge_id(number, 0, self.holder.address)

    def _ids(self, name: str) -> list[int]:
        single = [ids.badge_id(number, 0, self.holder.address) for number in self._terms[name]]
        if name != "kaggle":
            return single
        gold = ids.split(self._id(name, "gold")).achievement_id
        medals = [ids.badge_id(gold, number, self.holder.address) for number in range(1, self._golds + 1)]
        return single + medals


def _if_allowed(act: Any) -> None:  # noqa: ANN401 (its answer is of no interest)
    with suppress(RefusedError):
        act()


@cache
def _compiled() -> dict[str, Any]:
    """contracts/examples/Club.sol."""
    path = "contracts/examples/Club.sol"
    task = {
        "language": "Solidity",
        "sources": {path: {"content": (ROOT / path).read_text("utf-8")}},
        "settings": {"evmVersion": "shanghai", "outputSelection": {"*": {"Club": ["abi", "evm.bytecode.object"]}}},
    }
    output = solcx.compile_standard(task, base_path=ROOT, allow_paths=[ROOT], solc_version="0.8.37")
    return dict(output["contracts"][path]["Club"])
