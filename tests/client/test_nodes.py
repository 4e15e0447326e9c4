"""The same refusals, by the same names and values, from every kind of node."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from eth_account.signers.local import LocalAccount
from eth_typing import HexStr
from tests.client.conftest import InProcess, Programme, begin
from tests.support import chains
from web3 import Web3
from web3._utils.http_session_manager import HTTPSessionManager

from soulbadge import ids
from soulbadge.chain.rpc import Rpc, open_web3
from soulbadge.contract import connect
from soulbadge.errors import (
    BadgeExistsError,
    ERC721NonexistentTokenError,
    NameMissingError,
    NodeError,
    NoFundsError,
    NotHolderError,
    RequirementUnmetError,
    SlugInvalidError,
    SlugTakenError,
    TransferRefusedError,
    UnreachableError,
)
from soulbadge.holder import Holder
from soulbadge.issuer import Issuer
from soulbadge.models import Status, Terms


@pytest.fixture(scope="module", params=["eth-tester", "anvil", "ganache"])
def somewhere(request: pytest.FixtureRequest) -> Iterator[Programme]:
    if request.param == "eth-tester":
        world = InProcess()
        yield begin(world.web3, world.signer)
    else:
        node: chains.Node = request.getfixturevalue(request.param)
        yield begin(node.web3, chains.account(0))


def test_a_badge_is_issued_everywhere(somewhere: Programme, holder: str) -> None:
    receipt = somewhere.issuer.issue("cka", holder)
    assert somewhere.collection.badges_of(holder)[0].badge_id == receipt.badge_id
    assert receipt.cost > 0


def test_a_refusal_with_numbers_keeps_them(somewhere: Programme, holder: str) -> None:
    with pytest.raises(RequirementUnmetError) as caught:
        somewhere.issuer.issue("cks", holder)
    assert (caught.value.achievement_id, caught.value.needed, caught.value.held) == (2, 1, 0)
    assert caught.value.missing == ("cka",)


def test_a_refusal_with_a_text_keeps_it(somewhere: Programme) -> None:
    with pytest.raises(SlugInvalidError) as invalid:
        somewhere.issuer.create_achievement(Terms("Not A Slug", "x"))
    assert invalid.value.slug == "Not A Slug"
    with pytest.raises(SlugTakenError) as taken:
        somewhere.issuer.create_achievement(Terms("cka", "x"))
    assert (taken.value.slug, taken.value.achievement_id) == ("cka", 1)


def test_a_refusal_without_values_is_named_too(somewhere: Programme) -> None:
    with pytest.raises(NameMissingError):
        somewhere.issuer.create_achievement(Terms("nameless", ""))


def test_a_refusal_with_an_address_has_it_with_its_checksum(somewhere: Programme) -> None:
    badge_id = ids.badge_id(1, 0, "0x" + "ab" * 20)
    with pytest.raises(NotHolderError) as caught:
        Holder(somewhere.collection, somewhere.signer).renounce(badge_id)
    assert (caught.value.account, caught.value.badge_id) == (somewhere.signer.address, badge_id)


def test_a_refused_read_is_named(somewhere: Programme) -> None:
    badge_id = ids.badge_id(1, 0, "0x" + "ab" * 20)
    with pytest.raises(ERC721NonexistentTokenError) as caught:
        somewhere.collection.token_uri(badge_id)
    assert caught.value.token_id == badge_id


def test_no_badge_moves(somewhere: Programme) -> None:
    badge_id = somewhere.issuer.issue("cka", somewhere.signer.address, dry_run=True).badge_id
    if somewhere.collection.status_of(badge_id) is Status.NONE:
        somewhere.issuer.issue("cka", somewhere.signer.address)
    with pytest.raises(TransferRefusedError):
        somewhere.collection.call(
            "transferFrom", somewhere.signer.address, "0x" + "ab" * 20, badge_id, sender=somewhere.signer.address
        )


def test_each_of_many_simulations_has_its_own_outcome(somewhere: Programme, holder: str) -> None:
    somewhere.issuer.issue("cka", holder)
    fresh = "0x" + "cd" * 20
    calls = [
        ("issue", (ids.badge_id(number, 0, who), 0, 0, bytes(32)))
        for number, who in ((1, holder), (1, fresh), (2, fresh))
    ]
    outcomes = somewhere.collection.simulate(calls, sender=somewhere.signer.address)
    assert [type(outcome) for outcome in outcomes] == [BadgeExistsError, type(None), RequirementUnmetError]


def test_who_has_no_ether_is_told_how_much_is_missing(somewhere: Programme, poor: LocalAccount) -> None:
    somewhere.issuer.appoint_issuer(poor.address)
    before = somewhere.height()
    with pytest.raises(NoFundsError) as caught:
        Issuer(somewhere.collection, poor).issue("cka", poor.address)
    assert caught.value.account == poor.address
    assert caught.value.missing == caught.value.needed > 0
    assert somewhere.height() == before


def test_a_badge_is_read_in_few_requests(anvil: chains.Node, holder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = begin(anvil.web3, chains.account(1))
    programme.issuer.issue("cka", holder)
    programme.issuer.issue("cks", holder)
    posts: list[str] = []
    original: Any = HTTPSessionManager.make_post_request

    def counted(self: object, uri: str, data: bytes, **rest: object) -> object:
        posts.append(data.decode())
        return original(self, uri, data, **rest)

    monkeypatch.setattr(HTTPSessionManager, "make_post_request", counted)
    assert len(programme.collection.badges_of(holder)) == 2
    assert len(posts) == 3, posts  # the block, the ids, the badges
    posts.clear()
    programme.collection.statuses_of(range(1 << 208, (1 << 208) + 1000))
    assert len(posts) == 2, posts  # the block, the statuses
    posts.clear()
    connect(anvil.url, programme.collection.address)
    assert len(posts) == 3, posts  # the chain id, the code, ERC-165


def test_legacy_fees_serve_where_blocks_have_no_base_fee(holder: str) -> None:
    with chains.ganache("--chain.hardfork", "berlin") as node:
        web3 = node.web3
        assert "baseFeePerGas" not in web3.eth.get_block("latest")
        # The code needs shanghai, so the fees are shown on a transaction without any.
        from soulbadge.chain.sender import Sender

        sent = Sender(Rpc(web3), web3.eth.chain_id, chains.account(0), timeout=10).send(holder, b"")
        assert web3.eth.get_transaction(HexStr(sent.receipt.transaction))["type"] == 0
        assert sent.receipt.gas == 21_000


def test_an_endpoint_that_does_not_answer_is_named_without_its_secrets() -> None:
    with pytest.raises(UnreachableError) as caught:
        connect("http://user:secret@127.0.0.1:9/v3/secret-key", "0x" + "ab" * 20)
    assert caught.value.endpoint == "http://127.0.0.1:9"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "127.0.0.1:8545", "ftp://127.0.0.1", "file:///etc/passwd"])
def test_what_is_no_rpc_url_is_refused(url: str) -> None:
    with pytest.raises(UnreachableError, match="http"):
        connect(url, "0x" + "ab" * 20)


def test_a_server_that_is_no_node_is_told(tmp_path: Path) -> None:
    from functools import partial
    from http.server import HTTPServer, SimpleHTTPRequestHandler
    from threading import Thread

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            with pytest.raises((UnreachableError, NodeError), match=r"501|refused"):
                Rpc(open_web3(f"http://127.0.0.1:{server.server_port}")).chain_id()
        finally:
            server.shutdown()
            thread.join()


def test_a_web3_of_one_s_own_is_taken(anvil: chains.Node) -> None:
    programme = begin(Web3(Web3.HTTPProvider(anvil.url)), chains.account(2))
    assert programme.collection.name() == "Cloud Native"
