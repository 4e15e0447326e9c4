"""Proving badges: a verifier makes a challenge, the holder presents, the verifier verifies.

    asked = challenge("door.example", "https://door.example/enter", 1)              # the verifier, who keeps it
    shown = present(account, badges, asked)                                         # the holder
    verdict = verify(shown, asked, Holds("cka"), collections=[cncf], nonces=nonces) # the verifier

`verify` returns a `Verdict` or raises the one `VerificationError` that says why. The message is EIP-4361 (see
`soulbadge.siwe`), and badges travel as CAIP-19 names in its resources.
"""

from soulbadge.proofs.answers import Answer, read_answer
from soulbadge.proofs.challenges import Challenge, Clock, challenge, system_clock
from soulbadge.proofs.nonces import MemoryNonces, NonceStore, SqliteNonces
from soulbadge.proofs.presentations import Presentation, Signer, present
from soulbadge.proofs.signatures import is_signed_by
from soulbadge.proofs.verification import TrustedCollection, Verdict, verify
from soulbadge.proofs.wallets import WalletSigner

__all__ = [
    "Answer",
    "Challenge",
    "Clock",
    "MemoryNonces",
    "NonceStore",
    "Presentation",
    "Signer",
    "SqliteNonces",
    "TrustedCollection",
    "Verdict",
    "WalletSigner",
    "challenge",
    "is_signed_by",
    "present",
    "read_answer",
    "system_clock",
    "verify",
]
