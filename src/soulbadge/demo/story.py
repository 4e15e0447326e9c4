"""What happens, act by act. Every line that is told is read from the chain or comes from a refusal of it."""

from datetime import datetime, timezone
from importlib import resources
from pathlib import Path

from soulbadge.catalog import Catalog
from soulbadge.contract import Collection, connect
from soulbadge.demo.chain import Chain
from soulbadge.demo.narrator import Narrator
from soulbadge.deployment import deploy
from soulbadge.errors import (
    BadgeNotActiveError,
    NonceUsedError,
    RequirementUnmetError,
    TransferRefusedError,
)
from soulbadge.issuer import Issuer
from soulbadge.models import Badge
from soulbadge.policy import Holds
from soulbadge.proofs import MemoryNonces, challenge, present, verify

YEAR = 31_557_600
"""365.25 days in seconds, the year of every catalog."""


def tell(chain: Chain, narrator: Narrator) -> None:
    """The story of a badge: issued, held, expired, renewed and proven."""
    foundation, ada, mallory = chain.person(), chain.person(), chain.person()
    catalog = Catalog.load(catalog_file("cncf"))

    narrator.act("A foundation opens its collection")
    deployment = deploy(chain.web3, foundation, catalog.name, catalog.symbol, catalog.profile)
    badges = connect(chain.web3, deployment.address)
    issuer = Issuer(badges, foundation)
    issuer.appoint_issuer(foundation.address)
    narrator.says(f"{badges.name()} deployed at {badges.address}; the code on chain is the code that was shipped")
    for made in catalog.apply(issuer):
        terms = badges.achievement(made.achievement_id).terms
        valid = f"valid for {terms.validity / YEAR:g} years" if terms.validity else "without an end of its own"
        narrator.fact(f"{terms.slug}: {terms.name}, {valid}")

    narrator.act("Ada earns her badges, in the right order")
    narrator.refused("CKS for Ada, who has no CKA", RequirementUnmetError, lambda: issuer.issue("cks", ada.address))
    cka = badges.badge(issuer.issue("cka", ada.address).badge_id)
    narrator.says(f"CKA issued; {_told(cka)}")
    cks = badges.badge(issuer.issue("cks", ada.address).badge_id)
    narrator.says(f"CKS issued now; {_told(cks)}")
    narrator.fact(f"Ada's badges: {_listed(badges, ada.address)}")

    narrator.act("A badge never moves")
    narrator.refused(
        f"Ada sells her CKA to {mallory.address}",
        TransferRefusedError,
        lambda: badges.call("transferFrom", ada.address, mallory.address, cka.badge_id, sender=ada.address),
    )
    narrator.fact(f"it is still Ada's: {_listed(badges, ada.address)}")

    narrator.act("She proves it to somebody who wants to know")
    nonces = MemoryNonces()
    clock = lambda: chain.now  # noqa: E731 (the verifier's clock is the chain's, which this story moves)
    asked = challenge("jobs.example", "https://jobs.example/interview", badges.chain_id, now=clock)
    shown = present(ada, [cka, cks], asked)
    narrator.says(f"jobs.example asks (nonce {asked.nonce}); Ada signs a message that names two badges")
    policy = Holds("cks", badges.address)
    verdict = verify(shown, asked, policy, collections=[badges], nonces=nonces, now=clock)
    narrator.says(f"accepted: {verdict.holder} holds {', '.join(held.slug for held in verdict.badges)}")
    narrator.refused(
        "the same presentation shown a second time",
        NonceUsedError,
        lambda: verify(shown, asked, policy, collections=[badges], nonces=nonces, now=clock),
    )

    narrator.act("Two years pass")
    chain.pass_time(2 * YEAR)
    narrator.fact(f"it is {_date(chain.now)}; Ada's badges: {_listed(badges, ada.address)}")
    later = challenge("jobs.example", "https://jobs.example/interview", badges.chain_id, now=clock)
    narrator.refused(
        "Ada shows her expired CKS",
        BadgeNotActiveError,
        lambda: verify(present(ada, [cks], later), later, policy, collections=[badges], nonces=nonces, now=clock),
    )
    issuer.renew(cks.badge_id)
    narrator.says(f"renewed; {_told(badges.badge(cks.badge_id))}")
    again = challenge("jobs.example", "https://jobs.example/interview", badges.chain_id, now=clock)
    verify(present(ada, [cks], again), again, policy, collections=[badges], nonces=nonces, now=clock)
    narrator.says("and accepted again")


def catalog_file(name: str) -> Path:
    """An example catalog: from the installed package, or from the repository that this is."""
    installed = Path(str(resources.files("soulbadge"))) / "examples" / f"{name}.toml"
    return installed if installed.is_file() else Path(__file__).parents[3] / "examples" / f"{name}.toml"


def _listed(badges: Collection, holder: str) -> str:
    return ", ".join(
        f"{badges.achievement(badge.achievement_id).slug} {badge.status.name}" for badge in badges.badges_of(holder)
    )


def _told(badge: Badge) -> str:
    end = f"until {_date(badge.end_time)}" if badge.end_time else "for ever"
    return f"{badge.status.name} {end}, its run since {_date(badge.since)}"


def _date(moment: int) -> str:
    return datetime.fromtimestamp(moment, timezone.utc).date().isoformat()
