"""A collection from deployment to refusals, told as JSON: run by Pythons with different versions of web3.

python tests/support/story.py RPC_URL ACCOUNT
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from eth_account import Account
from tests.support import chains
from web3 import __version__ as version

from soulbadge.auditing import audit
from soulbadge.contract import connect
from soulbadge.deployment import deploy
from soulbadge.errors import SoulbadgeError
from soulbadge.holder import Holder
from soulbadge.issuer import Issuer
from soulbadge.models import Prerequisite, Requirement, Terms

HOLDER = "0x" + "AB" * 20


def tell(url: str, number: int) -> dict[str, object]:
    """Everything that must be the same whatever the version."""
    signer = chains.account(number)
    collection = connect(url, deploy(url, signer, "Story", "STORY").address)
    issuer = Issuer(collection, signer)
    issuer.appoint_issuer(signer.address)
    issuer.create_achievement(Terms("cka", "Administrator", individual=True))
    issuer.create_achievement(Terms("cks", "Security", requirements=(Requirement((Prerequisite("cka"),)),)))
    poor = Account.create()
    issuer.appoint_issuer(poor.address)
    badge_id = issuer.issue("cka", HOLDER.lower()).badge_id
    issuer.issue("cks", HOLDER.lower(), dry_run=True)
    fresh = "0x" + "cd" * 20
    attempts: list[Callable[[], object]] = [
        lambda: issuer.issue("cks", fresh),
        lambda: issuer.issue("cka", HOLDER.lower()),
        lambda: issuer.create_achievement(Terms("Not A Slug", "x")),
        lambda: issuer.create_achievement(Terms("x", "")),
        lambda: issuer.issue("ckx", fresh),
        lambda: Holder(collection, signer).renounce(badge_id),
        lambda: collection.token_uri(badge_id + 1),
        lambda: Issuer(collection, poor).issue("cka", fresh),
    ]
    badge = collection.badge(badge_id).to_json()
    stable = {key: badge[key] for key in ("badge_id", "status", "holder", "end_time", "burn_auth", "evidence", "tier")}
    return {
        "web3": version,
        "badge": stable,
        "achievements": [each.to_json() for each in collection.achievements()],
        "refusals": [_refusal(each) for each in attempts],
        "audit": [finding.verdict.name for finding in audit(collection).findings],
    }


def _refusal(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except SoulbadgeError as error:
        return type(error).__name__
    return "none"


if __name__ == "__main__":
    json.dump(tell(sys.argv[1], int(sys.argv[2])), sys.stdout)
