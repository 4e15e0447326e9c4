"""Trying on a stranger's collection what must be refused: simulated at the pinned block, nothing is sent.

A contract can tell a simulation from a transaction and behave meanwhile. So what goes through is shown to be broken;
what is refused shows nothing.
"""

from collections.abc import Iterator
from typing import Any

from soulbadge.ids import ZERO_ADDRESS
from soulbadge.models import NO_EVIDENCE, BurnAuth, Status

from ._facts import Facts
from ._pinned import call_data, selector
from ._samples import Sample
from .bytecode import powers
from .report import AccountKind

STRANGER = "0x000000000000000000000000000000000000dEaD"
_OTHER = "0x000000000000000000000000000000000000bEEF"
_NONSENSE = "no_contract_has_a_function_of_this_name()"
_UINT40 = (1 << 40) - 1
_FEW = 3
"""Badges on which functions are tried by their names."""

_TAKING = (
    "burn(uint256)",
    "burn(address,uint256)",
    "burnFrom(address,uint256)",
    "adminBurn(uint256)",
    "ownerBurn(uint256)",
    "forceBurn(uint256)",
    "burnByOwner(uint256)",
    "destroy(uint256)",
    "remove(uint256)",
    "clawback(uint256)",
    "pause()",
    "unpause()",
    "kill()",
    "destroy()",
    "upgradeTo(address)",
    "upgradeToAndCall(address,bytes)",
    "setImplementation(address)",
)
"""What owners must not be able to do: take badges away, pause, upgrade or end the contract."""

_MOVING = (
    "transfer(address,uint256)",
    "adminTransfer(address,address,uint256)",
    "ownerTransfer(address,address,uint256)",
    "forceTransfer(address,address,uint256)",
    "recover(address,address,uint256)",
    "recover(uint256,address)",
    "migrate(address,address)",
    "permit(address,uint256,uint256,bytes)",
)
"""Other ways by which badges move."""


