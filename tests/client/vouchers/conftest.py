"""A collection on a chain in this process: a licence for a year, a medal for ever, a title for two medals."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount

from soulbadge import (
    Collection,
    Domain,
    Holder,
    Issuer,
    Prerequisite,
    Requirement,
    SignedVoucher,
    Status,
    Terms,
    Voucher,
    badge_id,
    connect,
    deploy,
    sign_voucher,
)
from soulbadge.demo.chain import Chain
from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import NO_EVIDENCE, BurnAuth

YEAR = 31_557_600


@dataclass(frozen=True)
class World:
    """Who is there, and what."""

    chain: Chain
    account: LocalAccount
    badges: Collection
    issuer: Issuer

    @property
    def domain(self) -> Domain:
        return Domain(self.badges.chain_id, self.badges.address)

    @property
    def soon(self) -> int:
        """A deadline that is to come."""
        return self.chain.now + 100_000

    def voucher(self, holder: str, achievement: int = 1, **changes: object) -> Voucher:
        fields: dict[str, object] = {
            "issuer": self.account.address,
            "badge_id": badge_id(achievement, 0, holder),
            "award": 0,
            "start_time": 0,
            "end_time": 0,
            "evidence": NO_EVIDENCE,
            "deadline": self.soon,
            "claim_key": ZERO_ADDRESS,
        }
        return Voucher(**{**fields, **changes})  # type: ignore[arg-type]  # a test's own values

    def signed(self, holder: str, achievement: int = 1, **changes: object) -> SignedVoucher:
        return sign_voucher(self.domain, self.account, self.voucher(holder, achievement, **changes))

    def status(self, achievement: int, holder: str) -> Status:
        return self.badges.status_of(badge_id(achievement, 0, holder))

    def holder(self, account: LocalAccount) -> Holder:
        return Holder(self.badges, account)


@pytest.fixture(scope="session")
def world() -> World:
    chain = Chain()
    account = chain.person()
    badges = connect(chain.web3, deploy(chain.web3, account, "An issuer", "ID").address)
    issuer = Issuer(badges, account)
    issuer.appoint_issuer(account.address)
    two = (Requirement((Prerequisite("medal"),), needed=2),)
    for terms in (
        Terms("licence", "A licence", validity=YEAR),
        Terms("medal", "A medal", burn_auth=BurnAuth.Both),
        Terms("title", "A title", requirements=two),
        Terms("relic", "A relic"),
    ):
        issuer.create_achievement(terms)
    issuer.retire_achievement("relic")
    return World(chain, account, badges, issuer)


@pytest.fixture
def holder(world: World) -> LocalAccount:
    """Somebody new with some ether."""
    return world.chain.person()


@pytest.fixture
def newcomer() -> LocalAccount:
    """Somebody new without."""
    account: LocalAccount = Account.create()
    return account


def table(folder: Path, *lines: str) -> Path:
    """A CSV file of these lines."""
    path = folder / "people.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
