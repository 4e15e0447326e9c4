"""`soulbadge` as users run it: in a folder of their own, with no environment but what is given."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eth_account.signers.local import LocalAccount
from tests.support import chains
from tests.support.chains import Node

from soulbadge.cli import main
from soulbadge.cli.output import wants_json

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "soulbadge")


class Keyboard(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True)
class Outcome:
    """What a command said and did."""

    code: int
    out: str
    error: str

    @property
    def json(self) -> Any:  # noqa: ANN401 (JSON)
        return json.loads(self.out)

    def refused(self, *words: str, code: int = 1) -> None:
        """One line on stderr that says all of this, and nothing on stdout."""
        assert (self.code, self.out) == (code, ""), self
        (line,) = self.error.splitlines()
        assert line.startswith("error: "), line
        for word in words:
            assert word in line, line


@dataclass(frozen=True)
class Desk:
    """A folder in which somebody works with one node and one key."""

    folder: Path
    node: Node | None = None
    signer: LocalAccount | None = None

    def run(self, *arguments: object, **environment: str) -> Outcome:
        """Run a command in a process of its own; keyword arguments are variables without their SOULBADGE_."""
        done = subprocess.run(
            [*PROGRAM, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    def call(self, *arguments: object, typed: str | None = None, **environment: str) -> Outcome:
        """The same in this process, ten times as fast; `typed` is what somebody types."""
        before, folder, stdin = dict(os.environ), Path.cwd(), sys.stdin
        out, error = io.StringIO(), io.StringIO()
        try:
            os.chdir(self.folder)
            os.environ.clear()
            os.environ.update(self.environment(**environment))
            sys.stdin = io.StringIO() if typed is None else Keyboard(typed)
            with redirect_stdout(out), redirect_stderr(error):
                code = main([str(each) for each in arguments])
        finally:
            sys.stdin = stdin
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(before)
        return Outcome(code, out.getvalue(), error.getvalue())

    def done(self, *arguments: object, **environment: str) -> Any:  # noqa: ANN401 (JSON)
        """Call with `--json`, which must succeed; the document."""
        outcome = self.call(*arguments, "--json", **environment)
        assert outcome.code == 0, outcome
        assert wants_json()
        return outcome.json

    def by(self, signer: LocalAccount | None) -> "Desk":
        """The same desk, somebody else sitting there."""
        return replace(self, signer=signer)

    def environment(self, **given: str) -> dict[str, str]:
        """What a process started here sees."""
        key = {"key": "0x" + bytes(self.signer.key).hex()} if self.signer else {}
        url = {"rpc_url": self.node.url} if self.node else {}
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SOULBADGE_")}
        return {**clean, **{f"SOULBADGE_{name.upper()}": value for name, value in {**url, **key, **given}.items()}}


@contextmanager
def deployed(folder: Path, catalog: str) -> Iterator[Desk]:
    """The desk of an owner, who issues too, at a chain of its own on which a catalog was deployed."""
    with chains.anvil() as node:
        desk = Desk(folder, node, chains.account(0))
        (folder / "catalog.toml").write_text(catalog, encoding="utf-8")
        desk.done("deploy", "--catalog", "catalog.toml")
        yield desk
