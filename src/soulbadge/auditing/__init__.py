"""Whether a deployed collection keeps the ten rules of the specification, rule by rule, with what shows it.

    >>> report = audit(connect("http://127.0.0.1:8545", address))
    >>> for finding in report.findings:
    ...     print(finding.rule, finding.verdict.name, finding.because)

Released code is recognised by its hash, and what it does is known; there the audit reads settings: who owns and who
issues, whom requirements ask, and on which levers the use of badges depends. Any other code is taken apart and tried by
simulated calls: what goes through though it must be refused shows a rule broken, and nothing can show it kept.
Everything is read at one block. The node is believed: ask one that you trust.
"""

from typing import TYPE_CHECKING

from soulbadge.chain.rpc import Rpc, open_web3
from soulbadge.contract import Collection
from soulbadge.errors import BlockGoneError, NoContractError, NodeError, WrongChainError
from soulbadge.ids import parse_address

from ._facts import gather
from ._pinned import Pinned
from ._rules import Judge
from ._samples import Past, read_samples
from ._warnings import warnings
from .report import (
    Account,
    AccountKind,
    AuditedAchievement,
    AuditReport,
    Code,
    Evidence,
    Finding,
    Issuer,
    Lever,
    RuleVerdict,
    Source,
)

if TYPE_CHECKING:
    from web3 import Web3

__all__ = [
    "Account",
    "AccountKind",
    "AuditReport",
    "AuditedAchievement",
    "Code",
    "Evidence",
    "Finding",
    "Issuer",
    "Lever",
    "RuleVerdict",
    "Source",
    "audit",
    "audit_address",
]


def audit(collection: Collection, *, block: int | None = None) -> AuditReport:
    """Audit a collection.

    Args:
        collection: From `connect`.
        block: At which block; None for the latest.

    Raises:
        NoContractError: There is no code.
        BlockGoneError: The block left the chain meanwhile.
        UnreachableError, NodeError: The node does not answer what every node must.
    """
    pinned = Pinned(collection, collection.node.block_at(block))
    gone = BlockGoneError(pinned.block.number, pinned.block.hash)
    try:
        report = _report(pinned)
    except NodeError as error:
        if pinned.node.is_canonical(pinned.block):
            raise
        raise gone from error
    if not pinned.node.is_canonical(pinned.block):
        raise gone
    return report


def _report(pinned: Pinned) -> AuditReport:
    chain_id = pinned.collection.chain_id
    if not pinned.code(pinned.address):
        raise NoContractError(pinned.address, chain_id)
    facts = gather(pinned)
    samples, past = ((), Past()) if facts.all_released else read_samples(pinned)
    return AuditReport(
        chain_id=chain_id,
        collection=pinned.address,
        block=pinned.block.number,
        block_hash=pinned.block.hash,
        name=facts.name,
        symbol=facts.symbol,
        code=facts.code,
        renderer=facts.renderer,
        reader=facts.reader,
        creation=facts.creation[0],
        creation_transaction=facts.creation[1],
        owner=facts.owner,
        pending_owner=facts.pending_owner,
        issuers=facts.issuers,
        achievements=facts.audited(),
        sources=facts.sources,
        levers=facts.levers,
        profile=facts.profile,
        contract_uri=facts.contract_uri,
        badges_probed=len(samples),
        findings=Judge(facts, samples, past).findings(),
        warnings=tuple(warnings(facts)),
    )


def audit_address(
    rpc: "str | Web3", address: str, *, chain_id: int | None = None, block: int | None = None
) -> AuditReport:
    """Audit whatever contract stands at an address, also one that `connect` would not take for a collection.

    Arguments and errors as for `connect` and `audit`.
    """
    where = parse_address(address)
    node = Rpc(open_web3(rpc) if isinstance(rpc, str) else rpc)
    found = node.chain_id()
    if chain_id is not None and chain_id != found:
        raise WrongChainError(chain_id, found, node.endpoint)
    return audit(Collection(node, where, found), block=block)
