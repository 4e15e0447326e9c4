"""Competitions: medals from many occasions are witnesses on a ladder of titles."""

from soulbadge.demo.narrator import Narrator
from soulbadge.demo.stage import Stage, listed
from soulbadge.errors import RequirementUnmetError

COMPETITIONS = ("Titanic 2026", "House Prices 2026", "Digits 2026", "Store Sales 2026", "Disaster Tweets 2026")


def climb(stage: Stage, narrator: Narrator) -> None:
    """Five golds, then Expert, Master and Grandmaster, each refused until it is deserved."""
    narrator.act("A ladder, climbed with witnesses")
    kaggle = stage.programme("kaggle")
    bo = stage.person("Bo")
    badges, issuer = kaggle.badges, kaggle.issuer
    others = [stage.person(f"competitor {number}").address for number in range(3)]
    for won, competition in enumerate(COMPETITIONS, start=1):
        issuer.issue_cohort("gold", [bo.address, *others[: won % 4]], competition)
        if won == 1:
            narrator.refused(
                "Expert for Bo after one medal", RequirementUnmetError, lambda: issuer.issue("expert", bo.address)
            )
    narrator.says(f"Bo wins gold at {', '.join(COMPETITIONS)}; each competition is a cohort")
    narrator.refused(
        "Grandmaster for Bo, who is no Master", RequirementUnmetError, lambda: issuer.issue("grandmaster", bo.address)
    )
    for title in ("expert", "master", "grandmaster"):
        witnesses = badges.eligibility(bo.address, title).witnesses
        issuer.issue(title, bo.address)
        narrator.says(f"{title}: issued, {len(witnesses)} medals named as witnesses")
    titles = [badge for badge in badges.badges_of(bo.address) if badge.cohort == 0]
    narrator.fact(f"Bo's titles: {listed(badges, titles)}; they stay, whatever becomes of the platform")
