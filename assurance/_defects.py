"""Defects that somebody might make, each a few characters of one contract, and what must notice each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect.

    Attributes:
        name: What is wrong with it.
        file: The contract's file, from the root.
        sound: What stands there; it must stand there exactly once.
        broken: What stands there instead.
        rule: The rule whose breach the invariant runs must report; 0 where a proof is to notice.
        proof: The proof that must no longer hold; empty where the invariant runs are to notice.
    """

    name: str
    file: str
    sound: str
    broken: str
    rule: int = 0
    proof: str = ""


DEFECTS = (
    Defect(
        "a transfer that does not revert",
        "contracts/badges/Erc721.sol",
        "function transferFrom(address, address, uint256 tokenId) external pure {\n        revert",
        "function transferFrom(address, address, uint256 tokenId) external pure {\n        if (tokenId == 7) revert",
        proof="check_rule1_transfersAndApprovalsRevert",
    ),
    Defect(
        "ids whose cohort has 47 bits",
        "contracts/badges/Ids.sol",
        "(1 << 48) - 1",
        "(1 << 47) - 1",
        proof="check_idArithmeticIsExact",
    ),
    Defect(
        "renewing that moves the start",
        "contracts/badges/Records.sol",
        "~(MASK_40 << 80 | MASK_40 << 120)",
        "~(MASK_40 << 79 | MASK_40 << 120)",
        proof="check_rule3_renewingChangesEndAndRunAlone",
    ),
    Defect(
        "expiry a second late",
        "contracts/badges/Statuses.sol",
        "endTime != 0 && block.timestamp >= endTime",
        "endTime != 0 && block.timestamp > endTime",
        proof="check_rule6_statusOfABadgeIssuedOneByOne",
    ),
    Defect(
        "revoking by anybody",
        "contracts/badges/Ending.sol",
        "_checkIssuer(msg.sender, Ids.achievementOf(badgeId));\n        _finish",
        "_finish",
        proof="check_noRuleBreaks_revoke",
    ),
    Defect(
        "a holder's badge renounced by anybody",
        "contracts/badges/Ending.sol",
        "if (msg.sender != Ids.holderOf(badgeId)) revert NotHolder(msg.sender, badgeId);\n",
        "\n",
        proof="check_noRuleBreaks_renounce",
    ),
    Defect(
        "a burn authority that nobody asks",
        "contracts/badges/Ending.sol",
        "if (terms != BurnAuth.Both && terms != enough) revert BurnRefused(badgeId, terms);\n",
        "enough;\n",
        rule=2,
    ),
    Defect(
        "an end brought nearer",
        "contracts/badges/Renewing.sol",
        "(end > present && end > block.timestamp)",
        "(end > block.timestamp)",
        rule=3,
    ),
    Defect(
        "time expired counted as service",
        "contracts/badges/Renewing.sol",
        "_isOver(record.endTime()) ? block.timestamp : record.since()",
        "record.since()",
        rule=3,
    ),
    Defect(
        "terms that retiring changes",
        "contracts/badges/Heads.sol",
        "Head.unwrap(head) | flag",
        "Head.unwrap(head) | flag | CLAIM_ONLY",
        rule=4,
    ),
    Defect(
        "a count of cohorts that runs into the field beside it",
        "contracts/badges/Heads.sol",
        "Head.unwrap(head) + (1 << 200)",
        "Head.unwrap(head) + (1 << 199)",
        rule=1,
    ),
    Defect(
        "a starved question that counts as a no",
        "contracts/badges/Questions.sol",
        "if (left < needed) revert IBadges.TooLittleGas(left, needed);\n",
        "left;\n        needed;\n",
        rule=9,
    ),
    Defect(
        "a cancelled voucher that works",
        "contracts/badges/Claiming.sol",
        "        uint256 count = proof.count;\n        _checkUnspent(issuer, digest);\n",
        "        uint256 count = proof.count;\n",
        rule=10,
    ),
    Defect(
        "a voucher for another award",
        "contracts/badges/Claiming.sol",
        "if (voucher.award != record.award()) revert AwardMismatch(badgeId, voucher.award, record.award());\n",
        "\n",
        rule=10,
    ),
    Defect(
        "a badge claimed for somebody who did not sign",
        "contracts/badges/Claiming.sol",
        "if (!keyed && holder == msg.sender) return holder;",
        "if (!keyed) return holder;",
        rule=2,
    ),
    Defect(
        "a dismissal that dismisses nobody",
        "contracts/badges/Roles.sol",
        "        _standings[issuer] = Standing.DISMISSED;\n",
        "",
        rule=10,
    ),
)

IN_CI = ("a transfer that does not revert",)
"""One that a proof notices: enough to show in CI that this can fail at all."""
