"""The scripts as users run them: processes of their own, in a folder of their own, with no environment but what is given."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

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
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, script: str, *arguments: object, **environment: str) -> Outcome:
        """Run a script; keyword arguments are environment variables without their SOULBADGE_."""
        mine = {
            "rpc_url": self.node.url,
            **({"key": self.signer.key.to_0x_hex()} if self.signer else {}),
            **environment,
        }
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SOULBADGE_")}
        done = subprocess.run(
            [sys.executable, str(ROOT / "scripts" / f"{script}.py"), *map(str, arguments)],
            cwd=self.folder,
            env={**clean, **self.environment, **{f"SOULBADGE_{name.upper()}": value for name, value in mine.items()}},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    def csv(self, *rows: str) -> Path:
        """A file of rows."""
        file = self.folder / "issue.csv"
        file.write_text("\n".join(["holder,achievement,start,end,evidence", *rows]) + "\n", encoding="utf-8")
        return file
