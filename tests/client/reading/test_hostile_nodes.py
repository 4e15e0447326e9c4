"""A node is somebody else's program: whatever it sends ends in an answer or in one line that says what is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from eth_abi.abi import encode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.client.reading.conftest import Scene, somebody
from tests.client.reading.proxies import Request

from soulbadge import ids
from soulbadge.chain.abi import _type
from soulbadge.chain.artifacts import artifact, badges_abi
from soulbadge.chain.provider import open_web3
from soulbadge.chain.rpc import Rpc
from soulbadge.chain.structs import from_terms
from soulbadge.contract import Collection, connect
from soulbadge.errors import ChainError, NodeError, NotBadgesError, RefusedError, SoulbadgeError, UnreachableError
from soulbadge.models import Prerequisite, Requirement, Terms

NONSENSE: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "half of it": lambda body: body[: len(body) // 2],
    "a page": lambda _: b"<html><body>Bad gateway</body></html>",
    "null": lambda _: b"null",
    "a number": lambda _: b"7",
    "a text": lambda _: b'"0x"',
    "an empty list": lambda _: b"[]",
    "a list of nulls": lambda _: b"[null, null, null, null, null]",
    "an empty object": lambda _: b"{}",
    "no UTF-8": lambda _: b"\xff\xfe\x00\x01",
    "a million brackets": lambda _: b"[" * 100_000,
    "neither result nor error": lambda _: b'{"jsonrpc": "2.0", "id": 1}',
    "an error that is a text": lambda _: b'{"jsonrpc": "2.0", "id": 1, "error": "no"}',
    "an error of no kind": lambda _: b'{"jsonrpc": "2.0", "id": 1, "error": {"code": "x", "message": 5}}',
}

RESULTS: list[Any] = [
    None,
    True,
    -1,
    7,
    1.5,
    "",
    "0x",
    "0xzz",
    "zz",
    [],
    [1],
    {},
    "0x" + "ff" * 31,
    "0x" + "ff" * 33,
    "0x" + "ff" * 320,
]


def reads(collection: Collection) -> dict[str, Callable[[], object]]:
    holder, some_id = somebody(), ids.badge_id(1, 0, somebody())
    return {
        "name": collection.name,
        "owner": collection.owner,
        "profile": collection.profile,
        "companions": collection.companions,
        "block": collection.block,
        "achievement": lambda: collection.achievement("medal"),
        "achievements": collection.achievements,
        "badge": lambda: collection.badge(some_id),
        "badges": lambda: collection.badges([some_id, some_id]),
        "badges_of": lambda: collection.badges_of(holder),
        "status_of": lambda: collection.status_of(some_id),
        "statuses_of": lambda: collection.statuses_of([some_id] * 600),
        "holds": lambda: collection.holds(holder, "cka"),
        "token_uri": lambda: collection.token_uri(some_id),
        "holders": lambda: collection.holders("medal"),
        "expiring": lambda: collection.expiring(1_000),
        "issuers": collection.issuers,
        "history": lambda: collection.history(some_id),
        "explain": lambda: collection.explain("cks", holder),
        "path": lambda: collection.path("cks", holder),
    }


def is_one_line(error: SoulbadgeError) -> bool:
    return "\n" not in str(error) and len(str(error)) < 600


def fails(read: Callable[[], object]) -> bool:
    """Whether the read ends with an error of this library, in one line; any other ends the test."""
    try:
        read()
    except SoulbadgeError as error:
        if not is_one_line(error):
            raise
        return True
    return False


def test_nonsense_in_the_place_of_an_answer_is_told_in_one_line(scene: Scene) -> None:
    collection = scene.connect()
    every: dict[str, Callable[[], object]] = reads(collection)
    every["connect"] = lambda: connect(scene.proxy.url, collection.address)
    for name, nonsense in NONSENSE.items():
        scene.proxy.body = nonsense
        for what, read in every.items():
            with pytest.raises(ChainError) as caught:
                raise AssertionError(f"{what} is content with {name}: {read()}")
            assert is_one_line(caught.value)


@pytest.mark.parametrize("method", ["eth_call", "eth_getLogs", "eth_getCode", "eth_getBlockByNumber"])
def test_results_of_another_kind_are_told_in_one_line(scene: Scene, method: str) -> None:
    collection = scene.connect()
    harmless = [("eth_getLogs", []), ("eth_getCode", "0x"), ("eth_getCode", "")]
    for result in RESULTS:
        scene.proxy.answer = lambda asked, result=result: {"result": result} if asked["method"] == method else None  # type: ignore[misc]  # the default is what binds it
        failed = [name for name, read in reads(collection).items() if fails(read)]
        assert failed or (method, result) in harmless, result


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.integers(0, 4_000), some.binary(min_size=1, max_size=8))
def test_a_few_wrong_bytes_anywhere_end_in_an_answer_or_in_one_line(scene: Scene, place: int, wrong: bytes) -> None:
    collection = scene.connect()
    scene.proxy.body = lambda body: body[:place] + wrong + body[place + len(wrong) :]
    outcomes = [fails(read) for read in reads(collection).values()]
    assert len(outcomes) == len(reads(collection))
    scene.proxy.body = lambda body: body


def test_logs_of_another_contract_or_block_are_not_believed(scene: Scene) -> None:
    issuer, collection = scene.programme.issuer, scene.connect()
    issuer.issue("medal", somebody())

    def changed(**wrong: object) -> Callable[[Request], Request | None]:
        def answer(request: Request) -> Request | None:
            if request["method"] != "eth_getLogs":
                return None
            return {"result": [{**each, **wrong} for each in scene.node.ask("eth_getLogs", *request["params"])]}

        return answer

    wrongs: list[dict[str, object]] = [
        {"address": "0x" + "ab" * 20},
        {"blockNumber": "0xffffff"},
        {"removed": True},
        {"topics": []},
        {"topics": ["0x" + "00" * 32]},
        {"topics": None},
        {"data": 5},
        {"logIndex": "first"},
        {"transactionHash": "0x12"},
        {"address": None},
    ]
    for wrong in wrongs:
        scene.proxy.answer = changed(**wrong)
        with pytest.raises(NodeError):
            collection.holders("medal")


def answering(scene: Scene, function: str, data: bytes) -> None:
    """A node, or a contract, that answers one function in its own way."""
    selector = "0x" + badges_abi().selector(function).hex()

    def answer(request: Request) -> Request | None:
        mine = request["method"] == "eth_call" and request["params"][0]["data"].startswith(selector)
        return {"result": "0x" + data.hex()} if mine else None

    scene.proxy.answer = answer


def words(*values: int) -> bytes:
    return b"".join(value.to_bytes(32, "big") for value in values)


def test_a_list_of_badges_that_never_ends_is_left(scene: Scene) -> None:
    collection = scene.connect()
    answering(scene, "badgesOf", words(64, 7, 0))  # always go on at 7
    assert collection.badges_of(somebody()) == []
    assert scene.proxy.count("eth_call") < 5


def test_fewer_statuses_than_were_asked_for_are_not_put_to_badges(scene: Scene) -> None:
    collection = scene.connect()
    answering(scene, "statusesOf", words(32, 1, 2))
    with pytest.raises(NodeError, match="1 statuses where 3 belong"):
        collection.statuses_of([ids.badge_id(1, 0, somebody())] * 3)
    answering(scene, "statusOf", words(9))
    with pytest.raises(ChainError):
        collection.status_of(ids.badge_id(1, 0, somebody()))


def an_achievement(number: int, cohorts: int, terms: Terms) -> bytes:
    """What `achievementOf` would return."""
    (output,) = next(each for each in artifact("IBadges").abi if each.get("name") == "achievementOf")["outputs"]
    kind = _type(output)
    return encode([kind], [(number, False, cohorts, from_terms(terms))])


def test_a_collection_whose_achievements_require_one_another_for_ever_is_left(scene: Scene) -> None:
    collection = scene.connect()
    for below in (1, 2, 1 << 200):
        loop = Terms("loop", "Loop", requirements=(Requirement((Prerequisite(id=below),)),))
        answering(scene, "achievementOf", an_achievement(1, 0, loop))
        for read in (lambda: collection.explain(1, somebody()), lambda: collection.path(1, somebody())):
            with pytest.raises(NotBadgesError, match="requires itself or later ones"):
                read()


def test_a_collection_that_claims_to_have_more_than_can_be_is_left(scene: Scene) -> None:
    collection = scene.connect()
    answering(scene, "achievementOf", an_achievement(1, 1 << 40, Terms("many", "Many")))
    for read in (lambda: collection.explain(1, somebody()), lambda: collection.holders(1)):
        with pytest.raises(NotBadgesError, match="1099511627776 cohorts"):
            read()
    answering(scene, "achievementCount", words(1 << 255))
    for count in (lambda: collection.achievements(), lambda: collection.issued()):  # noqa: PLW0108 (two types else)
        with pytest.raises(NotBadgesError, match="achievements"):
            count()


def test_a_key_in_a_url_is_in_no_message(scene: Scene) -> None:
    scene.programme.issuer.issue("cka", somebody())
    url = scene.proxy.url + "/v3/secret-key?token=secret-token"
    collection = connect(url, scene.programme.collection.address)
    for status in (401, 404, 429, 500):
        scene.proxy.status = lambda _, status=status: status  # type: ignore[misc]  # the default is what binds it
        for read in (collection.name, lambda: collection.statuses_of([1 << 208] * 600)):
            with pytest.raises(UnreachableError) as caught:
                read()
            assert "secret" not in str(caught.value)
    scene.proxy.status = lambda _: 200
    scene.proxy.answer = lambda _: {"error": {"code": -1, "message": f"no such project: {url}"}}
    with pytest.raises(NodeError) as refused:
        collection.name()
    assert "secret" not in str(refused.value)


def test_a_message_that_would_paint_the_terminal_is_told_in_plain_characters(scene: Scene) -> None:
    collection = scene.connect()
    scene.proxy.answer = lambda _: {"error": {"code": -1, "message": "\x1b[2J\x1b]0;owned\x07 all is well\r\n$ "}}
    with pytest.raises(NodeError) as caught:
        collection.name()
    assert str(caught.value).isprintable()


def test_headers_with_the_names_of_block_makers_are_read(scene: Scene) -> None:
    """Polygon and BNB put more into `extraData` than web3 lets pass."""

    def polygon(request: Request) -> Request | None:
        if request["method"] != "eth_getBlockByNumber":
            return None
        return {"result": {**scene.node.ask("eth_getBlockByNumber", *request["params"]), "extraData": "0x" + "d7" * 97}}

    scene.proxy.answer = polygon
    collection = scene.connect()
    assert collection.block().number == scene.node.height()
    assert collection.node.timestamp() > 0


def test_a_refusal_with_data_of_no_kind_is_still_a_refusal(scene: Scene) -> None:
    collection = scene.connect()
    for data in ("0x", "0x12", "0x08c379a0", "0x" + "ff" * 64, 5, None, {"data": "0x08c379a0"}):
        error = {"code": 3, "message": "execution reverted", "data": data}
        scene.proxy.answer = lambda _, error=error: {"error": error}  # type: ignore[misc]  # the default is what binds it
        with pytest.raises(RefusedError) as caught:
            collection.name()
        assert is_one_line(caught.value)


def test_what_a_node_says_of_itself_is_checked_as_well(scene: Scene) -> None:
    scene.proxy.answer = lambda request: {"result": "0xzz"} if request["method"] == "eth_chainId" else None
    with pytest.raises(NodeError):
        Rpc(open_web3(scene.proxy.url)).chain_id()
