"""What the contracts cost, measured on anvil (shanghai) with the bytecode that the package ships.

    python benchmarks/gas.py            measures, and prints the table beside the competitors'
    python benchmarks/gas.py --check    and fails when a figure is higher than in benchmarks/gas.json
    python benchmarks/gas.py --write    and writes benchmarks/gas.json

Chain, clock, keys and holders are fixed, so a figure repeats to the unit of gas.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eth_account import Account
from eth_utils.crypto import keccak
from hexbytes import HexBytes
from web3 import HTTPProvider, Web3
from web3.types import RPCEndpoint

from soulbadge.chain.artifacts import Artifact, artifact
from soulbadge.chain.structs import from_consent, from_signed_voucher
from soulbadge.ids import badge_id
from soulbadge.models import NO_EVIDENCE, Voucher
from soulbadge.typed_data import Domain
from soulbadge.vouchers import Consent, sign_voucher

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent
ROOT = HERE.parent
COMMITTED = HERE / "gas.json"
PORT = 8701
START = 1_800_000_000  # the chain's clock at genesis
END = START + 63_000_001  # within the validity, whatever the clock has come to

GOALS = {
    "issue": 57_000,
    "issueCohort_1000_per_badge": 11_800,
    "statusOf_single": 6_000,
    "statusOf_cohort_1000": 12_000,
    "statusOf_departed": 14_000,
    "claim": 78_000,
    "deploy_Badges": 5_600_000,
    "size_Badges": 24_575,
}


@contextmanager
def anvil() -> Iterator[Web3]:
    """A chain of its own, ended afterwards."""
    command = [
        str(ROOT / ".toolchain/bin/anvil"),
        *("--port", str(PORT), "--hardfork", "shanghai", "--timestamp", str(START)),
        *("--gas-limit", "60000000", "--silent"),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        web3 = Web3(HTTPProvider(f"http://127.0.0.1:{PORT}"))
        for _ in range(200):
            if process.poll() is not None:
                sys.exit(f"gas: anvil did not start; is port {PORT} taken?")
            if web3.is_connected():
                break
            time.sleep(0.05)
        yield web3
    finally:
        process.terminate()
        process.wait()


def address(label: str) -> str:
    """An ordinary holder: twenty bytes that look random, none of them zero (zero bytes are cheaper)."""
    digest = keccak(text=label)[:20]
    return Web3.to_checksum_address(bytes(byte or 1 for byte in digest))


class Bench:
    """One collection with what the figures need."""

    def __init__(self, web3: Web3) -> None:
        self.web3 = web3
        accounts: Sequence[str] = web3.eth.accounts
        self.owner, self.issuer = accounts[:2]
        self.figures: dict[str, int] = {}
        reader = self.deploy(artifact("BadgeReader"))
        renderer = self.deploy(artifact("BadgeRenderer"))
        shipped = artifact("Badges")
        profile = ("CNCF", "Certifications", "https://cncf.example")
        self.badges = self.deploy(shipped, "CNCF", "CNCF", self.owner, profile, renderer.address, reader.address)
        self.figures["size_Badges"] = len(shipped.runtime)
        for slug in ("cka", "msc"):
            self.send(
                "createAchievement", (slug, slug, "", "", [], 0, 63_115_200, 1, False, False, [], []), by=self.owner
            )
        self.send("appointIssuer", self.issuer, 0, by=self.owner)

    def deploy(self, shipped: Artifact, *arguments: Any) -> Any:  # noqa: ANN401 (as the ABI has it)
        """Deploy and note what it cost."""
        factory = self.web3.eth.contract(abi=shipped.abi, bytecode=shipped.bytecode)
        receipt = self.web3.eth.wait_for_transaction_receipt(
            factory.constructor(*arguments).transact({"from": self.owner})
        )
        self.figures[f"deploy_{shipped.name}"] = receipt["gasUsed"]
        return self.web3.eth.contract(address=receipt["contractAddress"], abi=shipped.abi)

    def send(self, function: str, *arguments: Any, by: str) -> int:  # noqa: ANN401 (as the ABI has it)
        """Gas of the whole transaction."""
        call = self.badges.get_function_by_name(function)(*arguments)
        receipt = self.web3.eth.wait_for_transaction_receipt(call.transact({"from": by, "gas": 30_000_000}))
        if receipt["status"] != 1:
            sys.exit(f"gas: {function} was refused")
        return int(receipt["gasUsed"])

    def rich(self, account: str) -> str:
        """The account, with ether and unlocked."""
        for method, arguments in (
            ("anvil_setBalance", [account, hex(10**20)]),
            ("anvil_impersonateAccount", [account]),
        ):
            self.web3.provider.make_request(RPCEndpoint(method), arguments)
        return account

    def check(self, badge_id: int, expected: int) -> int:
        """`gasleft` around one cold external `statusOf`: what a gate pays, beyond its own transaction."""
        question = bytes.fromhex(self.badges.encode_abi("statusOf", [badge_id])[2:])
        # MSTORE the question at 0; GAS to 0x60; STATICCALL; GAS; SUB; return (gas spent, answer).
        code = (
            f"7f{question[:32].hex()}600052" + f"7f{question[32:].ljust(32, bytes(1)).hex()}602052" + "6000606052"
            f"5a606052602060806024600073{self.badges.address[2:]}5afa5a60605103606052506040" + "6060f3"
        )
        answer = self.web3.eth.call({"from": self.owner, "data": HexBytes(code)})
        spent, status = int.from_bytes(answer[:32], "big"), int.from_bytes(answer[32:], "big")
        if status != expected:
            sys.exit(f"gas: statusOf answered {status}, not {expected}: the figure would mean nothing")
        return spent

    def measure(self) -> dict[str, int]:
        """Every figure by its name."""
        self.single()
        self.cohort()
        self.claim()
        self.caps()
        return dict(sorted(self.figures.items()))

    def single(self) -> None:
        """A badge issued one by one: not the first of its achievement, with an explicit end."""
        first, holder = address("first"), address("holder")
        self.send("issue", badge_id(1, 0, first), 0, END, NO_EVIDENCE, by=self.issuer)
        self.figures["issue"] = self.send("issue", badge_id(1, 0, holder), 0, END, NO_EVIDENCE, by=self.issuer)
        self.figures["statusOf_single"] = self.check(badge_id(1, 0, holder), expected=2)
        self.figures["renew"] = self.send("renew", badge_id(1, 0, holder), END + 1, by=self.issuer)
        self.figures["renounce"] = self.send("renounce", badge_id(1, 0, holder), by=self.rich(holder))

    def cohort(self) -> None:
        """Cohorts of three sizes, and checks in the largest."""
        for size, number in ((100, 1), (250, 2), (1000, 3)):
            members = sorted(address(f"member {number} {index}") for index in range(size))
            packed = b"".join(sorted(bytes.fromhex(member[2:]) for member in members))
            spent = self.send("issueCohort", 2, number, "Class of 2026", 0, END, NO_EVIDENCE, packed, by=self.issuer)
            self.figures[f"issueCohort_{size}_per_badge"] = -(-spent // size)
        ids = [badge_id(2, 3, member) for member in members[1::5]]
        strangers = [badge_id(2, 3, address(f"stranger {index}")) for index in range(100)]
        self.figures["statusOf_cohort_1000"] = max(
            *(self.check(one, expected=2) for one in ids), *(self.check(one, expected=0) for one in strangers)
        )
        leaver = members[500]
        self.send("renounce", badge_id(2, 3, leaver), by=self.rich(leaver))
        self.figures["statusOf_departed"] = self.check(badge_id(2, 3, leaver), expected=6)
        self.figures["statusOf_cohort_1000_once_departed"] = max(self.check(one, expected=2) for one in ids)

    def claim(self) -> None:
        """A claim sent by the holder: one signature, no claim key."""
        issuer = Account.from_key(keccak(text="signing issuer"))
        holder = self.rich(address("claimant"))
        self.send("appointIssuer", issuer.address, 0, by=self.owner)
        voucher = Voucher(issuer.address, badge_id(1, 0, holder), 0, 0, END, NO_EVIDENCE, END)
        signed = sign_voucher(Domain(self.web3.eth.chain_id, self.badges.address), issuer, voucher)
        self.figures["claim"] = self.send("claim", *from_signed_voucher(signed), from_consent(Consent()), [], by=holder)

    def caps(self) -> None:
        """The dearest that terms allow: 16 prerequisites, each suspended by any of 16 others."""
        holder = address("holder at the caps")
        base = [self.create(f"base-{index}", ()) for index in range(16)]
        needed = [self.create(f"title-{index}", base, ongoing=True) for index in range(16)]
        top = self.create("top", needed)
        self.issue_all(holder, [*base, *needed])
        self.figures["statusOf_16_ongoing"] = self.check(badge_id(needed[0], 0, holder), expected=2)
        self.figures["issue_16_of_16_ongoing"] = self.send(
            "issue", badge_id(top, 0, holder), 0, END, NO_EVIDENCE, by=self.issuer
        )

    def create(self, slug: str, needed: Sequence[int], *, ongoing: bool = False) -> int:
        """An achievement of single badges that requires all of these, and its number."""
        nobody = "0x" + "00" * 20
        requirements = [(len(needed), ongoing, [(nobody, number, 0) for number in needed])] if needed else []
        terms: tuple[Any, ...] = (slug, slug, "", "", [], 0, 63_115_200, 1, False, True, requirements, [])
        self.send("createAchievement", terms, by=self.owner)
        return int(self.badges.functions.achievementCount().call())

    def issue_all(self, holder: str, achievements: Sequence[int]) -> None:
        """One badge of each, in this order."""
        for number in achievements:
            self.send("issue", badge_id(number, 0, holder), 0, END, NO_EVIDENCE, by=self.issuer)


def table(figures: dict[str, int]) -> str:
    """Ours beside the competitors', and every figure beside its goal."""

    def cell(value: int | None) -> str:
        return "-" if value is None else f"{value:,}"

    lines = [f"{'system':48} {'single':>9} {'batch':>9} {'check':>8} {'deploy':>11}"]
    rows: list[dict[str, Any]] = json.loads((HERE / "competitors.json").read_text("utf-8"))["rows"]
    ours = {
        "system": "soulbadge",
        "single": figures["issue"],
        "batch": figures["issueCohort_100_per_badge"],
        "check": figures["statusOf_single"],
        "deploy": figures["deploy_Badges"],
    }
    for row in (ours, *rows):
        numbers = " ".join(f"{cell(row[key]):>{width}}" for key, width in (("single", 9), ("batch", 9), ("check", 8)))
        lines.append(f"{row['system']:48} {numbers} {cell(row['deploy']):>11}")
    lines.append("batch: a badge, of 100 in one transaction; check: one call from another contract\n")
    lines.append(f"{'figure':40} {'gas':>11} {'goal':>11}")
    lines += [f"{key:40} {value:>11,} {cell(GOALS.get(key)):>11}" for key, value in figures.items()]
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and compare or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail when a figure is higher than the committed one")
    parser.add_argument("--write", action="store_true", help="commit the figures to benchmarks/gas.json")
    options = parser.parse_args()
    with anvil() as web3:
        figures = Bench(web3).measure()
    print(table(figures))
    if options.write:
        COMMITTED.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    if options.check:
        committed: dict[str, int] = json.loads(COMMITTED.read_text("utf-8"))
        worse = [f"{key}: {figures.get(key)}, was {was}" for key, was in committed.items() if figures.get(key, 0) > was]
        missing = sorted(committed.keys() ^ figures.keys())
        missed = [f"{key}: {figures[key]}, goal {goal}" for key, goal in GOALS.items() if figures[key] > goal]
        for problem in (*worse, *(f"{key}: measured or committed, not both" for key in missing), *missed):
            print(f"gas: {problem}", file=sys.stderr)
        if worse or missing or missed:
            sys.exit(1)


if __name__ == "__main__":
    main()
