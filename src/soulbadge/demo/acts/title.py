"""A title that lives only while five other badges do."""

from pathlib import Path
from typing import TYPE_CHECKING

from soulbadge.demo.narrator import Narrator
from soulbadge.demo.picture import save_picture
from soulbadge.demo.stage import YEAR, Programme, Stage, date, listed, told
from soulbadge.ids import badge_id

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount


def rest_on_five(stage: Stage, narrator: Narrator, foundation: Programme, ada: "LocalAccount", output: Path) -> None:
    """Issued, suspended when one of the five expires, restored by its renewal."""
    narrator.act("A title that rests on five badges")
    badges, issuer = foundation.badges, foundation.issuer
    stage.chain.pass_time(YEAR)
    for slug in ("ckad", "kcna", "kcsa"):
        issuer.issue(slug, ada.address)
    title = issuer.issue("kubestronaut", ada.address).badge_id
    narrator.says(f"a year later Ada has the other three, and with them the title: {told(badges.badge(title))}")

    cka = badge_id(badges.achievement_id("cka"), 0, ada.address)
    stage.chain.pass_time(badges.badge(cka).end_time - stage.chain.now)
    narrator.fact(
        f"{date(stage.chain.now)}, the second her CKA expires: {listed(badges, badges.badges_of(ada.address))}"
    )
    picture = save_picture(badges, badges.badge(title), output / "kubestronaut-suspended.svg")
    narrator.fact(f"the title is still hers, and its picture says what it is worth now: {picture}")
    for slug in ("cka", "cks"):
        issuer.renew(badge_id(badges.achievement_id(slug), 0, ada.address))
    narrator.says(f"CKA and CKS renewed, and the title is back by itself: {told(badges.badge(title))}")
    narrator.fact(f"its picture now: {save_picture(badges, badges.badge(title), output / 'kubestronaut.svg')}")
