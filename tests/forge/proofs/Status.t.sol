// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "../../../interfaces/IBadges.sol";
import {Layout} from "../Layout.sol";
import {Proof} from "./Proof.sol";

/// @title Status by precedence, for every record and every moment
/// @notice Symbolic: the record, the cohort's times, the holder, the moment. Not symbolic: requirements (a status that
/// asks for other badges decodes a blob of any shape; the invariant runs look at those) and the cohort's size, which is
/// three, so that the search for a member is followed on every path.
contract StatusProof is Proof {
    /// @notice Rule 6, for a badge issued one by one.
    function check_rule6_statusOfABadgeIssuedOneByOne(address holder) public {
        _anyMoment();
        uint256 badgeId = _single(holder);
        uint256 record = _anyRecord(badgeId);
        assert(_badges.statusOf(badgeId) == _expected(record, _endTime(record)));
        assert(_badges.exists(badgeId) == (_endedAt(record) == 0));
    }

    /// @notice Rule 6, for an id that nobody was issued.
    function check_rule6_whatWasNeverIssuedIsNothing(uint256 badgeId) public {
        _anyMoment();
        assert(_badges.statusOf(badgeId) == IBadges.Status.NONE);
        assert(!_badges.exists(badgeId));
    }

    /// @notice Rule 6, for a cohort's member that has no record of its own, and for everybody who is no member.
    function check_rule6_statusOfACohortsMember(address holder) public {
        _anyMoment();
        uint256 head = _anyCohort();
        bool member = holder == FIRST || holder == SECOND || holder == THIRD;
        IBadges.Status expected = _expected(_asRecord(head), uint40(head >> 200));
        if (!member) expected = IBadges.Status.NONE;
        assert(_badges.statusOf(_member(holder)) == expected);
        assert(_badges.exists(_member(holder)) == member);
    }

    /// @notice Rule 6, for a member that has departed: the later end counts, and an ended record always wins.
    function check_rule6_statusOfADepartedMember(uint8 which) public {
        address holder = which % 3 == 0 ? FIRST : which % 3 == 1 ? SECOND : THIRD;
        _anyMoment();
        uint256 badgeId = _member(holder);
        uint256 head = _anyCohort() | 1 << 240;
        vm.store(address(_badges), Layout.cohort(badgeId >> 160), bytes32(head));
        uint256 record = _anyRecord(badgeId);
        uint256 end = uint40(head >> 200);
        if (_isNotEarlier(_endTime(record), end)) end = _endTime(record);
        assert(_badges.statusOf(badgeId) == _expected(record, end));
    }

    /// @notice Rule 6: what counts is held since its run began, and nothing else is held at all.
    function check_rule6_heldSinceIsOfWhatCounts(address holder) public {
        _anyMoment();
        uint256 badgeId = _single(holder);
        uint256 record = _anyRecord(badgeId);
        bool counts = _expected(record, _endTime(record)) == IBadges.Status.ACTIVE;
        assert(_badges.heldSince(holder, badgeId >> 160) == (counts ? _since(record) : 0));
    }

    /// @dev SPEC.md section 4: NONE, REVOKED or RENOUNCED, PENDING, EXPIRED, ACTIVE, from the top.
    function _expected(uint256 record, uint256 end) private view returns (IBadges.Status) {
        if (_endedAt(record) != 0) return IBadges.Status(record >> 216);
        if (_startTime(record) > block.timestamp) return IBadges.Status.PENDING;
        if (end != 0 && end <= block.timestamp) return IBadges.Status.EXPIRED;
        return IBadges.Status.ACTIVE;
    }

    /// @dev The start of a cohort where a record has it; it has not ended.
    function _asRecord(uint256 head) private pure returns (uint256) {
        return uint256(uint40(head >> 160)) << 40;
    }
}
