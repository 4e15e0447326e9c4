"""The command line: `soulbadge COMMAND`.

How it is made, for whoever adds a command:

* `commands/<name>.py` holds one click command called `command`; the group finds it by its file (`_` becomes `-`).
* It imports click and the light modules of this package at its top (`command`, `options`, `output`), and the
  library inside the function: `soulbadge --help` reads every command, and must never import web3.
* `@define(examples=…, writes=…)` gives `--json`, and `--dry-run` where it writes. `@network_options` gives the
  function a `session`, by which it reaches chain and collection; `@signer_options` one that also knows who signs.
* Results go through `emit`, everything else through `note`; a refusal is an exception of `soulbadge.errors`.
"""

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `soulbadge` with these arguments (the process's own if None); the exit code comes back.

    0 done, 1 refused or failed, 2 wrong usage, 130 interrupted.
    """
    from ._run import run

    return run(arguments)
