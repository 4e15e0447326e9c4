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
    from .blocks import Block
    from .catalog import Catalog, CatalogPlan
    from .claim_links import ClaimLink
    from .claims import ClaimPreview, ClaimRequest, check_claim, digest_to_cancel, parse_claim, request_claim
    from .contract import Collection, connect
    from .deployment import Deployment, check_code, deploy
    from .deployments import Deployments
    from .errors import RefusedError, RequirementUnmetError, SoulbadgeError, VerificationError
    from .evidence import CohortEvidence, Disclosure, EvidenceDocument, cohort_evidence
    from .evidence_checks import CheckedEvidence, check_evidence
    from .explain import Explanation, PrerequisiteState, RequirementState, Suspension
    from .history import Happening, HistoryEntry
    from .holder import Holder
    from .holders import Holding
    from .ids import badge_id, caip19, kind_of, parse_caip19
    from .issuer import Issuer
    from .issuers import IssuerScope
    from .issuing import RenewalSheet
    from .merkle import MerkleTree, evidence_leaf
    from .models import (
        Achievement,
        Badge,
        BurnAuth,
        Cohort,
        Eligibility,
        Prerequisite,
        Profile,
        Receipt,
        Requirement,
        Status,
        Terms,
        Tier,
        Voucher,
    )
    from .path import AchievementPath, Action, PathStep, Wait
    from .policy import AllOf, AnyOf, Holds
    from .proofs import Challenge, MemoryNonces, Presentation, SqliteNonces, Verdict, challenge, present, verify
    from .renunciations import Renunciation, parse_renunciation, sign_renunciation
    from .rows import Row, Sheet
    from .signers import open_keystore, open_local_key
    from .typed_data import Domain
    from .voucher_book import VoucherBook
    from .voucher_rows import VoucherRow, VoucherSheet
    from .vouchers import Consent, SignedVoucher, consent, sign_voucher, sign_vouchers

__all__ = [
    "Achievement",
    "AchievementPath",
    "Action",
    "AllOf",
    "AnyOf",
    "AsyncCollection",
    "AuditReport",
    "Badge",
    "Block",
    "BurnAuth",
    "Catalog",
    "CatalogPlan",
    "Challenge",
    "CheckedEvidence",
    "ClaimLink",
    "ClaimPreview",
    "ClaimRequest",
    "Cohort",
    "CohortEvidence",
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
    "Issuer",
    "IssuerScope",
    "MemoryNonces",
    "MerkleTree",
    "PathStep",
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
    "Sheet",
    "SignedVoucher",
    "SoulbadgeError",
    "SqliteNonces",
    "Status",
    "Suspension",
    "Terms",
    "Tier",
    "Verdict",
    "VerificationError",
    "Voucher",
    "VoucherBook",
    "VoucherRow",
    "VoucherSheet",
    "Wait",
    "audit",
    "audit_address",
    "badge_id",
    "caip19",
    "challenge",
    "check_claim",
    "check_code",
    "check_evidence",
    "cohort_evidence",
    "connect",
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
    "sign_renunciation",
    "sign_voucher",
    "sign_vouchers",
    "verify",
]

_HOME_OF = {
    "Achievement": "models",
    "AchievementPath": "path",
    "Action": "path",
    "AllOf": "policy",
    "AnyOf": "policy",
    "AsyncCollection": "aio",
    "AuditReport": "auditing",
    "Badge": "models",
    "Block": "blocks",
    "BurnAuth": "models",
    "Catalog": "catalog",
    "CatalogPlan": "catalog",
    "Challenge": "proofs",
    "CheckedEvidence": "evidence_checks",
    "ClaimLink": "claim_links",
    "ClaimPreview": "claims",
    "ClaimRequest": "claims",
    "Cohort": "models",
    "CohortEvidence": "evidence",
    "Collection": "contract",
    "Consent": "vouchers",
    "Deployment": "deployment",
    "Deployments": "deployments",
    "Disclosure": "evidence",
    "Domain": "typed_data",
    "Eligibility": "models",
    "EvidenceDocument": "evidence",
    "Explanation": "explain",
    "Happening": "history",
    "HistoryEntry": "history",
    "Holder": "holder",
    "Holding": "holders",
    "Holds": "policy",
    "Issuer": "issuer",
    "IssuerScope": "issuers",
    "MemoryNonces": "proofs",
    "MerkleTree": "merkle",
    "PathStep": "path",
    "Prerequisite": "models",
    "PrerequisiteState": "explain",
    "Presentation": "proofs",
    "Profile": "models",
    "Receipt": "models",
    "RefusedError": "errors",
    "RenewalSheet": "issuing",
    "Renunciation": "renunciations",
    "Requirement": "models",
    "RequirementState": "explain",
    "RequirementUnmetError": "errors",
    "Row": "rows",
    "Sheet": "rows",
    "SignedVoucher": "vouchers",
    "SoulbadgeError": "errors",
    "SqliteNonces": "proofs",
    "Status": "models",
    "Suspension": "explain",
    "Terms": "models",
    "Tier": "models",
    "Verdict": "proofs",
    "VerificationError": "errors",
    "Voucher": "models",
    "VoucherBook": "voucher_book",
    "VoucherRow": "voucher_rows",
    "VoucherSheet": "voucher_rows",
    "Wait": "path",
    "audit": "auditing",
    "audit_address": "auditing",
    "badge_id": "ids",
    "caip19": "ids",
    "challenge": "proofs",
    "check_claim": "claims",
    "check_code": "deployment",
    "check_evidence": "evidence_checks",
    "cohort_evidence": "evidence",
    "connect": "contract",
    "consent": "vouchers",
    "contracts_path": "_installed",
    "deploy": "deployment",
    "digest_to_cancel": "claims",
    "evidence_leaf": "merkle",
    "kind_of": "ids",
    "open_keystore": "signers",
    "open_local_key": "signers",
    "parse_caip19": "ids",
    "parse_claim": "claims",
    "parse_renunciation": "renunciations",
    "present": "proofs",
    "request_claim": "claims",
    "sign_renunciation": "renunciations",
    "sign_voucher": "vouchers",
    "sign_vouchers": "vouchers",
    "verify": "proofs",
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
