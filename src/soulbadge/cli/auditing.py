"""What `audit` shows."""

from typing import TYPE_CHECKING

from soulbadge.auditing import Account, AuditReport, Code, Issuer, audit, audit_address

from .output import Facts, Human, Page, Table, emit

if TYPE_CHECKING:
    from .session import Session

_SHOWN = 5
"""Pieces of evidence shown for a broken rule; `--json` has them all."""


def run(session: "Session", address: str | None, block: int | None) -> int:
    """Audit, show, and say by the exit code whether a rule is broken."""
    if address is None:
        report = audit(session.collection(), block=block)
    else:
        report = audit_address(session.web3, address, block=block)
    emit(report, page(report))
    return int(report.is_broken)


def page(report: AuditReport) -> Human:
    """A report for people."""
    slugs = {each.achievement_id: each.slug for each in report.achievements}
    head = Facts(
        [
            ("collection", f"{report.collection} on chain {report.chain_id}"),
            ("block", f"{report.block} ({report.block_hash})"),
            ("code", _code(report.code)),
            ("renderer", _code(report.renderer)),
            ("reader", _code(report.reader)),
            ("created by", f"{report.creation} creation code"),
            ("owner", _account(report.owner)),
            ("offered to", _account(report.pending_owner) if report.pending_owner else None),
            ("revocable", ", ".join(each.slug for each in report.achievements if each.revocable) or None),
            ("claim-only", ", ".join(each.slug for each in report.achievements if each.claim_only) or None),
            ("describes itself", report.profile.description if report.profile else None),
        ],
        f"{report.name} ({report.symbol})",
    )
    rules = [(each.rule, each.verdict.name, each.title, each.because) for each in report.findings]
    issuers = [(_account(each.account), _scope(each, slugs)) for each in report.issuers or ()]
    sources = [(_code(each.code), each.kind.value, ", ".join(each.named_by)) for each in report.sources]
    levers = [(each.achievement, each.where, each.rests_on, each.why) for each in report.levers]
    parts: list[Human] = [head, Table(("rule", "verdict", "says", "because"), rules)]
    parts.append(Table(("issuer", "of"), issuers, empty="no issuer is known"))
    if sources:
        parts.append(Table(("source", "is", "asked for"), sources))
    parts.append(Table(("lever on", "by", "resting on", "why"), levers, empty="no lever on the use of badges"))
    for finding in report.broken:
        shown = [each.value for each in finding.evidence if each.name == "shown"][:_SHOWN]
        parts.append("\n".join([f"rule {finding.rule} is broken:", *(f"  {each}" for each in shown)]))
    if report.warnings:
        parts.append("\n".join(f"warning: {each}" for each in report.warnings))
    return Page(parts)


def _code(code: Code | None) -> str:
    if code is None:
        return "none"
    if not code.code_hash:
        return f"no code at {code.address}"
    exchangeable = f", a proxy ({code.proxy})" if code.proxy else ""
    return f"{code.release or 'no release'}{exchangeable} at {code.address}, {code.code_hash}"


def _account(account: Account | None) -> str:
    if account is None:
        return "not said"
    delegate = f" to {account.delegate}" if account.delegate else ""
    return f"{account.address} ({account.kind.value}{delegate})"


def _scope(issuer: Issuer, slugs: dict[int, str]) -> str:
    if issuer.everything:
        return "everything"
    return ", ".join(slugs.get(number, str(number)) for number in issuer.achievements)
