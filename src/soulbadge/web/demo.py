"""A demonstration: issuers, people and badges on a chain of its own, so that there is something to look at.

The programmes are those of examples/: certifications, competitions, an employer, and a club that the others' badges
open. Everybody's keys are known to everybody: nothing here is worth anything.
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from soulbadge.catalog import Catalog
from soulbadge.cli.nodes import MNEMONIC, find, free_port, running
from soulbadge.contract import Collection, connect
from soulbadge.demo.chain import Chain
from soulbadge.demo.stage import catalog_file
from soulbadge.deployment import deploy
from soulbadge.errors import ProgramError
from soulbadge.forms.times import YEAR
from soulbadge.ids import ZERO_ADDRESS, badge_id
from soulbadge.issuer import Issuer
from soulbadge.models import NO_EVIDENCE, Voucher
from soulbadge.policy import Policy, load
from soulbadge.typed_data import Domain
from soulbadge.vouchers import sign_voucher
from soulbadge.vouchers.links import ClaimLink

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount
    from web3 import Web3

_DAY: Final = 86_400
_ISSUER: Final = 0
_ROUGHLY: Final = 2_000_000
"""Gas by which an estimate may be too high on the chain inside the process."""

_COMPETITIONS: Final = ("Titanic 2024", "House Prices 2024", "Digits 2025", "Store Sales 2025", "Spaceship 2026")
_PROGRAMMES: Final = ("cncf", "kaggle", "employer", "club")
_CERTIFICATIONS: Final = ("cka", "ckad", "cks", "kcna", "kcsa")


@dataclass(frozen=True)
class Person:
    """Somebody in the demonstration.

    Attributes:
        name: What to call them.
        story: What there is to see.
        account: The wallet, with its key.
    """

    name: str
    story: str
    account: "LocalAccount"


@dataclass(frozen=True)
class Demonstration:
    """What is on the chain.

    Attributes:
        rpc: URL of the node, or the chain in this process.
        chain: What runs it.
        collections: Addresses by the names of their catalogs.
        policy: What it takes to get into the club.
        people: Who is there, by name.
        link: A claim link that nobody has used.
        issuer: Who issues everything.
    """

    rpc: "str | Web3"
    chain: str
    collections: dict[str, str]
    policy: Policy
    people: dict[str, Person]
    link: str
    issuer: "LocalAccount"


@contextmanager
def demonstration(folders: Sequence[Path] = ()) -> Iterator[Demonstration]:
    """Start a chain with everything on it: anvil if it is installed, otherwise inside the process.

    Args:
        folders: Where to look for anvil before the PATH.

    Raises:
        MissingExtraError: There is no anvil, and no chain inside the process either.
    """
    try:
        _, program = find("anvil", folders)
    except ProgramError:
        chain = Chain()
        _estimate_roughly(chain.web3)
        yield build(chain.web3, "in this process; it takes no transactions of wallets", *_endowed())
        return
    from soulbadge.chain.rpc import open_web3

    with running("anvil", program, free_port(None), accounts=10) as node:
        made = build(open_web3(node.url), f"anvil, chain id {node.chain_id}, at {node.url}", _accounts())
        yield Demonstration(node.url, made.chain, made.collections, made.policy, made.people, made.link, made.issuer)


def build(
    web3: "Web3", chain: str, accounts: "Sequence[LocalAccount]", rich: "LocalAccount | None" = None
) -> Demonstration:
    """Put everything on a chain.

    Args:
        web3: The chain.
        chain: What to call it.
        accounts: The issuer, then six people.
        rich: Who endows them; None where they have ether.
    """
    if rich is not None:
        for each in accounts[:2]:
            _endow(web3, rich, each)
    world = _World(web3, accounts[_ISSUER])
    ada, grace, linus, margaret, alan, kay = accounts[1:7]
    world.certify(ada.address)
    world.compete(grace.address, [ada.address, kay.address])
    world.employ(linus.address)
    world.lapse(margaret.address)
    world.begin(alan.address)
    world.join_club(ada.address)
    people = (
        Person("Ada", "a Kubestronaut: the club's door opens", ada),
        Person("Grace", "a Competitions Grandmaster: the club's door opens", grace),
        Person("Linus", "four years of Kubernetes at work, and an active CKA: the club's door opens", linus),
        Person("Margaret", "her CKA has expired: the door stays shut, and says why", margaret),
        Person("Alan", "has begun: a CKA and a little work", alan),
        Person("Kay", "a bronze medal, and a claim link to use", kay),
    )
    policy = load(catalog_file("club.policy"), {name: world.addresses[name] for name in _PROGRAMMES[:3]})
    named = {each.name: each for each in people}
    return Demonstration(web3, chain, dict(world.addresses), policy, named, world.link(), accounts[_ISSUER])


@dataclass
class _World:
    """The programmes while they are made."""

    web3: "Web3"
    account: "LocalAccount"
    issuers: dict[str, Issuer] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in _PROGRAMMES:
            catalog = Catalog.load(catalog_file(name), self.addresses if name == "club" else None)
            made = deploy(self.web3, self.account, catalog.name, catalog.symbol, catalog.profile)
            issuer = Issuer(connect(self.web3, made.address), self.account)
            issuer.appoint_issuer(self.account.address)
            catalog.apply(issuer)
            self.issuers[name], self.addresses[name] = issuer, made.address

    @property
    def now(self) -> int:
        return self.issuers["cncf"].collection.node.timestamp()

    def certify(self, holder: str) -> None:
        issuer = self.issuers["cncf"]
        for months, slug in enumerate(_CERTIFICATIONS):
            issuer.issue(slug, holder, start=self.now - (12 - months) * 30 * _DAY)
        issuer.issue("kubestronaut", holder)

    def compete(self, winner: str, others: Sequence[str]) -> None:
        issuer = self.issuers["kaggle"]
        for place, label in enumerate(_COMPETITIONS):
            start = self.now - (len(_COMPETITIONS) - place) * 120 * _DAY
            issuer.issue_cohort("gold", [winner], label, start=start)
        issuer.issue_cohort("bronze", others, "Titanic 2024", start=self.now - YEAR)
        for slug in ("expert", "master", "grandmaster"):
            issuer.issue(slug, winner)

    def employ(self, holder: str) -> None:
        works, began = self.issuers["employer"], self.now - 4 * YEAR
        for slug in ("employment", "service-kubernetes"):
            works.issue(slug, holder, start=began)
        works.issue("service-python", holder, start=self.now - 2 * YEAR)
        self.issuers["cncf"].issue("cka", holder, start=self.now - 200 * _DAY)

    def lapse(self, holder: str) -> None:
        issuer = self.issuers["cncf"]
        issuer.issue("cka", holder, start=self.now - 3 * YEAR, end=self.now - YEAR)
        issuer.issue("ckad", holder, start=self.now - 700 * _DAY, end=self.now + 20 * _DAY)
        self.issuers["employer"].issue("service-kubernetes", holder, start=self.now - 5 * YEAR)

    def begin(self, holder: str) -> None:
        self.issuers["cncf"].issue("cka", holder)
        self.issuers["employer"].issue("service-kubernetes", holder, start=self.now - 300 * _DAY)

    def join_club(self, holder: str) -> None:
        for slug in ("by-kubestronaut", "member"):
            self.issuers["club"].issue(slug, holder)

    def link(self) -> str:
        from eth_account import Account

        key = Account.create()
        badges: Collection = self.issuers["cncf"].collection
        voucher = Voucher(
            issuer=self.account.address,
            badge_id=badge_id(badges.achievement_id("kcna"), 0, ZERO_ADDRESS),
            award=0,
            start_time=0,
            end_time=0,
            evidence=NO_EVIDENCE,
            deadline=self.now + YEAR,
            claim_key=key.address,
        )
        signed = sign_voucher(Domain(badges.chain_id, badges.address), self.account, voucher)
        return ClaimLink(bytes(key.key), signed).text()


def _accounts(count: int = 10) -> "list[LocalAccount]":
    """Accounts of the mnemonic that everybody knows; development chains endow them."""
    from eth_account import Account

    Account.enable_unaudited_hdwallet_features()
    return [Account.from_mnemonic(MNEMONIC, account_path=f"m/44'/60'/0'/0/{number}") for number in range(count)]


def _endowed() -> "tuple[list[LocalAccount], LocalAccount]":
    """The same, and the first account that eth-tester endows."""
    from eth_account import Account

    rich: LocalAccount = Account.from_key((1).to_bytes(32, "big"))
    return _accounts(), rich


def _estimate_roughly(web3: "Web3") -> None:
    """Let py-evm look for the gas that a transaction needs in fewer runs: that took two thirds of all the time."""
    from functools import partial

    from eth.estimators.gas import binary_gas_search

    provider: Any = web3.provider
    provider.ethereum_tester.backend.chain.gas_estimator = partial(binary_gas_search, tolerance=_ROUGHLY)


def _endow(web3: "Web3", rich: "LocalAccount", account: "LocalAccount") -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # libraries below eth-tester announce deprecations of their own
        web3.eth.send_transaction({"from": rich.address, "to": account.address, "value": web3.to_wei(100, "ether")})
