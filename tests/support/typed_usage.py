"""How typed code uses the library: `mypy --strict` reads this against the installed wheel.

Each ignored line is an error that mypy must find; one that it no longer finds fails as an unused ignore.
"""

from pathlib import Path

from eth_account import Account

from soulbadge import (
    Achievement,
    AuditReport,
    Badge,
    Catalog,
    Collection,
    Deployment,
    Eligibility,
    Holder,
    Holds,
    Issuer,
    MemoryNonces,
    Prerequisite,
    Requirement,
    Status,
    Terms,
    Verdict,
    audit,
    challenge,
    connect,
    contracts_path,
    deploy,
    open_keystore,
    present,
    sign_voucher,
    verify,
)
from soulbadge.errors import RefusedError, RequirementUnmetError, SoulbadgeError


def programme(url: str, keystore: Path, password: str) -> Issuer:
    """An owner deploys and creates what a catalog says."""
    signer = open_keystore(keystore, password)
    catalog = Catalog.load("catalog.toml")
    deployment: Deployment = deploy(url, signer, catalog.name, catalog.symbol, catalog.profile)
    badges: Collection = connect(url, deployment.address, chain_id=deployment.chain_id)
    issuer = Issuer(badges, signer)
    issuer.create_achievement(Terms("cks", "Security", requirements=(Requirement((Prerequisite("cka"),)),)))
    Issuer(badges, "0x12")  # type: ignore[arg-type]  # a text signs nothing
    Terms("cka", "Administrator", validity="2 years")  # type: ignore[arg-type]  # seconds, in Python
    return issuer


def awarded(issuer: Issuer, holder: str) -> int:
    """What an award returns, and what it raises."""
    try:
        badge_id: int = issuer.issue("cka", holder).badge_id
    except RequirementUnmetError as error:
        missing: tuple[str, ...] = error.missing
        raise SystemExit(", ".join(missing)) from error
    except (RefusedError, SoulbadgeError) as error:
        raise SystemExit(str(error)) from error
    issuer.issue(5.0, holder)  # type: ignore[arg-type]  # a slug or a number
    return badge_id


def read(badges: Collection, holder: str) -> list[str]:
    """What reading returns."""
    found: list[Badge] = badges.badges_of(holder)
    every: list[Achievement] = badges.achievements()
    statuses: list[Status] = badges.statuses_of(each.badge_id for each in found)
    eligible: Eligibility = badges.eligibility(holder, every[0].slug)
    report: AuditReport = audit(badges)
    badges.holds(holder)  # type: ignore[call-arg]  # of which achievement
    return [each.name for each in statuses] + [str(eligible.eligible), str(report.is_broken), str(contracts_path())]


def shown(badges: Collection, holder_key: str) -> Verdict:
    """A holder proves a badge."""
    ada = Account.from_key(holder_key)
    asked, nonces = challenge("jobs.example", "https://jobs.example", badges.chain_id), MemoryNonces()
    document = present(ada, badges.badges_of(ada.address), asked)
    return verify(document, asked, Holds("cka"), collections=[badges], nonces=nonces)


def renounced(badges: Collection, holder: Holder, badge_id: int) -> str:
    """A holder gives up a badge."""
    if badges.status_of(badge_id) == "ACTIVE":  # type: ignore[comparison-overlap]  # a Status
        raise SystemExit
    return holder.renounce(badge_id).transaction


__all__ = ["awarded", "programme", "read", "renounced", "shown", "sign_voucher"]
