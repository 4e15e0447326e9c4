"""Careers on a real chain, with the catalogs of examples/: certifications, an employer, competitions, and a club."""

from dataclasses import dataclass
from pathlib import Path

from eth_account import Account
from eth_account.signers.local import LocalAccount
from tests.support import chains
from web3 import Web3

from soulbadge.catalog import Catalog
from soulbadge.contract import Collection, connect
from soulbadge.deployment import deploy
from soulbadge.issuer import Issuer

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DAY = 86_400
YEAR = 31_557_600


@dataclass(frozen=True)
class Programme:
    """A collection with the achievements of a catalog, and who owns it and issues."""

    collection: Collection
    issuer: Issuer


@dataclass(frozen=True)
class Careers:
    """A chain with four issuers and two wallets of one person, Ada.

    Attributes:
        node: The chain.
        boss: Owns everything and issues.
        work: Ada's wallet with certifications: CKA, CKAD, CKS, KCNA; a gold and a silver medal, and what they lead to.
        home: Ada's other wallet: employed for three years and a fifth, Python for 92 days two years ago; a gold medal.
        start: When it began, Unix seconds.
    """

    node: chains.Node
    boss: LocalAccount
    work: LocalAccount
    home: LocalAccount
    cncf: Programme
    employer: Programme
    kaggle: Programme
    club: Programme
    start: int

    @property
    def collections(self) -> list[Collection]:
        return [each.collection for each in (self.cncf, self.employer, self.kaggle, self.club)]

    @property
    def now(self) -> int:
        return self.cncf.collection.block().time


def programme(web3: Web3, boss: LocalAccount, name: str, **sources: str) -> Programme:
    """Deploy a collection for an example catalog."""
    catalog = Catalog.load(EXAMPLES / f"{name}.toml", sources=sources)
    deployed = deploy(web3, boss, catalog.name, catalog.symbol, catalog.profile)
    collection = connect(web3, deployed.address)
    issuer = Issuer(collection, boss)
    issuer.appoint_issuer(boss.address)
    catalog.apply(issuer)
    return Programme(collection, issuer)


def begin(node: chains.Node) -> Careers:
    """Everything issued."""
    web3, boss = node.web3, chains.account(0)
    cncf, employer, kaggle = (programme(web3, boss, name) for name in ("cncf", "employer", "kaggle"))
    places = {
        name: each.collection.address for name, each in (("cncf", cncf), ("kaggle", kaggle), ("employer", employer))
    }
    club = programme(web3, boss, "club", **places)
    work, home = Account.create(), Account.create()
    start = cncf.collection.block().time
    for slug in ("cka", "ckad", "cks", "kcna"):
        cncf.issuer.issue(slug, work.address)
    three = start - 3 * YEAR - YEAR // 5
    for slug in ("employment", "service-kubernetes"):
        employer.issuer.issue(slug, home.address, start=three, end=start + 80 * DAY)
    employer.issuer.issue("service-python", home.address, start=start - 2 * YEAR, end=start - 2 * YEAR + 92 * DAY)
    kaggle.issuer.issue_cohort("gold", [work.address, home.address], label="Titanic 2026")
    kaggle.issuer.issue_cohort("silver", [work.address], label="House Prices 2026")
    kaggle.issuer.issue("expert", work.address)
    return Careers(node, boss, work, home, cncf, employer, kaggle, club, start)
