"""The end: shown once and never twice, and then proven to somebody who has no node at all."""

from typing import TYPE_CHECKING

from soulbadge.demo.acts.interview import Desk, cks_of
from soulbadge.demo.narrator import Narrator
from soulbadge.demo.proofs import InProcessProofs
from soulbadge.demo.stage import Programme, Stage
from soulbadge.errors import NonceUsedError, UntrustedBlockError
from soulbadge.policy import Holds
from soulbadge.proofs import MemoryNonces, challenge, present
from soulbadge.proofs.bundles import Bundle, bundle, verify_bundle

if TYPE_CHECKING:
    from eth_account.signers.local import LocalAccount


def prove(stage: Stage, narrator: Narrator, foundation: Programme, ada: "LocalAccount") -> None:
    """A presentation accepted, refused on replay, and a bundle verified from a block's hash alone."""
    narrator.act("Proven, to whoever asks")
    desk, badges = Desk(stage, foundation), foundation.badges
    asked = desk.ask()
    shown = present(ada, [cks_of(foundation, ada)], asked)
    narrator.says(f"jobs.example asks once more, and accepts, as of block {desk.check(shown, asked).block_number}")
    narrator.refused("whoever overheard it shows the same", NonceUsedError, lambda: desk.check(shown, asked))

    asked = challenge(
        "ship.example", "https://ship.example/crew", badges.chain_id, Holds("cks"), now=lambda: stage.chain.now
    )
    text = bundle(
        present(ada, [cks_of(foundation, ada)], asked),
        asked,
        InProcessProofs(stage.chain.web3),
        now=lambda: stage.chain.now,
    ).to_text()
    narrator.says(f"ship.example has no node and no network: Ada hands over a bundle of {len(text):,} characters")
    read = Bundle.from_text(text)
    trusted, nonces = read.proof.block.hash, MemoryNonces()

    def verified(block_hash: str) -> str:
        verdict = verify_bundle(
            read,
            block_hash,
            asked,
            Holds("cks"),
            collections=[badges.address],
            max_age=600,
            nonces=nonces,
            now=lambda: stage.chain.now,
        )
        return ", ".join(held.slug for held in verdict.badges)

    narrator.refused(
        "the same, to somebody who trusts another block", UntrustedBlockError, lambda: verified("0x" + "5b" * 32)
    )
    narrator.says(f"verified with no node, from one block's hash ({trusted[:18]}…): {verified(trusted)}")
