"""What `claim` does."""

import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from soulbadge.errors import ValueInvalidError, WrongChainError
from soulbadge.forms.files import new_file
from soulbadge.ids import badge_id
from soulbadge.vouchers import SignedVoucher
from soulbadge.vouchers.claims import ClaimPreview, ClaimRequest, check_claim, parse_claim, request_claim
from soulbadge.vouchers.links import ClaimLink

from . import words
from .args import moment
from .output import Facts, confirm, emit, note
from .receipts import transact

if TYPE_CHECKING:
    from soulbadge.contract import Collection

    from .session import Session

_WEEK = 604_800
_MOST = 65_536
"""Characters of one voucher or link, at most."""


def claim(
    session: "Session", what: str, *, for_relayer: str | None, send_by: str | None, yes: bool, dry_run: bool
) -> None:
    """Find the voucher, check it, say what it means, then send it, or sign it for somebody who will."""
    found = _found(session, what)
    signed = found if isinstance(found, SignedVoucher) else found.signed
    if signed.chain_id != session.chain_id:
        raise WrongChainError(signed.chain_id, session.chain_id, session.node.endpoint)
    # Where the holder says which collection is meant, a file that names another one is refused.
    collection = session.collection(None if session.settings.collection else signed.collection)
    signer = session.signer()
    if isinstance(found, ClaimRequest):
        if for_relayer is not None:
            raise ValueInvalidError("--for-relayer", "this is signed for a relayer already: send it")
        holder = found.consent.holder
        preview = check_claim(collection, signed, holder, word=found.consent, sender=str(signer.address))
    else:
        holder = str(signer.address)
        preview = check_claim(collection, signed, holder)
    _tell(collection, preview)
    if isinstance(found, ClaimRequest) or for_relayer is None:
        transact(
            session,
            collection,
            f"claim {preview.achievement.slug} for {holder}",
            partial(session.holder(collection).claim, found),
            dry_run=dry_run,
            question="" if isinstance(found, ClaimRequest) else _question(preview),
            yes=yes,
            badge_id=str(preview.badge_id),
        )
        return
    value = {"dry_run": dry_run, "chain_id": collection.chain_id, "collection": collection.address}
    value |= {"badge_id": str(preview.badge_id), "output": for_relayer}
    if dry_run:
        emit(value, "dry run: it could be claimed; nothing was signed")
        return
    confirm(_question(preview), yes=yes)
    deadline = moment(send_by) if send_by else int(time.time()) + _WEEK
    request = request_claim(collection, found, signer, deadline)
    _write(for_relayer, request)
    emit({**value, "deadline": deadline}, Facts([("to be sent by", words.moment(deadline))], f"signed: {for_relayer}"))


def _tell(collection: "Collection", preview: ClaimPreview) -> None:
    terms = preview.achievement.terms
    note(f"{collection.name()} ({collection.address} on chain {collection.chain_id}): {terms.name}")
    note(f"  {'renewed' if preview.renews else 'for'} {preview.holder}, until {words.until(preview.end)}")
    note(f"  can be ended by {words.ended_by(preview.burn_auth)}, and by nobody else")


def _question(preview: ClaimPreview) -> str:
    return f"Claim {preview.achievement.slug}, which {words.ended_by(preview.burn_auth)} can end?"


def _found(session: "Session", what: str) -> SignedVoucher | ClaimLink | ClaimRequest:
    """A link, what stands in a file or comes from stdin, or one's own line of a book."""
    if what == "-":
        return parse_claim(sys.stdin.read(_MOST + 1))
    if what.startswith(("https://", "http://", "v1.")):
        return parse_claim(what)
    path = Path(what)
    try:
        with path.open(encoding="utf-8") as handle:
            head = handle.read(_MOST)
            first, _, rest = head.partition("\n")
            book = first.startswith("{") and first.rstrip().endswith("}") and rest.strip()
            if not book:
                return parse_claim(head + handle.read(1))
    except OSError as error:
        raise ValueInvalidError(what, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ValueInvalidError(what, "is no text in UTF-8") from error
    own = list(_own_lines(session, path, parse_claim(first)))
    if len(own) != 1:
        found = f"has {len(own)} vouchers" if own else "has no voucher"
        raise ValueInvalidError(what, f"{found} for {session.signer().address}; name a file with a single one")
    return parse_claim(own[0])


def _own_lines(session: "Session", path: Path, first: SignedVoucher | ClaimLink | ClaimRequest) -> Iterator[str]:
    """The lines for the signer, found by the ids that they can have: a book may have a million."""
    if not isinstance(first, SignedVoucher):
        raise ValueInvalidError(str(path), "holds several claims; name a file with a single one")
    collection, holder = session.collection(first.collection), str(session.signer().address)
    ids = {badge_id(each.achievement_id, 0, holder) for each in collection.achievements()}
    ids |= {badge.badge_id for badge in collection.badges_of(holder)}
    needles = [f'"badge_id":"{each}"' for each in ids]
    with path.open(encoding="utf-8", errors="replace") as handle:
        for line in handle:
            close = line.replace('": "', '":"')
            if any(needle in close for needle in needles):
                yield line


def _write(path: str, request: ClaimRequest) -> None:
    import json

    with new_file(path) as handle:
        handle.write(json.dumps(request.to_json(), indent=2).encode() + b"\n")
