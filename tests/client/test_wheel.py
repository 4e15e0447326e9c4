"""The wheel as others install it: into empty environments, with nothing of this checkout beside it."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import solcx
from tests.support.scripts import ROOT

UV = ROOT / ".toolchain" / "uv" / "bin" / "uv"
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
REQUIRED = {"web3", "eth-account", "click", "python-dotenv", "rich", "tomli"}
"""What the wheel asks for itself; everything else is what these bring."""

NO_UV = "no uv in .toolchain: run `make setup`"


def _run(*words: object, cwd: Path | None = None, environment: Mapping[str, str] | None = None) -> str:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("SOULBADGE_", "PYTHON", "VIRTUAL"))
    }
    uv = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "UV_SYSTEM_CERTS": "1"}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**clean, **uv, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert UV.exists(), NO_UV
    folder = tmp_path_factory.mktemp("wheel")
    constraints = ROOT / "toolchain" / "requirements" / "build.txt"
    _run(UV, "build", "--quiet", "--wheel", "--build-constraints", constraints, "--out-dir", folder, ROOT)
    (found,) = folder.glob("*.whl")
    return found


def _installed(wheel: Path, place: Path, python: str) -> Path:
    """A Python with the wheel and what it needs, at the versions of the lock file."""
    lock = ROOT / "toolchain" / "requirements" / "dev.txt"
    _run(UV, "venv", "--quiet", "--python", python, place)
    executable = place / "bin" / "python"
    _run(UV, "pip", "install", "--quiet", "--python", executable, "--constraint", lock, wheel)
    return executable


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _installed(wheel, tmp_path_factory.mktemp("empty") / "env", sys.executable)


def test_the_wheel_has_what_it_promises_and_nothing_of_the_workshop(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "soulbadge/py.typed",
        "soulbadge/releases.json",
        "soulbadge/abi/Badges.json",
        "soulbadge/abi/BadgeReader.json",
        "soulbadge/abi/BadgeRenderer.json",
        "soulbadge/solidity/contracts/Gated.sol",
        "soulbadge/solidity/interfaces/IBadges.sol",
        "soulbadge/solidity/interfaces/IBadgeSource.sol",
        "soulbadge/examples/club.toml",
        "soulbadge/examples/club.policy.toml",
        "soulbadge/policy/policy.schema.json",
        "soulbadge/resume/resume.schema.json",
        "soulbadge/resume/templates/resume.css",
        "soulbadge/resume/templates/resume.html",
    } <= names
    assert {name.partition("/")[0] for name in names} <= {"soulbadge", f"{wheel.name.rsplit('-py3', 1)[0]}.dist-info"}
    assert not [name for name in names if re.search(r"(^|/)tests?(/|_|\.)|Mock", name)]
    assert not [name for name in names if re.search(r"__pycache__|\.env|\.pyc$|\.log$", name)]
    for name in names:
        if name.startswith("soulbadge/solidity/"):
            source = ROOT / name.removeprefix("soulbadge/solidity/")
            assert zipfile.ZipFile(wheel).read(name) == source.read_bytes()


def test_it_brings_web3_and_eth_account_and_little_else(python: Path) -> None:
    code = """
import importlib.metadata as m, json, re
name = lambda text: re.sub(r"[-_.]+", "-", re.split(r"[\\s;<>=!~\\[(]", text, maxsplit=1)[0].lower())
every = {name(d.metadata["Name"]): [r for r in d.requires or () if "extra ==" not in r] for d in m.distributions()}
print(json.dumps({own: [name(each) for each in needs] for own, needs in every.items()}))
"""
    every: dict[str, list[str]] = json.loads(_run(python, "-c", code))
    assert set(every["soulbadge"]) == REQUIRED
    brought = {need for own in every if own != "soulbadge" for need in every[own]}
    assert set(every) - brought - REQUIRED == {"soulbadge"}
    assert not {"eth-brownie", "py-solc-x", "eth-tester", "py-evm", "pytest", "hatchling"} & set(every)


def test_every_public_name_is_there_without_brownie_compiler_env_or_the_command_lines_packages(
    python: Path, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("SOULBADGE_RPC_URL=http://should.not.be.read\n", encoding="utf-8")
    code = """
import os, sys
for name in ("brownie", "solcx", "dotenv", "click", "rich", "pytest", "eth_tester"):
    sys.modules[name] = None  # importing one fails
import soulbadge
assert soulbadge.__file__.startswith(sys.prefix), soulbadge.__file__
assert "web3" not in sys.modules
for name in soulbadge.__all__:
    getattr(soulbadge, name)
