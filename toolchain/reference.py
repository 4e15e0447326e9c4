"""Writes docs/reference/ from docstrings and from the help of the commands; with --check says what is stale.

    .venv/bin/python toolchain/reference.py
    .venv/bin/python toolchain/reference.py --check

Pages say nothing that the source does not: to change one, change a docstring. A public name is one of
`soulbadge.__all__` or of the `__all__` of a module that a page lists.
"""

import sys
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path

import soulbadge
from reference_commands import commands_page
from reference_python import Entry, described, module_text
from soulbadge import errors

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
COMMAND = ".venv/bin/python toolchain/reference.py"

PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "collection": (
        "Reading a collection",
        (
            "contract",
            "reading.collection",
            "aio",
            "chain.blocks",
            "reading.holders",
            "reading.history",
            "reading.issuers",
            "reading.explain",
            "reading.path",
        ),
    ),
    "values": ("What reads answer: frozen values, and ids", ("models", "ids")),
    "writing": ("Writing: owners, issuers, holders", ("issuer", "holder", "deployment", "deployments", "signers")),
    "issuing": ("Catalogs, and tables of badges", ("catalog", "issuing.rows", "issuing")),
    "vouchers": (
        "Vouchers, claims, and what is given up by signature",
        (
            "vouchers.signed",
            "vouchers.book",
            "vouchers.rows",
            "vouchers.links",
            "vouchers.claims",
            "vouchers.renunciations",
            "typed_data",
            "merkle",
        ),
    ),
    "evidence": ("Evidence: private facts", ("evidence.documents", "evidence.checks")),
    "proofs": ("Presentations: challenges, wallets, verdicts", ("proofs",)),
    "bundles": ("Bundles: proofs that need no node", ("proofs.bundles",)),
    "policies": ("Policies: what a verifier demands", ("policy",)),
    "trust": ("Trust: whose badges count", ("trust",)),
    "sharing": ("Sharing with one audience", ("sharing",)),
    "resume": ("Résumés, and credentials of Open Badges 3.0", ("resume", "openbadges")),
    "web": ("The site, and gates in other people's", ("web",)),
    "audit": ("Auditing a collection, and standards of any token", ("auditing", "conformance")),
    "testing": ("Fixtures for other people's tests, and contracts", ("testing", "_installed")),
}
"""Page by page: its title, and the modules whose public names it describes."""

_LISTED = [f"soulbadge.{module}" for _, modules in PAGES.values() for module in modules]


def pages() -> dict[str, str]:
    """The text of every page, by the name of its file."""
    found: dict[str, str] = {}
    index: list[tuple[str, str, str]] = []
    for page, (title, modules) in PAGES.items():
        parts = [f"# {title}", _made_by()]
        for module in modules:
            entries = _entries(module)
            if not entries:
                continue
            public = not module.startswith("_")
            if public:
                parts += [f"## soulbadge.{module}", module_text(f"soulbadge.{module}")]
            parts += [entry.text for entry in entries]
            index += [(entry.name, f"{page}.md", entry.summary) for entry in entries]
        found[f"{page}.md"] = _joined(parts)
    found["errors.md"] = _joined(["# Errors", _made_by(), module_text("soulbadge.errors"), _errors()])
    found["command-line.md"] = _joined(["# The command line", _made_by(), *commands_page()])
    found["README.md"] = _joined(_index(index))
    return found


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check say which are stale."""
    wanted = pages()
    there = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")}
    stale = sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))
    if arguments == ["--check"]:
        for name in stale:
            print(f"docs/reference/{name} is stale; run {COMMAND}", file=sys.stderr)
        return 1 if stale else 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    return 0


def _entries(module: str) -> list[Entry]:
    """The public names of a module: its own, and those of the package that live in it."""
    home = import_module(f"soulbadge.{module}")
    declared = list(getattr(home, "__all__", ()))
    names = list(dict.fromkeys([*declared, *(name for name in soulbadge.__all__ if _home(name) == home.__name__)]))
    found = []
    for name in sorted(names, key=lambda each: (each.lower(), each)):
        if name in soulbadge.__all__ and _home(name) == home.__name__:
            found.append(described(home, name, "soulbadge"))
        elif name not in soulbadge.__all__ or getattr(soulbadge, name) is not getattr(home, name):
            found.append(described(home, name, home.__name__))
    return [entry for entry in found if entry is not None]


def _errors() -> str:
    """All errors, with their values and the class above each."""
    table = ["| error | is a | values | when |", "| --- | --- | --- | --- |"]
    for name in sorted(errors.__all__):
        kind = getattr(errors, name)
        above = ", ".join(f"`{each.__name__}`" for each in kind.__bases__)
        values = ", ".join(f"`{each.name}`" for each in fields(kind)) if is_dataclass(kind) else ""
        told = " ".join((kind.__doc__ or "").split("\n\n")[0].split())
        table.append(f"| `{name}` | {above} | {values} | {_cell(told)} |")
    return "\n".join(table)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _home(name: str) -> str:
    """The module whose page has a name of the package."""
    value = getattr(soulbadge, name)
    module = str(value.__module__)
    if module.startswith(errors.__name__) or module in _LISTED:
        return module
    shown = [each for each in _LISTED if name in getattr(import_module(each), "__all__", ())]
    if not shown:
        raise SystemExit(f"reference: no page has soulbadge.{name}, of {module}: add its module to PAGES")
    return shown[0]


def _index(entries: list[tuple[str, str, str]]) -> list[str]:
    listed = [f"* [{title}]({page}.md)" for page, (title, _) in PAGES.items()]
    table = ["| name | says |", "| --- | --- |"]
    for name, page, summary in sorted(entries, key=lambda each: (each[0].lower(), each[0])):
        table.append(f"| [`{name}`]({page}#{name.lower()}) | {_cell(summary)} |")
    return [
        "# Reference",
        _made_by(),
        "\n".join(["* [The command line](command-line.md)", *listed, "* [Errors](errors.md)"]),
        "All public names but the errors:",
        "\n".join(table),
    ]


def _made_by() -> str:
    return f"Made from the source by `{COMMAND}`; a test fails where it is stale."


def _joined(parts: list[str]) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
