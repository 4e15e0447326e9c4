"""Compile the contracts into the package: ABI, creation code and runtime code, one slim JSON file each.

    python scripts/compile.py            write src/soulbadge/abi/*.json
    python scripts/compile.py --check    exit 1 with one line if they are stale
    brownie run compile

The compiler's settings are read from brownie-config.yaml. One setting is added for what ships: no metadata hash, so
that the same sources give the same bytes wherever they lie and one release has one code hash.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import solcx
import yaml
from solcx.exceptions import SolcError, SolcNotInstalled

ROOT = Path(__file__).resolve().parents[1]
ARTIFACTS = ROOT / "src" / "soulbadge" / "abi"
SOURCES = {
    "BadgeReader": "contracts/BadgeReader.sol",
    "BadgeRenderer": "contracts/BadgeRenderer.sol",
    "Badges": "contracts/Badges.sol",
    "IBadgeSource": "interfaces/IBadgeSource.sol",
    "IBadges": "interfaces/IBadges.sol",
    "SignatureProbe": "contracts/proving/SignatureProbe.sol",
}
MOST_CODE = 24_576
"""Bytes of runtime code that a chain accepts (EIP-170)."""


class CompileError(Exception):
    """The sources do not compile, or must not ship; the message is what to print."""


def main() -> None:
    """Write the artefacts: what `brownie run compile` calls."""
    code = command([])
    if code:
        raise SystemExit(code)


def command(arguments: list[str]) -> int:
    """Run with these arguments; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not up to date")
    check: bool = parser.parse_args(arguments).check
    try:
        artifacts = compile_all()
    except CompileError as error:
        print(f"compile: {error}", file=sys.stderr)
        return 1
    stale = [name for name, text in artifacts.items() if _text_of(name) != text]
    strangers = sorted(path.name for path in ARTIFACTS.glob("*.json") if path.stem not in artifacts)
    if check:
        if stale or strangers:
            named = ", ".join([*(f"{name}.json" for name in stale), *strangers])
            print(f"compile: stale in src/soulbadge/abi: {named}; run `make compile` and commit", file=sys.stderr)
            return 1
        return 0
    ARTIFACTS.mkdir(exist_ok=True)
    for name in stale:
        (ARTIFACTS / f"{name}.json").write_text(artifacts[name], encoding="utf-8")
    for stranger in strangers:
        (ARTIFACTS / stranger).unlink()
    print(f"compile: {len(stale)} of {len(artifacts)} artefacts written to src/soulbadge/abi")
    return 0


def compile_all() -> dict[str, str]:
    """Each artefact's text by the contract's name."""
    compiler = yaml.safe_load((ROOT / "brownie-config.yaml").read_text(encoding="utf-8"))["compiler"]
    absent = [path for path in SOURCES.values() if not (ROOT / path).is_file()]
    if absent:
        raise CompileError(f"no such source: {', '.join(absent)}")
    output = _solc(_standard_input(compiler), str(compiler["solc"]["version"]))
    sources = _digests(output)
    return {name: _artifact(name, output["contracts"][path][name], sources, compiler) for name, path in SOURCES.items()}


def _standard_input(compiler: dict[str, Any]) -> dict[str, Any]:
    solc = compiler["solc"]
    settings: dict[str, Any] = {
        "evmVersion": compiler["evm_version"],
        "metadata": {"appendCBOR": False, "bytecodeHash": "none"},
        "optimizer": solc["optimizer"],
        "outputSelection": {
            "*": {
                "": ["ast"],
                "*": [
                    "abi",
                    "evm.bytecode.object",
                    "evm.deployedBytecode.object",
                    "evm.deployedBytecode.immutableReferences",
                    "storageLayout",
                ],
            }
        },
        "remappings": solc.get("remappings", []),
        "viaIR": bool(solc.get("viaIR", False)),
    }
    sources = {path: {"content": (ROOT / path).read_text(encoding="utf-8")} for path in SOURCES.values()}
    return {"language": "Solidity", "settings": settings, "sources": sources}


def _solc(standard_input: dict[str, Any], version: str) -> dict[str, Any]:
    try:
        output = solcx.compile_standard(
            standard_input, base_path=ROOT, allow_paths=[ROOT, (ROOT / "node_modules").resolve()], solc_version=version
        )
    except SolcNotInstalled as error:
        raise CompileError(f"py-solc-x has no solc {version}; run `make setup`") from error
    except SolcError as error:
        raise CompileError(f"solc {version}: {_first_error(error)}") from error
    return dict(output)


def _first_error(error: SolcError) -> str:
    try:
        entries = json.loads(error.stdout_data or "")["errors"]
    except (KeyError, TypeError, ValueError):
        return str(error).strip()
    errors = [entry for entry in entries if entry["severity"] == "error"]
    where = errors[0].get("sourceLocation", {}).get("file", "")
    more = f" (and {len(errors) - 1} more; `brownie compile` shows them all)" if errors[1:] else ""
    return f"{where}: {errors[0]['message']}{more}"


def _digests(output: dict[str, Any]) -> dict[str, str]:
    """SHA-256 of each source that took part, imports included."""
    return {path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest() for path in sorted(output["sources"])}


def _artifact(name: str, contract: dict[str, Any], sources: dict[str, str], compiler: dict[str, Any]) -> str:
    runtime = contract["evm"]["deployedBytecode"]
    size = len(runtime["object"]) // 2
    if size > MOST_CODE:
        raise CompileError(f"{name} has {size} bytes of runtime code, {size - MOST_CODE} more than EIP-170 allows")
    if runtime.get("immutableReferences"):
        raise CompileError(f"{name} has immutables: code hashes would differ from deployment to deployment")
    artifact: dict[str, Any] = {"abi": contract["abi"], "contractName": name}
    if runtime["object"]:
        artifact["bytecode"] = "0x" + contract["evm"]["bytecode"]["object"]
        artifact["runtime"] = "0x" + runtime["object"]
        artifact["compiler"] = {
            "evmVersion": compiler["evm_version"],
            "optimizer": compiler["solc"]["optimizer"],
            "version": str(compiler["solc"]["version"]),
            "viaIR": bool(compiler["solc"].get("viaIR", False)),
        }
        artifact["sourceHash"] = hashlib.sha256(json.dumps(sources, sort_keys=True).encode()).hexdigest()
    layout = contract.get("storageLayout") or {"storage": []}
    if layout["storage"]:
        artifact["storageLayout"] = _layout(layout)
    return json.dumps(artifact, indent=1, sort_keys=True) + "\n"


def _layout(layout: dict[str, Any]) -> list[dict[str, Any]]:
    """Where each state variable lies. Storage proofs are made of this, so it is committed and compared."""
    return [
        {
            "label": entry["label"],
            "offset": entry["offset"],
            "slot": int(entry["slot"]),
            "type": layout["types"][entry["type"]]["label"],
        }
        for entry in layout["storage"]
    ]


def _text_of(name: str) -> str | None:
    try:
        return (ARTIFACTS / f"{name}.json").read_text(encoding="utf-8")
    except OSError:
        return None


if __name__ == "__main__":
    sys.exit(command(sys.argv[1:]))