class Prober:
    """Somebody who tries doors."""

    def __init__(self, facts: Facts, samples: tuple[Sample, ...]) -> None:
        self._facts = facts
        self._pinned = facts.pinned
        self._samples = samples
        owner = facts.owner.address if facts.owner and facts.owner.kind is not AccountKind.ZERO else None
        issuers = [each.account.address for each in facts.issuers or ()]
        self._powerful = list(dict.fromkeys([*([owner] if owner else []), *issuers]))[:4]
        self._selectors = powers(facts.pinned.code(facts.pinned.address)).pushed

    def moves(self) -> Iterator[str]:
        """Transfers and approvals that are not refused."""
        yield from self._tried(STRANGER, [("setApprovalForAll(address,bool)", (_OTHER, True))], "anybody")
        for each in self._samples:
            args = (each.holder, _OTHER, each.badge_id)
            calls: list[tuple[str, tuple[Any, ...]]] = [
                ("transferFrom(address,address,uint256)", args),
                ("safeTransferFrom(address,address,uint256)", args),
                ("safeTransferFrom(address,address,uint256,bytes)", (*args, b"")),
                ("approve(address,uint256)", (_OTHER, each.badge_id)),
                ("setApprovalForAll(address,bool)", (_OTHER, True)),
            ]
            yield from self._tried(each.holder, calls, f"the holder of {each.badge_id:#x}")
            if self._pinned.one("locked", each.badge_id) is False:
                yield f"locked({each.badge_id:#x}) says false (ERC-5192)"
            if self._pinned.one("isTransferable", each.badge_id, each.holder, _OTHER) is True:
                yield f"isTransferable({each.badge_id:#x}, …) says true (ERC-6454)"
        for each in self._samples[:_FEW]:
            yield from self._named(_MOVING, each)

    def takes(self) -> Iterator[str]:
        """Ways of owners and issuers to badges that the terms do not give them."""
        for each in self._samples[:_FEW] or (None,):
            yield from self._named(_TAKING, each)
        for each in self._samples:
            authority = self._pinned.one("burnAuth", each.badge_id)
            if authority in (BurnAuth.OwnerOnly, BurnAuth.Neither):
                for who in [*self._powerful, STRANGER]:
                    if who.lower() != each.holder.lower():
                        call = ("revoke(uint256)", (each.badge_id,))
                        yield from self._tried(
                            who, [call], f"{who}, though its burn authority is {BurnAuth(authority).name},"
                        )

    def shortens(self) -> Iterator[str]:
        """Renewals that bring an end nearer."""
        now = self._pinned.block.time
        for each in self._samples:
            end = self._pinned.one("endTime", each.badge_id)
            if end is None or 0 < end <= now + 1:
                continue
            nearer = end - 1 if end else now + 1000
            for who in self._powerful:
                call = ("renew(uint256,uint40)", (each.badge_id, min(nearer, _UINT40)))
                yield from self._tried(who, [call], f"{who}, from end {end} to {nearer},")

    def repeats(self) -> Iterator[str]:
        """Badges and cohorts that would be issued again."""
        for each in self._samples:
            for who in self._powerful:
                call = ("issue(uint256,uint40,uint40,bytes32)", (each.badge_id, 0, 0, NO_EVIDENCE))
                yield from self._tried(who, [call], f"{who}, for badge {each.badge_id:#x} which exists,")
        for number, achievement in self._facts.achievements.items():
            if achievement.cohorts:
                members = bytes.fromhex(_OTHER.removeprefix("0x"))
                arguments = (number, achievement.cohorts, "", 0, 0, NO_EVIDENCE, members)
                again = ("issueCohort(uint256,uint256,string,uint40,uint40,bytes32,bytes)", arguments)
                for who in self._powerful:
                    yield from self._tried(who, [again], f"{who}, for cohort {achievement.cohorts} which exists,")

    def _named(self, signatures: tuple[str, ...], sample: Sample | None) -> Iterator[str]:
        """Functions of these names that are in the code and open to the powerful, or to anybody.

        A contract that takes every call, by its fallback, has none of them.
        """
        there = [each for each in signatures if selector(each) in self._selectors]
        for who in [*self._powerful, STRANGER] if there else []:
            if self._pinned.succeeds([call_data(_NONSENSE)], who)[0]:
                continue
            if sample is not None and who.lower() == sample.holder.lower():
                continue
            calls = [(each, arguments) for each in there if (arguments := _arguments(each, sample)) is not None]
            yield from self._tried(who, calls, who)

    def _tried(self, sender: str, calls: list[tuple[str, tuple[Any, ...]]], who: str) -> Iterator[str]:
        data = [call_data(signature, *arguments) for signature, arguments in calls]
        for (signature, _), done in zip(calls, self._pinned.succeeds(data, sender), strict=True):
            if done:
                yield f"{signature} by {who} goes through"


def _arguments(signature: str, sample: Sample | None) -> tuple[Any, ...] | None:
    """Arguments by their types, the sample's where there is one; None if they make no sense without it."""
    kinds = signature[signature.index("(") + 1 : -1].split(",")
    if kinds == [""]:
        return ()
    if "uint256" in kinds and sample is None:
        return None
    holder = sample.holder if sample else ZERO_ADDRESS
    addresses = [holder, _OTHER] if kinds.count("address") > 1 or signature.startswith("burn") else [_OTHER]
    found: list[Any] = []
    for kind in kinds:
        if kind == "address":
            found.append(addresses.pop(0))
        elif kind == "uint256":
            found.append(sample.badge_id if sample and not found.count(sample.badge_id) else 1)
        else:
            found.append(b"")
    return tuple(found)


def is_over(sample: Sample) -> bool:
    """Whether the badge is its holder's, and does not count now."""
    return sample.badge is not None and sample.badge.status in (Status.EXPIRED, Status.SUSPENDED)
