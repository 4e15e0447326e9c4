// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Heads} from "../../../contracts/badges/Heads.sol";
import {Ids} from "../../../contracts/badges/Ids.sol";
import {Members} from "../../../contracts/badges/Members.sol";
import {Records} from "../../../contracts/badges/Records.sol";
import {IERC5484} from "../../../interfaces/IERC5484.sol";

/// @title Ids and packed words, for all inputs
/// @notice Proven without any bound: there are no loops, and every argument is symbolic.
contract WordsProof {
    using Heads for Heads.Head;
    using Members for Members.Head;
    using Records for Records.Record;

    /// @notice Ids: what is put together comes apart again, and no two things have one id.
    function check_idArithmeticIsExact(uint48 achievementId, uint48 cohort, address holder) public pure {
        uint256 kind = Ids.kind(achievementId, cohort);
        uint256 badgeId = Ids.ofKind(kind, holder);
        assert(badgeId == uint256(achievementId) * 2 ** 208 + uint256(cohort) * 2 ** 160 + uint160(holder));
        assert(Ids.achievementOf(badgeId) == achievementId);
        assert(Ids.cohortOf(badgeId) == cohort);
        assert(Ids.holderOf(badgeId) == holder);
        assert(Ids.kindOf(badgeId) == kind);
        assert(Ids.single(achievementId, holder) == Ids.ofKind(Ids.kind(achievementId, 0), holder));
    }

    /// @notice Ids: every word is the id of exactly what it comes apart into.
    function check_everyWordIsOneId(uint256 badgeId) public pure {
        uint256 kind = Ids.kind(Ids.achievementOf(badgeId), Ids.cohortOf(badgeId));
        assert(kind == Ids.kindOf(badgeId));
        assert(Ids.ofKind(kind, Ids.holderOf(badgeId)) == badgeId);
    }

    /// @notice Rule 1: two holders never share an id, whatever kind it is.
    function check_rule1_noIdHasTwoHolders(uint256 kind, uint256 otherKind, address holder, address other) public pure {
        if (holder != other) assert(Ids.ofKind(kind, holder) != Ids.ofKind(otherKind, other));
    }

    /// @notice Records: each field is what it was packed from.
    function check_aRecordKeepsWhatItIsPackedFrom(
        uint40 issuedAt,
        uint40 start,
        uint40 end,
        uint40 since,
        uint16 award,
        bool ongoing
    ) public pure {
        Records.Record record = Records.pack(issuedAt, start, end, since, award, ongoing ? 1 << 247 : 0);
        assert(record.issuedAt() == issuedAt && record.startTime() == start && record.endTime() == end);
        assert(record.since() == since && record.award() == award && record.ongoing() == ongoing);
        assert(record.endedAt() == 0 && record.how() == 0);
    }

    /// @notice Rule 3: renewing a record changes its end and its run, and nothing else.
    function check_rule3_renewingChangesEndAndRunAlone(uint256 word, uint40 end, uint40 since) public pure {
        Records.Record old = Records.Record.wrap(word);
        Records.Record record = old.renewed(end, since);
        assert(record.endTime() == end && record.since() == since);
        assert(record.issuedAt() == old.issuedAt() && record.startTime() == old.startTime());
        assert(record.endedAt() == old.endedAt() && record.award() == old.award() && record.how() == old.how());
        assert((Records.Record.unwrap(record) ^ word) & ~(uint256(type(uint80).max) << 80) == 0);
    }

    /// @notice Rule 2: ending a living record adds when, how and one award, and changes nothing else.
    function check_rule2_endingKeepsTheHistory(uint200 low, uint16 award, bool ongoing, uint40 endedAt, bool revoked)
        public
        pure
    {
        if (award == type(uint16).max) return; // no badge is awarded so often: Claiming refuses it
        uint256 word = uint256(low) & type(uint160).max | uint256(award) << 200 | (ongoing ? 1 << 247 : 0);
        Records.Record old = Records.Record.wrap(word);
        uint8 how = revoked ? 5 : 6;
        Records.Record record = old.ended(endedAt, how);
        assert(record.endedAt() == endedAt && record.how() == how && record.award() == award + 1);
        assert(record.issuedAt() == old.issuedAt() && record.startTime() == old.startTime());
        assert(record.endTime() == old.endTime() && record.since() == old.since());
        assert(record.ongoing() == ongoing);
    }

    /// @notice Rule 4: counting a cohort and retiring change the head in nothing else.
    function check_rule4_aHeadKeepsItsTerms(uint256 word) public pure {
        Heads.Head old = Heads.Head.wrap(word);
        if (old.cohorts() == type(uint40).max) return; // there is not enough gas for so many
        Heads.Head counted = old.withNextCohort();
        assert(counted.cohorts() == old.cohorts() + 1);
        assert((Heads.Head.unwrap(counted) ^ word) & ~(uint256(type(uint40).max) << 200) == 0);
        Heads.Head retired = old.with(Heads.RETIRED);
        assert(retired.has(Heads.RETIRED) && (Heads.Head.unwrap(retired) ^ word) & ~Heads.RETIRED == 0);
    }

    /// @notice Heads: each field is what it was packed from.
    function check_aHeadKeepsWhatItIsPackedFrom(uint40 validity, uint8 burnAuth, address rules) public pure {
        Heads.Head head = Heads.pack(uint160(rules), validity, IERC5484.BurnAuth(burnAuth & 3));
        assert(head.validity() == validity && uint8(head.burnAuth()) == burnAuth & 3 && head.rules() == rules);
        assert(head.has(Heads.CREATED) && head.cohorts() == 0 && !head.has(Heads.RETIRED));
    }

    /// @notice Rule 3: renewing a cohort changes its end, and the members' departure is kept.
    function check_rule3_renewingACohortChangesItsEndAlone(uint256 word, uint40 end) public pure {
        Members.Head old = Members.Head.wrap(word);
        Members.Head head = old.renewed(end);
        assert(head.endTime() == end && head.startTime() == old.startTime());
        assert(head.members() == old.members() && head.departed() == old.departed());
        assert(old.withDeparted().departed() && old.withDeparted().endTime() == old.endTime());
    }
}
