"""Making a proof, from whatever has the state of a chain."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from soulbadge import ids
from soulbadge.errors import ChainMovedError, NodeError, ProofIncompleteError, StateMalformedError, WrongChainError
from soulbadge.forms.keccak import keccak
from soulbadge.models import Badge
from soulbadge.proofs.answers import read_answer
from soulbadge.proofs.challenges import Challenge, Clock, system_clock
from soulbadge.proofs.presentations import Presentation

from .documents import Bundle, StateProof
from .facts import first_slots
from .headers import Header, read_header
from .proven import Account, ProvenState
from .walking import must_have_a_key, walk


class ProofSource(Protocol):
    """What has the state of a chain: `RpcProofs` of a node, or a chain inside the process.

    It is not trusted: what it hands over must hash to the header, or nothing is made of it.
    """

    def chain_id(self) -> int:
        """EIP-155 chain."""

    def header(self, block: int | None) -> bytes:
        """The header of a block, RLP; of the latest for None."""

    def nodes(self, address: str, slots: Sequence[int], block: int) -> Iterable[bytes]:
        """The trie nodes on the way to an account and to slots of its storage, in a block (EIP-1186)."""

    def code(self, address: str, block: int) -> bytes:
        """The code of an account in a block."""


def prove_badges(names: Iterable[str | Badge], source: ProofSource, *, block: int | None = None) -> StateProof:
    """Prove what badges are in one block, whatever that is.

    Args:
        names: The badges, or their CAIP-19 names; all on the source's chain.
        source: Whom to ask.
        block: Number of the block; None for the latest.

    Raises:
        BadgeIdInvalidError: A name is not that of a badge.
        WrongChainError: A badge is on another chain than the source.
        UnknownCodeError: A collection is of no release that is known here.
        ChainMovedError: The block was reorganised meanwhile.
        ChainError: The source does not prove its own block.
    """
    parsed = [ids.parse_caip19(each if isinstance(each, str) else each.caip19) for each in names]
    for chain_id in {name.chain_id for name in parsed}:
        _must_be_there(chain_id, source)

    def read(state: "_FetchedState") -> None:
        seen = walk(state, parsed)
        for error in seen.unreadable.values():
            raise error

    return _prove(source, block, parsed, read)


def bundle(
    presentation: Presentation,
    challenge: Challenge,
    source: ProofSource,
    *,
    block: int | None = None,
    now: Clock = system_clock,
) -> Bundle:
    """Add to a presentation all that its verifier would have to ask a node for.

    Args:
        presentation: From `present`.
        challenge: What it answers.
        source: Whom to ask.
        block: Number of the block, if the verifier trusts a certain one; None for the latest.
        now: The clock.

    Raises:
        VerificationError: The presentation does not answer the challenge.
        NotProvableOfflineError: The holder is a contract wallet.
        WrongChainError: The source is on another chain than the challenge.
        ChainMovedError: The block was reorganised meanwhile.
        ChainError: The source does not prove its own block.
    """
    answer = read_answer(presentation, challenge, now())
    _must_be_there(challenge.chain_id, source)

    def read(state: "_FetchedState") -> None:
        must_have_a_key(state, answer.holder)
        walk(state, answer.names)

    return Bundle(presentation, _prove(source, block, answer.names, read))


class _FetchedState(ProvenState):
    """A state that fetches what is asked of it, and believes no more of that than `ProvenState` does."""

    def __init__(self, source: ProofSource, header: Header) -> None:
        super().__init__(header.state_root, (), ())
        self._source = source
        self._block = header.block.number
        self._fetched: dict[str, set[int]] = {}

    def fetch(self, address: str, slots: Iterable[int]) -> None:
        """Have the nodes of an account and of slots."""
        known = self._fetched.get(address.lower())
        wanted = sorted(set(slots) - (known or set()))
        if known is not None and not wanted:
            return
        self._nodes.update((keccak(node), node) for node in self._source.nodes(address, wanted, self._block))
        self._fetched[address.lower()] = (known or set()) | set(wanted)

    def account(self, address: str) -> Account | None:
        """See `ProvenState.account`."""
        self.fetch(address, ())
        return super().account(address)

    def slot(self, address: str, slot: int) -> int:
        """See `ProvenState.slot`."""
        self.fetch(address, (slot,))
        return super().slot(address, slot)

    def code(self, address: str) -> bytes:
        """See `ProvenState.code`."""
        account = self.account(address)
        if account is not None and account.has_code and account.code_hash not in self._codes:
            code = self._source.code(address, self._block)
            self._codes[keccak(code)] = code
        return super().code(address)


def _prove(
    source: ProofSource,
    block: int | None,
    names: Iterable[ids.BadgeName],
    read: Callable[[_FetchedState], None],
) -> StateProof:
    encoded = source.header(block)
    header = read_header(encoded)
    state = _FetchedState(source, header)
    slots: dict[str, list[int]] = {}
    for name in names:
        slots.setdefault(name.address, []).extend(first_slots(name.badge_id))
    try:
        for address, wanted in slots.items():
            state.fetch(address, wanted)
        read(state)
    except (ProofIncompleteError, StateMalformedError) as error:
        number = header.block.number
        if source.header(number) != encoded:
            raise ChainMovedError(number) from error
        raise NodeError("eth_getProof", f"it does not prove its own block {number} ({error})") from error
    return StateProof(encoded, tuple(state.used_nodes), tuple(state.used_codes))


def _must_be_there(chain_id: int, source: ProofSource) -> None:
    if source.chain_id() != chain_id:
        raise WrongChainError(chain_id, source.chain_id(), type(source).__name__)
