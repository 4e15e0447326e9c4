"""What `link` does."""

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from soulbadge.errors import ValueInvalidError
from soulbadge.forms.files import new_file
from soulbadge.ids import parse_address
from soulbadge.resume.links import Link, propose_link

from . import words
from .args import moment
from .output import Facts, Page, emit

if TYPE_CHECKING:
    from .session import Session

_MOST = 262_144
_HEX = re.compile(r"0x(?:[0-9a-fA-F]{2})+")


def create(wallets: tuple[str, ...], until: str | None, output: str, *, dry_run: bool) -> None:
    """An unsigned link."""
    link = propose_link(wallets, now=int(time.time()), expires_at=moment(until) if until else 0)
    _written(link, output, dry_run=dry_run)


def sign(
    session: "Session", file: str, wallet: str | None, signature: str | None, output: str, *, dry_run: bool
) -> None:
    """One more signature: the signer's, or one that was made elsewhere."""
    link = read_link(file)
    if (wallet is None) != (signature is None):
        raise ValueInvalidError("--signature", "goes together with --wallet: whose it is")
    if wallet is not None and signature is not None:
        if _HEX.fullmatch(signature) is None:
            raise ValueInvalidError("--signature", "expected 0x and an even number of hexadecimal digits")
        signed = link.with_signature(parse_address(wallet), bytes.fromhex(signature[2:]))
    else:
        signed = link.sign(session.signer())
    if not signed.unsigned:  # complete: it is found out now whether it holds
        _check(session, signed)
    _written(signed, output, dry_run=dry_run)


def check(session: "Session", file: str) -> None:
    """Whether a link holds, on the chain that the options name."""
    link = read_link(file)
    block = _check(session, link)
    value = {"link": link, "text": link.text, "chain_id": session.chain_id, "block": block}
    emit(value, _facts(link, title="one person: every wallet signed it"))


def show(file: str) -> None:
    """What a link says, and who has signed, unchecked."""
    link = read_link(file)
    emit({"link": link, "unsigned": link.unsigned, "text": link.text}, Page([_facts(link), link.text]))


def read_link(file: str) -> Link:
    """The link in a file."""
    try:
        with Path(file).open(encoding="utf-8") as handle:
            return Link.parse(handle.read(_MOST + 1))
    except OSError as error:
        raise ValueInvalidError(file, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ValueInvalidError(file, "is no text in UTF-8") from error


def _check(session: "Session", link: Link) -> int:
    at = session.node.block_at()
    link.check([(session.node, session.chain_id, at.number)], now=max(at.time, int(time.time())))
    return at.number


def _written(link: Link, output: str, *, dry_run: bool) -> None:
    if not dry_run:
        with new_file(output) as handle:
            handle.write(link.dumps().encode())
    value = {"dry_run": dry_run, "output": output, "link": link, "unsigned": link.unsigned, "text": link.text}
    emit(value, Page([_facts(link, None if dry_run else output), link.text]))


def _facts(link: Link, output: str | None = None, title: str = "") -> Facts:
    left = link.unsigned
    return Facts(
        [
            *(("wallet", f"{each}{', still to sign' if each in left else ''}") for each in link.wallets),
            ("dated", words.moment(link.issued_at)),
            ("until", words.until(link.expires_at)),
            ("written to", output),
        ],
        title or ("to be signed" if left else "a signature of each"),
    )
