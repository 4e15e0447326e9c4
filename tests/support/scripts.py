"""The scripts as users run them: in a folder of their own, with no environment but what is given."""

import importlib
import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from eth_account.signers.local import LocalAccount
from tests.support.chains import Node

ROOT = Path(__file__).resolve().parents[2]
CNCF = ROOT / "examples" / "cncf.toml"


@dataclass(frozen=True)
class Outcome:
    """What a script said and did."""

    code: int
    out: str
    error: str


@dataclass(frozen=True)
class Desk:
    """A folder in which somebody works with one node and one key."""

    folder: Path
    node: Node
    signer: LocalAccount | None

    def run(self, script: str, *arguments: object, **environment: str) -> Outcome:
        """Run a script in a process of its own; keyword arguments are variables without their SOULBADGE_."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "scripts" / f"{script}.py"), *map(str, arguments)],
            cwd=self.folder,
            env=self._environment(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    def call(self, script: str, *arguments: object, **environment: str) -> Outcome:
        """The same in this process, ten times as fast."""
        module, shared = (load(name) for name in (script, "_shared"))
        before, folder, out, error = dict(os.environ), Path.cwd(), io.StringIO(), io.StringIO()
        try:
            os.chdir(self.folder)
            os.environ.clear()
            os.environ.update(self._environment(environment))
            with redirect_stdout(out), redirect_stderr(error):
                code = shared.run(module.command, [str(each) for each in arguments])
        finally:
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(before)
        return Outcome(code, out.getvalue(), error.getvalue())

    def _environment(self, given: dict[str, str]) -> dict[str, str]:
        key = {"key": "0x" + bytes(self.signer.key).hex()} if self.signer else {}
        mine = {"rpc_url": self.node.url, **key, **given}
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SOULBADGE_")}
        return {**clean, **{f"SOULBADGE_{name.upper()}": value for name, value in mine.items()}}

    def csv(self, *rows: str) -> Path:
        """A file of rows."""
        file = self.folder / "issue.csv"
        file.write_text("\n".join(["holder,achievement,start,end,evidence", *rows]) + "\n", encoding="utf-8")
        return file


def load(name: str) -> ModuleType:
    """One of scripts/, as a module."""
    sys.path.insert(0, str(ROOT))
    try:
        return importlib.import_module(f"scripts.{name}")
    finally:
        sys.path.remove(str(ROOT))
