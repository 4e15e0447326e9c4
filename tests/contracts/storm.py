"""One caller tries everything: every door of a collection, with whatever could help, all that got through once more.

What the ten rules of the specification promise is then read off what was there before and what is there afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from brownie import web3
from conftest import DAY, NONE, YEAR, BurnAuth, Terms, badge_id, packed, prerequisite, requirement
from vouchers import BY_HOLDER, FOREVER, Domain, Voucher, address_of, sign
from web3.exceptions import Web3Exception

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GUARDED, LICENCE, TITLE, MEDAL, BOND, LEASE, LENT, LAPSED = range(1, 9)
KINDS = {
    GUARDED: Terms("guarded", individual=True),
    LICENCE: Terms("licence", individual=True, validity=2 * YEAR, burn_auth=BurnAuth.BOTH),
    TITLE: Terms("title", requirements=(requirement(1, prerequisite(LICENCE), ongoing=True),)),
    MEDAL: Terms("medal", burn_auth=BurnAuth.BOTH),
    BOND: Terms("bond", burn_auth=BurnAuth.NEITHER),
    LEASE: Terms("lease", burn_auth=BurnAuth.ISSUER_ONLY),
    # LENT is added by `Ground`, which knows the source that it rests on.
    LAPSED: Terms("lapsed", individual=True),
}


@dataclass
class Ground:
    """A collection in which everybody has a past: what callers are let loose on."""

    badges: Any
    domain: Domain
    owner: Any
    issuer: Any
    dismissed: Any
    holder: Any
    former: Any  # had a badge of each sort, and lost or gave up every one
    relayer: Any
    source: Any  # the source of LENT; calls back whenever it is asked
    wallet: Any  # a contract with a badge; says yes to every signature
    now: Callable[[], int]
    ids: dict[str, int] = field(default_factory=dict)
    papers: list[tuple[Any, ...]] = field(default_factory=list)  # arguments of `claim` that anybody may have seen

    def lay(self) -> Ground:
        """Everybody's past happens."""
        badges, by_issuer = self.badges, {"from": self.issuer}
        for account in (self.issuer, self.dismissed):
            badges.appointIssuer(account, 0, {"from": self.owner})
        lent = Terms("lent", requirements=(requirement(1, prerequisite(7, source=self.source.address), ongoing=True),))
        for achievement in range(1, 9):
            badges.createAchievement(KINDS.get(achievement, lent).as_tuple(), {"from": self.owner})

        start, end = self.now() - DAY, self.now() + YEAR
        for achievement in (GUARDED, LICENCE, TITLE, LENT, LAPSED):
            ends = {LICENCE: end, LAPSED: self.now() + 600}.get(achievement, 0)
            badges.issue(badge_id(achievement, self.holder), start, ends, b"\x11" * 32, by_issuer)
        for achievement in (GUARDED, LICENCE):
            badges.issue(badge_id(achievement, self.former), 0, 0, NONE, by_issuer)
        badges.issue(badge_id(GUARDED, self.wallet), 0, 0, NONE, by_issuer)
        members = packed([self.holder, self.former, self.wallet])
        badges.issueCohort(MEDAL, 1, "2026", start, end, b"\x22" * 32, members, by_issuer)
        for achievement in (BOND, LEASE):
            self.papers.append(self.domain.request(Voucher(self.issuer, badge_id(achievement, self.holder))))
            badges.claim(*self.papers[-1], {"from": self.holder})

        badges.renounce(badge_id(GUARDED, self.former), {"from": self.former})
        badges.revoke(badge_id(LICENCE, self.former), by_issuer)
        badges.renounce(badge_id(MEDAL, self.former, 1), {"from": self.former})
        for account in (self.dismissed, self.former, self.relayer, self.wallet):
            self.papers.append(self.domain.request(Voucher(self.dismissed, badge_id(BOND, account))))
        badges.dismissIssuer(self.dismissed, {"from": self.owner})

        names = {GUARDED: "guarded", LICENCE: "licence", TITLE: "title", BOND: "bond", LEASE: "lease", LENT: "lent"}
        self.ids = {name: badge_id(achievement, self.holder) for achievement, name in names.items()}
        self.ids |= {
            "lapsed": badge_id(LAPSED, self.holder),
            "medal": badge_id(MEDAL, self.holder, 1),
            "former guarded": badge_id(GUARDED, self.former),
            "former licence": badge_id(LICENCE, self.former),
            "former medal": badge_id(MEDAL, self.former, 1),
            "wallet's guarded": badge_id(GUARDED, self.wallet),
            "wallet's medal": badge_id(MEDAL, self.wallet, 1),
        }
        return self

    def attempts(self, caller: Any) -> Iterator[tuple[str, str]]:
        """What to send, as (door, calldata): issuers' and holders' doors before the owner's, leaving last of all."""
        yield from self._of_issuers(caller)
        for id_ in self.ids.values():
            yield from self._about(id_, caller)
        yield from self._signed(caller)
        yield "refresh", self.badges.refresh.encode_input(self.ids["bond"])
        yield "setApprovalForAll", self.badges.setApprovalForAll.encode_input(*(address_of(caller), True))
        yield from self._of_the_owner(caller)

    def _of_issuers(self, caller: Any) -> Iterator[tuple[str, str]]:
        badges, now = self.badges, self.now()
        for achievement in (GUARDED, LICENCE, MEDAL):
            for to in (self.holder, self.former, caller):
                yield "issue", badges.issue.encode_input(badge_id(achievement, to), 0, 0, NONE)
        title = (badge_id(TITLE, caller), 0, 0, NONE, [self.ids["medal"]])
        yield "issueWithWitnesses", badges.issueWithWitnesses.encode_input(*title)
        for number in (1, 2):
            cohort = (MEDAL, number, "again", 0, 0, NONE, packed({self.former, caller}))
            yield "issueCohort", badges.issueCohort.encode_input(*cohort)
        for end in (now + 60, now + YEAR + DAY):  # sooner, and later
            yield "renewCohort", badges.renewCohort.encode_input(MEDAL, 1, end)
            for id_ in self.ids.values():
                yield "renew", badges.renew.encode_input(id_, end)

    def _about(self, id_: int, caller: Any) -> Iterator[tuple[str, str]]:
        badges, me = self.badges, address_of(caller)
        for door in ("revoke", "renounce"):
            yield door, getattr(badges, door).encode_input(id_)
        digest = self.domain.renounce(id_)
        for signature in (sign(self.former, digest), self.signed(caller, digest)):
            yield "renounceBySignature", badges.renounceBySignature.encode_input(id_, 0, signature)
        move = (self.holder, me, id_)
        yield "transferFrom", badges.transferFrom.encode_input(*move)
        yield "safeTransferFrom", badges.safeTransferFrom["address,address,uint256"].encode_input(*move)
        yield "safeTransferFrom", badges.safeTransferFrom["address,address,uint256,bytes"].encode_input(*move, b"")
        yield "approve", badges.approve.encode_input(me, id_)

    def _signed(self, caller: Any) -> Iterator[tuple[str, str]]:
        badges = self.badges
        for paper in self.papers:
            yield "claim", badges.claim.encode_input(*paper)
        for voucher in (Voucher(caller, badge_id(BOND, caller)), Voucher(self.wallet, badge_id(MEDAL, caller))):
            signature = self.signed(caller, self.domain.voucher(voucher))
            for consent in (BY_HOLDER, (self.wallet.address, FOREVER, b"yes", b"yes")):
                request = self.domain.request(voucher, signature=signature, consent=consent)
                yield "claim", badges.claim.encode_input(*request)
        yield "cancel", badges.cancel.encode_input(self.domain.voucher(Voucher(self.issuer, self.ids["bond"])))

    def _of_the_owner(self, caller: Any) -> Iterator[tuple[str, str]]:
        badges = self.badges
        for terms in (KINDS[GUARDED], Terms("new")):
            yield "createAchievement", badges.createAchievement.encode_input(terms.as_tuple())
        for achievement in (GUARDED, LICENCE, MEDAL):
            yield "retireAchievement", badges.retireAchievement.encode_input(achievement)
        yield "dismissIssuer", badges.dismissIssuer.encode_input(self.issuer)
        for account in (self.dismissed, self.issuer, caller):
            yield "appointIssuer", badges.appointIssuer.encode_input(account, 0)
        yield "setProfile", badges.setProfile.encode_input(("Somebody else", "", "https://elsewhere.example"))
        yield "acceptOwnership", badges.acceptOwnership.encode_input()
        yield "transferOwnership", badges.transferOwnership.encode_input(self.relayer)
        yield "renounceOwnership", badges.renounceOwnership.encode_input()

    def signed(self, caller: Any, digest: bytes) -> bytes:
        """The caller's signature; a contract has none, and its wallet needs none."""
        return b"yes" if caller in (self.source, self.wallet) else sign(caller, digest)

    def send(self, caller: Any, data: str) -> Any:
        """Sends calldata as this caller can; None where it is refused."""
        badges = self.badges
        try:
            web3.eth.call({"from": address_of(caller), "to": badges.address, "data": data})
        except (Web3Exception, ValueError):
            return None
        if caller == self.source:
            self.source.plan(badges, data, {"from": self.relayer})
            return self.source.strike({"from": self.relayer})
        if caller == self.wallet:
            return self.wallet.execute(badges, data, {"from": self.relayer})
        return caller.transfer(badges, data=data)

    def portrait(self) -> dict[str, Any]:
        """All there is to know about each badge that was there, whoever has it."""
        return {name: self.badges.badgeOf(id_).dict() for name, id_ in self.ids.items()}

    def terms(self) -> list[str]:
        """The terms of what was there, word for word."""
        return [str(self.badges.achievementOf(number)["terms"]) for number in range(1, 9)]


@dataclass
class Storm:
    """What came of it."""

    ground: Ground
    name: str
    caller: Any
    before: dict[str, Any]
    terms: list[str]
    through: list[tuple[str, Any]]  # doors that opened, with their receipts
    after: dict[str, Any]
    after_again: dict[str, Any]
    count: int  # achievements afterwards

    @classmethod
    def rage(cls, ground: Ground, name: str, caller: Any) -> Storm:
        """Everything once, and what got through once more."""
        before, terms, opened = ground.portrait(), ground.terms(), []
        for door, data in list(ground.attempts(caller)):
            receipt = ground.send(caller, data)
            if receipt is not None:
                opened.append((door, data, receipt))
        after = ground.portrait()
        count = ground.badges.achievementCount()
        for _, data, _ in opened:
            ground.send(caller, data)
        through = [(door, receipt) for door, _, receipt in opened]
        return cls(ground, name, caller, before, terms, through, after, ground.portrait(), count)
