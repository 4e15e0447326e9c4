// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {BadgeStorage} from "./BadgeStorage.sol";
import {Heads} from "./Heads.sol";
import {Ids} from "./Ids.sol";
import {Members} from "./Members.sol";
import {Records} from "./Records.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   incorrect-equality: Zero says that there is no record, or no end; ACTIVE is the one status that counts. Nobody can
//     nudge them.
//   timestamp: Expiry is what badges are about. A validator shifts a second or so, and no rule turns on less.
//   uninitialized-local: Zero, false or empty is where it begins.

/// @title What a badge is right now
/// @notice The one predicate of the system: everything that asks whether a badge counts asks `_statusOf` for ACTIVE.
abstract contract Statuses is BadgeStorage {
    using Heads for Heads.Head;
    using Members for Members.Head;
    using Records for Records.Record;

    function statusOf(uint256 badgeId) external view returns (Status) {
        return _statusOf(badgeId);
    }

    function statusesOf(uint256[] calldata badgeIds) external view returns (Status[] memory statuses) {
        statuses = new Status[](badgeIds.length);
        for (uint256 i = 0; i < badgeIds.length; i++) {
            statuses[i] = _statusOf(badgeIds[i]);
        }
    }

    function heldSince(address holder, uint256 id) external view returns (uint256 since) {
        if (id >> 96 != 0) return 0; // no kind, and shifted it would name a holder's other badge
        uint256 badgeId = Ids.ofKind(id, holder);
        // Answers must fit into an asker's allowance, cold slots and all, or one who warms them would hear another.
        if (_achievements[Ids.achievementOf(badgeId)].has(Heads.UNVOUCHED)) return 0;
        return _heldSince(badgeId);
    }

    function exists(uint256 badgeId) public view returns (bool) {
        return _recordOf(badgeId).isLive();
    }

    /// @dev Reads one slot for a badge issued one by one, one slot and the members for a cohort's, one more once any
    /// member has departed; requirements only where the record says that there are ongoing ones.
    function _statusOf(uint256 badgeId) internal view returns (Status) {
        Records.Record record;
        if (Ids.cohortOf(badgeId) == 0) {
            record = _records[badgeId];
            if (record.isEmpty()) return Status.NONE;
            if (record.endedAt() != 0) return Status(record.how());
            Status status = _statusAt(record.startTime(), record.endTime());
            if (status == Status.ACTIVE && record.ongoing() && !_keepsRequirements(badgeId)) return Status.SUSPENDED;
            return status;
        }

        Members.Head head = _cohorts[Ids.kindOf(badgeId)];
        if (head.isEmpty()) return Status.NONE;
        if (head.departed()) record = _records[badgeId];
        if (record.isEmpty()) {
            if (!head.contains(Ids.holderOf(badgeId))) return Status.NONE;
            return _statusAt(head.startTime(), head.endTime());
        }
        if (record.endedAt() != 0) return Status(record.how());
        return _statusAt(record.startTime(), _later(record.endTime(), head.endTime()));
    }

    /// @dev Since when the badge has been held without a break; 0 unless ACTIVE.
    function _heldSince(uint256 badgeId) internal view returns (uint256) {
        return _statusOf(badgeId) == Status.ACTIVE ? _recordOf(badgeId).since() : 0;
    }

    /// @dev The record of a badge, also of a cohort's member that has none of its own; empty if it was never issued.
    function _recordOf(uint256 badgeId) internal view returns (Records.Record) {
        Records.Record own = _records[badgeId];
        if (Ids.cohortOf(badgeId) == 0 || own.endedAt() != 0) return own;

        uint256 kind = Ids.kindOf(badgeId);
        Members.Head head = _cohorts[kind];
        if (own.isEmpty()) {
            if (head.isEmpty() || !head.contains(Ids.holderOf(badgeId))) return own;
            CohortFacts storage facts = _cohortFacts[kind];
            return Records.pack({
                issuedAt_: facts.issuedAt,
                startTime_: head.startTime(),
                endTime_: head.endTime(),
                since_: facts.since,
                award_: 0,
                ongoing_: 0
            });
        }

        // Renewed alone: its own run lasts on if its own end reaches past the start of the cohort's present run.
        uint256 cohortSince = _cohortFacts[kind].since;
        uint256 ownEnd = own.endTime();
        bool ownRun = ownEnd == 0 || ownEnd > cohortSince;
        return own.renewed(_later(ownEnd, head.endTime()), ownRun ? own.since() : cohortSince);
    }

    /// @dev What time alone makes of a badge.
    function _statusAt(uint256 startTime, uint256 endTime) internal view returns (Status) {
        if (block.timestamp < startTime) return Status.PENDING;
        return _isOver(endTime) ? Status.EXPIRED : Status.ACTIVE;
    }

    /// @dev Whether an end has come; never (0) does not.
    function _isOver(uint256 endTime) internal view returns (bool) {
        return endTime != 0 && block.timestamp >= endTime;
    }

    /// @dev The later of two ends; never (0) is later than every date.
    function _later(uint256 a, uint256 b) internal pure returns (uint256) {
        if (a == 0 || b == 0) return 0;
        return a > b ? a : b;
    }

    /// @dev Whether the ongoing requirements of an otherwise ACTIVE badge hold.
    function _keepsRequirements(uint256 badgeId) internal view virtual returns (bool);
}
