"""Writes the lock files again (`make lock`): npm's, and each Python environment's for every Python from 3.10 on.

They name no index, no host and no path of this machine, so anybody's mirror serves them, and `git diff` shows versions.
"""

import sys

import environments
import programs
from steps import REQUIREMENTS, ROOT, PrepareError, run, say

HEADER = "# Written by `make lock`. Edit pyproject.toml or toolchain/requirements/*.in, not this file.\n"

# In this order: the demo's environment is a part of the developers' and takes its versions from there.
LOCKS: dict[str, tuple[str, ...]] = {
    "dev": ("pyproject.toml", "--extra", "demo", "--extra", "scripts", "--extra", "web", "--group", "dev"),
    "demo": ("pyproject.toml", "--extra", "demo", "--constraints", "toolchain/requirements/dev.txt"),
    "brownie": ("pyproject.toml", "--extra", "scripts", "--group", "brownie"),
    "assure": ("toolchain/requirements/assure.in",),
    "build": ("toolchain/requirements/build.in",),
    "node": ("toolchain/requirements/node.in",),
    "uv": ("toolchain/requirements/uv.in",),
}


def compile_lock(name: str, sources: tuple[str, ...]) -> None:
    """Resolve one environment anew, to the newest versions that its bounds allow."""
    target = REQUIREMENTS / f"{name}.txt"
    options = "--universal --python-version 3.10 --generate-hashes --upgrade --quiet"
    silence = "--no-header --no-annotate --no-emit-index-url --no-emit-find-links"
    answer = run(
        [environments.UV, "pip", "compile", *sources, *options.split(), *silence.split()],
        purpose=f"resolve {target.relative_to(ROOT)}",
        environment=environments.UV_ENVIRONMENT,
    )
    if "://" in answer:
        raise PrepareError(f"{target.name} would name an address: see what index configuration uv reads")
    target.write_text(HEADER + answer, encoding="utf-8")
    say(str(target.relative_to(ROOT)))


def lock_npm() -> None:
    """Write package-lock.json; `.npmrc` keeps the registry's addresses out of it."""
    programs.node().ensure()
    programs.npm("install", "--package-lock-only", purpose="resolve package-lock.json")
    if '"resolved"' in (ROOT / "package-lock.json").read_text(encoding="utf-8"):
        raise PrepareError("package-lock.json names registry addresses: npm 8.11 or newer is needed, see .npmrc")
    say("package-lock.json")


def main() -> int:
    """Write all lock files; return the exit code."""
    try:
        environments.uv().ensure()
        for name, sources in LOCKS.items():
            compile_lock(name, sources)
        lock_npm()
    except PrepareError as error:
        print(f"toolchain: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
