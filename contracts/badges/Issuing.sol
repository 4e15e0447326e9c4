// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IERC5192} from "../../interfaces/IERC5192.sol";
import {IERC5484} from "../../interfaces/IERC5484.sol";
import {IERC7858} from "../../interfaces/IERC7858.sol";
import {Achievements} from "./Achievements.sol";
import {Heads} from "./Heads.sol";
import {Ids} from "./Ids.sol";
import {Members} from "./Members.sol";
import {Records} from "./Records.sol";
import {Requirements} from "./Requirements.sol";
import {Roles} from "./Roles.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   assembly: A cohort logs four events for each of its hundreds of members: by hand, so that nothing is copied or
//     checked twice.
//   shadowing-local: SPEC.md has one word for the value and for the function of ERC-7858 that gives it; so has the
//     code.
//   timestamp: Expiry is what badges are about. A validator shifts a second or so, and no rule turns on less.

/// @title Issuing: one by one and by cohort
/// @notice The recipient is never called, so none can re-enter or block a cohort.
abstract contract Issuing is Achievements, Roles, Requirements, IERC5192, IERC5484, IERC7858 {
    using Heads for Heads.Head;
    using Records for Records.Record;

    uint256 private constant MOST_LABEL = 256; // bytes, so that drawing a badge stays within what a node will compute

    // The topics of the four events of an issue, as literals because assembly takes no others; tests compare them.
    bytes32 private constant TRANSFER = 0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef;
    bytes32 private constant LOCKED = 0x032bc66be43dbccb7487781d168eb7bda224628a3b2c3388bdf69b532a3a1611;
    bytes32 private constant ISSUED = 0x135ffb3383e06280e062ac5095bbf8faa98517161e596a2536bd98a9a8b64a88;
    bytes32 private constant EXPIRY_UPDATED = 0x5bbbda328befc12958d162832ddcd2b701c669ae1c2a248a1af0d8891a11b6a2;

    function issue(uint256 badgeId, uint40 startTime, uint40 endTime, bytes32 evidence) external {
        Heads.Head head = _checkPush(badgeId);
        if (head.has(Heads.DEMANDING)) _checkRequirements(badgeId, head.rules(), new uint256[](0));
        _award(msg.sender, badgeId, head, 0, startTime, endTime, evidence);
    }

    function issueWithWitnesses(
        uint256 badgeId,
        uint40 startTime,
        uint40 endTime,
        bytes32 evidence,
        uint256[] calldata witnesses
    ) external {
        Heads.Head head = _checkPush(badgeId);
        _checkWitnessed(badgeId, head, witnesses);
        _award(msg.sender, badgeId, head, 0, startTime, endTime, evidence);
    }

    function issueCohort(
        uint256 achievementId,
        uint256 number,
        string calldata label,
        uint40 startTime,
        uint40 endTime,
        bytes32 evidenceRoot,
        bytes calldata members
    ) external {
        Heads.Head head = _checkCohort(achievementId, number, members);
        if (bytes(label).length > MOST_LABEL) revert LabelTooLong(bytes(label).length, MOST_LABEL);
        uint256 kind = Ids.kind(achievementId, number);
        (uint256 start, uint256 end) = _term(head, startTime, endTime);

        // Effect: count it, keep its members and its times.
        _achievements[achievementId] = head.withNextCohort();
        _cohorts[kind] = Members.pack(SSTORE2.write(members), start, end);
        _cohortFacts[kind] = CohortFacts(uint40(block.timestamp), uint40(start), evidenceRoot, label);

        // Log: the occasion, and each badge.
        emit CohortIssued(achievementId, number, msg.sender, members.length / 20, label);
        _logMembers(kind, head.terms(), start, end, members);
    }

    /// @dev The head of an achievement that exists and has none of the flags that close this door.
    function _openHead(uint256 achievementId, uint256 closing) internal view returns (Heads.Head head) {
        head = _achievements[achievementId];
        if (head.isOpen(closing)) return head;
        if (!head.has(Heads.CREATED)) revert AchievementUnknown(achievementId);
        if (head.has(Heads.RETIRED)) revert AchievementIsRetired(achievementId);
        if (head.has(Heads.CLAIM_ONLY & closing)) revert ClaimOnly(achievementId);
        revert IndividualOnly(achievementId);
    }

    /// @dev Whether a cohort may be issued: by an issuer, of an achievement that may be pushed by cohort, as the next.
    function _checkCohort(uint256 achievementId, uint256 number, bytes calldata members)
        private
        view
        returns (Heads.Head head)
    {
        head = _openHead(achievementId, Heads.RETIRED | Heads.CLAIM_ONLY | Heads.INDIVIDUAL);
        _checkIssuer(msg.sender, achievementId);
        uint256 next = head.cohorts() + 1;
        if (number != next) revert CohortOutOfOrder(achievementId, number, next);
        if (members.length == 0 || members.length % 20 != 0 || members.length > Members.MOST * 20) {
            revert MembersMalformed(members.length, Members.MOST * 20);
        }
    }

    /// @dev Whether a badge may be pushed: not claim-only, to somebody, for the first time.
    function _checkPush(uint256 badgeId) private view returns (Heads.Head head) {
        head = _openHead(Ids.achievementOf(badgeId), Heads.RETIRED | Heads.CLAIM_ONLY);
        if (Ids.holderOf(badgeId) == address(0)) revert HolderInvalid(address(0));
        Records.Record record = _records[badgeId];
        if (!record.isEmpty()) {
            if (record.isLive()) revert BadgeExists(badgeId);
            revert BadgeHasEnded(badgeId, record.award());
        }
    }

    /// @dev Requirements, where there are any; witnesses only where there are requirements.
    function _checkWitnessed(uint256 badgeId, Heads.Head head, uint256[] calldata witnesses) internal view {
        if (head.has(Heads.DEMANDING)) _checkRequirements(badgeId, head.rules(), witnesses);
        else if (witnesses.length != 0) revert WitnessRefused(witnesses[0]);
    }

    /// @dev The one step by which a badge comes to be written, whichever door it came through: by an issuer, outside
    /// cohorts, within the validity. That the achievement is open and its requirements are met is checked by then.
    /// @param award How often the badge has ended before.
    function _award(
        address issuer,
        uint256 badgeId,
        Heads.Head head,
        uint256 award,
        uint256 startTime,
        uint256 endTime,
        bytes32 evidence
    ) internal {
        _checkIssuer(issuer, Ids.achievementOf(badgeId));
        if (Ids.cohortOf(badgeId) != 0) revert CohortClosed(badgeId);
        (startTime, endTime) = _term(head, startTime, endTime);

        // Effect: one slot, and one more where there is evidence (or may have been, before the badge ended).
        _records[badgeId] = Records.pack(block.timestamp, startTime, endTime, startTime, award, head.ongoing());
        if (uint256(evidence) | award != 0) _evidence[badgeId] = evidence;

        // Log.
        _logIssued(issuer, badgeId, head.terms(), startTime, endTime);
    }

    /// @dev The start and end that are meant: 0 for now and for the default; an end of 0 comes back for never.
    function _term(Heads.Head head, uint256 startTime, uint256 endTime)
        internal
        view
        returns (uint256 start, uint256 end)
    {
        start = startTime == 0 ? block.timestamp : startTime;
        end = _end(head, start, endTime);
        if (end <= start && end != 0) revert EndNotAfterStart(start, end);
    }

    /// @dev The end that is meant, within max(now, start) + validity.
    function _end(Heads.Head head, uint256 start, uint256 endTime) internal view returns (uint256) {
        uint256 validity = head.validity();
        if (validity == 0) return endTime;
        uint256 latest;
        unchecked {
            latest = (block.timestamp > start ? block.timestamp : start) + validity; // both are below 2^40
        }
        if (endTime > latest) revert EndTooLate(endTime, latest);
        if (endTime != 0) return endTime;
        return latest > type(uint40).max ? type(uint40).max : latest;
    }

    /// @dev Logs each badge of a new cohort, and refuses members out of order on the way.
    function _logMembers(uint256 kind, uint256 terms, uint256 start, uint256 end, bytes calldata members) private {
        uint256 kindPart = kind << 160;
        uint256 previous = 0;
        for (uint256 offset = 0; offset < members.length; offset += 20) {
            uint256 holder;
            assembly ("memory-safe") {
                holder := shr(96, calldataload(add(members.offset, offset)))
            }
            if (holder <= previous) revert MembersOutOfOrder(address(uint160(holder)), offset / 20);
            previous = holder;
            _logIssued(msg.sender, kindPart | holder, terms, start, end);
        }
    }

    /// @dev `Transfer`, `Locked`, `Issued` and `TokenExpiryUpdated`, by hand: a cohort logs them a thousand times.
    /// @param terms Who may end the badge, as the number of a `BurnAuth`.
    function _logIssued(address issuer, uint256 badgeId, uint256 terms, uint256 start, uint256 end) private {
        assembly ("memory-safe") {
            let holder := and(badgeId, 0xffffffffffffffffffffffffffffffffffffffff)
            log4(0, 0, TRANSFER, 0, holder, badgeId)
            mstore(0, badgeId)
            log1(0, 32, LOCKED)
            mstore(0, terms)
            log4(0, 32, ISSUED, issuer, holder, badgeId)
            log4(0, 0, EXPIRY_UPDATED, badgeId, start, end)
        }
    }
}
