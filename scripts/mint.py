"""Issue one badge, or all of a CSV file.

    python scripts/mint.py --achievement cka --holder 0x7099…79C8
    python scripts/mint.py --csv examples/issue.csv --dry-run
    brownie run mint main csv=examples/issue.csv --network ganache-cli
    brownie run mint                                 the example, on a local chain; deploys first what it needs

A CSV has the columns holder,achievement,start,end,evidence; dates are 2026-01-31, ISO 8601 or Unix seconds, and an
empty field asks for the default. All rows are checked first and all problems reported together; then rows are issued
one by one. If that is interrupted, --skip-held goes on with the same file.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for `python scripts/mint.py`

from scripts import _shared, deploy

from soulbadge.catalog import Catalog
from soulbadge.errors import RowsRefusedError, SoulbadgeError, ValueInvalidError
from soulbadge.issuer import Issuer
from soulbadge.issuing.rows import COLUMNS, Row, Sheet

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "issue.csv"


def main(*words: str) -> None:
    """What `brownie run mint` calls; told nothing, on a local chain, it issues the example's rows that are missing."""
    if not words and _shared.is_bare("--csv", "--achievement", "--holder"):
        catalog = Catalog.load(deploy.EXAMPLE)
        deploy.main(f"catalog={deploy.EXAMPLE}")  # a chain that Brownie has just started is empty
        words = (f"csv={EXAMPLE}", f"collection={catalog.symbol}", "skip-held")
    _shared.main(command, words)


def command(arguments: list[str]) -> None:
    """Issue as these arguments say."""
    parser = _shared.Parser(__doc__ or "")
    parser.option("--csv", "file of badges to issue")
    parser.option("--achievement", "slug, for one badge")
    parser.option("--holder", "address, for one badge")
    parser.option("--start", "first moment in which it counts; now if not given")
    parser.option("--end", "first moment in which it no longer does; the achievement's default if not given")
    parser.option("--evidence", "commitment to private facts, 0x and 64 hexadecimal digits")
    parser.option("--collection", "address, or symbol as recorded at deployment; the only one recorded if not given")
    parser.switch("--skip-held", "leave out rows whose badge exists")
    parser.chain()
    options = parser.parse_args(arguments)
    sheet = _sheet(options)
    chain = _shared.Chain(options)
    collection = chain.collection(options.collection)
    issuer = Issuer(collection, chain.signer())
    rows = _checked(sheet, issuer, skip_held=options.skip_held)
    if skipped := len(sheet.rows) - len(rows):
        print(f"{skipped} held already, left out")
    if options.dry_run:
        print(f"dry run: {len(rows)} of {len(sheet.rows)} would be issued; nothing was sent")
        return
    for number, row in enumerate(rows, 1):
        try:
            receipt = row.issue(issuer)
        except SoulbadgeError:
            print(f"stopped after {number - 1} of {len(rows)}; go on with --skip-held", file=sys.stderr)
            raise
        print(
            f"{number}/{len(rows)} {row.achievement} to {row.holder}: badge {receipt.badge_id}, {receipt.transaction}"
        )


def _sheet(options: argparse.Namespace) -> Sheet:
    """The CSV, or the one badge as a table of a single row."""
    single = {column: getattr(options, column) or "" for column in COLUMNS}
    if options.csv:
        given = [column for column in COLUMNS if single[column]]
        if given:
            raise ValueInvalidError("csv", f"stands in place of --{given[0]}; give one or the other")
        return Sheet.load(options.csv)
    if not single["achievement"] or not single["holder"]:
        raise ValueInvalidError("what to issue", "give --csv, or --achievement and --holder")
    return Sheet.of("", [(0, single)])


def _checked(sheet: Sheet, issuer: Issuer, *, skip_held: bool) -> tuple[Row, ...]:
    try:
        return sheet.check(issuer, skip_held=skip_held)
    except RowsRefusedError as error:
        if not sheet.file:  # one badge: its one problem, without file and line
            raise error.problems[0][1] from error
        raise


if __name__ == "__main__":
    sys.exit(_shared.run(command, sys.argv[1:]))
