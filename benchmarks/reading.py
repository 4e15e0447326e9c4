"""What reading costs, measured on anvil with a proxy that counts: requests, seconds, and the time to import.

    python benchmarks/reading.py            measures, and prints the table
    python benchmarks/reading.py --check    and fails when a figure is above its goal

Seconds depend on the machine; requests and ratios are what the goals are about.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support import chains

from soulbadge import ids
from soulbadge.contract import connect
from soulbadge.deployment import deploy
from soulbadge.issuer import Issuer
from soulbadge.models import Status, Terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEMBERS = 1_000
GOALS = {
    "requests for 1,000 statuses": 5.0,
    "requests for 10,000 statuses": 5.0,
    "import soulbadge / import web3": 1 / 3,
    "import soulbadge.contract / import web3": 1.0,
}
IMPORTS = 7


class Counter:
    """A proxy before a node, and how often it was asked."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.posts = 0
        self.url = ""


@contextmanager
def counting(target: str) -> Iterator[Counter]:
    """The node, behind a proxy on a port of its own."""
    counter = Counter(target)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            counter.posts += 1
            asked = Request(target, data, {"Content-Type": "application/json"})  # noqa: S310 (a chain started here)
            with urlopen(asked, timeout=120) as answer:  # noqa: S310 (a chain started here)
                body = answer.read()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        counter.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield counter
        finally:
            server.shutdown()
            thread.join()


def measure() -> dict[str, float]:
    """All figures, by what they say."""
    figures: dict[str, float] = {}
    with chains.anvil() as node, counting(node.url) as counter:
        signer = chains.account(0)
        address = deploy(node.url, signer, "Benchmark", "B").address
        issuer = Issuer(connect(node.url, address), signer)
        issuer.appoint_issuer(signer.address)
        issuer.create_achievement(Terms("medal", "Medal", validity=31_557_600))
        members = [f"0x{number:040x}" for number in range(1, MEMBERS + 1)]
        issuer.issue_cohort("medal", members, "All")
        collection = connect(counter.url, address)
        badges = [ids.badge_id(1, 1, each) for each in members]

        def timed(what: str, read: Callable[[], object]) -> None:
            counter.posts, began = 0, time.perf_counter()
            read()
            figures[f"seconds for {what}"] = time.perf_counter() - began
            figures[f"requests for {what}"] = counter.posts

        def statuses(count: int) -> None:
            found = collection.statuses_of((badges * 10)[:count])
            if found != [Status.ACTIVE] * count:
                raise SystemExit("the statuses are wrong, so what they cost says nothing")

        timed("1,000 statuses", lambda: statuses(1_000))
        timed("10,000 statuses", lambda: statuses(10_000))
        timed("1,000 badges in full", lambda: collection.badges(badges))
        timed("1,000 holders", lambda: collection.holders("medal"))
        timed("one explanation", lambda: collection.explain("medal", members[0]))
    web3 = _import("web3")
    figures["import web3, seconds"] = web3
    figures["import soulbadge / import web3"] = _import("soulbadge") / web3
    figures["import soulbadge.contract / import web3"] = _import("soulbadge.contract") / web3
    return figures


def _import(module: str) -> float:
    """Seconds that the import takes in a fresh Python, beside what starting one takes; the quickest of several."""
    return max(_seconds(f"import {module}") - _seconds("pass"), 0.0)


def _seconds(code: str) -> float:
    timings = []
    for _ in range(IMPORTS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        timings.append(time.perf_counter() - began)
    return min(timings)


def main(arguments: list[str]) -> int:
    """Measure, print, and with --check compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="fail when a figure is above its goal")
    parser.add_argument("--json", action="store_true", help="print JSON in place of a table")
    options = parser.parse_args(arguments)
    figures = measure()
    missed = [name for name, most in GOALS.items() if figures[name] > most]
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, figure in figures.items():
            goal = f"   at most {GOALS[name]:.3g}" if name in GOALS else ""
            print(f"{name:<42}{figure:>10.3f}{goal}")
    if options.check and missed:
        print(f"above the goal: {', '.join(missed)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
