"""The story, act by act. Every line that is told is read from the chain, or is a refusal that came back."""

from pathlib import Path

from soulbadge.demo.acts import certification, class_of_2026, interview, ladder, link, on_paper, title, without_a_node
from soulbadge.demo.narrator import Narrator
from soulbadge.demo.stage import Stage


def tell(stage: Stage, narrator: Narrator, output: Path) -> None:
    """Play all acts in order; pictures and a résumé go to the folder `output`."""
    ada = stage.person("Ada")
    foundation = certification.open_collection(stage, narrator)
    certification.earn(stage, narrator, foundation, ada)
    certification.never_moves(stage, narrator, foundation, ada)
    interview.prove(stage, narrator, foundation, ada)
    class_of_2026.graduate(stage, narrator, output)
    ladder.climb(stage, narrator)
    link.claim(stage, narrator, foundation)
    title.rest_on_five(stage, narrator, foundation, ada, output)
    interview.expire_and_renew(stage, narrator, foundation, ada)
    on_paper.write_resume(stage, narrator, foundation, ada, output)
    without_a_node.prove(stage, narrator, foundation, ada)
