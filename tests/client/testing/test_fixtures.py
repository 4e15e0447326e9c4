"""`soulbadge.testing` as an outside project uses it: a pytest of its own, in a folder of its own, by public names."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import soulbadge.testing as public
from soulbadge.errors import ProgramError, ValueInvalidError
from soulbadge.testing import open_chain

CONFTEST = 'pytest_plugins = ["soulbadge.testing"]\n'

STORY = """
import pytest
from soulbadge import Holder, Status
from soulbadge.errors import RequirementUnmetError, SlugTakenError

def test_nobody_has_anything_and_there_is_nothing(badges, badge_holders):
    assert badges.achievements() == []
    assert all(badges.badges_of(each.address) == [] for each in badge_holders)

@pytest.mark.parametrize("again", [1, 2])
def test_each_test_begins_anew(again, badges, badge_issuer, badge_holders, new_achievement, badge_chain, time_travel):
    cka = new_achievement("cka", validity=1000)
    new_achievement("cks", needs=["cka"], ongoing=True)
    ada = badge_holders[0]
    with pytest.raises(RequirementUnmetError, match="cka"):
        badge_issuer.issue("cks", ada.address)
    badge = badge_issuer.issue(cka, ada.address).badge_id
    title = badge_issuer.issue("cks", ada.address).badge_id
    before = badge_chain.now
    time_travel(999)
    assert badge_chain.now >= before + 999
    time_travel(1)
    assert badges.status_of(badge) is Status.EXPIRED
    assert badges.status_of(title) is Status.SUSPENDED
    Holder(badges, ada).renounce(badge)
    with pytest.raises(SlugTakenError):
        new_achievement("cka")

def test_the_clock_was_put_back_or_goes_on_from_now(badge_chain):
    import time
    assert abs(badge_chain.now - time.time()) < 600

def test_more_people_and_the_owner(badges, badge_owner, badge_chain):
    eve = badge_chain.person(ether=1)
    badge_owner.appoint_issuer(eve.address)
    assert badges.is_issuer(eve.address, 1)
    assert badge_chain.web3.eth.get_balance(eve.address) == 10**18

def test_whoever_was_appointed_in_another_test_is_not(badges, badge_issuer):
    assert badges.is_issuer(badge_issuer.address, 1)

@pytest.fixture(scope="session")
def deployed_once(badge_network):
    return badge_network.person().address

def test_what_the_project_itself_puts_there_for_the_session_stays(deployed_once, badge_chain):
    assert badge_chain.web3.eth.get_balance(deployed_once) > 0

def test_and_is_there_in_the_next_test(deployed_once, badge_chain):
    assert badge_chain.web3.eth.get_balance(deployed_once) > 0
"""


def _pytest(folder: Path, *arguments: str, settings: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (folder / "pytest.ini").write_text(f"[pytest]\nfilterwarnings = error\n{settings}", encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "SOULBADGE"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env={**clean, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.parametrize("kind", ["in-process", "anvil", "ganache"])
def test_an_outside_project_tests_on_every_chain(tmp_path: Path, kind: str) -> None:
    (tmp_path / "test_story.py").write_text(STORY, encoding="utf-8")
    done = _pytest(tmp_path, f"--badge-chain={kind}")
    assert "8 passed" in done.stdout, done.stdout + done.stderr


def test_the_example_in_the_docstring_runs(tmp_path: Path) -> None:
    text = public.__doc__ or ""
    (example,) = re.findall(r"^    def test_.*?(?=\n\n\|)", text, re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix("    ") for line in example.splitlines()]
    (tmp_path / "test_example.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert CONFTEST.strip() in text
    done = _pytest(tmp_path)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


WHICH = "def test_which(badge_network):\n    print('kind:', badge_network.kind)\n"


@pytest.mark.parametrize(
    ("arguments", "variable", "settings", "kind"),
    [
        ((), "", "badge_chain = anvil", "anvil"),
        ((), "anvil", "badge_chain = ganache", "anvil"),
        (("--badge-chain=in-process",), "anvil", "badge_chain = ganache", "in-process"),
    ],
)
def test_option_goes_before_environment_and_environment_before_settings(
    tmp_path: Path, arguments: tuple[str, ...], variable: str, settings: str, kind: str
) -> None:
    (tmp_path / "test_which.py").write_text(WHICH, encoding="utf-8")
    done = _pytest(tmp_path, "-s", *arguments, settings=settings, SOULBADGE_TEST_CHAIN=variable)
    assert f"kind: {kind}" in done.stdout, done.stdout + done.stderr


def test_a_program_that_is_missing_is_one_line_not_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "test_which.py").write_text(WHICH, encoding="utf-8")
    # This environment puts anvil on the PATH by itself: it is taken away once Python runs.
    (tmp_path / "lost.py").write_text("import os\nos.environ['PATH'] = ''\n", encoding="utf-8")
    done = _pytest(tmp_path, "-p", "lost", SOULBADGE_TEST_CHAIN="anvil", PYTHONPATH=str(tmp_path))
    assert "cannot run anvil" in done.stdout
    assert "in-process needs none" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_chain_of_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "test_which.py").write_text(WHICH, encoding="utf-8")
    done = _pytest(tmp_path, SOULBADGE_TEST_CHAIN="mainnet")
    assert "expected one of in-process, anvil, ganache, found 'mainnet'" in done.stdout
    with pytest.raises(ValueInvalidError, match="mainnet"), open_chain("mainnet"):
        pass


def test_a_program_that_does_not_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "anvil"
    program.write_text("#!/bin/sh\nexit 3\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(ProgramError, match="ended at once"), open_chain("anvil"):
        pass


def test_time_only_moves_forward_and_a_snapshot_is_good_once() -> None:
    with open_chain("anvil") as chain:
        snapshot = chain.snapshot()
        chain.revert(snapshot)
        with pytest.raises(ValueInvalidError, match="good once"):
            chain.revert(snapshot)
        for seconds in (0, -1):
            with pytest.raises(ValueInvalidError, match="forward"):
                chain.pass_time(seconds)


def test_every_public_name_is_there() -> None:
    assert public.__all__ == sorted(public.__all__)
    assert all(hasattr(public, name) for name in public.__all__)
