"""What the Brownie tests ask of a chain, recorded once on anvil and read as operations."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rlp  # type: ignore[import-untyped]  # it has no types
from eth_utils.address import to_canonical_address, to_checksum_address
from eth_utils.crypto import keccak

from assurance._figures import MeasureError
from assurance._mutants._gambit import FOLDER
from assurance._running import ROOT, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROJECT = FOLDER / "project"
RECORDING = FOLDER / "transcript"
LINKED = ("src", "examples", "node_modules", "docs", ".toolchain", "scripts", "pyproject.toml", "benchmarks")
COPIED = ("contracts", "interfaces", "tests", "build/contracts", "build/interfaces")
PORTS = {"port: 8745": "port: 8952", "port: 8746": "port: 8951"}
"""So that the recording disturbs no other run of Brownie."""

BROWNIES_CHAIN, OWN_CHAIN = 31_337, 1337
"""Chain ids: of the anvil that Brownie starts, and of those that tests start for themselves (anvil.py)."""

TOO_LONG = ("test_model.py",)
"""Ten thousand steps, which take ten times as long as all other tests together: they are not asked again."""

LIMIT = 2 * 3600.0
PLENTY = 10_000_000
"""Gas; a question that allows less asks about gas, which mutants may use as they like: it is not asked again."""


@dataclass(slots=True)
class Operation:
    """One step: a question, a transaction, or something that no chain can do.

    Attributes:
        kind: "call", "send", "create", "take", "back", "store" or "code".
        sender, target: Addresses; the target of "create" is where the contract must come to lie.
        contract: The name of what is created, if it is one of ours; `data` are its constructor's arguments then.
        nonce: The nonce with which the sender creates it.
        key: The name of a snapshot.
        seen: Whether the node answered with success; None where nothing is asked.
    """

    kind: str
    time: int = 0
    sender: str = ""
    target: str = ""
    data: bytes = b""
    value: int = 0
    gas: int = 0
    contract: str = ""
    nonce: int = 0
    key: str = ""
    slot: int = 0
    seen: bool | None = None
    test: str = ""


@dataclass(slots=True)
class Scene:
    """A chain from its beginning: the tests of one file, or one test's own chain."""

    name: str
    chain: int
    operations: list[Operation] = field(default_factory=list)


def record(tests: Sequence[str]) -> None:
    """Run these Brownie tests (all, if none is named) on anvil in a copy of the project, and keep what they ask."""
    shutil.rmtree(PROJECT, ignore_errors=True)
    shutil.rmtree(RECORDING, ignore_errors=True)
    RECORDING.mkdir(parents=True)
    (PROJECT / "build").mkdir(parents=True)
    for name in LINKED:
        (PROJECT / name).symlink_to(ROOT / name)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, PROJECT / name, ignore=shutil.ignore_patterns("__pycache__"))
    settings = (ROOT / "brownie-config.yaml").read_text("utf-8")
    for ours, other in PORTS.items():
        settings = settings.replace(ours, other)
    (PROJECT / "brownie-config.yaml").write_text(settings, "utf-8")
    brownie = ROOT / ".venv-brownie" / "bin" / "brownie"
    environment = {
        "PYTHONPATH": str(Path(__file__).parent),
        "PYTEST_ADDOPTS": "-p _recorder",
        "SOULBADGE_TRANSCRIPT": str(RECORDING),
    }
    if not tests:  # Brownie misses changes of libraries; a sample can live with that, and must be quick
        run([brownie, "compile", "--all"], folder=PROJECT, limit=LIMIT, log="mutants-compile.txt")
    # Tests that fail on anvil are left out below, so the exit code says nothing.
    command: list[str | Path] = [brownie, "test", *tests, "-n", "2", "--network", "anvil"]
    run(command, folder=PROJECT, limit=LIMIT, environment=environment, log="mutants-recording.txt")


def scenes() -> list[Scene]:
    """The recording, one scene for each file of tests and each chain."""
    files = sorted(RECORDING.glob("gw*.jsonl"))
    creations = _creations()
    found: list[Scene] = []
    for path in files:
        found += _scenes(path, creations)
    if not found:
        raise MeasureError("nothing was recorded: see build/assurance/mutants-recording.txt")
    return found


