"""What all of it adds up to, on paper."""

from pathlib import Path
from typing import TYPE_CHECKING

from soulbadge.demo.narrator import Narrator
from soulbadge.demo.stage import Programme, Stage
from soulbadge.resume import render_html, resume

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount


def write_resume(stage: Stage, narrator: Narrator, foundation: Programme, ada: "LocalAccount", output: Path) -> None:
    """Everything that the chain says of Ada, as one page that prints."""
    narrator.act("What it all adds up to")
    found = resume([ada.address], [foundation.badges], now=stage.chain.now)
    (person,) = found.people
    names = [entry.name for section in person.sections for entry in section.entries]
    path = output / "resume.html"
    output.mkdir(parents=True, exist_ok=True)
    path.write_text(render_html(found), encoding="utf-8")
    narrator.says(f"a résumé of {len(names)} badges that anyone can check against the chain: {path}")
    narrator.fact(f"skills that they show: {', '.join(skill.name for skill in person.skills)}")
