"""What others have published about Open Badges 3.0 and is not in this repository: 1EdTech's schema, and the contexts.

Both are in the source archive of `openbadgeslib`, fetched from PyPI by pip once and kept in `.toolchain/cache`. Where
it cannot be had, tests fail.
"""

import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

PACKAGE, VERSION = "openbadgeslib", "4.6.3"
DIGEST = "aec21bf41b223ae3fcd196aa92972e3d3a6b12048f4929b2ceedd5fc54ea1eaf"
KEPT = Path(__file__).resolve().parents[2] / ".toolchain" / "cache" / f"{PACKAGE}-{VERSION}.tar.gz"
CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3.json",
    "https://w3id.org/security/multikey/v1": "security-multikey-v1.json",
}


@dataclass(frozen=True)
class Published:
    """What the archive holds.

    Attributes:
        schema: 1EdTech's JSON Schema of an AchievementCredential (OpenBadgeCredential).
        contexts: JSON-LD contexts by their address.
        vector: W3C's example of `eddsa-rdfc-2022`: key pair, hashes, signed credential.
    """

    schema: dict[str, Any]
    contexts: dict[str, Any]
    vector: dict[str, Any]

    def load(self, url: str, options: object = None) -> dict[str, Any]:  # noqa: ARG002 (pyld's signature)
        """A document loader for pyld."""
        document = self.contexts[url]
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}


@cache
def published() -> Published:
    """The archive's contents; fetched if need be."""
    if not KEPT.is_file():
        _fetch()
    assert sha256(KEPT.read_bytes()).hexdigest() == DIGEST, f"{KEPT} is not what it was: delete it"
    with tarfile.open(KEPT) as archive:

        def text(path: str) -> str:
            member = archive.extractfile(f"{PACKAGE}-{VERSION}/{path}")
            assert member is not None
            return member.read().decode()

        vector = "tests/fixtures/vc_di_eddsa"
        return Published(
            json.loads(text("tests/fixtures/ob_schemas/ob_v3p0_achievementcredential_schema.json")),
            {url: json.loads(text(f"{PACKAGE}/ob3/contexts/{name}")) for url, name in CONTEXTS.items()},
            {
                "keys": json.loads(text(f"{vector}/key-pair.json")),
                "signed": json.loads(text(f"{vector}/signed-credential.json")),
                "document": text(f"{vector}/doc-hash.txt").strip(),
                "proof": text(f"{vector}/proof-config-hash.txt").strip(),
            },
        )


def _fetch() -> None:
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT.parent) as folder:
        command = [*_pip(folder), "download", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps"]
        command += ["--no-binary", PACKAGE, "--dest", folder, f"{PACKAGE}=={VERSION}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        found = Path(folder) / KEPT.name
        assert found.is_file(), f"the schema of Open Badges cannot be had: {done.stderr[-1000:]}"
        found.replace(KEPT)


def _pip(folder: str) -> list[str]:
    """The machine's pip, else that of an environment made for it: tests run in one without pip."""
    python = str(getattr(sys, "_base_executable", sys.executable))
    if subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
        return [python, "-m", "pip"]
    subprocess.run([python, "-m", "venv", f"{folder}/pip"], capture_output=True, check=True)
    return [f"{folder}/pip/bin/python", "-m", "pip"]
