"""A certification body: prerequisites, expiry, and badges that never move."""

from typing import TYPE_CHECKING

from soulbadge.demo.narrator import Narrator
from soulbadge.demo.stage import YEAR, Programme, Stage, listed, told
from soulbadge.errors import RequirementUnmetError, TransferRefusedError

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount


def open_collection(stage: Stage, narrator: Narrator) -> Programme:
    """The foundation deploys its collection and fixes its terms."""
    narrator.act("A foundation opens its collection")
    programme = stage.programme("cncf")
    badges = programme.badges
    narrator.says(f"{badges.name()} deployed at {badges.address}; the code on chain is the code that was shipped")
    for number in programme.made:
        terms = badges.achievement(number).terms
        valid = f"valid for {terms.validity / YEAR:g} years" if terms.validity else "without an end of its own"
        narrator.fact(f"{terms.slug}: {terms.name}, {valid}")
    return programme


def earn(stage: Stage, narrator: Narrator, foundation: Programme, ada: "LocalAccount") -> None:
    """CKS asks for a CKA."""
    narrator.act("Ada earns her badges, in the right order")
    badges, issuer = foundation.badges, foundation.issuer
    narrator.refused("CKS for Ada, who has no CKA", RequirementUnmetError, lambda: issuer.issue("cks", ada.address))
    for slug in ("cka", "cks"):
        badge = badges.badge(issuer.issue(slug, ada.address).badge_id)
        narrator.says(f"{slug.upper()} issued to {stage.names[ada.address]}; {told(badge)}")


def never_moves(stage: Stage, narrator: Narrator, foundation: Programme, ada: "LocalAccount") -> None:
    """A transfer is refused."""
    narrator.act("A badge never moves")
    badges = foundation.badges
    mallory = stage.person("Mallory")
    cka = badges.badges_of(ada.address)[0]
    narrator.refused(
        f"Ada sells her CKA to {mallory.address}",
        TransferRefusedError,
        lambda: badges.call("transferFrom", ada.address, mallory.address, cka.badge_id, sender=ada.address),
    )
    narrator.fact(f"it is still Ada's: {listed(badges, badges.badges_of(ada.address))}")
