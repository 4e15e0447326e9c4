"""The benchmark on a smaller table: it verifies what it measures, and memory stays in proportion."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[3] / "benchmarks" / "vouchers.py"


@pytest.mark.parametrize("options", [(), ("--without-pysha3",)])
def test_twenty_thousand_vouchers_take_seconds_and_little_memory(tmp_path: Path, options: tuple[str, ...]) -> None:
    command = [sys.executable, str(PROGRAM), "--rows", "20000", "--samples", "50", "--folder", str(tmp_path), *options]
    figures = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout)
    assert figures["verified"] == 50
    # A million in 90 seconds and 2 GB, with room for a busy machine.
    assert figures["seconds"] < 20_000 * 90 / 1_000_000 * 5
    assert figures["peak_megabytes"] < 150
    assert figures["pysha3"] == (not options)
    assert not list(tmp_path.iterdir())
