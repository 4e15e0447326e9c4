"""The fixtures themselves; `soulbadge.testing` says what they are for."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from soulbadge.contract import Collection, connect
from soulbadge.deployment import deploy
from soulbadge.errors import SoulbadgeError
from soulbadge.issuer import Issuer
from soulbadge.models import Prerequisite, Requirement, Terms

from .chains import KINDS, BadgeChain, open_chain

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount

_SETTING = "badge_chain"
_VARIABLE = "SOULBADGE_TEST_CHAIN"
_HELP = f"the chain of soulbadge's fixtures: {', '.join(KINDS)}"


@dataclass(frozen=True)
class Programme:
    """A collection, and the people around it."""

    chain: BadgeChain
    collection: Collection
    owner: Issuer
    issuer: Issuer
    holders: "tuple[LocalAccount, ...]"


class CreateAchievement(Protocol):
    """See `new_achievement`."""

    def __call__(
        self,
        slug: str,
        *,
        needs: Sequence[str] = (),
        ongoing: bool = False,
        **terms: Any,  # noqa: ANN401 (the fields of Terms)
    ) -> int:
        """Create an achievement of this slug; its number comes back.

        Args:
            slug: Its slug; also its name, unless `name` is given.
            needs: Slugs of achievements of which all are required.
            ongoing: Whether they are required for as long as a badge is used.
            terms: Any other field of `Terms`.
        """


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--badge-chain`, and `badge_chain` in pytest's settings."""
    parser.getgroup("soulbadge").addoption("--badge-chain", choices=KINDS, help=f"{_HELP} [env: {_VARIABLE}]")
    parser.addini(_SETTING, _HELP, default=KINDS[0])


@pytest.fixture(scope="session")
def badge_network(pytestconfig: pytest.Config) -> Iterator[BadgeChain]:
    """The chain of this session, which is put back by nobody."""
    option = pytestconfig.getoption("--badge-chain")
    kind = str(option or os.environ.get(_VARIABLE) or pytestconfig.getini(_SETTING))
    with ExitStack() as ends:
        try:
            chain = ends.enter_context(open_chain(kind))
        except SoulbadgeError as error:
            pytest.fail(str(error), pytrace=False)
        yield chain


@pytest.fixture(scope="session")
def soulbadge_deployed(badge_network: BadgeChain) -> Programme:
    """The collection of this session; tests ask for its parts."""
    owner, issuer = badge_network.person(), badge_network.person()
    badges = connect(badge_network.web3, deploy(badge_network.web3, owner, "Test Badges", "TEST").address)
    owning = Issuer(badges, owner)
    owning.appoint_issuer(issuer.address)
    holders = tuple(badge_network.person() for _ in range(3))
    return Programme(badge_network, badges, owning, Issuer(badges, issuer), holders)


@pytest.fixture
def soulbadge_programme(soulbadge_deployed: Programme) -> Iterator[Programme]:
    """The same for one test; after it the chain is as before."""
    snapshot = soulbadge_deployed.chain.snapshot()
    yield soulbadge_deployed
    soulbadge_deployed.chain.revert(snapshot)


@pytest.fixture
def badge_chain(soulbadge_programme: Programme) -> BadgeChain:
    """The chain; after the test it is as before."""
    return soulbadge_programme.chain


@pytest.fixture
def badges(soulbadge_programme: Programme) -> Collection:
    """A collection without achievements."""
    return soulbadge_programme.collection


@pytest.fixture
def badge_owner(soulbadge_programme: Programme) -> Issuer:
    """Who owns the collection: creates achievements, appoints issuers."""
    return soulbadge_programme.owner


@pytest.fixture
def badge_issuer(soulbadge_programme: Programme) -> Issuer:
    """Who issues, everything in the collection."""
    return soulbadge_programme.issuer


@pytest.fixture
def badge_holders(soulbadge_programme: Programme) -> "tuple[LocalAccount, ...]":
    """Three people with keys and a little ether, who hold nothing."""
    return soulbadge_programme.holders


@pytest.fixture
def new_achievement(badge_owner: Issuer) -> CreateAchievement:
    """Creates an achievement in a word: `new_achievement("cks", needs=["cka"])`."""

    def create(slug: str, *, needs: Sequence[str] = (), ongoing: bool = False, **terms: Any) -> int:  # noqa: ANN401 (the fields of Terms)
        kinds = tuple(Prerequisite(each) for each in needs)
        requirements = (Requirement(kinds, len(kinds), ongoing=ongoing),) if kinds else ()
        fields = {"name": slug, "individual": True, "requirements": requirements, **terms}
        return badge_owner.create_achievement(Terms(slug=slug, **fields)).achievement_id

    return create


@pytest.fixture
def time_travel(badge_chain: BadgeChain) -> Callable[[int], None]:
    """Lets seconds pass: `time_travel(3600)`."""
    return badge_chain.pass_time
