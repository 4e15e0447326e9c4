"""How many people a site bears: 50 clients for 60 seconds on loopback, each asking as soon as it is answered.

    python benchmarks/web.py                    measures, and prints the table
    python benchmarks/web.py --check            and fails where a figure misses its goal
    python benchmarks/web.py --seconds 10       less of it

The site runs in a process of its own, on the demonstration's chain (anvil), and clients in another, as on one machine
of two cores. Half of them are members who ask for the club; the others look at résumés, badges, pictures and the first
page. Each client has an address of its own (127.0.0.2 and on), as the site counts clients.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import httpx
from tests.support.site import PAGES, PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = 50
SECONDS = 60
GOALS = {"errors": 0.0, "p99 ms": 500.0, "memory growth MB": 50.0}
PATIENCE = 180


@dataclass
class Found:
    """What clients met."""

    taken: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, taken: list[float], errors: list[str]) -> None:
        """What one client met."""
        with self.lock:
            self.taken += taken
            self.errors += errors


@contextmanager
def site() -> "Iterator[tuple[int, dict[str, object]]]":
    """The demonstration in a process of its own: its number, and what it says."""
    program = [sys.executable, "-m", "soulbadge", "serve", "--demo", "--port", "0", "--json"]
    process = subprocess.Popen(
        [*program, "--bin", str(ROOT / ".toolchain" / "bin")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        if process.stdout is None:
            raise RuntimeError("no pipe")
        text = ""
        for line in process.stdout:
            text += line
            if line == "}\n":
                break
        yield process.pid, json.loads(text)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def memory(pid: int) -> float:
    """What a process has in memory, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


class Client:
    """One browser at one address."""

    def __init__(self, number: int, told: dict[str, object]) -> None:
        self.url = str(told["url"])
        transport = httpx.HTTPTransport(local_address=f"127.0.0.{number + 2}")
        self.http = httpx.Client(base_url=self.url, transport=transport, headers=PAGES, timeout=PATIENCE)
        self.paths: list[str] = []

    def sign_in(self, key: str) -> None:
        """Come into the club."""
        from eth_account import Account
        from eth_account.messages import encode_defunct

        account = Account.from_key(key)
        page = self.http.get("/club").text
        token = re.search(r'name="token" value="([0-9a-f]+)"', page)
        door = re.search(r"/enter/([0-9a-f]{24})", page)
        if token is None or door is None:
            raise RuntimeError("no door")
        headers = {"origin": self.url, **PROGRAM}
        fields = {"token": token[1], "address": account.address}
        asked = self.http.post(f"/enter/{door[1]}/ask", data=fields, headers=headers).json()
        signed = account.sign_message(encode_defunct(text=asked["message"])).signature
        fields = {"token": token[1], "nonce": asked["nonce"], "signature": "0x" + bytes(signed).hex()}
        self.http.post(f"/enter/{door[1]}/answer", data=fields, headers=headers).raise_for_status()

    def ask(self, until: float, found: Found, offset: int) -> None:
        """Ask for one page after the other."""
        taken: list[float] = []
        errors: list[str] = []
        turn = offset
        while time.monotonic() < until:
            path = self.paths[turn % len(self.paths)]
            turn += 1
            begun = time.perf_counter()
            try:
                answer = self.http.get(path)
            except httpx.HTTPError as error:
                errors.append(f"{path}: {type(error).__name__}")
                continue
            taken.append(time.perf_counter() - begun)
            if not answer.is_success:
                errors.append(f"{path}: {answer.status_code}")
        found.add(taken, errors)
        self.http.close()


def clients(told: dict[str, object]) -> list[Client]:
    """All of them, the members signed in, each page seen once."""
    people = told["people"]
    if not isinstance(people, list):
        raise TypeError("people")
    every = [Client(number, told) for number in range(CLIENTS)]
    public = ["/", "/verify", *(f"/holder/{each['address']}" for each in people)]
    first = every[0].http
    pages = [first.get(path).text for path in public]
    found = sorted(set(re.findall(r'"(/badge/[^"]+?)"', " ".join(pages))))
    public += found[:20]
    members = [each for each in people if "door opens" in each["story"]]
    for number, client in enumerate(every):
        if number % 2:
            client.sign_in(members[number % len(members)]["key"])
            client.paths = ["/club", public[number % len(public)]]
        else:
            client.paths = public
    for path in public:
        first.get(path)
    return every


def measure(seconds: int) -> dict[str, float]:
    """Let everybody ask."""
    with site() as (pid, told):
        every = clients(told)
        before = memory(pid)
        found, until = Found(), time.monotonic() + seconds
        threads = [
            threading.Thread(target=each.ask, args=(until, found, number * 7)) for number, each in enumerate(every)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        after = memory(pid)
    for error in sorted(set(found.errors))[:5]:
        print(f"error: {error}", file=sys.stderr)
    taken = sorted(found.taken)
    return {
        "clients": CLIENTS,
        "seconds": seconds,
        "pages": len(taken),
        "pages a second": round(len(taken) / seconds, 1),
        "errors": len(found.errors),
        "p50 ms": round(taken[len(taken) // 2] * 1e3, 1),
        "p99 ms": round(taken[len(taken) * 99 // 100] * 1e3, 1),
        "memory MB": round(after, 1),
        "memory growth MB": round(after - before, 1),
    }


def main() -> int:
    """Measure, print, and with --check compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--seconds", type=int, default=SECONDS)
    options = parser.parse_args()
    sys.setswitchinterval(0.0005)  # or what fifty threads here wait for each other would be counted as the site's
    figures = measure(options.seconds)
    for name, value in figures.items():
        goal = f"  (goal: {'at most ' if GOALS[name] else ''}{GOALS[name]:g})" if name in GOALS else ""
        print(f"{name:<18} {value:g}{goal}")
    missed = [name for name, goal in GOALS.items() if figures[name] > goal]
    return 1 if options.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
