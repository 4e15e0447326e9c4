"""docs/quickstart.md, run as written: each command, in order, against a real chain."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from tests.support import chains, documents

ROOT = documents.ROOT
TEXT = (ROOT / "docs" / "quickstart.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """The lines that run a script, in order."""
    lines = [line for block in documents.blocks(TEXT) if block.kind == "sh" for line in block.text.splitlines()]
    return [line for line in lines if line.startswith("python scripts/")]


@pytest.fixture(scope="module")
def node() -> Iterator[chains.Node]:
    with chains.anvil() as node:
        yield node


@pytest.fixture(scope="module")
def environment(node: chains.Node, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    exported = dict(re.findall(r"^export (\w+)=(\S+)$", TEXT, re.MULTILINE))
    assert sorted(exported) == ["SOULBADGE_KEY", "SOULBADGE_RPC_URL"]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("SOULBADGE_")}
    records = str(tmp_path_factory.mktemp("deployments"))
    return clean | exported | {"SOULBADGE_RPC_URL": node.url, "SOULBADGE_DEPLOYMENTS": records}


def test_every_command_does_what_the_page_says(node: chains.Node, environment: dict[str, str]) -> None:
    assert len(commands()) == 5
    for command in commands():
        words = command.split("#")[0].split()
        height = node.height()
        done = subprocess.run(
            [sys.executable, *words[1:]], check=False, cwd=ROOT, env=environment, capture_output=True, text=True
        )
        if command.endswith("# refused"):
            assert done.returncode == 1, command
            assert len(done.stderr.strip().splitlines()) == 1, command
            assert "lacks an active cka" in done.stderr
            assert node.height() == height
        else:
            assert done.returncode == 0, f"{command}: {done.stderr}"
            assert (node.height() > height) == ("--dry-run" not in command), command

    (block,) = [each.text for each in documents.blocks(TEXT) if each.kind == "python"]
    code = block.replace('"deployments"', repr(environment["SOULBADGE_DEPLOYMENTS"]))
    exec(code.replace("http://127.0.0.1:8545", node.url), {})  # noqa: S102 (the page's own lines)
