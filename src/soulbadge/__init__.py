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
    from .catalog import Catalog, CatalogPlan
    from .contract import Collection, connect
    from .deployment import Deployment, check_code, deploy
    from .deployments import Deployments
    from .errors import RefusedError, RequirementUnmetError, SoulbadgeError, VerificationError
    from .holder import Holder
    from .ids import badge_id, caip19, kind_of, parse_caip19
    from .issuer import Issuer
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
    from .policy import AllOf, AnyOf, Holds
    from .proofs import Challenge, MemoryNonces, Presentation, SqliteNonces, Verdict, challenge, present, verify
    from .rows import Row, Sheet
    from .signers import open_keystore, open_local_key
    from .typed_data import Domain
    from .vouchers import Consent, SignedVoucher, consent, sign_voucher, sign_vouchers

__all__ = [
    "Achievement",
    "AllOf",
    "AnyOf",
    "Badge",
    "BurnAuth",
    "Catalog",
    "CatalogPlan",
    "Challenge",
    "Cohort",
    "Collection",
    "Consent",
    "Deployment",
    "Deployments",
    "Domain",
    "Eligibility",
    "Holder",
    "Holds",
    "Issuer",
    "MemoryNonces",
    "MerkleTree",
    "Prerequisite",
    "Presentation",
    "Profile",
    "Receipt",
    "RefusedError",
    "Requirement",
    "RequirementUnmetError",
    "Row",
    "Sheet",
    "SignedVoucher",
    "SoulbadgeError",
    "SqliteNonces",
    "Status",
    "Terms",
    "Tier",
    "Verdict",
    "VerificationError",
    "Voucher",
    "badge_id",
    "caip19",
    "challenge",
    "check_code",
    "connect",
    "consent",
    "deploy",
    "evidence_leaf",
    "kind_of",
    "open_keystore",
    "open_local_key",
    "parse_caip19",
    "present",
    "sign_voucher",
    "sign_vouchers",
    "verify",
]

_HOME_OF = {
    "Achievement": "models",
    "AllOf": "policy",
    "AnyOf": "policy",
    "Badge": "models",
    "BurnAuth": "models",
    "Catalog": "catalog",
    "CatalogPlan": "catalog",
    "Challenge": "proofs",
    "Cohort": "models",
    "Collection": "contract",
    "Consent": "vouchers",
    "Deployment": "deployment",
    "Deployments": "deployments",
    "Domain": "typed_data",
    "Eligibility": "models",
    "Holder": "holder",
    "Holds": "policy",
    "Issuer": "issuer",
    "MemoryNonces": "proofs",
    "MerkleTree": "merkle",
    "Prerequisite": "models",
    "Presentation": "proofs",
    "Profile": "models",
    "Receipt": "models",
    "RefusedError": "errors",
    "Requirement": "models",
    "RequirementUnmetError": "errors",
    "Row": "rows",
    "Sheet": "rows",
    "SignedVoucher": "vouchers",
    "SoulbadgeError": "errors",
    "SqliteNonces": "proofs",
    "Status": "models",
    "Terms": "models",
    "Tier": "models",
    "Verdict": "proofs",
    "VerificationError": "errors",
    "Voucher": "models",
    "badge_id": "ids",
    "caip19": "ids",
    "challenge": "proofs",
    "check_code": "deployment",
    "connect": "contract",
    "consent": "vouchers",
    "deploy": "deployment",
    "evidence_leaf": "merkle",
    "kind_of": "ids",
    "open_keystore": "signers",
    "open_local_key": "signers",
    "parse_caip19": "ids",
    "present": "proofs",
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
