"""Bundles: a presentation that is verified with no node and no network, on one trusted block hash.

    shown = bundle(present(account, badges, asked), asked, RpcProofs(url))           # the holder, who has a node
    text = shown.to_text()                                                           # one JSON document
    agreed = agreed_block([mine, another], 1, at=shown.proof.block.number)           # the verifier, or its own node
    verdict = verify_bundle(Bundle.from_text(text), agreed.hash, asked, Holds("cka"),
                            collections=[cncf], max_age=600, nonces=nonces)

A block's hash commits to its header, the header to the root of all accounts, an account to its storage and its code. A
bundle has the nodes of these tries that lie on the way to what the presentation names (EIP-1186), and the codes in
which collections keep members and terms. `verify_bundle` walks that way and computes each status as the contract would.
"""

from .agreement import AgreedBlock, agreed_block
from .documents import Bundle, StateProof
from .proving import ProofSource, bundle, prove_badges
from .rpc_proofs import RpcProofs
from .verifying import read_badges, verify_bundle

__all__ = [
    "AgreedBlock",
    "Bundle",
    "ProofSource",
    "RpcProofs",
    "StateProof",
    "agreed_block",
    "bundle",
    "prove_badges",
    "read_badges",
    "verify_bundle",
]
