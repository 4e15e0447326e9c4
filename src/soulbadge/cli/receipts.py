"""Commands that send one transaction: simulated, asked about where it is final, sent, and told in one shape."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from soulbadge.models import Receipt

from .output import Facts, confirm, emit

if TYPE_CHECKING:
    from soulbadge.contract import Collection

    from .session import Session


def transact(
    session: "Session",
    collection: "Collection",
    deed: str,
    send: Callable[..., Receipt],
    *,
    dry_run: bool,
    question: str = "",
    yes: bool = False,
    **values: object,
) -> None:
    """Do it, and emit the result.

    Args:
        session: For confirmations.
        collection: Where.
        deed: What it is, as `revoke cka/0x70…`.
        send: Does it; with `dry_run=True` it only simulates.
        dry_run: Whether to go no further than that.
        question: What to ask before something final, after a refusal would have come; nothing is asked if empty.
        yes: The answer that was given beforehand.
        values: More for the JSON document.
    """
    if question and not dry_run:
        send(dry_run=True)  # a refusal comes before the question
        confirm(f"{question} (chain {collection.chain_id})", yes=yes)
    receipt = session.settled(send(dry_run=dry_run))
    told = f"dry run: would {deed}; nothing was sent" if dry_run else f"done: {deed}"
    emit(receipt_json(collection, receipt, **values), Facts(receipt_facts(receipt), told))


def receipt_json(collection: "Collection", receipt: Receipt, **values: object) -> dict[str, object]:
    """`dry_run`, `chain_id`, `collection`, what else is given, and `receipt`."""
    where = {"chain_id": collection.chain_id, "collection": collection.address}
    return {"dry_run": receipt.is_dry_run, **where, **values, "receipt": receipt}


def receipt_facts(receipt: Receipt) -> list[tuple[str, object]]:
    """A receipt for people."""
    if receipt.is_dry_run:
        return [("gas", f"{receipt.gas:,}, estimated"), ("cost", f"at most {ether(receipt.cost)}")]
    return [
        ("transaction", receipt.transaction),
        ("block", receipt.block),
        ("gas", f"{receipt.gas:,}"),
        ("cost", ether(receipt.cost)),
    ]


def ether(wei: int) -> str:
    """An amount as people read it, to the last wei."""
    whole, rest = divmod(wei, 10**18)
    decimals = f"{rest:018d}".rstrip("0")
    return f"{whole}.{decimals} ether" if decimals else f"{whole} ether"