from soulbadge.contract import connect
import web3
assert not [name for name in os.environ if name.startswith("SOULBADGE_")]
print(web3.__version__.split(".")[0])
"""
    assert int(_run(python, "-I", "-c", code, cwd=tmp_path)) >= 7


def test_typed_code_passes_mypy_strict_against_the_installed_package(python: Path, tmp_path: Path) -> None:
    usage = tmp_path / "usage.py"
    usage.write_bytes((ROOT / "tests" / "support" / "typed_usage.py").read_bytes())
    words = ["--strict", "--config-file=", "--python-executable", python, "--cache-dir", tmp_path / "cache", usage]
    assert "Success" in _run(sys.executable, "-m", "mypy", *words, cwd=tmp_path)


GATE = """// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Gated} from "soulbadge/contracts/Gated.sol";
import {IBadgeSource} from "soulbadge/interfaces/IBadgeSource.sol";
import {IBadges} from "soulbadge/interfaces/IBadges.sol";

contract Lounge is Gated, IBadgeSource {
    IBadges private _badges;
    mapping(address => uint256) public entered;

    constructor(IBadges badges) {
        _badges = badges;
    }

    function enter(uint256 badgeId) external onlyHolderOf(_badges, 1, badgeId) {
        entered[msg.sender] = block.timestamp;
    }

    function heldSince(address holder, uint256) external view returns (uint256) {
        return entered[holder];
    }
}
"""


def _compiled(folder: Path, tmp_path: Path) -> dict[str, Any]:
    task = {
        "language": "Solidity",
        "sources": {"Lounge.sol": {"content": GATE}},
        "settings": {
            "remappings": [f"soulbadge/={folder}/"],
            "evmVersion": "shanghai",
            "outputSelection": {"*": {"*": ["abi", "evm.bytecode.object"]}},
        },
    }
    output = solcx.compile_standard(task, base_path=tmp_path, allow_paths=[folder], solc_version="0.8.37")
    contract: dict[str, Any] = output["contracts"]["Lounge.sol"]["Lounge"]
    return contract


def test_a_gated_contract_compiles_against_the_installed_files_and_lets_holders_in(
    python: Path,
    tmp_path: Path,
    anvil: Any,  # noqa: ANN401 (chains.Node)
) -> None:
    folder = Path(_run(python, "-I", "-c", "import soulbadge; print(soulbadge.contracts_path())", cwd=tmp_path).strip())
    assert folder.is_relative_to(python.parents[1])
    contract = _compiled(folder, tmp_path)
    assert _enters(anvil, contract)


def _enters(anvil: Any, contract: dict[str, Any]) -> bool:  # noqa: ANN401 (chains.Node)
    """Whether a holder gets in, and somebody else does not."""
    from tests.support import chains

    from soulbadge.contract import connect
    from soulbadge.deployment import deploy
    from soulbadge.issuer import Issuer
    from soulbadge.models import Terms

    signer, web3 = chains.account(2), anvil.web3
    issuer = Issuer(connect(anvil.url, deploy(anvil.url, signer, "Lounge", "LO").address), signer)
    issuer.appoint_issuer(signer.address)
    issuer.create_achievement(Terms("cka", "Administrator"))
    badge_id = issuer.issue("cka", signer.address).badge_id
    lounge = web3.eth.contract(abi=contract["abi"], bytecode=contract["evm"]["bytecode"]["object"])
    frame = {"from": signer.address, "gasPrice": web3.eth.gas_price, "chainId": 31337}
    made = lounge.constructor(issuer.collection.address).build_transaction(
        {**frame, "nonce": web3.eth.get_transaction_count(signer.address)}
    )
    sent = web3.eth.send_raw_transaction(signer.sign_transaction(made).raw_transaction)
    there = web3.eth.contract(
        address=web3.eth.wait_for_transaction_receipt(sent)["contractAddress"], abi=contract["abi"]
    )
    there.functions.enter(badge_id).call({"from": signer.address})
    with pytest.raises(Exception, match="0x"):
        there.functions.enter(badge_id).call({"from": chains.account(3).address})
    return True


def test_in_a_checkout_the_same_files_are_found(tmp_path: Path) -> None:
    import soulbadge

    assert soulbadge.contracts_path() == ROOT
    assert _compiled(soulbadge.contracts_path(), tmp_path)["abi"]


def _other_pythons() -> list[str]:
    """The Pythons at hand that the package promises to run on, one of each minor version but ours."""
    found = {}
    for place in sorted(PYENV.glob("3.*/bin/python")) if PYENV.is_dir() else []:
        version = tuple(int(part) for part in place.parents[1].name.split(".")[:2] if part.isdigit())
        if version >= (3, 10) and version != sys.version_info[:2]:
            found[version] = str(place)
    return list(found.values())


@pytest.mark.parametrize("other", _other_pythons(), ids=lambda path: Path(path).parents[1].name)
def test_it_runs_on_the_other_pythons_at_hand(wheel: Path, tmp_path: Path, other: str) -> None:
    python = _installed(wheel, tmp_path / "env", other)
    code = """
import soulbadge
for name in soulbadge.__all__:
    getattr(soulbadge, name)
from pathlib import Path
examples = Path(soulbadge.__file__).parent / "examples"
print(len(soulbadge.Catalog.load(examples / "cncf.toml").achievements))
"""
    assert _run(python, "-I", "-c", code, cwd=tmp_path).strip() == "6"
