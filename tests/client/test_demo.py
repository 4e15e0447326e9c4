"""`python -m soulbadge.demo`: a newcomer's first minute."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The demo's output, and the folder of its pictures. HOME is empty, as on a new machine."""
    output = tmp_path_factory.mktemp("demo")
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path_factory.mktemp("home"))}
    done = subprocess.run(
        [sys.executable, "-m", "soulbadge.demo", str(output)],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout, output


def test_the_story_is_told_in_order(told: tuple[str, Path]) -> None:
    text = re.sub(r"\s+", " ", told[0])
    said = [
        "the code on chain is the code that was shipped",
        "✗ CKS for Ada, who has no CKA RequirementUnmetError: cks is refused",
        "lacks an active cka",
        "✓ CKA issued to Ada; ACTIVE",
        "✓ CKS issued to Ada; ACTIVE",
        "TransferRefusedError",
        "✓ accepted:",
        "NonceUsedError",
        "✓ 1000 badges in one transaction",
        "CohortOutOfOrderError",
        "a stranger, asked in the same way: NONE",
        "✓ grandmaster: issued, 5 medals named as witnesses",
        "✓ Lin, with a new wallet, follows the link: KCNA ACTIVE",
        "VoucherSpentError",
        "kubestronaut SUSPENDED",
        "the title is back by itself: ACTIVE",
        "cks EXPIRED",
        "BadgeNotActiveError",
        "✓ renewed; ACTIVE",
        "✓ and accepted again",
        "✓ a résumé of",
        "skills that they show: ",
        "✓ jobs.example asks once more, and accepts",
        "NonceUsedError",
        "UntrustedBlockError",
        "✓ verified with no node, from one block's hash",
    ]
    place = 0
    for words in said:
        found = text.find(words, place)
        assert found >= 0, words
        place = found + len(words)


def test_the_resume_is_a_page_about_her(told: tuple[str, Path]) -> None:
    page = (told[1] / "resume.html").read_text(encoding="utf-8")
    for words in ("<!doctype html>", "Kubestronaut", "Certified Kubernetes Security Specialist"):
        assert words.lower() in page.lower()


@pytest.mark.parametrize(
    ("picture", "shows"),
    [
        ("degree.svg", {"ACTIVE", "Class of 2026"}),
        ("kubestronaut-suspended.svg", {"SUSPENDED", "Kubestronaut"}),
        ("kubestronaut.svg", {"ACTIVE", "Kubestronaut"}),
    ],
)
def test_its_pictures_show_what_is_so(told: tuple[str, Path], picture: str, shows: set[str]) -> None:
    root = ET.parse(told[1] / picture).getroot()  # noqa: S314 (drawn by our own contract a moment ago)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert shows <= {(text or "").strip() for text in root.itertext()}


def test_a_folder_that_cannot_be_written_ends_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    command = [sys.executable, "-m", "soulbadge.demo", str(tmp_path / "file" / "folder")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1
    assert done.stderr.startswith("demo: cannot write to ")
    assert len(done.stderr.strip().splitlines()) == 1
