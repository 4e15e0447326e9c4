"""Writing: what holders send, and those who pay for them.

>>> Holder(badges, account).claim(voucher)
"""

from . import _structs
from ._writer import Writer, receipt_fields
from .errors import ValueInvalidError
from .ids import ZERO_ADDRESS
from .models import IssueReceipt, Receipt
from .vouchers import Consent, SignedVoucher


class Holder(Writer):
    """Somebody who holds badges, or who sends and pays for those who do. Arguments as for `Issuer`."""

    def renounce(self, badge_id: int, *, dry_run: bool = False) -> Receipt:
        """Give up a badge whose terms let holders do so; for good. Raises `BurnRefusedError`, `NotHolderError`."""
        return self._transact("renounce", badge_id, dry_run=dry_run).receipt

    def claim(self, signed: SignedVoucher, word: Consent | None = None, *, dry_run: bool = False) -> IssueReceipt:
        """Collect a badge, or renew one, with what an issuer signed; for oneself, or with `word` for somebody else.

        Args:
            signed: What the issuer gave.
            word: From `vouchers.consent`; needed where another holder collects, or the voucher names a claim key.
            dry_run: Send nothing.

        Raises:
            ValueInvalidError: The voucher is of another collection.
            RefusedError: The contract's reasons, such as `DeadlinePassedError` or `VoucherSpentError`.
        """
        if (signed.chain_id, signed.collection) != (self._collection.chain_id, self._collection.address):
            raise ValueInvalidError("voucher", f"is of collection {signed.collection} on chain {signed.chain_id}")
        word = word or Consent()
        holder = self.address if word.holder == ZERO_ADDRESS else word.holder
        badge_id = signed.voucher.badge_id >> 160 << 160 | int(holder, 16)
        witnesses: tuple[int, ...] = ()
        if not self._collection.badge(badge_id).exists:
            witnesses = self._collection.eligibility(holder, badge_id >> 208).witnesses
        arguments = (*_structs.from_signed_voucher(signed), _structs.from_consent(word), witnesses)
        sent = self._transact("claim", *arguments, dry_run=dry_run)
        return IssueReceipt(*receipt_fields(sent.receipt), badge_id)
