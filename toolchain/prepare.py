"""Prepares this clone, from package registries alone, and does nothing where nothing has changed.

    python3 toolchain/prepare.py demo    the library and a chain inside the process: Python only, no Node, no compiler
    python3 toolchain/prepare.py test    everything: tools, Brownie, Node, chains, compiler
    python3 toolchain/prepare.py assure  what attacks the contracts, beside all that

The make targets call it; nobody needs to. It asks no questions, writes only inside the clone, and leaves again when the
stamps say that everything was made from today's lock files.
"""

import sys

if sys.version_info < (3, 10):  # noqa: UP036 (this line exists for those who run it with an older Python)
    sys.exit("toolchain: Python 3.10 or newer is needed: make PYTHON=python3.11 ...")

from collections.abc import Callable

import environments
import programs
from steps import PrepareError, Step

# Callables, made one after the other: what a step depends on may not exist before the one ahead of it has run.
PROFILES: dict[str, tuple[Callable[[], Step], ...]] = {
    "demo": (environments.demo,),
    "test": (
        environments.development,
        environments.brownie,
        programs.node,
        programs.npm_packages,
        programs.links,
        programs.solc,
    ),
    "assure": (environments.assurance,),
}


def main(arguments: list[str]) -> int:
    """Prepare one profile; return the exit code."""
    if len(arguments) != 1 or arguments[0] not in PROFILES:
        print(f"usage: prepare.py {{{'|'.join(PROFILES)}}}", file=sys.stderr)
        return 2
    if sys.platform == "win32":
        print("toolchain: Windows is not supported, use WSL", file=sys.stderr)
        return 1
    profile = arguments[0]
    # An environment that can do everything can also do the demo: never take it down to less.
    if profile == "demo" and environments.development().is_done():
        return 0
    try:
        for step in PROFILES[profile]:
            step().ensure()
    except PrepareError as error:
        print(f"toolchain: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
