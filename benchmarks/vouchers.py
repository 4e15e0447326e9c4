"""A table of people becomes a book of vouchers under one signature: how long, how much memory, how large.

    .venv/bin/python benchmarks/vouchers.py --rows 1000000

The clock runs from opening the table to the finished file. Then lines are drawn by lot and verified as a holder would:
read strictly, path against the signed root, the issuer's signature, holder and end as in the table.
"""

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

CHAIN, COLLECTION = 31_337, "0x5FbDB2315678afecb367f032d93F642f64180aa3"
DEADLINE, END = 1_900_000_000, 1_800_000_000
HEAD = "holder,achievement,start,end,evidence\n"


def write_table(path: Path, rows: int) -> None:
    """People with checksummed addresses, as a wallet shows them."""
    from eth_utils.address import to_checksum_address

    with path.open("w", encoding="ascii") as handle:
        handle.write(HEAD)
        for _ in range(rows):
            handle.write(f"{to_checksum_address(os.urandom(20))},cka,,{END},\n")


def measure(table: Path, book: Path) -> dict[str, float]:
    """Seconds of each step."""
    from eth_account import Account

    from soulbadge import Domain, VoucherBook, VoucherSheet

    issuer, domain = Account.create(), Domain(CHAIN, COLLECTION)
    times, used = [time.perf_counter()], time.process_time()
    sheet = VoucherSheet.load(table, {"cka": 1})
    times.append(time.perf_counter())
    signed = VoucherBook.sign(domain, issuer, sheet, DEADLINE)
    times.append(time.perf_counter())
    signed.write(book)
    times.append(time.perf_counter())
    read, sign, write = (round(after - before, 2) for before, after in pairwise(times))
    total, busy = round(times[-1] - times[0], 2), round(time.process_time() - used, 2)
    return {"read": read, "sign": sign, "write": write, "seconds": total, "cpu_seconds": busy}


def verify(table: Path, book: Path, samples: int) -> int:
    """Verify that many lines, drawn by lot; how many there were in all."""
    from eth_account import Account

    from soulbadge import SignedVoucher, badge_id, parse_claim

    people = table.read_text(encoding="ascii").splitlines()[1:]
    chosen = set(random.SystemRandom().sample(range(len(people)), min(samples, len(people))))
    count, signers = 0, set()
    with book.open("rb") as lines:
        for number, line in enumerate(lines):
            count += 1
            if number not in chosen:
                continue
            signed = parse_claim(line.decode())
            if not isinstance(signed, SignedVoucher) or signed.proof.count not in {0, len(people)}:
                raise ValueError(f"line {number + 1} is no voucher of this book")
            voucher = signed.voucher
            if (voucher.badge_id, voucher.end_time) != (badge_id(1, 0, people[number].partition(",")[0]), END):
                raise ValueError(f"line {number + 1} is not what the table says")
            signers.add((Account.recover_message(signed.signed.message, signature=signed.signature), voucher.issuer))
    if count != len(people) or any(recovered != issuer for recovered, issuer in signers) or len(signers) != 1:
        raise ValueError("the book is not the table's, or not signed")
    return count


def peak_megabytes() -> int:
    """The most memory that this program has had; `getrusage` would count what its parent had before it began."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def command(arguments: list[str] | None = None) -> int:
    """Make, measure, verify, and say it in JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--without-pysha3", action="store_true", help="as where only the library itself is installed")
    parser.add_argument("--folder", type=Path, help="where to work; by default a temporary folder")
    given = parser.parse_args(arguments)
    if given.without_pysha3:
        sys.modules["sha3"] = None  # type: ignore[assignment]  # how Python says that there is no such module
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        table, book = Path(folder) / "people.csv", Path(folder) / "vouchers.jsonl"
        write_table(table, given.rows)
        figures: dict[str, object] = {"rows": given.rows, **measure(table, book)}
        figures["peak_megabytes"] = peak_megabytes()
        figures["file_megabytes"] = round(book.stat().st_size / 1e6, 1)
        verify(table, book, given.samples)
        figures["verified"] = min(given.samples, given.rows)
    from soulbadge.forms import keccak

    figures["pysha3"] = keccak.keccak is not keccak.portable
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(command())
