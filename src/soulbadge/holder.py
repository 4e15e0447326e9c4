"""Writing: what holders send, and those who pay for them.

>>> Holder(badges, account).claim(parse_claim(text))
"""

from ._writer import Writer, receipt_fields
from .chain import structs
from .errors import VoucherElsewhereError
from .ids import ZERO_ADDRESS
from .models import IssueReceipt, Receipt
from .vouchers.claims import ClaimRequest, check_claim
from .vouchers.links import ClaimLink
from .vouchers.renunciations import Renunciation
from .vouchers.signed import Consent, SignedVoucher, normalised


class Holder(Writer):
    """Somebody who holds badges, or who sends and pays for those who do. Arguments as for `Issuer`."""

    def renounce(self, badge_id: int, *, dry_run: bool = False) -> Receipt:
        """Give up a badge whose terms let holders do so; for good. Raises `BurnRefusedError`, `NotHolderError`."""
        return self._transact("renounce", badge_id, dry_run=dry_run).receipt

    def submit_renunciation(self, renunciation: Renunciation, *, dry_run: bool = False) -> Receipt:
        """Send what a holder signed to give a badge up; anyone may.

        Raises:
            VoucherElsewhereError: It is of another collection or chain.
            SignatureInvalidError, AwardMismatchError, BurnRefusedError: The contract's reasons.
        """
        here = self._collection
        if (renunciation.chain_id, renunciation.collection) != (here.chain_id, here.address):
            raise VoucherElsewhereError(
                renunciation.collection, renunciation.chain_id, here.address, here.chain_id, "renunciation"
            )
        arguments = (renunciation.badge_id, renunciation.award, renunciation.signature)
        return self._transact("renounceBySignature", *arguments, dry_run=dry_run).receipt

    def claim(
        self, what: SignedVoucher | ClaimLink | ClaimRequest, word: Consent | None = None, *, dry_run: bool = False
    ) -> IssueReceipt:
        """Collect a badge, or renew one, with what an issuer signed; for oneself, or for somebody else.

        Everything is checked before anything is sent, as `check_claim` does.

        Args:
            what: What the issuer gave, or the request that a holder made of it: that is sent for this holder.
            word: With a mere voucher, from `vouchers.consent`, where another holder collects or a claim key is named.
            dry_run: Send nothing.

        Raises:
            VoucherElsewhereError: It is of another collection or chain.
            KeyNeededError: The voucher names a claim key, and only the claim link has it.
            RefusedError: The contract's reasons, as `check_claim` lists them.
        """
        signed = what if isinstance(what, SignedVoucher) else what.signed
        signed = normalised(signed)
        if isinstance(what, ClaimRequest):
            word = what.consent
        word = word or Consent()
        holder = self.address if word.holder == ZERO_ADDRESS else word.holder
        if isinstance(what, ClaimLink):
            preview = check_claim(self._collection, signed, holder)
            word = what.consent(preview.burn_auth, signed.voucher.deadline, holder=holder)
        preview = check_claim(self._collection, signed, holder, word=word, sender=self.address)
        arguments = (*structs.from_signed_voucher(signed), structs.from_consent(word), preview.witnesses)
        sent = self._transact("claim", *arguments, dry_run=dry_run)
        return IssueReceipt(*receipt_fields(sent.receipt), preview.badge_id)
