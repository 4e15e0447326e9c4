"""Pytest fixtures for projects that use badges: a chain, a collection on it, people with keys.

    pip install 'soulbadge[testing]'

In the project's `conftest.py`:

    pytest_plugins = ["soulbadge.testing"]

and in a test:

    def test_a_badge_expires(badges, badge_issuer, badge_holders, new_achievement, time_travel):
        new_achievement("cka", validity=1000)
        ada = badge_holders[0]
        badge_issuer.issue("cka", ada.address)
        assert badges.holds(ada.address, "cka")
        time_travel(1000)
        assert not badges.holds(ada.address, "cka")

| fixture | is |
| --- | --- |
| `badges` | a `Collection`, deployed once for the whole session |
| `badge_owner`, `badge_issuer` | an `Issuer` each: who owns it, and somebody whom the owner appointed for everything |
| `badge_holders` | three accounts with keys and a little ether, who hold nothing |
| `new_achievement` | creates an achievement in a word; its number comes back |
| `time_travel` | lets seconds pass; the next block sees it |
| `badge_chain` | the chain: `web3`, `now`, `person()` for more people, `pass_time()` |
| `badge_network` | the same for the whole session, for fixtures of your own that deploy once |

After each test that uses any of them but the last, the chain is put back to what it was before.

The chain is inside the process (py-evm) by default, or `anvil` or `ganache` from the PATH: say so by
`--badge-chain=anvil`, by `SOULBADGE_TEST_CHAIN=anvil`, or by `badge_chain = anvil` in pytest's settings; the first of
these counts.
"""

from ._fixtures import (
    CreateAchievement,
    badge_chain,
    badge_holders,
    badge_issuer,
    badge_network,
    badge_owner,
    badges,
    new_achievement,
    pytest_addoption,
    soulbadge_deployed,
    soulbadge_programme,
    time_travel,
)
from .chains import BadgeChain, open_chain

__all__ = [
    "BadgeChain",
    "CreateAchievement",
    "badge_chain",
    "badge_holders",
    "badge_issuer",
    "badge_network",
    "badge_owner",
    "badges",
    "new_achievement",
    "open_chain",
    "pytest_addoption",
    "soulbadge_deployed",
    "soulbadge_programme",
    "time_travel",
]
