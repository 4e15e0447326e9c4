"""The pytest plugin, as another project uses it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.client.conformance.conftest import Small
from tests.support import chains

CONFTEST = 'pytest_plugins = ["soulbadge.conformance.plugin"]\n'
TEST = "def test_it_keeps_the_standards(standard_rule):\n    standard_rule.must_hold()\n"


def run(folder: Path, *options: str) -> tuple[int, str]:
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_token.py").write_text(TEST)
    command = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_each_rule_is_a_test(tmp_path: Path, anvil: chains.Node, tell: Callable[[str], Small]) -> None:
    token = tell("Kept")
    code, told = run(tmp_path, "--conform", token.address, "--conform-rpc", anvil.url)
    assert code == 0, told
    assert "skipped" in told


def test_a_broken_rule_fails_with_the_standard_s_words(
    tmp_path: Path, anvil: chains.Node, tell: Callable[[str], Small]
) -> None:
    token = tell("IndexesLocked")
    code, told = run(tmp_path, "--conform", token.address, "--conform-rpc", anvil.url)
    assert code == 1
    assert "1 failed" in told
    assert "event Locked(uint256 tokenId);" in told


def test_without_a_token_it_says_what_to_do(tmp_path: Path) -> None:
    code, told = run(tmp_path, "-x")
    assert code == 1
    assert "--conform ADDRESS" in told
