"""A small world on a chain in this process: two trusted issuers, an impostor, a holder with badges of every status."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from eth_tester import EthereumTester, PyEVMBackend
from web3 import EthereumTesterProvider, Web3

from soulbadge import ids
from soulbadge.chain.blocks import Block
from soulbadge.contract import Collection, connect
from soulbadge.deployment import deploy
from soulbadge.holder import Holder
from soulbadge.issuer import Issuer
from soulbadge.models import Achievement, Badge, BurnAuth, Prerequisite, Requirement, Terms
from soulbadge.policy import Holds, Policy
from soulbadge.proofs import Challenge, MemoryNonces, NonceStore, Presentation, TrustedCollection, Verdict, challenge
from soulbadge.proofs import verify as verify_

DAY = 86_400


@dataclass(frozen=True)
class World:
    """What is on the chain.

    Attributes:
        cncf: A trusted collection, with the achievements `cka`, `cks`, `pass`, `coach`.
        acme: Another one, with a `cka` of its own.
        impostor: The same code with the same name and achievements, deployed by nobody in particular.
        holder: Has an ACTIVE `cka` and `cks` everywhere, and the badges of `by_status`.
        stranger: Has an ACTIVE `cka` in `cncf`.
        by_status: CAIP-19 name of a badge of the holder by the name of its status.
        yes: Address of a contract that answers a yes to everything.
        now: The chain's time, Unix seconds.
    """

    cncf: Collection
    acme: Collection
    impostor: Collection
    holder: LocalAccount
    stranger: LocalAccount
    by_status: dict[str, str]
    yes: str
    now: int

    def name(self, collection: Collection, achievement_id: int, holder: str) -> str:
        return self.name_at(collection.address, achievement_id, holder)

    def name_at(self, address: str, achievement_id: int, holder: str) -> str:
        return ids.caip19(self.cncf.chain_id, address, ids.badge_id(achievement_id, 0, holder))


@dataclass(frozen=True)
class Scene:
    """A challenge by a verifier who trusts `cncf` and `acme`, and wants a `cka`; the holder's answer to it."""

    world: World
    asked: Challenge
    nonces: NonceStore

    @property
    def cka(self) -> str:
        """The holder's, in `cncf`."""
        return self.world.name(self.world.cncf, 1, self.world.holder.address)

    def answer(
        self, names: Iterable[str] | None = None, *, signer: LocalAccount | None = None, **changes: object
    ) -> Presentation:
        """An answer with fields of the message changed before it is signed, as `present` would never make it."""
        account = signer or self.world.holder
        message = self.asked.message(account.address, [self.cka] if names is None else names)
        text = replace(message, **changes).to_text()  # type: ignore[arg-type]
        return Presentation(text, "0x" + bytes(account.sign_message(encode_defunct(text=text)).signature).hex())

    def verify(self, shown: Presentation, policy: Policy | None = None, **changes: object) -> Verdict:
        """Verify in this scene, or with something changed in it."""
        arguments: dict[str, Any] = {
            "collections": (self.world.cncf, self.world.acme),
            "nonces": self.nonces,
            "now": lambda: self.world.now,
        }
        arguments.update(changes)
        asked = arguments.pop("challenge", self.asked)
        return verify_(shown, asked, policy or Holds("cka"), **arguments)


@pytest.fixture(scope="session")
def world() -> World:
    """Made once: no test changes it."""
    return found_world()


