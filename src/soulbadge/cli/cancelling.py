"""What `cancel` does."""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from soulbadge.errors import ValueInvalidError, WrongChainError
from soulbadge.forms.strict_json import parse_strictly
from soulbadge.vouchers import SignedVoucher
from soulbadge.vouchers.claims import digest_to_cancel

from .receipts import transact

if TYPE_CHECKING:
    from .session import Session

_DIGEST = re.compile(r"0x[0-9a-fA-F]{64}", re.ASCII)

_MOST = 65_536
"""Characters of one voucher, at most."""


def cancel(session: "Session", what: str, *, whole: bool, yes: bool, dry_run: bool) -> None:
    """Cancel a digest, or what a file holds, and emit the receipt."""
    if _DIGEST.fullmatch(what):
        if whole:
            raise ValueInvalidError("--all", "is for files: a digest is of one voucher, or of all signed together")
        collection = session.collection()
        digest, told = bytes.fromhex(what[2:]), f"what was signed as {what}"
    else:
        signed = _read(Path(what), whole=whole)
        if signed.chain_id != session.chain_id:
            raise WrongChainError(signed.chain_id, session.chain_id, session.node.endpoint)
        collection = session.collection(signed.collection)
        digest = digest_to_cancel(collection, signed, session.signer().address, everything=whole)
        count = f"all {signed.proof.count} vouchers" if whole and signed.proof.path else "the voucher"
        told = f"{count} in {what}"
    transact(
        session,
        collection,
        f"cancel {told}",
        partial(session.issuer(collection).cancel, digest),
        dry_run=dry_run,
        question=f"Cancel {told}, for ever?",
        yes=yes,
        digest=digest,
    )


def _read(file: Path, *, whole: bool) -> SignedVoucher:
    """The voucher of a file; with `whole` the first of several that one signature makes good."""
    try:
        with file.open(encoding="utf-8") as handle:  # a book has gigabytes: line by line
            first = handle.readline(_MOST)
            rest = "" if whole and _is_json(first) else handle.read(_MOST)
            found = _one(file, first, rest)
            for number, line in enumerate(handle, 2):
                if found.signature.hex() not in line and line.strip():
                    what = "was not signed together with the first; cancel each by itself"
                    raise ValueInvalidError(f"{file}:{number}", what)
    except OSError as error:
        raise ValueInvalidError(str(file), f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ValueInvalidError(str(file), "is no text in UTF-8") from error
    return found


def _one(file: Path, first: str, rest: str) -> SignedVoucher:
    """The voucher of the first line, or of all lines where it is written over several."""
    if not first.lstrip().startswith("{"):
        from soulbadge.vouchers.links import ClaimLink

        return ClaimLink.parse(first + rest).signed
    if rest.strip() and _is_json(first):
        raise ValueInvalidError(str(file), "holds several vouchers; cancel all with --all, or name one by its digest")
    return _parsed(file, first + rest)


def _parsed(file: Path, text: str) -> SignedVoucher:
    try:
        found = parse_strictly(text, _MOST)
    except ValueError as error:
        raise ValueInvalidError(str(file), f"is neither a voucher nor a claim link: {error}") from error
    return SignedVoucher.from_json(found)


def _is_json(line: str) -> bool:
    try:
        parse_strictly(line, _MOST)
    except ValueError:
        return False
    return True
