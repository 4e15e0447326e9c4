"""A verifier: a presentation accepted, refused on replay, refused when expired, accepted after renewal."""

from typing import TYPE_CHECKING

from soulbadge.demo.narrator import Narrator
from soulbadge.demo.stage import YEAR, Programme, Stage, date, listed, told
from soulbadge.errors import BadgeNotActiveError, NonceUsedError
from soulbadge.ids import badge_id
from soulbadge.models import Badge
from soulbadge.policy import Holds
from soulbadge.proofs import Challenge, MemoryNonces, Presentation, Verdict, challenge, present, verify

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount


class Desk:
    """jobs.example asks for a CKS of one collection that it trusts. Its clock is the chain's, which the story moves."""

    def __init__(self, stage: Stage, foundation: Programme) -> None:
        self._chain = stage.chain
        self._badges = foundation.badges
        self._nonces = MemoryNonces()

    def ask(self) -> Challenge:
        """A challenge for one use."""
        return challenge("jobs.example", "https://jobs.example/interview", self._badges.chain_id, now=self._now)

    def check(self, shown: Presentation, asked: Challenge) -> Verdict:
        """The verdict, or the one error that says why not."""
        policy = Holds("cks", self._badges.address)
        return verify(shown, asked, policy, collections=[self._badges], nonces=self._nonces, now=self._now)

    def _now(self) -> int:
        return self._chain.now


def prove(stage: Stage, narrator: Narrator, foundation: Programme, ada: "LocalAccount") -> None:
    """Shown once, accepted; shown twice, refused."""
    narrator.act("She proves it to somebody who wants to know")
    desk = Desk(stage, foundation)
    asked = desk.ask()
    shown = present(ada, foundation.badges.badges_of(ada.address), asked)
    narrator.says(f"jobs.example asks (nonce {asked.nonce}); Ada signs a message that names her badges")
    verdict = desk.check(shown, asked)
    narrator.says(f"accepted: {verdict.holder} holds {', '.join(held.slug for held in verdict.badges)}")
    narrator.refused("the same presentation a second time", NonceUsedError, lambda: desk.check(shown, asked))


def expire_and_renew(stage: Stage, narrator: Narrator, foundation: Programme, ada: "LocalAccount") -> None:
    """Time passes: refused; renewed: accepted."""
    narrator.act("Two more years pass")
    badges, desk = foundation.badges, Desk(stage, foundation)
    stage.chain.pass_time(2 * YEAR)
    narrator.fact(f"it is {date(stage.chain.now)}; Ada's badges: {listed(badges, badges.badges_of(ada.address))}")
    narrator.refused(
        "Ada shows her expired CKS", BadgeNotActiveError, lambda: _show(desk, ada, cks_of(foundation, ada))
    )
    foundation.issuer.renew(cks_of(foundation, ada).badge_id)
    narrator.says(f"renewed; {told(cks_of(foundation, ada))}")
    verdict = _show(desk, ada, cks_of(foundation, ada))
    narrator.says(f"and accepted again, as of block {verdict.block_number}")


def _show(desk: Desk, ada: "LocalAccount", badge: Badge) -> Verdict:
    asked = desk.ask()
    return desk.check(present(ada, [badge], asked), asked)


def cks_of(foundation: Programme, ada: "LocalAccount") -> Badge:
    """Her CKS as it stands."""
    badges = foundation.badges
    return badges.badge(badge_id(badges.achievement_id("cks"), 0, ada.address))
