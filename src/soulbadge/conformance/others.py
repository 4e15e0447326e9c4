"""Smaller standards: ERC-5267 (EIP-712 domain), ERC-7572 (contractURI), ERC-6093 (errors), and those of wallets."""

from eth_utils.crypto import keccak

from soulbadge.conformance.documents import document_of
from soulbadge.conformance.rules import Found, Standard, departs, failed, not_checkable, passed
from soulbadge.conformance.subject import Subject, shown
from soulbadge.errors import RefusedError, RevertedError

ERC5267 = Standard("ERC-5267", "0x84b0196e", ("eip712Domain()",))
ERC7572 = Standard("ERC-7572", "0xe8a3d485", ("contractURI()",))
ERC6093 = Standard("ERC-6093", always=True)
WALLETS = Standard("ERC-1271, ERC-6492, ERC-4361", always=True, prefix="wallets")
ERC5646 = Standard("ERC-5646", "0xf5112315", ("getStateFingerprint(uint256)",))
ERC4973 = Standard("ERC-4973", "0xeb72bb7c", ("unequip(uint256)",))

_DOMAIN = "(bytes1,string,string,uint256,address,bytes32,uint256[])"
_CHAIN, _CONTRACT = 4, 8


@ERC5267.rule(
    "domain", "eip712Domain returns the fields and values that describe the domain separator used by this contract"
)
def domain(subject: Subject) -> Found:
    """Chain and contract are its own, where the domain names them."""
    outcome = subject.call("eip712Domain()")
    if isinstance(outcome, RefusedError):
        return failed("eip712Domain reverts")
    from soulbadge.chain.metered import decode

    try:
        fields, name, _, chain, contract, _, _ = decode(_DOMAIN[1:-1].split(","), outcome)
    except Exception:  # noqa: BLE001 (whatever eth-abi finds wrong with it)
        return failed("eip712Domain does not return its seven values")
    if fields[0] & _CHAIN and chain != subject.node.chain_id():
        return failed(f"its domain names chain {chain}, it is on chain {subject.node.chain_id()}")
    if fields[0] & _CONTRACT and contract.lower() != subject.address.lower():
        return failed(f"its domain names the contract {contract}")
    return passed(f"the domain {name[:60]!r} names this chain and this contract")


@ERC7572.rule("contract-uri", "contractURI() returns a URI, of which the JSON has at least `name`")
def contract_uri(subject: Subject) -> Found:
    """A document that stands in the URI itself is read."""
    uri = subject.value("contractURI()", "string")
    if not uri.startswith("data:"):
        return not_checkable("the document is on a server, which is not asked")
    document = document_of(uri)
    if document is None or not isinstance(document.get("name"), str):
        return failed("the document is no JSON object with a name")
    return passed(f"it is about {document['name'][:60]!r}")


@ERC6093.rule(
    "nonexistent-token",
    "ERC721NonexistentToken(uint256 tokenId): Indicates a `tokenId` whose `owner` is the zero address.",
)
def nonexistent_token(subject: Subject) -> Found:
    """The error with which a query about no token is refused."""
    number = subject.invalid[0]
    outcome = subject.call("ownerOf(uint256)", number)
    if not isinstance(outcome, RefusedError):
        return not_checkable("it does not refuse")
    signature = "ERC721NonexistentToken(uint256)"
    if isinstance(outcome, RevertedError):
        if outcome.data[:4] == keccak(text=signature)[:4]:
            return passed(f"it refuses with {signature}")
        return departs("it refuses with another error")
    return (
        passed(f"it refuses with {outcome.signature}")
        if outcome.signature == signature
        else departs(f"it refuses with {outcome.signature}")
    )


@ERC6093.rule("invalid-owner", "ERC721InvalidOwner(address owner): Indicates that an address can't be an owner.")
def invalid_owner(subject: Subject) -> Found:
    """The error with which the balance of the zero address is refused."""
    outcome = subject.call("balanceOf(address)", "0x" + "00" * 20)
    if not isinstance(outcome, RefusedError):
        return not_checkable("it does not refuse")
    signature = "ERC721InvalidOwner(address)"
    named = isinstance(outcome, RevertedError) and outcome.data[:4] == keccak(text=signature)[:4]
    if named or outcome.signature == signature:
        return passed(f"it refuses with {signature}")
    return departs("it refuses with another error")


@ERC5646.rule("fingerprint", "getStateFingerprint MUST include all state that could change")
def fingerprint(subject: Subject) -> Found:
    """Tokens whose documents differ do not have one fingerprint."""
    seen: dict[bytes, str] = {}
    for token in subject.live:
        found = subject.value("getStateFingerprint(uint256)", "bytes32", token.number)
        document = subject.value("tokenURI(uint256)", "string", token.number)
        if seen.setdefault(found, document) != document:
            return failed(f"the fingerprint of {shown(token.number)} is that of a token with another document")
    return not_checkable("which state can change is seen from inside alone")


@ERC4973.rule("no-erc721", "An EIP-4973 contract MUST NOT implement EIP-721")
def no_erc721(subject: Subject) -> Found:
    """The two cannot be had together."""
    return failed("it answers true for ERC-721 too") if subject.claims("0x80ac58cd") else passed("it is no ERC-721")


@WALLETS.rule("signatures", "isValidSignature MUST return the magic value …; ecrecover MUST NOT come before ERC-1271")
def signatures(subject: Subject) -> Found:  # noqa: ARG001 (a check takes a subject)
    """Rules for wallets and verifiers: `soulbadge.proofs` keeps them, a token has nothing to keep."""
    return not_checkable("it speaks of wallets and of those who verify, not of tokens")
