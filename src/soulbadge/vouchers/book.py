"""A book of vouchers under one signature: a million of them in a minute, at no gas to the issuer.

book = VoucherBook.sign(domain, account, sheet, deadline)
book.write("vouchers.jsonl")                          # one line a person, in the order of the table
book.write_links("links.csv", "https://issuer.example/claim")

Pure but for the signer, which may be a device.
"""

import csv
import io
import json
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from soulbadge.errors import RowsRefusedError, ValueInvalidError
from soulbadge.forms.files import new_file, new_folder
from soulbadge.ids import ZERO_ADDRESS, split
from soulbadge.merkle import MerkleTree, leaf_of, sibling
from soulbadge.models import Voucher
from soulbadge.typed_data import Domain, terms_words

from .links import ClaimLink, link_base
from .reader import VoucherRow
from .rows import VoucherSheet
from .signed import Proof, SignedVoucher, TypedSigner, check_deadline, sign

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

_REMEMBERED = 1000
"""Terms whose words are kept, since many vouchers have the same."""

_SHARED = 10
"""Depth down to which the ends of paths are kept as text: below it each line has its own part."""


@dataclass(frozen=True, repr=False)
class VoucherBook:
    """Vouchers that one signature makes good. Made by `sign`; a sequence of `SignedVoucher`.

    Attributes:
        domain: Chain and collection.
        issuer: Who signed.
        rows: What was asked for.
        deadline: Last second in which they work, Unix seconds.
        signature: The one signature.
    """

    domain: Domain
    issuer: str
    rows: tuple[VoucherRow, ...]
    deadline: int
    signature: bytes
    _keys: "tuple[LocalAccount | None, ...]"
    _tree: MerkleTree | None
    _places: Sequence[int]

    @classmethod
    def sign(
        cls,
        domain: Domain,
        issuer: TypedSigner,
        sheet: VoucherSheet,
        deadline: int,
        *,
        new_key: "Callable[[], LocalAccount] | None" = None,
    ) -> "VoucherBook":
        """Sign all vouchers of a table with one signature.

        Args:
            domain: Chain and collection.
            issuer: Who signs.
            sheet: From `VoucherSheet`, best after its `check`.
            deadline: Last second in which they work, Unix seconds.
            new_key: Makes the claim keys; eth-account's `Account.create` if there is none given.

        Raises:
            RowsRefusedError: All problems of all rows; nothing was signed.
            ValueInvalidError: There are no rows, or the deadline is none.
        """
        if sheet.problems:
            raise RowsRefusedError(sheet.file, sheet.problems)
        if not sheet.rows:
            raise ValueInvalidError(sheet.file, "has no rows")
        check_deadline(deadline)
        rows = sheet.rows
        keys = _keys(rows, new_key)
        if len(rows) == 1:  # no tree has a single leaf: such a voucher is signed by itself
            voucher = _voucher(issuer.address, rows[0], keys[0] if keys else None, deadline)
            return cls(domain, issuer.address, rows, deadline, sign(issuer, domain.voucher(voucher)), keys, None, ())
        leaves = _leaves(domain, issuer.address, rows, keys, deadline)
        try:
            tree = MerkleTree(leaves)
        except ValueError as error:
            raise ValueInvalidError(sheet.file, str(error)) from error
        nodes = tree.nodes
        first = {nodes[32 * node : 32 * node + 32]: node for node in range(len(leaves) - 1, 2 * len(leaves) - 1)}
        places = array("L", [first[leaf] for leaf in leaves])
        signature = sign(issuer, domain.voucher_root(tree.root, len(leaves), deadline))
        return cls(domain, issuer.address, rows, deadline, signature, keys, tree, places)

    # ─────────────────────────────────────── one voucher of it ───────────────────────────────────────

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, position: int) -> SignedVoucher:
        tree = self._tree
        proof = Proof()
        if tree is not None:
            path, node = [], self._places[position]
            while node:
                other = sibling(node)
                path.append(tree.nodes[32 * other : 32 * other + 32])
                node = (node - 1) // 2
            proof = Proof(tuple(path), len(self.rows), self.deadline)
        voucher = self.voucher(position)
        return SignedVoucher(self.domain.chain_id, self.domain.collection, voucher, self.signature, proof)

    def __iter__(self) -> Iterator[SignedVoucher]:
        return (self[position] for position in range(len(self)))

    def voucher(self, position: int) -> Voucher:
        """What the voucher at a position says."""
        key = self._keys[position] if self._keys else None
        return _voucher(self.issuer, self.rows[position], key, self.deadline)

    @property
    def digest(self) -> bytes:
        """What was signed: what `cancel` names to make all of them useless at once."""
        if self._tree is None:
            return self.domain.voucher_digest(self.voucher(0))
        return self.domain.voucher_root(self._tree.root, len(self), self.deadline).digest

    @property
    def has_links(self) -> bool:
        """Whether it is for people without an address, of whom each gets a claim link."""
        return bool(self._keys)

    def link(self, position: int) -> ClaimLink:
        """The claim link of one person. Whoever has it can claim, once."""
        key = self._keys[position] if self._keys else None
        if key is None:
            raise ValueInvalidError("link", f"line {self.rows[position].line} names a holder, who needs no link")
        return ClaimLink(bytes(key.key), self[position])

    # ──────────────────────────────────────────── files ──────────────────────────────────────────────

    def lines(self) -> Iterator[str]:
        """Each voucher as a line of JSON, exactly as `SignedVoucher.to_json` gives it, in the order of the table."""
        domain, deadline = self.domain, self.deadline
        head = (
            f'{{"chain_id":{domain.chain_id},"collection":"{domain.collection}","voucher":'
            f'{{"issuer":"{self.issuer}","badge_id":"'
        )
        foot = f'"}},"signature":"0x{self.signature.hex()}","proof":{{"path":['
        count, last = (len(self), deadline) if self._tree else (0, 0)
        end = f'],"count":{count},"deadline":{last}}}}}'
        path = _Paths(self._tree)
        keys = self._keys
        for position, (_, badge_id, award, start, stop, evidence, _) in enumerate(self.rows):
            key = keys[position] if keys else None
            yield (
                f'{head}{badge_id}","award":{award or 0},"start_time":{start},"end_time":{stop},'
                f'"evidence":"0x{evidence.hex()}","deadline":{deadline},'
                f'"claim_key":"{key.address if key else ZERO_ADDRESS}{foot}'
                f"{path.of(self._places[position]) if self._tree else ''}{end}"
            )

    def write(self, path: Path | str) -> None:
        """One file with a line for each voucher. It holds no keys. Raises `OutputError`."""
        with new_file(path) as handle:
            for line in self.lines():
                handle.write(line.encode("ascii") + b"\n")

    def write_each(self, folder: Path | str, base: str = "") -> None:
        """A folder with one file for each person, called by name or address: the voucher, or the link.

        Args:
            folder: Where nothing stands yet.
            base: Where links lead to, an https URL; empty for the mere text.

        Raises:
            OutputError: It cannot be written.
        """
        link_base(base)  # refuses before anything is written
        with new_folder(folder, secret=self.has_links) as place:
            for position, row in enumerate(self.rows):
                if self.has_links:
                    name = row.name or f"line-{row.line}"
                    with new_file(place / f"{name}.txt", secret=True) as handle:
                        handle.write(self.link(position).text(base).encode() + b"\n")
                    continue
                name = row.name or str(split(row.badge_id).holder)
                with new_file(place / f"{name}.json") as handle:
                    handle.write(json.dumps(self[position].to_json(), indent=2).encode() + b"\n")

    def write_links(self, path: Path | str, base: str = "") -> None:
        """A table `name,link` that only its owner may read. Arguments and errors as for `write_each`."""
        link_base(base)  # refuses before anything is written
        with new_file(path, secret=True) as handle:
            text = io.TextIOWrapper(handle, encoding="utf-8", newline="", write_through=True)
            table = csv.writer(text, lineterminator="\n")
            table.writerow(("name", "link"))
            for position, row in enumerate(self.rows):
                table.writerow((row.name or f"line-{row.line}", self.link(position).text(base)))
            text.detach()


