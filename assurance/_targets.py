"""What mutmut changes, which tests must notice, and which changes are no change at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from assurance._figures import MeasureError
from assurance._running import ROOT
from soulbadge.forms.strict_toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

EQUIVALENT = ROOT / "assurance" / "equivalent_python.toml"
_MOST_TEXT = 1_000_000
"""Characters of it."""


@dataclass(frozen=True, slots=True)
class Target:
    """Some modules, and the tests that are about them.

    Attributes:
        name: The name of its folder below `build/assurance/mutmut`.
        modules: Patterns of files below `src/soulbadge`.
        tests: Files and folders below `tests/client`.
        without: What of these starts a node or processes, or takes long and shows no more: words of test names.
    """

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]
    without: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    """Patterns of files that `modules` would take in (its asterisk goes into folders too) and that are another's."""
    only: tuple[str, ...] = ()
    """Patterns of mutants to try; all if there are none."""
    anvil: bool = False
    """Whether the tests ask a chain of anvil's; they find one that is up, and leave it as it is."""

    def rests_on(self, file: str) -> bool:
        """Whether a file of this tree is one of the modules or of the tests."""
        path = PurePath(file)
        if path.is_relative_to("src/soulbadge"):
            name = str(path.relative_to("src/soulbadge"))
            return _matches(name, self.modules) and not _matches(name, self.spared)
        if any(words in path.name for words in self.without):
            return False
        return any(path.is_relative_to(f"tests/client/{each}") for each in self.tests)


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


SAMPLE = Target("sample", ("typed_data.py",), ("test_typed_data.py",), only=("soulbadge.typed_data.x__*",))
"""For CI: what takes seconds."""

TRIES = tuple(f"proofs/bundles/{name}.py" for name in ("documents", "layout", "proven", "rlp", "tries"))
"""What reads what stands in a chain's state."""

ASKING = ("proofs/bundles/agreement.py", "proofs/bundles/headers.py", "proofs/bundles/rpc_proofs.py")
"""What speaks with nodes, which its tests have lie."""

TARGETS = (
    Target("typed_data", ("typed_data.py", "merkle.py"), ("test_typed_data.py", "test_merkle.py")),
    Target("journal", ("issuing/journal.py",), ("issuing/test_journal_file.py",)),
    Target(
        "proofs",
        ("proofs/*.py", "chain/wallets.py"),
        (
            "proofs/test_answers.py",
            "proofs/test_nonces.py",
            "proofs/test_signatures.py",
            "proofs/test_verification.py",
        ),
        ("of_several_processes", "of_a_hundred"),
        spared=("proofs/bundles/*.py",),
    ),
    Target(
        "tries",
        TRIES,
        (
            "proofs/bundles/test_rlp.py",
            "proofs/bundles/test_tries.py",
            "proofs/bundles/test_forged_states.py",
            "proofs/bundles/test_refusals.py",
            "proofs/bundles/test_sources.py",
            "proofs/bundles/test_spellings.py",
            "proofs/bundles/test_bundle.py",
        ),
        ("needs_neither", "in_a_moment", "of_another_release", "a_thousand_items", "thousands_of"),
        anvil=True,
    ),
    Target(
        "bundles",
        ("proofs/bundles/*.py",),
        (
            "proofs/bundles/test_bundle.py",
            "proofs/bundles/test_flips.py",
            "proofs/bundles/test_forged_states.py",
            "proofs/bundles/test_listed.py",
            "proofs/bundles/test_refusals.py",
            "proofs/bundles/test_sources.py",
        ),
        ("needs_neither", "in_a_moment", "of_another_release", "no_byte_of", "cut_out"),
        spared=(*TRIES, *ASKING),
        anvil=True,
    ),
    Target(
        "asking",
        ASKING,
        ("proofs/bundles/test_lying_nodes.py", "proofs/bundles/test_bundle.py", "proofs/bundles/test_sources.py"),
        ("needs_neither", "in_a_moment"),
        anvil=True,
    ),
    Target("policy", ("policy/*.py",), ("policy",), ("test_club", "every_policy_is_valid")),
)


class Mutant(NamedTuple):
    """A change, told by what was changed: numbers move with every edit of a file.

    Attributes:
        function: Where: module and function, as in `soulbadge.merkle.sibling`.
        sound: The line as it is.
        changed: The line as mutmut wrote it.
    """

    function: str
    sound: str
    changed: str


@dataclass(frozen=True, slots=True)
class Equivalents:
    """What was looked at, and cannot be told from the sound code.

    Attributes:
        mutants: One by one.
        caseless: By module, the pattern of a line in which upper and lower case are the same: a statement of SQL.
    """

    mutants: frozenset[Mutant]
    caseless: Mapping[str, re.Pattern[str]]

    @classmethod
    def read(cls) -> Equivalents:
        """From `equivalent_python.toml`.

        Raises:
            MeasureError: A reason is missing.
        """
        groups = read_toml(EQUIVALENT, _MOST_TEXT, MeasureError)["equivalent"]
        for group in groups:
            if not group["why"].strip():
                raise MeasureError(f"{EQUIVALENT.name} declares mutants equivalent and does not say why: {group}")
        return cls(
            frozenset(Mutant(*mutant) for group in groups for mutant in group.get("mutants", [])),
            {module: re.compile(group["caseless"]) for group in groups for module in group.get("modules", [])},
        )

    def __contains__(self, mutant: Mutant) -> bool:
        if mutant in self.mutants:
            return True
        alike = mutant.sound.casefold() == mutant.changed.casefold()
        return alike and any(
            mutant.function.startswith(f"{module}.") and pattern.search(mutant.sound)
            for module, pattern in self.caseless.items()
        )


def mutant_of(name: str, diff: str) -> Mutant:
    """A mutant by mutmut's name and diff: `soulbadge.a.xǁKindǁdo__mutmut_7` is one of `soulbadge.a.Kind.do`."""
    module, _, function = name.rpartition("__mutmut_")[0].rpartition(".")
    function = re.sub("^x_", "", function).removeprefix("xǁ").replace("ǁ", ".")
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    out, put = ("\n".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return Mutant(f"{module}.{function}", out, put)
