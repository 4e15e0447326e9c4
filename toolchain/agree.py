"""Holds the settings files to one another (`make check`).

brownie-config.yaml is the source of truth for the compiler. forge and npm must repeat some of its settings in files of
their own; this compares them, since two compilers with different settings make different bytes, silently.
"""

import json
import re
import sys
from typing import Any

import yaml

from steps import ROOT


def disagreements() -> list[str]:
    """One line for each setting that differs."""
    compiler = yaml.safe_load((ROOT / "brownie-config.yaml").read_text(encoding="utf-8"))["compiler"]
    solc = compiler["solc"]
    version = str(solc["version"])
    npm = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]["solc"]
    comparisons: list[tuple[str, Any, Any]] = [
        ("package.json: solc", version, npm),
        ("foundry.toml: solc", f'".toolchain/solcx/solc-v{version}"', _forge("solc")),
        ("foundry.toml: evm_version", f'"{compiler["evm_version"]}"', _forge("evm_version")),
        ("foundry.toml: optimizer", str(solc["optimizer"]["enabled"]).lower(), _forge("optimizer")),
        ("foundry.toml: optimizer_runs", solc["optimizer"]["runs"], int(_forge("optimizer_runs").replace("_", ""))),
        ("foundry.toml: via_ir", str(solc.get("viaIR", False)).lower(), _forge("via_ir", "false")),
        ("foundry.toml: remappings", solc["remappings"], json.loads(_forge("remappings"))),
    ]
    return [
        f"{where} is {found}, brownie-config.yaml says {expected}"
        for where, expected, found in comparisons
        if expected != found
    ]


def _forge(key: str, default: str = "") -> str:
    """A one-line value of foundry.toml, as written (tomllib is missing from Python 3.10)."""
    text = (ROOT / "foundry.toml").read_text(encoding="utf-8")
    match = re.search(rf"^{key}\s*=\s*(.+?)\s*$", text, re.MULTILINE)
    return match.group(1) if match else default


if __name__ == "__main__":
    sys.exit("\n".join(disagreements()) or 0)
