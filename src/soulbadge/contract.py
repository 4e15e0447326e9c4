"""Reading a collection: the only place that asks the chain.

    >>> badges = connect("http://127.0.0.1:8545", "0x5FbDB2315678afecb367f032d93F642f64180aa3")
    >>> for badge in badges.badges_of(holder):
    ...     print(badges.achievement(badge.achievement_id).name, badge.status.name)

Every read takes a `block` (a number; None for the latest), and whatever one answer is made of comes from one block.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from . import _structs, ids
from ._artifacts import badges_abi
from ._probe import must_be_badges
from ._rpc import Rpc, open_web3
from .errors import (
    AchievementNotFoundError,
    AchievementUnknownError,
    NoContractError,
    NotBadgesError,
    RefusedError,
    ValueInvalidError,
    WrongChainError,
)
from .ids import parse_address
from .models import Achievement, Badge, Cohort, Eligibility, Profile, Status

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress
    from web3 import Web3

_STEPS = 200
"""Achievements and cohorts walked in one call of `badgesOf`: well below the gas that nodes lend to a call."""

_STATUSES = 250
"""Ids in one call of `statusesOf`, for the same reason."""


def connect(rpc: "str | Web3", address: str, *, chain_id: int | None = None) -> "Collection":
    """The collection at an address, after making sure that it is one.

    Args:
        rpc: URL of a node (http or https), or a web3 of your own.
        address: The collection's.
        chain_id: The chain that it must be on (EIP-155); None for whichever the node serves.

    Raises:
        AddressInvalidError: The address is none.
        UnreachableError: Nobody answers there.
        WrongChainError: The node serves another chain.
        NoContractError: There is no code at the address.
        NotBadgesError: The code there does not answer as a badge collection (ERC-165).
    """
    where = parse_address(address)
    node = Rpc(open_web3(rpc) if isinstance(rpc, str) else rpc)
    found = node.chain_id()
    if chain_id is not None and chain_id != found:
        raise WrongChainError(chain_id, found, node.endpoint)
    must_be_badges(node, where, found)
    return Collection(node, where, found)


class Collection:
    """One issuer's badges on one chain. Made by `connect` or `deploy`; holds no state but where it is."""

    def __init__(self, node: Rpc, address: "ChecksumAddress", chain_id: int) -> None:
        self._node = node
        self._address = address
        self._chain_id = chain_id

    def __repr__(self) -> str:
        return f"Collection({self._address} on chain {self._chain_id})"

    @property
    def address(self) -> "ChecksumAddress":
        """Where the contract is."""
        return self._address

    @property
    def chain_id(self) -> int:
        """The chain that it is on (EIP-155)."""
        return self._chain_id

    @property
    def web3(self) -> "Web3":
        """The node by which it is read."""
        return self._node.web3

    @property
    def node(self) -> Rpc:
        """The same node as this library asks it."""
        return self._node

    # ──────────────────────────────────────── the collection ─────────────────────────────────────────

    def name(self) -> str:
        """The issuer's name, which never changes."""
        return str(self._ask("name"))

    def symbol(self) -> str:
        """The collection's symbol, which never changes."""
        return str(self._ask("symbol"))

    def owner(self) -> str:
        """Who appoints issuers and creates achievements."""
        return ids.parse_address(self._ask("owner"), zero=True)

    def profile(self, *, block: int | None = None) -> Profile:
        """How the issuer presents itself."""
        return Profile(*self._ask("profile", block=block))

    def companions(self) -> tuple[str, str]:
        """Addresses of what draws the metadata and of what answers the long reads, both fixed at deployment."""
        renderer, reader = self._ask_all("companions")
        return parse_address(renderer), parse_address(reader)

    def is_issuer(self, account: str, achievement: int | str, *, block: int | None = None) -> bool:
        """Whether the account may issue the achievement now."""
        number, block = self._numbered(achievement, block)
        return bool(self._ask("isIssuer", parse_address(account), number, block=block))

    # ───────────────────────────────────────── achievements ──────────────────────────────────────────

    def achievement_id(self, achievement: int | str, *, block: int | None = None) -> int:
        """The number of the achievement with this slug; a number is handed back as it is.

        Raises:
            AchievementNotFoundError: No achievement has this slug; the error lists those that there are.
        """
        if isinstance(achievement, int):
            return achievement
        number = int(self._ask("achievementIdOf", achievement, block=block))
        if number == 0:
            raise self._not_found(achievement)
        return number

    def achievement(self, achievement: int | str, block: int | None = None) -> Achievement:
        """An achievement and its terms, by slug or number.

        Raises:
            AchievementNotFoundError: There is none.
        """
        block = self._pinned(block)
        number = self.achievement_id(achievement, block=block)
        try:
            found = _structs.achievement(self._ask("achievementOf", number, block=block))
        except AchievementUnknownError as error:
            raise self._not_found(achievement) from error
        needed = {kind.id for kind in _structs.local_prerequisites(found.terms)} - {number}
        slugs = {each.achievement_id: each.slug for each in self._achievements(sorted(needed), block)}
        return _with_slugs(found, {**slugs, number: found.slug})

    def achievements(self, *, block: int | None = None) -> list[Achievement]:
        """All achievements, in the order in which they were created."""
        block = self._pinned(block)
        count = int(self._ask("achievementCount", block=block))
        found = self._achievements(range(1, count + 1), block)
        slugs = {each.achievement_id: each.slug for each in found}
        return [_with_slugs(each, slugs) for each in found]

    def cohort(self, achievement: int | str, number: int, *, block: int | None = None) -> Cohort:
        """A cohort. Raises `CohortUnknownError`."""
        achievement_id, block = self._numbered(achievement, block)
        return _structs.cohort(achievement_id, number, self._ask("cohortOf", achievement_id, number, block=block))

    # ──────────────────────────────────────────── badges ─────────────────────────────────────────────

    def badge(self, badge_id: int, block: int | None = None) -> Badge:
        """All there is to know about a badge; for an id never issued, a badge of status NONE."""
        return self._badge(_checked(badge_id), self._ask("badgeOf", badge_id, block=block))

    def badges(self, badge_ids: Iterable[int], *, block: int | None = None) -> list[Badge]:
        """`badge` for each id, all from one block."""
        wanted = [_checked(each) for each in badge_ids]
        answers = self._ask_many("badgeOf", [(each,) for each in wanted], self._pinned(block))
        return [self._badge(badge_id, answer) for badge_id, (answer,) in zip(wanted, answers, strict=True)]

    def badges_of(self, holder: str, *, block: int | None = None) -> list[Badge]:
        """All badges of a holder that exist, expired and suspended ones too, all from one block."""
        account, block = parse_address(holder), self._pinned(block)
        found: list[int] = []
        cursor = 0
        while True:
            some, cursor = self._ask_all("badgesOf", account, cursor, _STEPS, block=block)
            found += some
            if cursor == 0:
                return self.badges(found, block=block)

    def status_of(self, badge_id: int, *, block: int | None = None) -> Status:
        """What the badge is right now; NONE for an id never issued."""
        return Status(self._ask("statusOf", _checked(badge_id), block=block))

    def statuses_of(self, badge_ids: Iterable[int], *, block: int | None = None) -> list[Status]:
        """`status_of` for each id, all from one block."""
        wanted = [_checked(each) for each in badge_ids]
        parts = [(wanted[start : start + _STATUSES],) for start in range(0, len(wanted), _STATUSES)]
        answers = self._ask_many("statusesOf", parts, self._pinned(block))
        return [Status(status) for (statuses,) in answers for status in statuses]

    def holds(self, holder: str, achievement: int | str, *, block: int | None = None) -> bool:
        """Whether the holder has an ACTIVE badge of the achievement, of whichever cohort."""
        number, block = self._numbered(achievement, block)
        return bool(self._ask("holds", parse_address(holder), number, block=block))

    def tier_of(self, badge_id: int, *, block: int | None = None) -> int:
        """The badge's live tier, from 1; 0 for none, or if it is not ACTIVE."""
        return int(self._ask("tierOf", _checked(badge_id), block=block))

    def token_uri(self, badge_id: int, *, block: int | None = None) -> str:
        """The metadata document (ERC-721) as a data URI. Raises `ERC721NonexistentTokenError`."""
        return str(self._ask("tokenURI", _checked(badge_id), block=block))

    def eligibility(self, holder: str, achievement: int | str, *, block: int | None = None) -> Eligibility:
        """What of the achievement's requirements the holder meets, and with which witnesses."""
        number, block = self._numbered(achievement, block)
        eligible, held, witnesses = self._ask_all("eligibility", parse_address(holder), number, block=block)
        return Eligibility(eligible, tuple(held), tuple(witnesses))

    def eligibilities(self, pairs: Sequence[tuple[str, int]], *, block: int | None = None) -> list[Eligibility]:
        """`eligibility` for each pair of holder and achievement number, all from one block."""
        answers = self._ask_many("eligibility", pairs, self._pinned(block))
        return [Eligibility(eligible, tuple(held), tuple(witnesses)) for eligible, held, witnesses in answers]

    # ───────────────────────────────────────────── asking ────────────────────────────────────────────

    def call(self, function: str, *arguments: Any, sender: str) -> Any:  # noqa: ANN401 (as the ABI has it)
        """What a transaction would return to `sender`, simulated; nothing is sent. Raises the contract's refusal."""
        return self._ask(function, *arguments, sender=sender)

    def simulate(self, calls: Sequence[tuple[str, tuple[Any, ...]]], *, sender: str) -> list[RefusedError | None]:
        """Why each of these transactions of `sender`, apart from the others, would be refused; None if it would not."""
        data = [badges_abi().encode(function, *arguments) for function, arguments in calls]
        outcomes = self._node.call_many(self._address, data, sender=sender)
        return [outcome if isinstance(outcome, RefusedError) else None for outcome in outcomes]

    def _ask(self, function: str, *arguments: Any, sender: str | None = None, block: int | None = None) -> Any:  # noqa: ANN401
        results = self._ask_all(function, *arguments, sender=sender, block=block)
        return results[0] if results else None

    def _ask_all(
        self,
        function: str,
        *arguments: Any,  # noqa: ANN401 (as the ABI has it)
        sender: str | None = None,
        block: int | None = None,
    ) -> tuple[Any, ...]:
        data = badges_abi().encode(function, *arguments)
        return self._decoded(function, self._node.call(self._address, data, sender=sender, block=block))

    def _ask_many(self, function: str, calls: Sequence[tuple[Any, ...]], block: int | None) -> list[tuple[Any, ...]]:
        data = [badges_abi().encode(function, *arguments) for arguments in calls]
        answers: list[tuple[Any, ...]] = []
        for outcome in self._node.call_many(self._address, data, block=block):
            if isinstance(outcome, RefusedError):
                raise outcome
            answers.append(self._decoded(function, outcome))
        return answers

    def _decoded(self, function: str, data: bytes) -> tuple[Any, ...]:
        try:
            return badges_abi().decode(function, data)
        except ValueError as error:
            # No data is what a call to an address without code returns.
            if not data and not self._node.code(self._address):
                raise NoContractError(self._address, self._chain_id) from error
            raise NotBadgesError(self._address, str(error)) from error

    def _achievements(self, numbers: Sequence[int], block: int | None) -> list[Achievement]:
        answers = self._ask_many("achievementOf", [(number,) for number in numbers], block)
        return [_structs.achievement(answer) for (answer,) in answers]

    def _not_found(self, achievement: int | str) -> AchievementNotFoundError:
        return AchievementNotFoundError(achievement, tuple(each.slug for each in self.achievements()))

    def _badge(self, badge_id: int, values: tuple[Any, ...]) -> Badge:
        return _structs.badge(self._chain_id, self._address, badge_id, values)

    def _numbered(self, achievement: int | str, block: int | None) -> tuple[int, int | None]:
        """The achievement's number, and the block for what follows: a number alone needs no pinning."""
        if isinstance(achievement, int):
            return achievement, block
        block = self._pinned(block)
        return self.achievement_id(achievement, block=block), block

    def _pinned(self, block: int | None) -> int:
        return self._node.block_number() if block is None else block


def _with_slugs(achievement: Achievement, slugs: dict[int, str]) -> Achievement:
    terms = _structs.with_slugs(achievement.terms, slugs)
    return Achievement(achievement.achievement_id, achievement.retired, achievement.cohorts, terms)


def _checked(badge_id: int) -> int:
    if not 0 <= badge_id < 1 << 256:
        raise ValueInvalidError("badge_id", "expected a number of 256 bits")
    return badge_id
