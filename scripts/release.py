"""Keep the code hashes by which a deployed collection is recognised: src/soulbadge/releases.json.

    python scripts/release.py            enter the code in src/soulbadge/abi under the version in pyproject.toml
    python scripts/release.py --check    exit 1 with one line if that entry is missing or says something else

A hash is keccak-256 of a contract's runtime code, as `eth_getProof` and EXTCODEHASH give it. There are no immutables,
so it is the same wherever and by whomever a release is deployed.
"""

import argparse
import json
import re
import sys
from pathlib import Path

from eth_utils.crypto import keccak

ROOT = Path(__file__).resolve().parents[1]
RELEASES = ROOT / "src" / "soulbadge" / "releases.json"
CONTRACTS = ("BadgeReader", "BadgeRenderer", "Badges")


def main() -> None:
    """Enter the code: what `brownie run release` calls."""
    code = command([])
    if code:
        raise SystemExit(code)


def command(arguments: list[str]) -> int:
    """Run with these arguments; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if the entry is not up to date")
    check: bool = parser.parse_args(arguments).check
    version, hashes = _version(), {name: _code_hash(name) for name in CONTRACTS}
    releases: dict[str, dict[str, str]] = json.loads(RELEASES.read_text("utf-8")) if RELEASES.is_file() else {}
    if releases.get(version) == hashes:
        return 0
    if check:
        problem = "other code" if version in releases else "nothing"
        print(f"release: {RELEASES.name} has {problem} under {version}; run `make compile` and commit", file=sys.stderr)
        return 1
    releases[version] = hashes
    RELEASES.write_text(json.dumps(releases, indent=2, sort_keys=True) + "\n", "utf-8")
    print(f"release: {version} entered in {RELEASES.relative_to(ROOT)}")
    return 0


def _version() -> str:
    found = re.search(r'^version = "([^"]+)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    if found is None:
        sys.exit("release: pyproject.toml has no version")
    return found[1]


def _code_hash(name: str) -> str:
    artifact = json.loads((ROOT / "src" / "soulbadge" / "abi" / f"{name}.json").read_text("utf-8"))
    return "0x" + keccak(hexstr=artifact["runtime"]).hex()


if __name__ == "__main__":
    sys.exit(command(sys.argv[1:]))
