"""Evidence: the private facts behind a badge. Pure.

A document of named facts is committed to one 32-byte hash, which stands on chain; the document stays with the holder,
who discloses chosen facts.

>>> document = EvidenceDocument.of({"grade": "A", "born": "2001-04-05"})
>>> issuer.issue("cka", holder, evidence=document.commitment)
>>> shown = document.disclose(["grade"])  # nobody learns anything about "born", nor that there is one

Each fact is a leaf with a random salt of 32 bytes, so that no guess can be tried, and the leaves are filled up with
random ones to the next power of two, at least eight. With ‖ for bytes joined, H for Keccak-256 and T(x) for
H("soulbadge evidence " ‖ x ‖ " v1"):

    leaf        H(H(T("field") ‖ salt ‖ the canonical JSON (RFC 8785) of [name, value]))
    filling     H(H(T("padding") ‖ salt))
    node        H(the two children in ascending order), the leaves sorted: OpenZeppelin's StandardMerkleTree
    commitment  H(T("document") ‖ the tree's depth in 32 bytes ‖ root)

The depth in the commitment fixes the length of every proof, so no inner node passes for a leaf or for a root. Whoever
makes a document is trusted with its facts, no name of which stands in it twice; a holder who is handed the document
can see that nothing else is in it, because every leaf is there.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from soulbadge.errors import EvidenceMalformedError, ValueInvalidError
from soulbadge.ids import caip19, split
from soulbadge.merkle import MerkleTree, evidence_leaf, root_from

from .forms import (
    DEPTHS,
    FEWEST,
    FORMAT,
    MOST,
    SALT,
    Field,
    badge_of,
    check_fields,
    check_place,
    commitment_of,
    hash_of,
    hex_of,
    hexes_of,
    list_of,
    members,
    object_of,
    padding_leaf,
    parsed,
    path_of,
    value_text,
)

Fact: TypeAlias = "str | int | bool | Sequence[Fact] | Mapping[str, Fact] | None"
"""A value: JSON without fractions."""


@dataclass(frozen=True, slots=True)
class EvidenceDocument:
    """All facts behind a badge, with their salts: the holder's secret. `of` makes one, `parse` reads it.

    Attributes:
        fields: The facts, by name.
        padding: Salts of the leaves that fill the tree up.
        badge: CAIP-19 name of the badge, or empty while it is not known.
        path: From the badge's leaf up to its cohort's evidence root; empty for a badge issued one by one.
    """

    fields: tuple[Field, ...]
    padding: tuple[bytes, ...]
    badge: str = ""
    path: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        check_fields(self.fields)
        count = len(self.fields) + len(self.padding)
        if not FEWEST <= count <= MOST or count & (count - 1):
            raise EvidenceMalformedError("padding", f"fields and padding should be {FEWEST} to {MOST}, a power of 2")
        salts = [*(field.salt for field in self.fields), *self.padding]
        if any(len(salt) != SALT or not any(salt) for salt in salts) or len(set(salts)) != count:
            raise EvidenceMalformedError("salt", f"expected {SALT} random bytes for each, no two the same")
        check_place(self.badge, self.path)

    @classmethod
    def of(
        cls, facts: Mapping[str, Fact], *, new_salt: Callable[[int], bytes] = secrets.token_bytes
    ) -> "EvidenceDocument":
        """A document of these facts, with fresh salts: each time another commitment.

        Raises:
            EvidenceMalformedError: A name or a value is not one that every reader understands alike.
        """
        names = sorted(facts, key=str)
        fields = tuple(Field(name, value_text(name, facts[name]), new_salt(SALT)) for name in names)
        check_fields(fields)
        size = max(FEWEST, 1 << (len(fields) - 1).bit_length())
        return cls(fields, tuple(new_salt(SALT) for _ in range(size - len(fields))))

    @property
    def commitment(self) -> bytes:
        """The 32 bytes that an issuer writes on chain."""
        tree = self._tree()
        return commitment_of(len(tree).bit_length() - 1, tree.root)

    @property
    def facts(self) -> dict[str, Any]:
        """Names and values."""
        return {field.name: field.value for field in self.fields}

    def of_badge(self, badge: str, path: Sequence[bytes] = ()) -> "EvidenceDocument":
        """The same document for the badge that it was committed in."""
        return replace(self, badge=badge, path=tuple(path))

    def disclose(self, names: Iterable[str]) -> "Disclosure":
        """Some of the facts with their proofs, and nothing of the others.

        Raises:
            EvidenceMalformedError: There is no such fact, or none is named.
        """
        tree, known = self._tree(), {field.name: field for field in self.fields}
        wanted = sorted(set(names))
        for name in wanted:
            if name not in known:
                raise EvidenceMalformedError(name, f"there is no such fact; there are {', '.join(known)}")
        chosen = tuple(known[name] for name in wanted)
        return Disclosure(chosen, tuple(tree.proof(field.leaf) for field in chosen), self.badge, self.path)

    def to_json(self) -> dict[str, Any]:
        """For `json.dumps`."""
        return {
            "evidence": FORMAT,
            "badge": self.badge,
            "path": hexes_of(self.path),
            "fields": {field.name: {"value": field.value, "salt": hex_of(field.salt)} for field in self.fields},
            "padding": hexes_of(self.padding),
        }

    @classmethod
    def parse(cls, text: str) -> "EvidenceDocument":
        """What `to_json` made, as text. Raises `EvidenceMalformedError`."""
        data = parsed(text, ("evidence", "badge", "path", "fields", "padding"))
        fields = []
        for name, each in object_of(data["fields"], "fields").items():
            one = members(each, ("value", "salt"), name)
            fields.append(Field(name, value_text(name, one["value"]), hash_of(one["salt"], name)))
        fields.sort(key=lambda field: field.name)
        padding = tuple(hash_of(salt, "padding") for salt in list_of(data["padding"], "padding"))
        return cls(tuple(fields), padding, badge_of(data), path_of(data["path"], "path"))

    def _tree(self) -> MerkleTree:
        filling = (padding_leaf(salt) for salt in self.padding)
        return MerkleTree([*(field.leaf for field in self.fields), *filling])


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Some facts of a document, with what proves them. Whoever has it can show it on.

    Attributes:
        fields: The facts.
        proofs: For each, the siblings from its leaf up to the root.
        badge: CAIP-19 name of the badge that it is about, or empty.
        path: From the badge's leaf up to its cohort's evidence root.

    Raises:
        EvidenceMalformedError: The proofs are not those of one document.
    """

    fields: tuple[Field, ...]
    proofs: tuple[tuple[bytes, ...], ...]
    badge: str = ""
    path: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        check_fields(self.fields)
        if len(self.proofs) != len(self.fields) or len({len(proof) for proof in self.proofs}) != 1:
            raise EvidenceMalformedError("proof", "there should be one for each fact, all of the same length")
        if len(self.proofs[0]) not in DEPTHS:
            raise EvidenceMalformedError("proof", f"expected {DEPTHS[0]} to {DEPTHS[-1]} steps")
        if any(len(field.salt) != SALT for field in self.fields):
            raise EvidenceMalformedError("salt", f"expected {SALT} bytes")
        if len({self._root(place) for place in range(len(self.fields))}) != 1:
            raise EvidenceMalformedError("proof", "the facts are not of one document, or one was changed")
        check_place(self.badge, self.path)

    @property
    def commitment(self) -> bytes:
        """What the issuer must have written on chain for this to be true."""
        return commitment_of(len(self.proofs[0]), self._root(0))

    @property
    def facts(self) -> dict[str, Any]:
        """Names and values: good only after `check_evidence`."""
        return {field.name: field.value for field in self.fields}

    def to_json(self) -> dict[str, Any]:
        """For `json.dumps`."""
        return {
            "disclosure": FORMAT,
            "badge": self.badge,
            "path": hexes_of(self.path),
            "fields": [
                {"name": field.name, "value": field.value, "salt": hex_of(field.salt), "proof": hexes_of(proof)}
                for field, proof in zip(self.fields, self.proofs, strict=True)
            ],
        }

    @classmethod
    def parse(cls, text: str) -> "Disclosure":
        """What `to_json` made, as text. Raises `EvidenceMalformedError`."""
        data = parsed(text, ("disclosure", "badge", "path", "fields"))
        fields, proofs = [], []
        for each in list_of(data["fields"], "fields"):
            one = members(each, ("name", "value", "salt", "proof"), "fields")
            name = one["name"]
            if not isinstance(name, str):
                raise EvidenceMalformedError("name", "expected a text")
            fields.append(Field(name, value_text(name, one["value"]), hash_of(one["salt"], name)))
            proofs.append(path_of(one["proof"], name))
        return cls(tuple(fields), tuple(proofs), badge_of(data), path_of(data["path"], "path"))

    def _root(self, place: int) -> bytes:
        return root_from(self.fields[place].leaf, self.proofs[place])


@dataclass(frozen=True, slots=True)
class CohortEvidence:
    """The evidence of a cohort: the root that `issue_cohort` wants, and each member's document with its path."""

    root: bytes
    documents: dict[int, EvidenceDocument]


def cohort_evidence(chain_id: int, collection: str, documents: Mapping[int, EvidenceDocument]) -> CohortEvidence:
    """One root over the documents of a cohort's members.

    Args:
        chain_id: EIP-155 chain.
        collection: The collection's address.
        documents: By badge id, which names achievement, cohort and holder before anything is issued.

    Raises:
        ValueInvalidError: There are none, or not all are of one cohort.
    """
    kinds = {split(badge_id)[:2] for badge_id in documents}
    if len(kinds) != 1 or not next(iter(kinds))[1]:
        raise ValueInvalidError("documents", "expected those of the members of one cohort")
    leaves = {badge_id: evidence_leaf(badge_id, each.commitment) for badge_id, each in documents.items()}
    tree = MerkleTree(leaves.values())
    return CohortEvidence(
        tree.root,
        {
            badge_id: each.of_badge(caip19(chain_id, collection, badge_id), tree.proof(leaves[badge_id]))
            for badge_id, each in documents.items()
        },
    )
