// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Choices} from "./Choices.sol";
import {IBadges} from "../../../interfaces/IBadges.sol";

/// @title What issuers do, and others try to
abstract contract IssuerActs is Choices {
    function issue(uint256 seed) external {
        _steps++;
        uint256 achievementId = _achievement(seed);
        address holder = _holder(seed);
        address caller = _issuer(seed, achievementId);
        uint256 badgeId = _id(achievementId, _seldom(seed, "into a cohort", 16) ? 1 : 0, holder);
        uint256[] memory witnesses = _witnesses(seed, achievementId, holder);
        (uint40 start, uint40 end, bytes32 evidence) = (_start(seed), _end(seed), _evidence(seed));
        bytes memory message = witnesses.length == 0
            ? abi.encodeCall(IBadges.issue, (badgeId, start, end, evidence))
            : abi.encodeCall(IBadges.issueWithWitnesses, (badgeId, start, end, evidence, witnesses));

        bool deserved = _deserves(achievementId, holder, witnesses);
        (bool done,) = _act(caller, message, Scope(badgeId, 0, 0));
        if (!done) return;
        _succeeded("issue");
        _rule(2, _isIssuer(caller, achievementId), "somebody who is no issuer issued");
        _rule(2, !_isClaimOnly(achievementId), "what its holder must claim was pushed");
        _rule(4, !_retired[achievementId], "a badge of a retired achievement was issued");
        _rule(9, deserved, "a badge was issued whose requirements are not met");
        _rule(10, !_lives[badgeId].written, "a badge was issued twice");
        _rule(10, _cohortIn(badgeId) == 0, "a badge was written into a cohort");
        _begins(badgeId, start, end, evidence);
        // Sent again, it issues nothing.
        (done,) = _act(caller, message, Scope(0, 0, 0));
        _rule(10, !done, "issuing twice issued twice");
    }

    function issueCohort(uint256 seed) external {
        _steps++;
        uint256 achievementId = _seldom(seed, "any", 8) ? _achievement(seed) : 1 + _draw(seed, "cohort of", 2);
        uint256 next = _cohortsOf[achievementId] + 1;
        if (next > COHORTS) return;
        uint256 number = _seldom(seed, "out of order", 8) ? _draw(seed, "number", 5) : next;
        address caller = _issuer(seed, achievementId);
        address[] memory members = _members(seed);
        bytes memory message = abi.encodeCall(
            IBadges.issueCohort,
            (achievementId, number, "Occasion", _start(seed), _end(seed), _evidence(seed), _packed(members))
        );

        (bool done,) = _act(caller, message, Scope(0, achievementId << 48 | number, achievementId));
        if (!done) return;
        _succeeded("issueCohort");
        _rule(2, _isIssuer(caller, achievementId), "somebody who is no issuer issued a cohort");
        _rule(2, achievementId <= COURSE, "a cohort of what is issued one by one");
        _rule(4, !_retired[achievementId], "a cohort of a retired achievement was issued");
        _rule(10, number == next, "a cohort out of order");
        _gather(seed, achievementId, number, members);
        (done,) = _act(caller, message, Scope(0, 0, 0));
        _rule(10, !done, "a cohort sent again was issued again");
    }

    /// @dev Writes down a cohort, and each of its members.
    function _gather(uint256 seed, uint256 achievementId, uint256 number, address[] memory members) private {
        _cohortsOf[achievementId] = number;
        Occasion storage occasion = _occasions[achievementId << 48 | number];
        occasion.members = members;
        for (uint256 i = 0; i < members.length; i++) {
            _begins(_id(achievementId, number, members[i]), _start(seed), _end(seed), _evidence(seed));
        }
        Life storage first = _lives[_id(achievementId, number, members[0])];
        (occasion.start, occasion.end) = (first.start, first.end);
    }

    function renew(uint256 seed) external {
        _steps++;
        uint256 badgeId = _badge(seed);
        address caller = _issuer(seed, _achievementIn(badgeId));
        uint40 end = _end(seed);
        (bool done,) = _act(caller, abi.encodeCall(IBadges.renew, (badgeId, end)), Scope(badgeId, 0, 0));
        if (!done) return;
        _succeeded("renew");
        _rule(2, _isIssuer(caller, _achievementIn(badgeId)), "somebody who is no issuer renewed");
        _renewed(badgeId, end);
    }

    /// @dev What every renewal of one badge must be, whoever sent it.
    function _renewed(uint256 badgeId, uint40 end) internal {
        Life storage life = _lives[badgeId];
        uint256 meant = _meant(_achievementIn(badgeId), life.start, end);
        _rule(10, _lives_(badgeId), "a badge that is not there was renewed");
        _rule(3, life.end != 0 && _reaches(meant, life.end + 1), "a renewal that moves no end forward");
        _lasts(badgeId, meant);
    }

    function renewCohort(uint256 seed) external {
        _steps++;
        uint256 achievementId = 1 + _draw(seed, "renewed cohort of", 2);
        uint256 number = 1 + _draw(seed, "renewed cohort", COHORTS);
        uint40 end = _end(seed);
        address caller = _issuer(seed, achievementId);
        uint256 kind = achievementId << 48 | number;
        bytes memory message = abi.encodeCall(IBadges.renewCohort, (achievementId, number, end));
        (bool done,) = _act(caller, message, Scope(0, kind, 0));
        if (!done) return;
        _succeeded("renewCohort");
        _rule(2, _isIssuer(caller, achievementId), "somebody who is no issuer renewed a cohort");
        Occasion storage occasion = _occasions[kind];
        uint256 meant = _meant(achievementId, occasion.start, end);
        _rule(3, occasion.end != 0 && _reaches(meant, occasion.end + 1), "a cohort's end was brought nearer");
        occasion.end = meant;
        for (uint256 i = 0; i < occasion.members.length; i++) {
            uint256 badgeId = _id(achievementId, number, occasion.members[i]);
            if (_lives_(badgeId)) _lasts(badgeId, meant);
        }
    }

    function revoke(uint256 seed) external {
        _steps++;
        uint256 badgeId = _badge(seed);
        address caller = _issuer(seed, _achievementIn(badgeId));
        (bool done,) = _act(caller, abi.encodeCall(IBadges.revoke, (badgeId)), Scope(badgeId, 0, 0));
        if (!done) return;
        _succeeded("revoke");
        _rule(2, _isIssuer(caller, _achievementIn(badgeId)), "somebody who is no issuer revoked");
        _rule(2, _issuerMayEnd(_achievementIn(badgeId)), "an issuer ended a badge against its burn authority");
        _rule(10, _lives_(badgeId), "a badge that is not there was revoked");
        _ends(badgeId, IBadges.Status.REVOKED);
    }

    /// @dev Some of the holders, ascending; sometimes not ascending.
    function _members(uint256 seed) private view returns (address[] memory members) {
        uint256 chosen = 1 + _draw(seed, "members", 2 ** HOLDERS - 1);
        uint256 count = 0;
        for (uint256 i = 0; i < HOLDERS; i++) {
            count += chosen >> i & 1;
        }
        members = new address[](count);
        for (uint256 i = 0; i < HOLDERS; i++) {
            if (chosen >> i & 1 == 0) continue;
            uint256 place = --count;
            members[place] = _holders[i];
            for (; place + 1 < members.length && members[place] > members[place + 1]; place++) {
                (members[place], members[place + 1]) = (members[place + 1], members[place]);
            }
        }
        if (_seldom(seed, "twice", 16)) members[members.length - 1] = members[0];
    }

    function _packed(address[] memory members) private pure returns (bytes memory packed) {
        for (uint256 i = 0; i < members.length; i++) {
            packed = bytes.concat(packed, bytes20(members[i]));
        }
    }
}
