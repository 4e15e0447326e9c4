// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
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

/// @title Issuing: one by one and by cohort
/// @notice The recipient is never called, so none can re-enter or block a cohort.
abstract contract Issuing is Achievements, Roles, Requirements, IERC5192, IERC5484, IERC7858 {
    using Heads for Heads.Head;
    using Records for Records.Record;

    function issue(
        uint256 achievementId,
        address holder,
        uint40 startTime,
        uint40 endTime,
        bytes32 evidence,
        uint256[] calldata witnesses
    ) external returns (uint256 badgeId) {
        badgeId = Ids.single(achievementId, holder);
        Heads.Head head = _headOf(achievementId);

        // Check: pushed, to somebody, for the first time.
        if (head.has(Heads.CLAIM_ONLY)) revert ClaimOnly(achievementId);
        if (holder == address(0)) revert HolderInvalid(holder);
        Records.Record record = _records[badgeId];
        if (!record.isEmpty()) {
            if (record.isLive()) revert BadgeExists(badgeId);
            revert BadgeHasEnded(badgeId, record.award());
        }

        _award(msg.sender, badgeId, head, 0, startTime, endTime, evidence, witnesses);
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
        Heads.Head head = _headOf(achievementId);
        uint256 kind = Ids.kind(achievementId, number);

        // Check: may be pushed, by cohort, and this is the next.
        _checkIssuer(msg.sender, achievementId);
        if (head.has(Heads.RETIRED)) revert AchievementIsRetired(achievementId);
        if (head.has(Heads.CLAIM_ONLY)) revert ClaimOnly(achievementId);
        if (head.has(Heads.INDIVIDUAL)) revert IndividualOnly(achievementId);
        uint256 next = head.cohorts() + 1;
        if (number != next) revert CohortOutOfOrder(achievementId, number, next);
        if (members.length == 0 || members.length % 20 != 0 || members.length > Members.MOST * 20) {
            revert MembersMalformed(members.length, Members.MOST * 20);
        }
        (uint256 start, uint256 end) = _term(head, startTime, endTime);

        // Effect: count it, keep its members and its times.
        _achievements[achievementId] = head.withNextCohort();
        _cohorts[kind] = Members.pack(SSTORE2.write(members), start, end);
        _cohortFacts[kind] = CohortFacts({
            issuedAt: uint40(block.timestamp),
            since: uint40(start),
            evidenceRoot: evidenceRoot,
            label: label
        });

        // Log: the occasion, and each badge.
        emit CohortIssued(achievementId, number, msg.sender, members.length / 20, label);
        address previous = address(0);
        for (uint256 offset = 0; offset < members.length; offset += 20) {
            address holder = address(bytes20(members[offset:]));
            if (holder <= previous) revert MembersOutOfOrder(holder, offset / 20);
            previous = holder;
            _logIssued(msg.sender, Ids.ofKind(kind, holder), head.burnAuth(), start, end);
        }
    }

    /// @dev The one step by which a badge comes to be written, whichever door it came through.
    /// @param award How often the badge has ended before.
    function _award(
        address issuer,
        uint256 badgeId,
        Heads.Head head,
        uint256 award,
        uint256 startTime,
        uint256 endTime,
        bytes32 evidence,
        uint256[] calldata witnesses
    ) internal {
        uint256 achievementId = Ids.achievementOf(badgeId);

        // Check: by an issuer, still given, deserved.
        _checkIssuer(issuer, achievementId);
        if (head.has(Heads.RETIRED)) revert AchievementIsRetired(achievementId);
        if (head.has(Heads.DEMANDING)) {
            _checkRequirements(achievementId, head.rules(), Ids.holderOf(badgeId), witnesses);
        } else if (witnesses.length != 0) {
            revert WitnessRefused(witnesses[0]);
        }
        (startTime, endTime) = _term(head, startTime, endTime);

        // Effect: one slot, and one more where there is evidence (or may have been, before the badge ended).
        _records[badgeId] = Records.pack({
            issuedAt_: block.timestamp,
            startTime_: startTime,
            endTime_: endTime,
            since_: startTime,
            award_: award,
            ongoing_: head.has(Heads.ONGOING)
        });
        if (evidence != 0 || award != 0) _evidence[badgeId] = evidence;

        // Log.
        _logIssued(issuer, badgeId, head.burnAuth(), startTime, endTime);
    }

    /// @dev The start and end that are meant: 0 for now and for the default; an end of 0 comes back for never.
    function _term(
        Heads.Head head,
        uint256 startTime,
        uint256 endTime
    ) internal view returns (uint256 start, uint256 end) {
        start = startTime == 0 ? block.timestamp : startTime;
        end = _end(head, start, endTime);
        if (end != 0 && end <= start) revert EndNotAfterStart(start, end);
    }

    /// @dev The end that is meant, within max(now, start) + validity.
    function _end(Heads.Head head, uint256 start, uint256 endTime) internal view returns (uint256) {
        uint256 validity = head.validity();
        if (validity == 0) return endTime;
        uint256 latest = (block.timestamp > start ? block.timestamp : start) + validity;
        if (latest > type(uint40).max) latest = type(uint40).max;
        if (endTime > latest) revert EndTooLate(endTime, latest);
        return endTime == 0 ? latest : endTime;
    }

    function _logIssued(
        address issuer,
        uint256 badgeId,
        IERC5484.BurnAuth burnAuth_,
        uint256 start,
        uint256 end
    ) private {
        address holder = Ids.holderOf(badgeId);
        emit IERC721.Transfer(address(0), holder, badgeId);
        emit Locked(badgeId);
        emit Issued(issuer, holder, badgeId, burnAuth_);
        emit TokenExpiryUpdated(badgeId, start, end);
    }
}
