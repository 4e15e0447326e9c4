"""One release has one code hash: sources compile to the same bytes wherever they lie."""

import json
import shutil
from pathlib import Path

import pytest
from eth_utils.crypto import keccak
from tests.support.scripts import load

from soulbadge.chain.artifacts import artifact
from soulbadge.deployment import code_hash

ROOT = Path(__file__).parents[2]


def test_another_checkout_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiling = load("compile")
    checkout = tmp_path / "a folder with another name"
    for folder in ("contracts", "interfaces"):
        shutil.copytree(ROOT / folder, checkout / folder)
    shutil.copy(ROOT / "brownie-config.yaml", checkout)
    (checkout / "node_modules").symlink_to(ROOT / "node_modules")
    monkeypatch.setattr(compiling, "ROOT", checkout)
    monkeypatch.chdir(checkout)
    for name, text in compiling.compile_all().items():
        made = json.loads(text)
        assert bytes.fromhex(made.get("runtime", "0x")[2:]) == artifact(name).runtime, name
        assert bytes.fromhex(made.get("bytecode", "0x")[2:]) == artifact(name).bytecode, name


def test_the_release_is_known_by_the_hashes_of_what_ships() -> None:
    releases = json.loads((ROOT / "src" / "soulbadge" / "releases.json").read_text("utf-8"))
    assert set(releases) == {"0.1.0"}
    for name, hash_ in releases["0.1.0"].items():
        assert hash_ == "0x" + keccak(artifact(name).runtime).hex()
    assert releases["0.1.0"]["Badges"] == code_hash()


def test_the_code_holds_no_metadata_and_no_room_for_more() -> None:
    for name in ("Badges", "BadgeReader", "BadgeRenderer"):
        runtime = artifact(name).runtime
        assert b"ipfs" not in runtime[-60:]
        assert len(runtime) < 24_576
