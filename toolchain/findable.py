"""Lets a virtual environment find the project's compiler and chains without exported variables.

`toolchain/prepare.py` copies this file into each environment's site-packages beside a `.pth` line that imports it, so
it runs at every start of that environment's Python: `.venv-brownie/bin/brownie compile` works as typed. It must stay
cheap, import nothing beyond `os` and `sys`, and never raise.
"""

import os
import sys


def announce(project: str) -> None:
    """Point py-solc-x at the project's compilers and put the project's programs first on PATH."""
    # setdefault: someone who exports the variable knows why.
    os.environ.setdefault("SOLCX_BINARY_PATH", os.path.join(project, ".toolchain", "solcx"))  # noqa: PTH118 (pathlib costs 10 ms at every start)
    programs = os.path.join(project, ".toolchain", "bin")  # noqa: PTH118 (as above)
    path = os.environ.get("PATH", os.defpath)
    if programs not in path.split(os.pathsep):
        os.environ["PATH"] = programs + os.pathsep + path


# The environments stand at the root of the project, so their parent is the project, wherever it was cloned.
announce(os.path.dirname(os.path.abspath(sys.prefix)))  # noqa: PTH100, PTH120 (as above)
