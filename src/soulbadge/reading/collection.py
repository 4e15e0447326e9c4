"""One issuer's collection, as it is read. `soulbadge.contract.connect` makes one."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from soulbadge import ids
from soulbadge.chain import structs
from soulbadge.chain.artifacts import badges_abi
from soulbadge.chain.blocks import Block, BlockId
from soulbadge.chain.rpc import Rpc
from soulbadge.errors import RefusedError, ValueInvalidError
from soulbadge.ids import parse_address
from soulbadge.models import Achievement, Badge, Cohort, Eligibility, Profile, Status

from . import expiring
from . import standing as _standing
from .explain import Explanation, explain
from .history import HistoryEntry, history
from .holders import Holding, holders, issued, statuses_of
from .issuers import IssuerScope, issuers
from .lookup import Lookup
from .path import AchievementPath, find_path
from .questions import Asking

if TYPE_CHECKING:
    from eth_typing import ChecksumAddress
    from web3 import Web3

_STEPS = 200
"""Achievements and cohorts walked in one call of `badgesOf`: well below the gas that nodes lend to a call."""


class Collection:
    """One issuer's badges on one chain. Made by `connect` or `deploy`; holds no state but where it is."""

    def __init__(self, node: Rpc, address: "ChecksumAddress", chain_id: int) -> None:
        self._asking = Asking(node, address, chain_id)
        self._lookup = Lookup(self._asking)

    def __repr__(self) -> str:
        return f"Collection({self.address} on chain {self.chain_id})"

    @property
    def address(self) -> "ChecksumAddress":
        """Where the contract is."""
        return self._asking.address

    @property
    def chain_id(self) -> int:
        """The chain that it is on (EIP-155)."""
        return self._asking.chain_id

    @property
    def web3(self) -> "Web3":
        """The node by which it is read."""
        return self.node.web3

    @property
    def node(self) -> Rpc:
        """The same node as this library asks it."""
        return self._asking.node

    def block(self, number: int | None = None) -> Block:
        """The latest block, or that of a number: given to several reads, it makes them answers of one moment."""
        return self.node.block_at(number)

    # ──────────────────────────────────────── the collection ─────────────────────────────────────────

    def name(self) -> str:
        """The issuer's name, which never changes."""
        return str(self._asking.one("name"))

    def symbol(self) -> str:
        """The collection's symbol, which never changes."""
        return str(self._asking.one("symbol"))

    def owner(self, *, block: BlockId = None) -> str:
        """Who appoints issuers and creates achievements."""
        return parse_address(self._asking.one("owner", block=block), zero=True)

    def profile(self, *, block: BlockId = None) -> Profile:
        """How the issuer presents itself."""
        return Profile(*self._asking.one("profile", block=block))

    def companions(self) -> tuple[str, str]:
        """Addresses of what draws the metadata and of what answers the long reads, both fixed at deployment."""
        renderer, reader = self._asking.ask("companions")
        return parse_address(renderer), parse_address(reader)

    def is_issuer(self, account: str, achievement: int | str, *, block: BlockId = None) -> bool:
        """Whether the account may issue the achievement now."""
        return bool(self._lookup.one("isIssuer", parse_address(account), achievement, block=block))

    def issuers(self, *, block: BlockId = None) -> list[IssuerScope]:
        """All present issuers and what they may issue, from events."""
        return self._asking.one_block(block, lambda at: issuers(self._asking, at))

    # ───────────────────────────────────────── achievements ──────────────────────────────────────────

    def achievement_id(self, achievement: int | str, *, block: BlockId = None) -> int:
        """The number of the achievement with this slug; a number is handed back as it is.

        Raises:
            AchievementNotFoundError: No achievement has this slug; the error lists those that there are.
        """
        return self._lookup.number(achievement, block)

    def achievement(self, achievement: int | str, block: BlockId = None) -> Achievement:
        """An achievement and its terms, by slug or number.

        Raises:
            AchievementNotFoundError: There is none.
        """
        return self._asking.one_block(block, lambda at: self._lookup.achievement(achievement, at))

    def achievements(self, *, block: BlockId = None) -> list[Achievement]:
        """All achievements, in the order in which they were created."""
        return self._asking.one_block(block, self._lookup.achievements)

    def cohort(self, achievement: int | str, number: int, *, block: BlockId = None) -> Cohort:
        """A cohort. Raises `CohortUnknownError`."""
        return self._lookup.found(
            achievement,
            block,
            lambda found, at: structs.cohort(found, number, self._asking.ask("cohortOf", found, number, at=at)[0]),
        )

    # ──────────────────────────────────────────── badges ─────────────────────────────────────────────

    def badge(self, badge_id: int, block: BlockId = None) -> Badge:
        """All there is to know about a badge; for an id never issued, a badge of status NONE."""
        return self._badge(_checked(badge_id), self._asking.one("badgeOf", badge_id, block=block))

    def badges(self, badge_ids: Iterable[int], *, block: BlockId = None) -> list[Badge]:
        """`badge` for each id, all from one block."""
        wanted = [_checked(each) for each in badge_ids]
        return self._asking.one_block(block, lambda at: self._badges(wanted, at))

    def badges_of(self, holder: str, *, block: BlockId = None) -> list[Badge]:
        """All badges of a holder that exist, expired and suspended ones too, all from one block."""
        account = parse_address(holder)
        return self._asking.one_block(block, lambda at: self._badges(self._walk(account, at), at))

    def status_of(self, badge_id: int, *, block: BlockId = None) -> Status:
        """What the badge is right now; NONE for an id never issued."""
        return structs.status_of(self._asking.one("statusOf", _checked(badge_id), block=block))

    def statuses_of(self, badge_ids: Iterable[int], *, block: BlockId = None) -> list[Status]:
        """`status_of` for each id, all from one block; 25,000 in one request, where the node allows that."""
        wanted = [_checked(each) for each in badge_ids]
        return self._asking.one_block(block, lambda at: statuses_of(self._asking, wanted, at))

    def holds(self, holder: str, achievement: int | str, *, block: BlockId = None) -> bool:
        """Whether the holder has an ACTIVE badge of the achievement, of whichever cohort."""
        return bool(self._lookup.one("holds", parse_address(holder), achievement, block=block))

    def tier_of(self, badge_id: int, *, block: BlockId = None) -> int:
        """The badge's live tier, from 1; 0 for none, or if it is not ACTIVE."""
        return int(self._asking.one("tierOf", _checked(badge_id), block=block))

    def token_uri(self, badge_id: int, *, block: BlockId = None) -> str:
        """The metadata document (ERC-721) as a data URI. Raises `ERC721NonexistentTokenError`."""
        return str(self._asking.one("tokenURI", _checked(badge_id), block=block))

    # ─────────────────────────────────────────── everybody ───────────────────────────────────────────

    def holders(
        self, achievement: int | str, *, statuses: Iterable[Status] | None = None, block: BlockId = None
    ) -> list[Holding]:
        """Everybody's badges of an achievement, from events: by cohort, then by address.

        Args:
            achievement: Slug or number.
            statuses: Which; all badges that exist by default, expired and suspended ones too.
            block: As of when.

        Raises:
            LogsMissingError: The node does not keep all event logs.
        """
        wanted = None if statuses is None else frozenset(statuses)
        return self._lookup.found(achievement, block, lambda found, at: holders(self._asking, found, wanted, at))

    def issued(self, achievement: int | str | None = None, *, block: BlockId = None) -> list[int]:
        """Ids of all badges ever issued, of one achievement or of all, in the order of their issue, from events."""
        return self._lookup.found(achievement, block, lambda found, at: issued(self._asking, found, at))

    def expiring(self, within: int, achievement: int | str | None = None, *, block: BlockId = None) -> list[Badge]:
        """Badges that have not lapsed and will within so many seconds, the first to lapse first, from events."""
        if within < 0:
            raise ValueInvalidError("within", "expected a number of seconds from 0")

        def read(found: int | None, at: Block) -> list[Badge]:
            soon = self._badges(expiring.lapsing(self._asking, within, found, at), at)
            return expiring.still_lapsing(soon, within, at)

        return self._lookup.found(achievement, block, read)

    def history(self, badge_id: int, *, block: BlockId = None) -> list[HistoryEntry]:
        """What happened to a badge, in its order, from events; nothing for one never issued."""
        ids.split(badge_id)
        return self._asking.one_block(block, lambda at: history(self._asking, badge_id, at))

    # ────────────────────────────────────────── requirements ─────────────────────────────────────────

    def eligibility(self, holder: str, achievement: int | str, *, block: BlockId = None) -> Eligibility:
        """What of the achievement's requirements the holder meets, and with which witnesses."""
        account = parse_address(holder)
        return self._lookup.found(
            achievement,
            block,
            lambda found, at: _eligibility(self._asking.ask("eligibility", account, found, at=at)),
        )

    def eligibilities(self, pairs: Sequence[tuple[str, int]], *, block: BlockId = None) -> list[Eligibility]:
        """`eligibility` for each pair of holder and achievement number, all from one block."""
        read = self._asking.many
        return self._asking.one_block(block, lambda at: [_eligibility(each) for each in read("eligibility", pairs, at)])

    def explain(self, achievement: int | str, holder: str, *, block: BlockId = None) -> Explanation:
        """Why the holder can or cannot have the achievement: what is missing, and what expires before what."""
        account = parse_address(holder)
        return self._lookup.found(
            achievement,
            block,
            lambda found, at: explain(
                _standing.read(self._asking, account, found, at), found, self.address, self.chain_id
            ),
        )

    def path(self, achievement: int | str, holder: str, *, block: BlockId = None) -> AchievementPath:
        """The shortest list of achievements that the holder has still to earn, in an order in which it can.

        Raises:
            TooManyPathsError: The requirements leave too many ways to compare.
        """
        account = parse_address(holder)
        return self._lookup.found(
            achievement, block, lambda found, at: find_path(_standing.read(self._asking, account, found, at), found)
        )

    # ───────────────────────────────────────────── asking ────────────────────────────────────────────

    def call(self, function: str, *arguments: Any, sender: str) -> Any:  # noqa: ANN401 (as the ABI has it)
        """What a transaction would return to `sender`, simulated; nothing is sent. Raises the contract's refusal."""
        results = self._asking.ask(function, *arguments, sender=sender)
        return results[0] if results else None

    def simulate(
        self, calls: Sequence[tuple[str, tuple[Any, ...]]], *, sender: str, block: BlockId = None
    ) -> list[RefusedError | None]:
        """Why each of these transactions of `sender`, apart from the others, would be refused; None if it would not."""
        data = [badges_abi().encode(function, *arguments) for function, arguments in calls]
        outcomes = self.node.call_many(self.address, data, sender=sender, block=block)
        return [outcome if isinstance(outcome, RefusedError) else None for outcome in outcomes]

    def _walk(self, holder: str, at: Block) -> list[int]:
        found: list[int] = []
        cursor = 0
        while True:
            some, after = self._asking.ask("badgesOf", holder, cursor, _STEPS, at=at)
            found += some
            if after <= cursor:  # 0 at the end; anything else that is not further on would never end
                return found
            cursor = after

    def _badges(self, badge_ids: Sequence[int], at: Block) -> list[Badge]:
        answers = self._asking.many("badgeOf", [(each,) for each in badge_ids], at)
        return [self._badge(badge_id, answer) for badge_id, (answer,) in zip(badge_ids, answers, strict=True)]

    def _badge(self, badge_id: int, values: tuple[Any, ...]) -> Badge:
        return structs.badge(self.chain_id, self.address, badge_id, values)


def _eligibility(values: tuple[Any, ...]) -> Eligibility:
    eligible, held, witnesses = values
    return Eligibility(eligible, tuple(held), tuple(witnesses))


def _checked(badge_id: int) -> int:
    if not 0 <= badge_id < 1 << 256:
        raise ValueInvalidError("badge_id", "expected a number of 256 bits")
    return badge_id
