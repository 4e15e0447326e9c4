"""Many answers in few requests, whatever a node makes of batches."""

import json
from typing import Any

import pytest
from tests.client.reading.conftest import Scene, somebody
from tests.client.reading.proxies import Request

from soulbadge import ids
from soulbadge.errors import NodeError, UnreachableError
from soulbadge.models import Status


def mixed(scene: Scene, count: int) -> tuple[list[int], list[Status]]:
    """So many ids, some of which are badges."""
    held = [scene.programme.issuer.issue("medal", somebody()).badge_id for _ in range(3)]
    asked = [ids.badge_id(3, 0, f"0x{number:040x}") for number in range(1, count + 1)]
    expected = [Status.NONE] * count
    for place, badge_id in zip((0, count // 2, count - 1), held, strict=True):
        asked[place], expected[place] = badge_id, Status.ACTIVE
    return asked, expected


@pytest.mark.parametrize(("count", "most"), [(1_000, 5), (10_000, 5)])
def test_a_thousand_statuses_take_at_most_five_requests(scene: Scene, count: int, most: int) -> None:
    asked, expected = mixed(scene, count)
    collection = scene.connect()
    assert collection.statuses_of(asked) == expected
    assert len(scene.proxy.posts) <= most, f"{len(scene.proxy.posts)} requests for {count} statuses"


def test_a_node_that_takes_three_at_once_is_asked_three_at_once(scene: Scene) -> None:
    asked, expected = mixed(scene, 2_500)  # ten calls of 250

    def few(batch: list[Request]) -> Any:  # noqa: ANN401 (JSON)
        if len(batch) > 3:
            return {"jsonrpc": "2.0", "id": None, "error": {"code": -32600, "message": "batch of more than 3 requests"}}
        return None

    scene.proxy.batches = few
    collection = scene.connect()
    assert collection.statuses_of(asked) == expected
    sizes = [len(post) for post in scene.proxy.posts if isinstance(post, list)]
    assert max(sizes) > 1
    scene.proxy.posts.clear()
    assert collection.statuses_of(asked) == expected
    assert max(len(post) for post in scene.proxy.posts if isinstance(post, list)) <= 3, "it has learned"


@pytest.mark.parametrize("status", [400, 413, 500])
def test_a_node_that_refuses_batches_by_http_is_asked_one_by_one(scene: Scene, status: int) -> None:
    asked, expected = mixed(scene, 600)
    scene.proxy.status = lambda posted: status if isinstance(posted, list) else 200
    assert scene.connect().statuses_of(asked) == expected


def test_a_closed_door_is_not_knocked_at_twice(scene: Scene) -> None:
    collection = scene.connect()
    scene.proxy.status = lambda posted: 401 if isinstance(posted, list) else 200
    with pytest.raises(UnreachableError, match="401"):
        collection.statuses_of([ids.badge_id(3, 0, somebody())] * 600)
    assert sum(isinstance(post, list) for post in scene.proxy.posts) == 1


def test_a_busy_node_is_asked_again_as_much_at_once(scene: Scene) -> None:
    asked, expected = mixed(scene, 600)
    collection = scene.connect()
    busy = iter([429, 429])
    scene.proxy.status = lambda posted: next(busy, 200) if isinstance(posted, list) else 200
    assert collection.statuses_of(asked) == expected
    assert [len(post) for post in scene.proxy.posts if isinstance(post, list)] == [3, 3, 3]


def test_statuses_too_dear_for_one_call_are_asked_in_smaller_ones(scene: Scene) -> None:
    asked, expected = mixed(scene, 300)

    def stingy(request: Request) -> Request | None:
        if request["method"] == "eth_call" and len(request["params"][0]["data"]) > 2 + 8 + 64 * 40:
            return {"error": {"code": -32000, "message": "out of gas"}}
        return None

    scene.proxy.answer = stingy
    assert scene.connect().statuses_of(asked) == expected


def swapped(body: bytes) -> bytes:
    """Each answer of a batch under the next one's id."""
    found = json.loads(body)
    if isinstance(found, list):
        numbers = [each["id"] for each in found]
        for each, number in zip(found, [*numbers[1:], numbers[-1] + 100], strict=True):
            each["id"] = number
    return json.dumps(found).encode()


def repeated(body: bytes) -> bytes:
    found = json.loads(body)
    return json.dumps([found[0]] * len(found) if isinstance(found, list) else found).encode()


def nameless(body: bytes) -> bytes:
    found = json.loads(body)
    return json.dumps(
        [{**each, "id": str(each["id"])} for each in found] if isinstance(found, list) else found
    ).encode()


@pytest.mark.parametrize("meddle", [swapped, repeated, nameless])
def test_answers_to_other_questions_are_refused(scene: Scene, meddle: Any) -> None:  # noqa: ANN401 (one of three)
    asked, _ = mixed(scene, 600)
    collection = scene.connect()
    scene.proxy.body = meddle
    with pytest.raises(NodeError, match="questions that were not asked"):
        collection.statuses_of(asked)


def test_answers_out_of_order_find_their_questions(scene: Scene) -> None:
    asked, expected = mixed(scene, 600)
    collection = scene.connect()

    def backwards(body: bytes) -> bytes:
        found = json.loads(body)
        return json.dumps(found[::-1] if isinstance(found, list) else found).encode()

    scene.proxy.body = backwards
    assert collection.statuses_of(asked) == expected
