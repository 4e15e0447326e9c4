"""The pages in docs/, run as written against real chains; `tests/support/documents.py` says how."""

import re
from pathlib import Path

import pytest
from tests.support import documents

DOCS = documents.ROOT / "docs"
RUN = (
    "bundles.md",
    "issuers.md",
    "developers.md",
    "holders.md",
    "policies.md",
    "programme.md",
    "proofs.md",
    "resume.md",
    "sharing.md",
)
PAGES = sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md") if "adr" not in page.parts)


def run(path: Path, folder: Path) -> documents.Page:
    with documents.opened(path, folder) as page:
        page.run()
    return page


def page(folder: Path, text: str) -> Path:
    path = folder / "page.md"
    path.write_text(text, encoding="utf-8")
    return path


def console(*lines: str) -> str:
    return "\n".join(["```console", *lines, "```", ""])


def python(*lines: str) -> str:
    return "\n".join(["```python", *lines, "```", ""])


@pytest.mark.parametrize("name", RUN)
def test_every_command_and_every_block_of_a_page_does_what_the_page_says(name: str, tmp_path: Path) -> None:
    ran = run(DOCS / name, tmp_path)
    text = (DOCS / name).read_text(encoding="utf-8")
    assert ran.ran == len(re.findall(r"^\$ ", text, re.MULTILINE)) + len(re.findall(r"^```python$", text, re.MULTILINE))
    assert ran.url != documents.LOCAL  # the page's own chain


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (console("$ echo one", "two"), "said\none"),
        (console("$ false"), "ended with 1"),
        (console("$ soulbadge show 0x00", "error: …", "and more"), "said\nerror: "),
        (console("$ true", "error: no"), "ended with 0"),
        (console("$ soulbadge nonsense", "Usage: …"), "ended with 2"),
        (console("one"), "begins with a command"),
        (python("assert 1 == 2"), ""),
        (python(">>> 1 + 1", "3"), "Got:\n    2"),
        ("```sh\necho one\n```\n", "a block of sh is not run"),
        ("```\necho one\n```\n", "a block of nothing is not run"),
    ],
)
def test_a_page_that_says_something_wrong_is_found_out(text: str, word: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError) as refused:
        run(page(tmp_path, text), tmp_path)
    assert word in str(refused.value)


def test_variables_files_and_names_last_for_the_whole_page(tmp_path: Path) -> None:
    text = (
        "```csv people.csv\nAda,Grace\n```\n"
        + console("$ export GREETING=hello", "$ echo $GREETING > said", "$ cat said people.csv", "hello", "Ada,…")
        + console("$ unset GREETING", "$ echo ${GREETING:-nothing}", "nothing")
        + python(
            "import os, pathlib",
            "words = pathlib.Path('people.csv').read_text()",
            "assert 'GREETING' not in os.environ",
        )
        + python(">>> words", "'Ada,...'")
    )
    assert run(page(tmp_path, text), tmp_path).ran == 7


@pytest.mark.parametrize(
    ("shown", "said", "agree"),
    [
        ("one", "one\n", True),
        ("one  \n", "one", True),
        ("one", "one\ntwo", False),
        ("one\n…", "one\ntwo\nthree", True),
        ("one\n…\nthree", "one\nthree", True),
        ("one\n…\nfour", "one\ntwo\nthree", False),
        ("at most … ether", "at most 0.1 ether", True),
        ("at most … ether", "at most 0.1\nether", False),
        ("a.c", "abc", False),
        ("until 2026-01-31 12:00:00 UTC", "until 2028-02-01 00:00:00 UTC", True),
        ("until 2026-01-31 12:00:00 UTC", "until never", False),
        ("0x" + "ab" * 32, "0x" + "01" * 32, True),
        ("0x" + "ab" * 20, "0x" + "01" * 20, False),
    ],
)
def test_what_a_page_shows_agrees_with_what_was_said_or_does_not(shown: str, said: str, *, agree: bool) -> None:
    assert documents.agrees(shown, said) is agree


@pytest.mark.parametrize("name", PAGES)
def test_links_of_a_page_lead_somewhere(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", text):
        file = (DOCS / name).parent / target if target else DOCS / name
        assert file.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in [re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads], anchor


def test_the_index_names_every_page() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    for name in PAGES:
        if "/" not in name and name != "README.md":
            assert f"]({name})" in index, name
    assert "](reference/README.md)" in index
