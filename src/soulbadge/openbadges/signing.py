"""Data Integrity proofs of the suite `eddsa-rdfc-2022`: made, and checked.

The suite hashes the canonical RDF (RDFC-1.0) of the proof's own fields and of the credential, and signs both hashes.
pyld calls the algorithm by its older name, URDNA2015. The two differ in how control characters are written, of which
our credentials have none (`credentials`).
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from soulbadge.errors import CredentialSignatureError, MissingExtraError

from .base58 import decode, encode
from .contexts import load
from .keys import CredentialKey, method_of, public_key

SUITE: Final = "eddsa-rdfc-2022"
_SIGNATURE: Final = 64


def sign(credential: Mapping[str, Any], key: CredentialKey, *, created: str) -> dict[str, Any]:
    """The credential with its proof.

    Args:
        credential: Without a proof.
        key: Who signs; its DID must be that of the credential's issuer.
        created: When, as RFC 3339 in UTC.
    """
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method_of(key.did),
        "proofPurpose": "assertionMethod",
    }
    return {**credential, "proof": {**proof, "proofValue": encode(key.sign(_hashes(credential, proof)))}}


def check(signed: Mapping[str, Any]) -> None:
    """Make sure that the issuer's key signed a credential, whose form has been checked.

    Raises:
        CredentialSignatureError: It did not, or something was changed since.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    issuer = signed["issuer"]["id"]
    proof = dict(signed["proof"])
    signature = decode(proof.pop("proofValue"))
    if proof["verificationMethod"] != method_of(issuer) or signature is None or len(signature) != _SIGNATURE:
        raise CredentialSignatureError(issuer)
    credential = {name: value for name, value in signed.items() if name != "proof"}
    try:
        Ed25519PublicKey.from_public_bytes(public_key(issuer)).verify(signature, _hashes(credential, proof))
    except InvalidSignature as error:
        raise CredentialSignatureError(issuer) from error


def _hashes(credential: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    config = {"@context": credential["@context"], **proof}
    return sha256(canonical_rdf(config)).digest() + sha256(canonical_rdf(credential)).digest()


def canonical_rdf(document: Mapping[str, Any]) -> bytes:
    """The canonical N-Quads of a document of our terms."""
    try:
        from pyld import jsonld  # type: ignore[import-untyped]  # pyld publishes no types
    except ImportError as error:
        raise MissingExtraError("credentials of Open Badges", "resume") from error
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load, "base": ""}
    quads: str = jsonld.normalize(document, options)
    return quads.encode()
