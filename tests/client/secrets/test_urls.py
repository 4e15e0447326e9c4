"""URLs of nodes hold keys: messages name the host, and what is a key is taken out of whatever else is said."""

import logging

import pytest
from tests.client.reading.proxies import proxy
from tests.support import chains

from soulbadge.chain.answers import malformed, problem
from soulbadge.chain.rpc import Rpc, open_web3
from soulbadge.chain.secrecy import host, keep_secret, without_secrets
from soulbadge.errors import UnreachableError

KEY = "b7cf33ad59e24a5f"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"https://node.example/v3/{KEY}", "https://node.example"),
        (f"https://{KEY}@node.example:8545?key={KEY}#{KEY}", "https://node.example:8545"),
        (f"https://user:{KEY}@node.example/", "https://node.example"),
        (f"http://[::1]:8545/{KEY}", "http://::1:8545"),
        # Without a scheme, as it stands in a hurry.
        (f"node.example/v3/{KEY}", "node.example"),
        (f"user:{KEY}@node.example/rpc", "node.example"),
        (f"{KEY}@node.example:8545?{KEY}", "node.example:8545"),
        ("localhost:8545", "localhost:8545"),
        (KEY, "nowhere"),
        (f"https:/{KEY}", "nowhere"),
        (f"https:{KEY}", "nowhere"),
        (f"http://[{KEY}", "nowhere"),
        (f"http://node.example:{KEY}", "nowhere"),
        ("", "nowhere"),
    ],
)
def test_a_node_is_named_by_its_host(url: str, shown: str) -> None:
    assert host(url) == shown


@pytest.mark.parametrize("url", [f"user:{KEY}@node.example/rpc", KEY, f"https:/node.example/{KEY}", f"ws://{KEY}@n/"])
def test_a_url_that_is_none_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(UnreachableError, match="must begin with http") as refusal:
        open_web3(url)
    assert KEY not in str(refusal.value)


def test_what_nodes_say_of_keys_is_taken_out() -> None:
    keep_secret("https://some-user:p%40ss%2Dword@one.example/v3/0123456789abcdef/rpc?apikey=0f1e2d&short=no")
    keep_secret("https://two.example/0123456789abcdef0000")
    for said in (
        "invalid project id 0123456789abcdef",
        "key 0f1e2d is used up",
        "no user some-user",
        "wrong password p@ss-word or p%40ss%2Dword",
        "0123456789abcdef0000 is blocked",
        "no route /v3/0123456789abcdef/rpc?apikey=0f1e2d&short=no",
        "x" * 290 + "0123456789abcdef0000",
    ):
        for told in (
            without_secrets(said),
            problem({"message": said}),
            malformed("eth_call", "a number", said).problem,
        ):
            for secret in ("0123456789", "0000", "0f1e2d", "some-user", "p@ss", "p%40ss"):
                assert secret not in told, told
    assert without_secrets("no v3, no rpc, no short") == "no v3, no rpc, no short"  # plain words stay
    assert without_secrets("at https://two.example/0123456789abcdef0000") == "at https://two.example"


def test_the_packages_beneath_log_no_url(anvil: chains.Node, caplog: pytest.LogCaptureFixture) -> None:
    secret = "canary-in-a-path-Gh2"
    with proxy(anvil.url) as between, caplog.at_level(logging.NOTSET):
        node = Rpc(open_web3(f"{between.url}/v3/{secret}"))
        node.ask_many("eth_blockNumber", [(), ()])
        assert node.chain_id() == 31337
    for logger in ("web3.providers.HTTPProvider", "urllib3.connectionpool"):
        assert any(record.name == logger and between.url in record.getMessage() for record in caplog.records)
    assert secret not in caplog.text
    assert not any(secret in str(record.__dict__) for record in caplog.records)
