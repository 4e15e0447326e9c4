"""What the package promises to whoever imports it, and that what it ships is what the sources say."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import soulbadge
from soulbadge.chain.artifacts import artifact, interface_id
from soulbadge.contract import Collection
from soulbadge.proofs import TrustedCollection

ROOT = Path(__file__).resolve().parents[2]


def _python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_importing_the_package_imports_neither_web3_nor_eth_account() -> None:
    heavy = _python("import sys, soulbadge; print([name for name in ('web3', 'eth_account') if name in sys.modules])")
    assert heavy.strip() == "[]"


def test_importing_every_public_name_imports_no_development_tool() -> None:
    code = "import sys\nfrom soulbadge import *\nprint(*sys.modules)"
    assert not {"web3", "brownie", "solcx", "dotenv", "yaml"} & set(_python(code).split())


def test_every_public_name_is_there_sorted_and_known_to_dir() -> None:
    assert soulbadge.__all__ == sorted(soulbadge.__all__)
    assert set(soulbadge.__all__) == set(soulbadge._HOME_OF) <= set(dir(soulbadge))
    for name in soulbadge.__all__:
        assert getattr(soulbadge, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = soulbadge.nothing


def test_a_collection_is_what_verify_asks_for() -> None:
    def trusted(collection: Collection) -> TrustedCollection:
        return collection

    assert callable(trusted)  # mypy has checked it


def test_what_ships_fits_a_chain_and_has_no_metadata() -> None:
    for name in ("Badges", "BadgeReader", "BadgeRenderer"):
        shipped = artifact(name)
        assert 0 < len(shipped.runtime) <= 24_576
        assert shipped.runtime in shipped.bytecode
        assert b"solc" not in shipped.bytecode  # the metadata's key for the compiler's version
    assert not artifact("IBadges").bytecode
    assert len(interface_id()) == 4


@pytest.fixture(scope="module")
def compiled() -> dict[str, str]:
    sys.path.insert(0, str(ROOT))
    try:
        from scripts import compile as script
    finally:
        sys.path.remove(str(ROOT))
    return script.compile_all()


def test_a_stale_file_is_noticed_and_written_anew(
    compiled: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from scripts import compile as script

    # Whether the shipped files are up to date, `make check` asks; here is whether --check would notice.
    folder = tmp_path / "abi"
    monkeypatch.setattr(script, "ARTIFACTS", folder)
    monkeypatch.setattr(script, "compile_all", lambda: compiled)  # solc ran once, in the fixture
    assert script.command([]) == 0
    for change in (_damage, _delete, _add):
        assert script.command(["--check"]) == 0
        change(folder)
        capsys.readouterr()
        assert script.command(["--check"]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        assert "stale" in line
        assert script.command([]) == 0


def _damage(folder: Path) -> None:
    file = folder / "Badges.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    data["abi"].pop()
    file.write_text(json.dumps(data), encoding="utf-8")


def _delete(folder: Path) -> None:
    (folder / "BadgeReader.json").unlink()


def _add(folder: Path) -> None:
    (folder / "Old.json").write_text("{}", encoding="utf-8")


def test_the_same_outcomes_on_web3_7_and_8(anvil: object, ganache: object) -> None:
    """The Brownie environment has web3 7, this one web3 8: both tell the same story, value by value."""
    other = ROOT / ".venv-brownie" / "bin" / "python"
    assert other.exists(), "no .venv-brownie: run `make setup`"
    story = ROOT / "tests" / "support" / "story.py"
    for node in (anvil, ganache):
        told = [
            json.loads(
                subprocess.run(
                    [python, str(story), node.url, str(number)],  # type: ignore[attr-defined]  # chains.Node
                    capture_output=True,
                    text=True,
                    check=True,
                    timeout=120,
                ).stdout
            )
            for number, python in ((5, sys.executable), (6, str(other)))
        ]
        assert {each.pop("web3").partition(".")[0] for each in told} == {"7", "8"}
        assert told[0] == told[1]
        assert told[0]["audit"] == ["KEPT"] * 10
        assert told[0]["refusals"] == [
            "RequirementUnmetError",
            "BadgeExistsError",
            "SlugInvalidError",
            "NameMissingError",
            "AchievementNotFoundError",
            "NotHolderError",
            "ERC721NonexistentTokenError",
            "NoFundsError",
        ]
