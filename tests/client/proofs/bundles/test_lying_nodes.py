"""Attack 15 in proof mode: of a lie no bundle is made, or one that is refused; servers that differ are named."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.client.reading.proxies import Proxy, Request, proxy
from tests.support import chains

from soulbadge import ids
from soulbadge.chain.rpc import open_web3
from soulbadge.errors import (
    BlockDisputedError,
    BlockTooOldError,
    ChainMovedError,
    NodeError,
    UntrustedBlockError,
    ValueInvalidError,
    WrongChainError,
)
from soulbadge.models import Status
from soulbadge.policy import Holds
from soulbadge.proofs import MemoryNonces, present
from soulbadge.proofs.bundles import Bundle, RpcProofs, agreed_block, bundle, prove_badges, read_badges, verify_bundle

if TYPE_CHECKING:
    from tests.client.proofs.bundles.conftest import World

NOBODY = "http://127.0.0.1:9"
FEW = "nodes: expected two or more servers, each named once: one alone can lie"


@pytest.fixture(scope="module")
def url(world: "World") -> str:
    assert world.chain.url
    return world.chain.url


@pytest.fixture
def liar(url: str) -> Iterator[Proxy]:
    """A node that will lie."""
    with proxy(url) as it:
        yield it


def made(world: "World", node: str) -> Bundle:
    asked = world.asked()
    shown = present(world.holder, [world.names["medal"]], asked)
    return bundle(shown, asked, RpcProofs(node), now=world.now)


def told(url: str, asked: Request) -> Any:  # noqa: ANN401 (JSON)
    """The truth."""
    return chains.Node("anvil", url).ask(asked["method"], *asked["params"])


def shows(url: str, number: int) -> Callable[[Request], Request | None]:
    """Answers each question for a block with this one."""
    whole = False
    block = chains.Node("anvil", url).ask("eth_getBlockByNumber", hex(number), whole)

    def answer(asked: Request) -> Request | None:
        return {"result": block} if asked["method"] == "eth_getBlockByNumber" else None

    return answer


def lie(method: str, change: Callable[[Any], Any], url: str) -> Callable[[Request], Request | None]:
    """Answers one method with something made of the truth."""

    def answer(asked: Request) -> Request | None:
        return {"result": change(told(url, asked))} if asked["method"] == method else None

    return answer


def cut_short(proof: Any) -> Any:  # noqa: ANN401 (JSON)
    return {**proof, "accountProof": proof["accountProof"][:-1]}


def without_slots(proof: Any) -> Any:  # noqa: ANN401 (JSON)
    return {**proof, "storageProof": [{**each, "proof": each["proof"][:-1]} for each in proof["storageProof"]]}


def edited(proof: Any) -> Any:  # noqa: ANN401 (JSON)
    return {
        **proof,
        "accountProof": [each[:-1] + "0" if each[-1] != "0" else each[:-1] + "1" for each in proof["accountProof"]],
    }


BLOCK, PROOF, CODE = "eth_getBlockByNumber", "eth_getProof", "eth_getCode"
NO_ACCOUNT = "it does not prove its own block .*the proof does not show the account"
NO_CODE = "it does not prove its own block .*the proof does not show the code of"
NO_HEADER = ": the header's fields do not hash to the block's hash; a later release may know this chain's fork$"
LIES: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "a proof cut short": (PROOF, cut_short, NO_ACCOUNT),
    "slots cut short": (PROOF, without_slots, "the proof does not show slot"),
    "an edited proof": (PROOF, edited, NO_ACCOUNT),
    "no proof": (PROOF, lambda proof: {**proof, "accountProof": [], "storageProof": []}, NO_ACCOUNT),
    "a proof of null": (PROOF, lambda _: None, "it answered None where an object belongs"),
    "a proof of numbers": (PROOF, lambda proof: {**proof, "accountProof": [1, 2]}, "1 where hexadecimal data belongs"),
    "slots of null": (PROOF, lambda proof: {**proof, "storageProof": None}, "it answered None where a list belongs"),
    "a slot of a text": (PROOF, lambda proof: {**proof, "storageProof": ["0x"]}, "'0x' where an object belongs"),
    "other members": (CODE, lambda code: code[:-2] + "ff", NO_CODE),
    "no members": (CODE, lambda _: "0x", NO_CODE),
    "another time": (BLOCK, lambda block: {**block, "timestamp": hex(int(block["timestamp"], 16) + 1)}, NO_HEADER),
    "another state": (BLOCK, lambda block: {**block, "stateRoot": "0x" + "ab" * 32}, NO_HEADER),
    "another hash": (BLOCK, lambda block: {**block, "hash": "0x" + "ab" * 32}, NO_HEADER),
    "half a hash": (BLOCK, lambda block: {**block, "hash": "0xab"}, "it answered '0xab' where a hash belongs"),
    "a height of a text": (BLOCK, lambda block: {**block, "number": "7"}, "it answered '7' where a number belongs"),
    "half a header": (
        BLOCK,
        lambda block: {"hash": block["hash"], "number": block["number"]},
        "it answered None where hexadecimal data belongs",
    ),
    "a miner of a number": (BLOCK, lambda block: {**block, "miner": "0x1"}, "'0x1' where hexadecimal data belongs"),
    "a short miner": (BLOCK, lambda block: {**block, "miner": "0x01"}, "it answered '0x01' where 20 bytes belongs"),
}


@pytest.mark.parametrize(("method", "change", "said"), LIES.values(), ids=LIES)
def test_of_a_lie_no_bundle_is_made(  # noqa: PLR0917 (three are fixtures)
    world: "World", liar: Proxy, url: str, method: str, change: Callable[[Any], Any], said: str
) -> None:
    liar.answer = lie(method, change, url)
    with pytest.raises(NodeError, match=said) as refused:
        made(world, liar.url)
    # What does not fit to the trusted root is a proof that fails, whichever answer was the lie.
    assert refused.value.method == (PROOF if method == CODE else method)
    assert "\n" not in str(refused.value)


def test_many_slots_are_asked_for_two_hundred_at_a_time(world: "World", liar: Proxy) -> None:
    """45 people hold no badge: of each two words are read, and three that all have in common."""
    chain, where = world.badges.chain_id, world.badges.address
    for people, requests in ((45, [93]), (110, [200, 23])):
        liar.posts.clear()
        names = [ids.caip19(chain, where, ids.badge_id(1, 0, f"0x{number:040x}")) for number in range(1, people + 1)]
        proof = prove_badges(names, RpcProofs(liar.url))
        asked = [post["params"] for post in liar.posts if post["method"] == PROOF]
        slots = [[int(slot, 16) for slot in slots] for account, slots, _ in asked if account == where]
        assert [len(some) for some in slots] == requests
        every = [slot for some in slots for slot in some]
        assert every == sorted(set(every))
        assert {each.status for each in read_badges(proof, proof.block.hash, names)} == {Status.NONE}


def test_what_a_node_says_about_a_status_is_not_even_asked(world: "World", liar: Proxy, url: str) -> None:
    assert made(world, liar.url) is not None
    asked = set(liar.methods())
    assert asked <= {"eth_chainId", "eth_getBlockByNumber", "eth_getProof", "eth_getCode"}
    few = liar.count("eth_getProof")
    assert few <= 4  # the holder, the collection with all its slots, texts, members
    assert url


def test_a_node_without_proofs_is_told_of_in_its_own_words(world: "World", liar: Proxy) -> None:
    no = {"error": {"code": -32601, "message": "the method eth_getProof does not exist"}}
    liar.answer = lambda asked: no if asked["method"] == "eth_getProof" else None
    with pytest.raises(NodeError, match="does not exist"):
        made(world, liar.url)


def test_a_block_that_was_not_asked_for_is_not_taken(world: "World", liar: Proxy, url: str) -> None:
    liar.answer = shows(url, 5)
    asked = world.asked()
    with pytest.raises(NodeError, match="eth_getBlockByNumber: it answered 5 where block 7 belongs"):
        bundle(present(world.holder, [], asked), asked, RpcProofs(liar.url), block=7, now=world.now)


def test_a_stale_head_is_refused_by_its_age(world: "World", liar: Proxy, url: str) -> None:
    """The node shows the block in which `cup` was issued, two days ago, as its latest."""
    before = world.badges.node.block_number() - 4

    liar.answer = shows(url, before)
    shown = made(world, liar.url)
    assert shown.proof.block.number == before
    scene = world.scene("medal")
    with pytest.raises(BlockTooOldError):
        scene.verify(shown, trusted_block_hash=shown.proof.block.hash, max_age=86_400)
    with pytest.raises(UntrustedBlockError):
        scene.verify(shown)


class Moved(RpcProofs):
    """A chain that is reorganised between two questions."""

    def __init__(self, node: str, block: int) -> None:
        super().__init__(node)
        self._left = [super().header(block), super().header(block - 1)]

    def header(self, _: int | None) -> bytes:
        return self._left.pop()

    def nodes(self, address: str, slots: Sequence[int], block: int) -> Iterator[bytes]:
        return super().nodes(address, slots, block - 3)


def test_a_reorganisation_meanwhile_is_told_as_one(world: "World", url: str) -> None:
    asked = world.asked()
    shown = present(world.holder, [world.names["medal"]], asked)
    with pytest.raises(ChainMovedError):
        bundle(shown, asked, Moved(url, world.badges.node.block_number()), now=world.now)


# ─────────────────────────────────────────── agreement ───────────────────────────────────────────


@pytest.fixture
def second(url: str) -> Iterator[Proxy]:
    """Another server of the same chain."""
    with proxy(url) as it:
        yield it


def test_servers_that_agree_give_a_hash_to_trust(world: "World", url: str, second: Proxy) -> None:
    scene = world.scene("medal")
    agreed = agreed_block([url, second.url], world.badges.chain_id, at=scene.made.proof.block.number)
    assert agreed.hash == scene.trusted
    assert (agreed.agreed, agreed.silent) == ((url, second.url), ())
    verdict = verify_bundle(
        scene.made,
        agreed.hash,
        scene.asked,
        Holds("medal"),
        collections=[world.badges.address],
        max_age=60,
        nonces=MemoryNonces(),
        now=world.now,
    )
    assert verdict.block_hash == agreed.hash


def test_without_a_number_it_is_the_latest_block_that_all_have(world: "World", url: str, second: Proxy) -> None:
    latest = world.badges.node.block_number()
    second.answer = lambda asked: {"result": hex(latest - 3)} if asked["method"] == "eth_blockNumber" else None
    agreed = agreed_block([url, second.url], world.badges.chain_id)
    assert agreed.number == latest - 3
    assert agreed.hash == world.badges.node.block_at(latest - 3).hash
    # Asked for a block that it says it does not have, it is silent.
    with pytest.raises(BlockDisputedError, match=rf"{second.url} said nothing \(it has only {latest - 3} blocks"):
        agreed_block([url, second.url], world.badges.chain_id, at=latest)


def test_one_that_names_another_hash_is_named_whatever_the_quorum(
    world: "World", url: str, second: Proxy, liar: Proxy
) -> None:
    liar.answer = lie("eth_getBlockByNumber", lambda block: {**block, "hash": "0x" + "ab" * 32}, url)
    truth = world.badges.node.block_at().hash
    for quorum in (None, 2, 3):
        with pytest.raises(BlockDisputedError) as refused:
            agreed_block([url, second.url, liar.url], world.badges.chain_id, quorum=quorum)
        assert refused.value.said == (
            f"{url} said {truth}",
            f"{second.url} said {truth}",
            f"{liar.url} said {'0x' + 'ab' * 32}",
        )


def test_one_that_is_down_is_told_and_a_quorum_does_without_it(world: "World", url: str, second: Proxy) -> None:
    with pytest.raises(BlockDisputedError, match=f"{NOBODY} said nothing \\(no answer"):
        agreed_block([url, second.url, NOBODY], world.badges.chain_id)
    agreed = agreed_block([url, second.url, NOBODY], world.badges.chain_id, quorum=2)
    assert agreed.agreed == (url, second.url)
    assert agreed.silent[0].startswith(f"{NOBODY}: nothing (no answer")
    with pytest.raises(BlockDisputedError, match="2 servers should name one hash"):
        agreed_block([url, NOBODY], world.badges.chain_id, quorum=2)


def test_if_all_are_down_nothing_is_agreed(world: "World") -> None:
    with pytest.raises(BlockDisputedError, match="said nothing") as refused:
        agreed_block([NOBODY, "http://127.0.0.1:8"], world.badges.chain_id)
    assert (refused.value.block, refused.value.needed) == (0, 2)


def test_one_that_knows_its_height_and_not_the_block_is_silent(
    world: "World", url: str, second: Proxy, liar: Proxy
) -> None:
    no = {"error": {"code": -32000, "message": "pruned"}}
    liar.answer = lambda asked: no if asked["method"] == BLOCK else None
    agreed = agreed_block([url, second.url, liar.url], world.badges.chain_id, quorum=2)
    assert agreed.agreed == (url, second.url)
    assert agreed.silent == (f"{liar.url}: nothing (the node refused eth_getBlockByNumber: pruned)",)


def test_a_web3_of_ones_own_is_a_server_like_another_and_counts_once(world: "World", url: str) -> None:
    mine, another = open_web3(url), open_web3(url)
    assert agreed_block([mine, another], world.badges.chain_id).agreed == (url, url)
    with pytest.raises(ValueInvalidError, match="each named once"):
        agreed_block([mine, another, mine], world.badges.chain_id)


def test_a_hash_of_another_chain_is_not_taken_for_one_of_this(world: "World", url: str, liar: Proxy) -> None:
    """A header does not say of which chain it is, so the servers are asked."""
    liar.answer = lambda asked: {"result": "0x1"} if asked["method"] == "eth_chainId" else None
    with pytest.raises(WrongChainError) as refused:
        agreed_block([url, liar.url], world.badges.chain_id)
    assert (refused.value.expected, refused.value.found) == (world.badges.chain_id, 1)
    assert refused.value.endpoint == liar.url
    scene = world.scene("medal")
    elsewhere = replace(scene.asked, chain_id=1)
    with pytest.raises(WrongChainError):
        bundle(present(world.holder, [], elsewhere), elsewhere, RpcProofs(url), now=world.now)


@pytest.mark.parametrize(
    ("count", "twice", "quorum", "why"),
    [
        (0, False, None, FEW),
        (1, False, None, FEW),
        (1, True, None, FEW),
        (2, True, None, FEW),
        (2, False, 1, "quorum: expected 2 to 2, found 1"),
        (2, False, 3, "quorum: expected 2 to 2, found 3"),
    ],
)
def test_one_server_alone_is_not_asked(
    url: str, second: Proxy, count: int, *, twice: bool, quorum: int | None, why: str
) -> None:
    nodes = [url, second.url][:count]
    with pytest.raises(ValueInvalidError) as refused:
        agreed_block(nodes * 2 if twice else nodes, 31_337, quorum=quorum)
    assert str(refused.value) == why
    assert second.posts == []