def _creations() -> dict[str, bytes]:
    """Creation code by contract, as the recorded transactions carry it."""
    found = {}
    for path in (PROJECT / "build" / "contracts").glob("*.json"):
        code = json.loads(path.read_text("utf-8"))["bytecode"]
        if code and all(letter in "0123456789abcdef" for letter in code):
            found[path.stem] = bytes.fromhex(code)
    return found


def _scenes(path: Path, creations: dict[str, bytes]) -> list[Scene]:
    lines = [json.loads(line) for line in _wanted_lines(path)]
    failed = {line["end"] for line in lines if "end" in line and not line["passed"]}
    by_name: dict[tuple[str, int], Scene] = {}
    module = test = ""
    for line in lines:
        if "test" in line:
            test = line["test"]
            module = test.split("::")[0]
        if "on" not in line:
            continue
        key = (module, line["on"])
        scene = by_name.setdefault(key, _scene(module, line["on"]))
        operation = _operation(line, creations)
        if operation is None:
            continue
        operation.test = test
        if test in failed and operation.kind == "call":
            continue  # what it changed stays: it is undone, or others stand on it
        scene.operations.append(operation)
    for scene in by_name.values():
        scene.operations = _without_idle_snapshots(scene.operations)
    return list(by_name.values())


def _without_idle_snapshots(operations: list[Operation]) -> list[Operation]:
    """Brownie keeps the state before each transaction, and seldom returns to it."""
    kept: list[Operation] = []
    wanted: set[str] = set()
    for operation in reversed(operations):
        if operation.kind == "back":
            wanted.add(operation.key)
        elif operation.kind == "take":
            if operation.key not in wanted:
                continue
            wanted.discard(operation.key)
        kept.append(operation)
    return kept[::-1]


def _scene(module: str, node: int) -> Scene:
    return Scene(f"{module}#{node}", OWN_CHAIN) if node else Scene(module, BROWNIES_CHAIN)


def _wanted_lines(path: Path) -> Iterator[str]:
    wanted = True
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith('{"test":'):
                wanted = not any(name in line for name in TOO_LONG)
            if wanted and line.endswith("\n"):
                yield line


def _operation(line: dict[str, Any], creations: dict[str, bytes]) -> Operation | None:
    if "take" in line:
        return Operation("take", key=line["take"])
    if "back" in line:
        return Operation("back", key=line["back"])
    if "store" in line:
        address, slot, value = line["store"]
        return Operation("store", target=to_checksum_address(address), slot=int(slot, 16), value=int(value, 16))
    if "code" in line:
        return Operation("code", target=to_checksum_address(line["code"][0]), data=_bytes(line["code"][1]))
    asked = line.get("send") or line["call"]
    sender = to_checksum_address(asked.get("from") or "0x" + "00" * 20)
    gas = int(asked.get("gas") or "0x1c9c380", 16)
    operation = Operation(
        "send" if "send" in line else "call",
        line["time"],
        sender,
        to_checksum_address(asked["to"]) if asked.get("to") else "",
        _bytes(asked.get("data") or "0x"),
        int(asked.get("value") or "0x0", 16),
        min(gas, 30_000_000),
    )
    if "call" in line:
        operation.seen = line["answer"] is not None
        return operation if gas >= PLENTY and operation.target else None
    operation.seen = line["status"] == 1
    if not operation.target:
        operation.kind = "create"
        if line["created"]:
            operation.target = to_checksum_address(line["created"])
            operation.nonce = _nonce_of(sender, operation.target)
        for name, code in creations.items():
            if operation.data.startswith(code):
                operation.contract, operation.data = name, operation.data[len(code) :]
                break
    return operation


def _nonce_of(sender: str, created: str) -> int:
    """The nonce with which a sender creates a contract at this address."""
    wanted, who = to_canonical_address(created), to_canonical_address(sender)
    for nonce in range(100_000):
        if keccak(rlp.encode([who, nonce]))[12:] == wanted:
            return nonce
    raise MeasureError(f"{created} was not created by {sender}")


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))