class _Paths:
    """Paths as the inside of a JSON list. What many of them end with is made once."""

    def __init__(self, tree: MerkleTree | None) -> None:
        self._ends = [""]
        if tree is None:
            return
        self._hex = tree.nodes.hex()
        for node in range(1, min((1 << _SHARED + 1) - 1, 2 * len(tree) - 1)):
            above = self._ends[(node - 1) // 2]
            self._ends.append(self._text(sibling(node)) + ("," + above if above else ""))

    def of(self, node: int) -> str:
        """The path of a node."""
        parts, texts, known = [], self._hex, len(self._ends)
        while node >= known:
            at = 64 * node + (64 if node % 2 else -64)
            parts.append(texts[at : at + 64])
            node = (node - 1) // 2
        if not parts:
            return self._ends[node]
        return '"0x' + '","0x'.join(parts) + '",' + self._ends[node]

    def _text(self, node: int) -> str:
        return f'"0x{self._hex[64 * node : 64 * node + 64]}"'


def _voucher(issuer: str, row: VoucherRow, key: "LocalAccount | None", deadline: int) -> Voucher:
    claim_key = key.address if key else ZERO_ADDRESS
    return Voucher(issuer, row.badge_id, row.award or 0, row.start, row.end, row.evidence, deadline, claim_key)


def _keys(
    rows: tuple[VoucherRow, ...], new_key: "Callable[[], LocalAccount] | None"
) -> "tuple[LocalAccount | None, ...]":
    """A fresh key for each row without a holder; nothing at all where every row has one."""
    if all(row.has_holder for row in rows):
        return ()
    if new_key is None:
        from eth_account import Account

        new_key = Account.create
    return tuple(None if row.has_holder else new_key() for row in rows)


def _leaves(
    domain: Domain,
    issuer: str,
    rows: tuple[VoucherRow, ...],
    keys: "tuple[LocalAccount | None, ...]",
    deadline: int,
) -> list[bytes]:
    digest = domain.voucher_hasher(issuer, deadline)
    words: dict[tuple[int, int, int, bytes], bytes] = {}
    leaves = []
    for position, row in enumerate(rows):
        terms = (row.award or 0, row.start, row.end, row.evidence)
        middle = words.get(terms)
        if middle is None:
            if len(words) > _REMEMBERED:
                words.clear()
            middle = words[terms] = terms_words(*terms)
        key = keys[position] if keys else None
        leaves.append(leaf_of(digest(row.badge_id, middle, int(key.address, 16) if key else 0)))
    return leaves
