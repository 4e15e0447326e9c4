"""Vouchers: what issuers sign once and holders collect, one by one or a million under one signature."""

from .signed import (
    Consent,
    Proof,
    SignedVoucher,
    TypedSigner,
    consent,
    sign_voucher,
    sign_vouchers,
)

__all__ = ["Consent", "Proof", "SignedVoucher", "TypedSigner", "consent", "sign_voucher", "sign_vouchers"]
