"""What the project is made with, as bills of materials (CycloneDX 1.6): one for each lock file, written to build/sbom/.

The lock files are the truth: a bill says of each of their packages the version, every hash that the lock accepts, and
the licence that the installed package states. It names no registry, no time and no machine, so the same locks give the
same bytes, in the environments of the same machine. Packages that are not installed here (for other systems and other
Pythons) stand in it without licence and are counted apart.
"""

from __future__ import annotations

import base64
import importlib
import importlib.util
import json
import re
from dataclasses import dataclass, replace
from importlib.metadata import Distribution, distribution, distributions
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from assurance._figures import Figure, Figures, MeasureError
from assurance._running import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BILLS = ROOT / "build" / "sbom"
LOCKS = ROOT / "toolchain" / "requirements"
PLACES = {
    "dev": ".venv/lib/python3*/site-packages",
    "demo": ".venv/lib/python3*/site-packages",
    "brownie": ".venv-brownie/lib/python3*/site-packages",
    "assure": ".venv-assure/lib/python3*/site-packages",
    "build": ".venv/lib/python3*/site-packages",
    "node": ".toolchain/node",
    "uv": ".toolchain/uv",
}
"""Where the packages of a lock file are installed; what is there tells their licences."""

_PINNED = re.compile(
    r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;]+)(?:\s*;\s*(?P<when>.*))?"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_NO_LICENCE = ("", "unknown", "none")

