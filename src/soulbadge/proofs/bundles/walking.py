"""The way through a chain's state that both sides go: who proves and who verifies. Pure.

Whoever proves walks it with a node at hand and keeps what was walked over; whoever verifies walks it on that alone. It
depends on the presentation and on the state, and not on the verifier's policy, list or clock: a holder need not know
those.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from soulbadge import ids
from soulbadge.chain.wallets import delegates
from soulbadge.errors import NotProvableOfflineError, ProofIncompleteError, UnknownCodeError

from .facts import Award, Gathering, State


@dataclass(frozen=True, slots=True)
class Walked:
    """What was found on the way.

    Attributes:
        awards: By badge; None where it is proven that the badge was never issued.
        unreadable: By collection, why nothing can be said about its badges.
    """

    awards: Mapping[ids.BadgeName, Award | None]
    unreadable: Mapping[str, UnknownCodeError]


def walk(state: State, names: Iterable[ids.BadgeName]) -> Walked:
    """Read badges, of whatever collections.

    Raises:
        ProofIncompleteError: Something on the way is not shown.
        StateMalformedError: Something is shown that cannot be.
    """
    known: dict[str, Gathering] = {}
    awards: dict[ids.BadgeName, Award | None] = {}
    unreadable: dict[str, UnknownCodeError] = {}
    for name in names:
        if name.address not in known and name.address not in unreadable:
            try:
                known[name.address] = Gathering(state, name.address)
            except UnknownCodeError as error:
                unreadable[name.address] = error
        if name.address in known:
            awards[name] = known[name.address].award(name.badge_id)
    return Walked(awards, unreadable)


def must_have_a_key(state: State, account: str) -> None:
    """Refuse whoever does not sign with a key: an account with code, unless it only delegates to that (EIP-7702).

    Raises:
        NotProvableOfflineError: It is a contract, which would have to be asked (ERC-1271).
        ProofIncompleteError: It is not shown what it is.
    """
    found = state.account(account)
    if found is None or not found.has_code:
        return
    try:
        code = state.code(account)
    except ProofIncompleteError:
        code = b""  # a contract's is left out; a delegation that is not shown cannot be told from it
    if not delegates(code):
        raise NotProvableOfflineError(f"the signature of {account}", "the contract that it is")
