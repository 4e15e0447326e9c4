"""How many rows a second are issued on anvil, by cohort and one by one, from the first check to the last confirmation.

    python benchmarks/issuing.py                # 10,000 rows by cohort, 10,000 one by one
    python benchmarks/issuing.py --rows 1000

Anvil must be on PATH (`make setup` brings it into .venv/bin).
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from eth_utils.address import to_checksum_address
from tests.support import chains

from soulbadge import Issuer, Profile, Sheet, Terms, connect, deploy, issuing


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--window", type=int, default=issuing.Settings().window)
    options = parser.parse_args()
    with chains.anvil("--hardfork", "shanghai") as node, tempfile.TemporaryDirectory() as folder:
        signer = chains.account(0)
        deployment = deploy(node.web3, signer, "Benchmark", "BM", Profile("Benchmark"))
        issuer = Issuer(connect(node.url, deployment.address), signer)
        issuer.appoint_issuer(signer.address)
        issuer.create_achievement(Terms("together", "Together"))
        issuer.create_achievement(Terms("alone", "Alone", individual=True))
        print(f"{options.rows:,} rows, window {options.window}, anvil")
        for slug in ("together", "alone"):
            _measure(issuer, slug, options.rows, options.window, Path(folder))


def _measure(issuer: Issuer, slug: str, rows: int, window: int, folder: Path) -> None:
    chance = random.Random(slug)  # noqa: S311 (the same people each time, not a secret)
    file = folder / f"{slug}.csv"
    people = (to_checksum_address(f"0x{chance.getrandbits(160):040x}") for _ in range(rows))
    file.write_text("holder,achievement\n" + "".join(f"{each},{slug}\n" for each in people), encoding="utf-8")
    settings = issuing.Settings(window=window)
    begun = time.perf_counter()
    sheet = Sheet.load(file)
    plan = issuing.plan(issuer, sheet, settings=settings)
    planned = time.perf_counter()
    report = issuing.run(issuer, sheet, issuing.journal_of(file), settings=settings)
    done = time.perf_counter()
    again = issuing.run(issuer, sheet, issuing.journal_of(file), settings=settings)
    ended = time.perf_counter()
    if len(report.done) != rows or again != report:
        sys.exit("not all rows were issued, or not once")
    took, gas = done - planned, report.gas / rows
    print(
        f"{slug:9} {rows / took:8,.0f} rows/s: {len(plan.steps):,} transactions in {took:,.1f} s, {gas:,.0f} gas a row"
    )
    print(f"{'':9} checking and planning {planned - begun:,.1f} s; verifying when run again {ended - done:,.1f} s")


if __name__ == "__main__":
    main()