SHOWS = """
Every package of every lock file, with the hashes that an installation demands and the licence that the package states.
The bills are written to `build/sbom/*.cdx.json` (CycloneDX 1.6); the same locks give the same bytes.
"""
NOTES = (
    "A Python package has one hash for each of its archives: the lock accepts any of them, an installation uses one.",
    "The npm packages without a hash, if any, come inside the archive of another package, whose hash covers them.",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One package of one lock file. `absent` is one that is not installed here."""

    kind: str
    name: str
    version: str
    hashes: tuple[tuple[str, str], ...]
    licence: str = ""
    expression: bool = False
    absent: bool = False
    covered: bool = False
    """Whether it came inside the archive of another, whose hash covers it."""

    @property
    def purl(self) -> str:
        """What it is called wherever it comes from."""
        return f"pkg:{self.kind}/{quote(self.name, safe='/')}@{quote(self.version, safe='')}"

    def component(self) -> dict[str, Any]:
        """As CycloneDX has it."""
        group, _, name = self.name.rpartition("/")
        found: dict[str, Any] = {"type": "library", "bom-ref": self.purl, "name": name, "version": self.version}
        if group:
            found["group"] = group
        if self.hashes:
            found["hashes"] = [{"alg": alg, "content": content} for alg, content in self.hashes]
        if self.licence:
            stated = {"expression": self.licence} if self.expression else {"license": {"name": self.licence}}
            found["licenses"] = [stated]
        return {**found, "purl": self.purl}


def measure(*, ci: bool) -> Figures:  # noqa: ARG001 (it is quick)
    """Write the bills, and count what they lack."""
    bills = {file.stem: list(_python(file)) for file in sorted(LOCKS.glob("*.txt"))}
    if unknown := bills.keys() - PLACES.keys():
        raise MeasureError(f"assurance/bom.py does not know where {min(unknown)}.txt is installed: add it there")
    bills["npm"] = list(_npm(ROOT / "package-lock.json"))
    BILLS.mkdir(parents=True, exist_ok=True)
    problems = 0
    for name, parts in bills.items():
        text = json.dumps(document(parts), indent=1, ensure_ascii=False) + "\n"
        (BILLS / f"{name}.cdx.json").write_text(text, encoding="utf-8")
        problems += "://" in text or len({part.purl for part in parts}) != len(parts)
        problems += not _is_valid(text)
    absent_first = sorted((part for parts in bills.values() for part in parts), key=lambda part: not part.absent)
    every = {part.purl: part for part in absent_first}.values()
    bare = sorted(part.purl for part in every if not part.hashes and not part.covered)
    free = sorted(part.purl for part in every if not part.licence and not part.absent)
    rows = (
        Figure.told("bills of materials", ", ".join(f"{name} {len(parts)}" for name, parts in bills.items())),
        Figure.at_least("different packages", len(every), 300),
        Figure.exactly("packages without a hash", len(bare), 0),
        Figure.at_most("installed packages that state no licence", len(free), 5),
        Figure.told("packages for other systems, whose licence is not known here", sum(part.absent for part in every)),
        Figure.exactly("bills that name an address, have one package twice, or break the schema", problems, 0),
        Figure.told("checked against the schema", "yes" if _validator() else "no: cyclonedx-python-lib is not here"),
    )
    return Figures("Bills of materials (CycloneDX)", " ".join(SHOWS.split()), rows, (*NOTES, *_named(bare, free)))


def document(parts: list[Part]) -> dict[str, Any]:
    """A bill, with what was made of its parts."""
    ours = distribution("soulbadge")
    made = Part("pypi", "soulbadge", ours.version, (), *_licence(ours)).component()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**made, "type": "application"}},
        "components": [part.component() for part in sorted(parts, key=lambda part: part.purl)],
    }


def _python(lock: Path) -> Iterator[Part]:
    """The packages of a lock file. One that has two versions, for two Pythons, is two."""
    installed = _installed(lock.stem)
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line.startswith("#"):
            continue
        found = _PINNED.match(line)
        if found is None:
            raise MeasureError(f"{lock.name} has a line that pins nothing: {line[:60]}")
        hashes = tuple(("SHA-256", each) for each in sorted(set(_HASH.findall(line))))
        there = installed.get(_plain(found["name"]))
        here = there is not None and there.version == found["version"]
        licence, expression = _licence(there) if there is not None and here else ("", False)
        yield Part("pypi", _plain(found["name"]), found["version"], hashes, licence, expression, absent=not here)


def _installed(lock: str) -> dict[str, Distribution]:
    places = [str(each) for each in ROOT.glob(PLACES.get(lock, ""))] if lock in PLACES else []
    found = distributions(path=places) if places else ()
    return {_plain(each.metadata["Name"]): each for each in found}


def _licence(package: Distribution) -> tuple[str, bool]:
    """What a package states, and whether that is an expression of SPDX (PEP 639)."""
    stated = package.metadata
    if expression := stated["License-Expression"]:
        return expression, True
    classes = [each.rpartition("::")[2].strip() for each in stated.get_all("Classifier") or () if "License ::" in each]
    named = [each for each in classes if each != "OSI Approved"]
    text = (stated["License"] or "").strip().partition("\n")[0][:100]
    found = " OR ".join(named) or ("" if text.lower() in _NO_LICENCE else text)
    return found or next((f"see {file.name}" for file in package.files or () if _is_licence(file.name)), ""), False


def _is_licence(name: str) -> bool:
    return name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))


def _npm(lock: Path) -> Iterator[Part]:
    """The packages of package-lock.json."""
    seen: dict[str, Part] = {}
    for path, package in json.loads(lock.read_text(encoding="utf-8"))["packages"].items():
        if not path or package.get("link"):
            continue
        name = package.get("name") or path.rpartition("node_modules/")[2]
        hashes = tuple(_integrity(each) for each in package.get("integrity", "").split())
        licence = package.get("license") or _stated(ROOT / path / "package.json")
        absent = not (ROOT / path).is_dir()
        part = Part("npm", name, package["version"], hashes, licence, expression=True, absent=absent)
        part = replace(part, covered=bool(package.get("inBundle")))
        if len(hashes) >= len(seen.get(part.purl, part).hashes):  # once by itself and once inside another
            seen[part.purl] = part
    yield from seen.values()


def _stated(file: Path) -> str:
    found = json.loads(file.read_text(encoding="utf-8")).get("license", "") if file.is_file() else ""
    return found if isinstance(found, str) else ""


def _integrity(text: str) -> tuple[str, str]:
    algorithm, _, digest = text.partition("-")
    return algorithm.upper().replace("SHA", "SHA-"), base64.b64decode(digest).hex()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _validator() -> Any:  # noqa: ANN401 (a library that may not be there)
    if importlib.util.find_spec("cyclonedx") is None:
        return None
    schema, validation = (importlib.import_module(f"cyclonedx.{name}") for name in ("schema", "validation.json"))
    return validation.JsonStrictValidator(schema.SchemaVersion.V1_6)


def _is_valid(text: str) -> bool:
    validator = _validator()
    return validator is None or validator.validate_str(text) is None


def _named(bare: list[str], free: list[str]) -> tuple[str, ...]:
    told = (("without a hash", bare), ("that state no licence", free))
    return tuple(f"Packages {what}: {', '.join(f'`{each}`' for each in found)}." for what, found in told if found)
