"""The virtual environments.

`.venv` has the library and its tools, `.venv-brownie` Brownie with its pins, `.venv-assure` what attacks the contracts.

Everything is installed from lock files with hashes. uv does it where uv can be had (seconds instead of a minute), pip
where not: an index that only pip is configured for must not stop anybody.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from steps import HOME, REQUIREMENTS, ROOT, PrepareError, Step, run, say

PYTHON = Path(getattr(sys, "_base_executable", sys.executable))
"""The interpreter outside any environment: the one we run in may be inside the environment that is made anew."""

UV = HOME / "uv" / "bin" / "uv"
UV_ENVIRONMENT = {
    "UV_SYSTEM_CERTS": os.environ.get("UV_SYSTEM_CERTS", "1"),  # trust what the machine trusts, as pip and npm do
    "UV_PYTHON_DOWNLOADS": "never",  # Python comes from the machine, everything else from package registries
    "UV_NO_PROGRESS": "1",
}


def demo() -> Step:
    """`.venv` with the library and a chain inside the process: all that `make demo` needs."""
    return _environment(".venv", "demo", "Python environment for the demo")


def development() -> Step:
    """`.venv` with everything but Brownie."""
    return _environment(".venv", "dev", "Python environment with the development tools")


def brownie() -> Step:
    """`.venv-brownie`: Brownie pins about eighty packages, some of them old, and must not decide for the library."""
    return _environment(".venv-brownie", "brownie", "Python environment with Brownie")


def assurance() -> Step:
    """`.venv-assure`: the tools of `make assure`, whose pins are nobody else's business."""
    return _environment(".venv-assure", "assure", "Python environment with the tools that attack the contracts")


def uv() -> Step:
    """The installer, from PyPI, kept inside the project."""
    lock = REQUIREMENTS / "uv.txt"
    return Step(
        title="uv",
        stamp=HOME / "uv" / "made-from",
        inputs=(lock, Path(__file__)),
        outputs=(UV,),
        make=lambda: install_into(HOME / "uv", lock),
    )


def install_into(folder: Path, lock: Path) -> None:
    """Install a lock file's packages into a folder, with pip (for uv itself, and for Node)."""
    run(
        [*_pip(), "install", *_pip_options(lock), "--upgrade", "--target", folder],
        purpose=f"install {lock.stem} from PyPI",
    )


def _environment(folder: str, name: str, title: str) -> Step:
    place, lock = ROOT / folder, REQUIREMENTS / f"{name}.txt"
    return Step(
        title=f"{title} ({folder})",
        stamp=place / f"made-for-{name}",
        inputs=(lock, REQUIREMENTS / "build.txt", ROOT / "pyproject.toml", *_own_files(), str(PYTHON), sys.version),
        outputs=(place / "bin" / "python",),
        make=lambda: _make(place, lock),
    )


def _own_files() -> Sequence[Path]:
    return (Path(__file__), ROOT / "toolchain" / "findable.py")


def _make(place: Path, lock: Path) -> None:
    for needed in ("README.md", "LICENSE"):
        if not (ROOT / needed).exists():
            raise PrepareError(f"{needed} is missing: pyproject.toml names it, and the library cannot be built without")
    # --without-pip: nothing in there needs it, and Debian's bare python3 could not provide it.
    run([PYTHON, "-m", "venv", "--clear", "--without-pip", place], purpose=f"make {place.name}")
    try:
        uv().ensure()
        _install_with_uv(place, lock)
    except PrepareError as error:
        say(f"{error}; trying again with pip")
        _install_with_pip(place, lock)
    _make_findable(place)


def _install_with_uv(place: Path, lock: Path) -> None:
    install: list[str | Path] = [UV, "pip", "install", "--quiet", "--python", place / "bin" / "python"]
    constraints: list[str | Path] = ["--build-constraints", REQUIREMENTS / "build.txt"]
    purpose = f"install {lock.stem}.txt into {place.name}"
    run([*install, *constraints, "--require-hashes", "-r", lock], purpose=purpose, environment=UV_ENVIRONMENT)
    run(
        [*install, *constraints, "--no-deps", "--editable", ROOT],
        purpose=f"install the library into {place.name}",
        environment=UV_ENVIRONMENT,
    )


def _install_with_pip(place: Path, lock: Path) -> None:
    pip: list[str | Path] = [*_pip(), "--python", place / "bin" / "python", "install"]
    run([*pip, *_pip_options(lock)], purpose=f"install {lock.stem}.txt into {place.name}")
    run(
        [*pip, "--quiet", "--no-input", "--no-deps", "--editable", ROOT],
        purpose=f"install the library into {place.name}",
    )


def _pip_options(lock: Path) -> list[str | Path]:
    return ["--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes", "-r", lock]


def _pip() -> list[str | Path]:
    """The machine's pip, else one in an environment of our own."""
    try:
        run([PYTHON, "-m", "pip", "--version"], purpose="find pip")
    except PrepareError:
        place = HOME / "pip"
        if not (place / "bin" / "pip").exists():
            run(
                [PYTHON, "-m", "venv", "--clear", place],
                purpose="find pip (on Debian and Ubuntu: apt-get install python3-venv)",
            )
        return [place / "bin" / "python", "-m", "pip"]
    return [PYTHON, "-m", "pip"]


def _make_findable(place: Path) -> None:
    """See `findable.py`: the environment shall find compilers and chains by itself."""
    packages = next((place / "lib").glob("python3*")) / "site-packages"
    module = "_soulbadge_toolchain"
    (packages / f"{module}.py").write_bytes((ROOT / "toolchain" / "findable.py").read_bytes())
    (packages / f"{module}.pth").write_text(f"import {module}\n", encoding="ascii")
