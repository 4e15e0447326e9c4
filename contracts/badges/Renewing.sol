// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {Heads} from "./Heads.sol";
import {Ids} from "./Ids.sol";
import {Issuing} from "./Issuing.sol";
import {Members} from "./Members.sol";
import {Records} from "./Records.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   assembly: An address is read out of packed bytes without copying them.
//   incorrect-equality: Zero says that a badge never ends; it is no balance that somebody could nudge.
//   shadowing-local: SPEC.md has one word for the value and for the function of ERC-7858 that gives it; so has the
//     code.
//   timestamp: Expiry is what badges are about. A validator shifts a second or so, and no rule turns on less.

/// @title Renewing: an end is moved to a later one, and nothing else changes
/// @notice Neither issue, start nor evidence; no requirement is asked. What was expired begins a new run.
abstract contract Renewing is Issuing {
    using Heads for Heads.Head;
    using Members for Members.Head;
    using Records for Records.Record;

    function renew(uint256 badgeId, uint40 endTime) external {
        _checkIssuer(msg.sender, Ids.achievementOf(badgeId));
        _renew(badgeId, endTime);
    }

    function renewCohort(uint256 achievementId, uint256 number, uint40 endTime) external {
        Heads.Head head = _headOf(achievementId);
        uint256 kind = Ids.kind(achievementId, number);
        Members.Head cohort = _cohorts[kind];

        // Check.
        _checkIssuer(msg.sender, achievementId);
        if (number >> 48 != 0 || cohort.isEmpty()) revert CohortUnknown(achievementId, number);
        uint256 end = _laterEnd(head, cohort.startTime(), cohort.endTime(), endTime);

        // Effect: a new end; what was over begins a new run.
        if (_isOver(cohort.endTime())) _cohortFacts[kind].since = uint40(block.timestamp);
        cohort = cohort.renewed(end);
        _cohorts[kind] = cohort;

        // Log: the end that each badge has now, and that their metadata changed.
        bytes memory members = SSTORE2.read(cohort.members());
        for (uint256 offset = 20; offset <= members.length; offset += 20) {
            address holder;
            assembly ("memory-safe") {
                holder := shr(96, mload(add(members, add(offset, 12))))
            }
            uint256 badgeId = Ids.ofKind(kind, holder);
            uint256 itsEnd = end;
            if (cohort.departed()) {
                Records.Record own = _records[badgeId];
                if (own.endedAt() != 0) continue;
                if (!own.isEmpty()) itsEnd = _later(own.endTime(), end);
            }
            emit TokenExpiryUpdated(badgeId, cohort.startTime(), itsEnd);
        }
        emit IERC4906.BatchMetadataUpdate(Ids.ofKind(kind, address(0)), Ids.ofKind(kind, address(type(uint160).max)));
    }

    /// @dev Moves the end of one badge; who may ask for it has been checked.
    function _renew(uint256 badgeId, uint256 endTime) internal {
        Records.Record record = _recordOf(badgeId);

        // Check.
        if (!record.isLive()) revert IERC721Errors.ERC721NonexistentToken(badgeId);
        uint256 end =
            _laterEnd(_achievements[Ids.achievementOf(badgeId)], record.startTime(), record.endTime(), endTime);

        // Effect.
        uint256 since = _isOver(record.endTime()) ? block.timestamp : record.since();
        _write(badgeId, record.renewed(end, since));

        // Log.
        emit TokenExpiryUpdated(badgeId, record.startTime(), end);
        emit IERC4906.MetadataUpdate(badgeId);
    }

    /// @dev Writes a badge's own record; a cohort's member departs with it.
    function _write(uint256 badgeId, Records.Record record) internal {
        _records[badgeId] = record;
        if (Ids.cohortOf(badgeId) == 0) return;
        uint256 kind = Ids.kindOf(badgeId);
        Members.Head cohort = _cohorts[kind];
        if (!cohort.departed()) _cohorts[kind] = cohort.withDeparted();
    }

    /// @dev The end that is meant, which must be later than the present one and must not have passed.
    function _laterEnd(Heads.Head head, uint256 startTime, uint256 present, uint256 endTime)
        private
        view
        returns (uint256 end)
    {
        end = _end(head, startTime, endTime);
        bool isLater = present != 0 && (end == 0 || (end > present && end > block.timestamp));
        if (!isLater) revert EndNotLater(end, present);
    }
}
