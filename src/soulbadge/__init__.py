"""Soulbound badges: issue, hold, expire, gate, present and prove them, on any EVM chain.

    from soulbadge import connect

    badges = connect("http://127.0.0.1:8545", "0x5FbDB2315678afecb367f032d93F642f64180aa3")
    badges.holds(holder, "cka")

The public names are those in `__all__` here and in `soulbadge.errors`. Each is loaded when it is first used, so that
importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._installed import contracts_path
    from .aio import AsyncCollection
    from .auditing import AuditReport, audit, audit_address
    from .catalog import Catalog, CatalogPlan
    from .chain.blocks import Block
    from .contract import Collection, connect
    from .deployment import Deployment, check_code, deploy
    from .deployments import Deployments
    from .errors import RefusedError, RequirementUnmetError, SoulbadgeError, VerificationError
    from .evidence.checks import CheckedEvidence, check_evidence
    from .evidence.documents import CohortEvidence, Disclosure, EvidenceDocument, cohort_evidence
    from .holder import Holder
    from .ids import badge_id, caip19, kind_of, parse_caip19
    from .issuer import Issuer
    from .issuing import RenewalSheet
    from .issuing.rows import Row, Sheet
    from .merkle import MerkleTree, evidence_leaf
    from .models import (
        Achievement,
        AchievementReceipt,
        Badge,
        BurnAuth,
        Cohort,
        CohortReceipt,
        Eligibility,
        IssueReceipt,
        Prerequisite,
        Profile,
        Receipt,
        Requirement,
        Status,
        Terms,
        Tier,
        Voucher,
    )
    from .policy import AllOf, AnyOf, AtLeast, Holds, Policy, Service
    from .proofs import (
        Challenge,
        MemoryNonces,
        Presentation,
        SqliteNonces,
        Verdict,
        WalletSigner,
        challenge,
        present,
        verify,
    )
    from .reading.explain import Explanation, PrerequisiteState, RequirementState, Suspension
    from .reading.history import Happening, HistoryEntry
    from .reading.holders import Holding
    from .reading.issuers import IssuerScope
    from .reading.path import AchievementPath, Action, PathStep, Wait
    from .sharing import CheckedShare, Share, check_share, share
    from .signers import open_keystore, open_local_key
    from .trust import ListedCollection, Trust, connect_trusted, vouches
    from .typed_data import Domain
    from .vouchers.book import VoucherBook
    from .vouchers.claims import ClaimPreview, ClaimRequest, check_claim, digest_to_cancel, parse_claim, request_claim
    from .vouchers.links import ClaimLink
    from .vouchers.renunciations import Renunciation, parse_renunciation, sign_renunciation
    from .vouchers.rows import VoucherRow, VoucherSheet
    from .vouchers.signed import Consent, SignedVoucher, consent, sign_voucher, sign_vouchers

__all__ = [
    "Achievement",
    "AchievementPath",
    "AchievementReceipt",
    "Action",
    "AllOf",
    "AnyOf",
    "AsyncCollection",
    "AtLeast",
    "AuditReport",
    "Badge",
    "Block",
    "BurnAuth",
    "Catalog",
    "CatalogPlan",
    "Challenge",
    "CheckedEvidence",
    "CheckedShare",
    "ClaimLink",
    "ClaimPreview",
    "ClaimRequest",
    "Cohort",
    "CohortEvidence",
    "CohortReceipt",
    "Collection",
    "Consent",
    "Deployment",
    "Deployments",
    "Disclosure",
    "Domain",
    "Eligibility",
    "EvidenceDocument",
    "Explanation",
    "Happening",
    "HistoryEntry",
    "Holder",
    "Holding",
    "Holds",
    "IssueReceipt",
    "Issuer",
    "IssuerScope",
    "ListedCollection",
    "MemoryNonces",
    "MerkleTree",
    "PathStep",
    "Policy",
    "Prerequisite",
    "PrerequisiteState",
    "Presentation",
    "Profile",
    "Receipt",
    "RefusedError",
    "RenewalSheet",
    "Renunciation",
    "Requirement",
    "RequirementState",
    "RequirementUnmetError",
    "Row",
    "Service",
    "Share",
    "Sheet",
    "SignedVoucher",
    "SoulbadgeError",
    "SqliteNonces",
    "Status",
    "Suspension",
    "Terms",
    "Tier",
    "Trust",
    "Verdict",
    "VerificationError",
    "Voucher",
    "VoucherBook",
    "VoucherRow",
    "VoucherSheet",
    "Wait",
    "WalletSigner",
    "audit",
    "audit_address",
    "badge_id",
    "caip19",
    "challenge",
    "check_claim",
    "check_code",
    "check_evidence",
    "check_share",
    "cohort_evidence",
    "connect",
    "connect_trusted",
    "consent",
    "contracts_path",
    "deploy",
    "digest_to_cancel",
    "evidence_leaf",
    "kind_of",
    "open_keystore",
    "open_local_key",
    "parse_caip19",
    "parse_claim",
    "parse_renunciation",
    "present",
    "request_claim",
    "share",
    "sign_renunciation",
    "sign_voucher",
    "sign_vouchers",
    "verify",
    "vouches",
]

_HOME_OF = {
    "Achievement": "models",
    "AchievementPath": "reading.path",
    "AchievementReceipt": "models",
    "Action": "reading.path",
    "AllOf": "policy",
    "AnyOf": "policy",
    "AsyncCollection": "aio",
    "AtLeast": "policy",
    "AuditReport": "auditing",
    "Badge": "models",
    "Block": "chain.blocks",
    "BurnAuth": "models",
    "Catalog": "catalog",
    "CatalogPlan": "catalog",
    "Challenge": "proofs",
    "CheckedEvidence": "evidence.checks",
    "CheckedShare": "sharing",
    "ClaimLink": "vouchers.links",
    "ClaimPreview": "vouchers.claims",
    "ClaimRequest": "vouchers.claims",
    "Cohort": "models",
    "CohortEvidence": "evidence.documents",
    "CohortReceipt": "models",
    "Collection": "contract",
    "Consent": "vouchers.signed",
    "Deployment": "deployment",
    "Deployments": "deployments",
    "Disclosure": "evidence.documents",
    "Domain": "typed_data",
    "Eligibility": "models",
    "EvidenceDocument": "evidence.documents",
    "Explanation": "reading.explain",
    "Happening": "reading.history",
    "HistoryEntry": "reading.history",
    "Holder": "holder",
    "Holding": "reading.holders",
    "Holds": "policy",
    "IssueReceipt": "models",
    "Issuer": "issuer",
    "IssuerScope": "reading.issuers",
    "ListedCollection": "trust",
    "MemoryNonces": "proofs",
    "MerkleTree": "merkle",
    "PathStep": "reading.path",
    "Policy": "policy",
    "Prerequisite": "models",
    "PrerequisiteState": "reading.explain",
    "Presentation": "proofs",
    "Profile": "models",
    "Receipt": "models",
    "RefusedError": "errors",
    "RenewalSheet": "issuing",
    "Renunciation": "vouchers.renunciations",
    "Requirement": "models",
    "RequirementState": "reading.explain",
    "RequirementUnmetError": "errors",
    "Row": "issuing.rows",
    "Service": "policy",
    "Share": "sharing",
    "Sheet": "issuing.rows",
    "SignedVoucher": "vouchers.signed",
    "SoulbadgeError": "errors",
    "SqliteNonces": "proofs",
    "Status": "models",
    "Suspension": "reading.explain",
    "Terms": "models",
    "Tier": "models",
    "Trust": "trust",
    "Verdict": "proofs",
    "VerificationError": "errors",
    "Voucher": "models",
    "VoucherBook": "vouchers.book",
    "VoucherRow": "vouchers.rows",
    "VoucherSheet": "vouchers.rows",
    "Wait": "reading.path",
    "WalletSigner": "proofs",
    "audit": "auditing",
    "audit_address": "auditing",
    "badge_id": "ids",
    "caip19": "ids",
    "challenge": "proofs",
    "check_claim": "vouchers.claims",
    "check_code": "deployment",
    "check_evidence": "evidence.checks",
    "check_share": "sharing",
    "cohort_evidence": "evidence.documents",
    "connect": "contract",
    "connect_trusted": "trust",
    "consent": "vouchers.signed",
    "contracts_path": "_installed",
    "deploy": "deployment",
    "digest_to_cancel": "vouchers.claims",
    "evidence_leaf": "merkle",
    "kind_of": "ids",
    "open_keystore": "signers",
    "open_local_key": "signers",
    "parse_caip19": "ids",
    "parse_claim": "vouchers.claims",
    "parse_renunciation": "vouchers.renunciations",
    "present": "proofs",
    "request_claim": "vouchers.claims",
    "share": "sharing",
    "sign_renunciation": "vouchers.renunciations",
    "sign_voucher": "vouchers.signed",
    "sign_vouchers": "vouchers.signed",
    "verify": "proofs",
    "vouches": "trust",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (PEP 562; type checkers read the imports above)
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f".{home}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
