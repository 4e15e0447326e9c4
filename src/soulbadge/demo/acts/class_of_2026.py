"""A university: a thousand graduates in one transaction."""

from pathlib import Path

from eth_utils.crypto import keccak

from soulbadge.demo.narrator import Narrator
from soulbadge.demo.picture import save_picture
from soulbadge.demo.stage import Stage, told
from soulbadge.errors import CohortOutOfOrderError
from soulbadge.ids import badge_id

GRADUATES = 1000


def graduate(stage: Stage, narrator: Narrator, output: Path) -> None:
    """One ceremony, one transaction; sent twice, it issues nothing."""
    narrator.act("A class of a thousand graduates")
    university = stage.programme("university")
    grace = stage.person("Grace")
    graduates = [grace.address, *(f"0x{keccak(text=f'graduate {n}')[:20].hex()}" for n in range(1, GRADUATES))]
    issuer, badges = university.issuer, university.badges
    receipt = issuer.issue_cohort("msc-data-science", graduates, "Class of 2026", number=1)
    narrator.says(f"{GRADUATES} badges in one transaction: {receipt.gas:,} gas, {receipt.gas / GRADUATES:,.0f} each")
    narrator.refused(
        "the same ceremony sent again",
        CohortOutOfOrderError,
        lambda: issuer.issue_cohort("msc-data-science", graduates, "Class of 2026", number=1),
    )
    achievement = badges.achievement_id("msc-data-science")
    degree = badges.badge(badge_id(achievement, 1, grace.address))
    narrator.says(f"Grace holds hers: {told(degree)}")
    stranger = badges.status_of(badge_id(achievement, 1, stage.person("a stranger").address))
    narrator.fact(f"a stranger, asked in the same way: {stranger.name}")
    narrator.fact(f"its picture, drawn by the contract: {save_picture(badges, degree, output / 'degree.svg')}")
