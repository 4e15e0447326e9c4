"""Branch coverage of contracts/: which ways out of each branch the tests took (`make coverage`).

Brownie's own coverage asks anvil for every step of every transaction, and the report of its compiled 1.22.2 crashes.
So anvil is asked for less: a tracer that runs inside it tells only which conditional jumps were met and whether they
jumped. Where a jump stands in the sources is what Brownie's compiler says. A branch is a place in a source with two
ways out, whichever contract ran it; constructors are not counted, since their code has no such map.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LEAST = 0.98
WANTED = "SOULBADGE_BRANCHES"
"""The environment variable that names the folder to which each worker writes what it saw."""

ROOT = Path(__file__).parents[2]
OURS = "contracts/"
NOT_OURS = "contracts/test/"

# Notes each JUMPI as "address:pc:jumped", but not in code that is creating a contract: its map is another.
TRACER = """{
  seen: {}, creating: [CREATES],
  enter: function(frame) { this.creating.push(frame.getType().indexOf("CREATE") == 0) },
  exit: function() { this.creating.pop() },
  step: function(log) {
    if (log.op.toNumber() != 0x57 || this.creating[this.creating.length - 1]) return
    var jumped = log.stack.peek(1).toString() == "0" ? 0 : 1
    this.seen[toHex(log.contract.getAddress()) + ":" + log.getPC() + ":" + jumped] = 1
  },
  fault: function() {},
  result: function() { return Object.keys(this.seen) }
}"""

Way = tuple[str, int, bool]
"""A contract, the place of a jump in its code, and whether it jumped."""
Place = tuple[str, int, int]
"""A branch: source, and where its condition starts and stops."""


class Artifacts:
    """What Brownie compiled."""

    def __init__(self, folder: Path = ROOT / "build" / "contracts") -> None:
        self.builds = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for name, build in self.builds.items():
            if build.get("pcMap"):
                self._by_length[len(build["deployedBytecode"]) // 2].append(name)

    def name_of(self, code: bytes) -> str | None:
        """The contract whose code this is, whatever its immutables are."""
        for name in self._by_length.get(len(code), ()):
            compiled = bytes.fromhex(self.builds[name]["deployedBytecode"])
            # Immutables are zeros in what was compiled, and no code of ours differs from another in zeros alone.
            if all(there == here or not there for there, here in zip(compiled, code, strict=True)):
                return name
        return None


class Witness:
    """Listens to a provider, and asks anvil again for the jumps of each transaction and call that passes."""

    def __init__(self, provider: Any) -> None:
        self.seen: set[Way] = set()
        self._ask: Callable[[str, Any], Any] = provider.make_request
        self._artifacts = Artifacts()
        self._names: dict[str, str | None] = {}
        provider.make_request = self._listen
        provider._request_func_cache = (None, None)  # web3 keeps the old method there

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{os.getpid()}.json").write_text(json.dumps(sorted(self.seen)), "utf-8")

    def _listen(self, method: str, params: Any) -> Any:
        answer = self._ask(method, params)
        if method == "eth_sendTransaction" and "result" in answer:
            self._note(params[0], lambda options: self._trace_sent(answer["result"], options))
        elif method == "eth_call":
            self._note(params[0], lambda options: self._ask("debug_traceCall", [*params[:2], options]))
        elif method == "evm_revert":
            self._names.clear()  # an address may get another contract now
        return answer

    def _trace_sent(self, transaction: str, options: Any) -> Any:
        answer = {}
        for _ in range(100):
            answer = self._ask("debug_traceTransaction", [transaction, options])
            if isinstance(answer.get("result"), list):
                break
            time.sleep(0.01)  # not mined yet
        return answer

    def _note(self, transaction: Any, trace: Callable[[Any], Any]) -> None:
        tracer = TRACER.replace("CREATES", "false" if transaction.get("to") else "true")
        for met in trace({"tracer": tracer}).get("result") or ():
            address, pc, jumped = met.split(":")
            if address not in self._names:
                code = self._ask("eth_getCode", [address, "latest"]).get("result", "0x")
                self._names[address] = self._artifacts.name_of(bytes.fromhex(code[2:]))
            name = self._names[address]
            if name:
                self.seen.add((name, int(pc), jumped == "1"))


class Branches:
    """The branches of all contracts, and which of their two ways were taken."""

    def __init__(self, seen: set[Way]) -> None:
        self.taken: dict[Place, set[bool]] = defaultdict(set)
        for name, pc, place in _branches(Artifacts()):
            # A branch that nobody takes counts too.
            self.taken[place] |= {jumped for jumped in (True, False) if (name, pc, jumped) in seen}

    @property
    def share(self) -> float:
        """Ways taken of all ways, 0 to 1."""
        return sum(len(ways) for ways in self.taken.values()) / (2 * len(self.taken))

    def missing(self) -> list[str]:
        """Each branch with a way that was never taken, with its file, line and condition."""
        found = []
        for (source, start, stop), ways in sorted(self.taken.items()):
            if len(ways) < 2:
                text = (ROOT / source).read_bytes()
                line = text[:start].count(b"\n") + 1
                condition = b" ".join(text[start:stop].split()).decode()
                what = "is always the same" if ways else "is never reached"
                found.append(f"{source}:{line}: {what}: {condition}")
        return found


def _branches(artifacts: Artifacts) -> Iterator[tuple[str, int, Place]]:
    """Each jump that decides a branch of ours: contract, place in its code, place in the sources."""
    for name, build in artifacts.builds.items():
        paths = build.get("allSourcePaths") or {}
        spans = {
            (path, int(number)): span
            for path, functions in (build.get("coverageMap") or {}).get("branches", {}).items()
            for branches in functions.values()
            for number, span in branches.items()
        }
        for pc, step in (build.get("pcMap") or {}).items():
            if step["op"] == "JUMPI" and "branch" in step:
                source = paths[step["path"]]
                start, stop = spans[step["path"], step["branch"]][:2]
                if source.startswith(OURS) and not source.startswith(NOT_OURS):
                    yield name, int(pc), (source, start, stop)


def main(folder: Path) -> int:
    """Reports what the workers wrote to a folder; fails below the least share."""
    files = sorted(folder.glob("*.json"))
    if not files:
        print(f"{folder} holds no coverage: did the tests run with {WANTED} set?", file=sys.stderr)
        return 1
    branches = Branches(
        {(name, pc, jumped) for path in files for name, pc, jumped in json.loads(path.read_text("utf-8"))}
    )
    print(*branches.missing(), sep="\n")
    print(f"branches: {branches.share:.2%} of {2 * len(branches.taken)} ways taken, at least {LEAST:.0%} wanted")
    return int(branches.share < LEAST)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