@cache  # mutation tests fork this process for each mutant, and have it made already
def found_world() -> World:
    tester = EthereumTester(PyEVMBackend())
    web3 = Web3(EthereumTesterProvider(tester))
    owner, holder, stranger = (Account.from_key(key.to_bytes()) for key in tester.backend.account_keys[:3])

    def found(name: str) -> tuple[Collection, Issuer]:
        collection = connect(web3, deploy(web3, owner, name, "BADGE").address)
        issuer = Issuer(collection, owner)
        issuer.appoint_issuer(owner.address)
        for slug in ("cka", "cks"):
            issuer.create_achievement(Terms(slug, slug.upper(), individual=True))
            issuer.issue(slug, holder.address)
        return collection, issuer

    cncf, issuer = found("CNCF")
    acme, _ = found("Acme")
    impostor, _ = found("CNCF")
    issuer.issue("cka", stranger.address)
    # A contract that holds a badge: any will do.
    issuer.issue("cka", acme.address)

    start = int(web3.eth.get_block("latest")["timestamp"])
    terms = {"individual": True, "burn_auth": BurnAuth.Both}
    aid = Requirement((Prerequisite("first-aid"),), ongoing=True)
    for each in (
        Terms("pass", "Pass", **terms),  # type: ignore[arg-type]
        Terms("first-aid", "First aid", skills=("rescue",), **terms),  # type: ignore[arg-type]
        Terms("coach", "Coach", requirements=(aid,)),
        *(Terms(slug, slug, **terms) for slug in ("revoked", "renounced", "pending")),  # type: ignore[arg-type]
    ):
        issuer.create_achievement(each)
    names: dict[str, str] = {"NONE": ids.caip19(cncf.chain_id, cncf.address, ids.badge_id(1, 7, holder.address))}
    for status, slug, begin, end in (
        ("ACTIVE", "pass", None, start + 30 * DAY),
        ("EXPIRED", "first-aid", None, start + DAY),
        ("SUSPENDED", "coach", None, None),
        ("REVOKED", "revoked", None, None),
        ("RENOUNCED", "renounced", None, None),
        ("PENDING", "pending", start + 30 * DAY, None),
    ):
        badge_id = issuer.issue(slug, holder.address, start=begin, end=end).badge_id
        names[status] = ids.caip19(cncf.chain_id, cncf.address, badge_id)
    issuer.revoke(ids.parse_caip19(names["REVOKED"]).badge_id)
    Holder(cncf, holder).renounce(ids.parse_caip19(names["RENOUNCED"]).badge_id)
    tester.time_travel(start + 2 * DAY)
    tester.mine_block()
    now = int(web3.eth.get_block("latest")["timestamp"])
    # PUSH1 8, DUP1, PUSH1 9, PUSH0, CODECOPY, PUSH0, RETURN; PUSH1 1, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN.
    code = bytes.fromhex("60088060095f395ff3" + "60015f5260205ff3")
    sent = web3.eth.send_transaction({"from": owner.address, "data": code})
    yes = str(web3.eth.wait_for_transaction_receipt(sent)["contractAddress"])
    return World(cncf, acme, impostor, holder, stranger, names, yes, now)


@pytest.fixture
def scene(world: World) -> Scene:
    """A fresh challenge, and a store that knows no nonce."""
    asked = challenge(
        "door.example",
        "https://door.example/enter",
        world.cncf.chain_id,
        nonce="aB3dE6gH9jK2",
        statement="Show your badge.",
        now=lambda: world.now - 10,
    )
    return Scene(world, asked, MemoryNonces())


@pytest.fixture
def recorded(scene: Scene) -> "Recorded":
    """`cncf` with the holder's `cka`, as it was at one moment."""
    return Recorded(scene.world.cncf, [scene.cka])


class Recorded:
    """`cncf` as it once answered: for a hundred threads, which the chain in process does not bear, and for a reorg."""

    def __init__(self, collection: Collection, names: Iterable[str]) -> None:
        self.address: str = collection.address
        self.chain_id = collection.chain_id
        self.node = RecordedNode(collection)
        badges = collection.badges(ids.parse_caip19(name).badge_id for name in names)
        self._badges = {each.badge_id: each for each in badges}
        self._achievements = {
            each.achievement_id: collection.achievement(each.achievement_id) for each in self._badges.values()
        }

    def badges(self, badge_ids: Iterable[int], *, block: int | None = None) -> list[Badge]:
        assert block == self.node.number
        return [self._badges[each] for each in badge_ids]

    def achievement(self, achievement: int | str, block: int | None = None) -> Achievement:
        assert block == self.node.number
        assert isinstance(achievement, int)
        return self._achievements[achievement]


class RecordedNode:
    """The node of `Recorded`; its next answers for the block's hash can be set."""

    def __init__(self, collection: Collection) -> None:
        self._block = collection.node.block_at()
        self.number = self._block.number
        self.hashes = [self._block.hash]

    def block_at(self, number: int | None = None) -> Block:
        assert number in {None, self.number}
        return replace(self._block, hash=self.hashes.pop() if len(self.hashes) > 1 else self.hashes[0])

    def code(self, address: str, block: int | None = None) -> bytes:
        assert block == self.number
        assert address
        return b""

    def run(self, code: bytes, *, gas: int, block: int | None = None) -> bytes:
        raise AssertionError(f"an account with a key is asked {code!r} with {gas} gas in block {block}")


def _is_trusted(recorded: Recorded) -> TrustedCollection:
    return recorded  # the type checker sees to it that the double keeps up with the protocol
