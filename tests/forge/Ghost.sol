// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "../../interfaces/IBadges.sol";
import {World} from "./World.sol";

/// @title What the specification says that everything is by now
/// @notice Built otherwise than the contract on purpose: a cohort's member is a badge of its own, with a life of its own,
/// and renewing a cohort renews each of them; nothing is packed. The handler writes down here what it saw happen.
abstract contract Ghost is World {
    /// @dev One badge. `how` is how it ended last.
    struct Life {
        bool written;
        uint256 issuedAt;
        uint256 start;
        uint256 end;
        uint256 since;
        uint256 endedAt;
        uint256 award;
        IBadges.Status how;
        bytes32 evidence;
    }

    /// @dev One cohort; its members' lives stand among the others.
    struct Occasion {
        uint256 start;
        uint256 end;
        address[] members;
    }

    mapping(uint256 badgeId => Life) internal _lives;
    mapping(uint256 kind => Occasion) internal _occasions;
    mapping(uint256 achievementId => uint256) internal _cohortsOf;
    mapping(uint256 achievementId => bool) internal _retired;
    mapping(address account => mapping(uint256 achievementId => bool)) internal _mayIssue; // 0 for everything
    mapping(address account => bool) internal _appointed;
    mapping(address account => bool) internal _dismissed;
    address internal _owner;
    address internal _heir;
    uint256[] internal _ids; // every badge that may come to be

    constructor() {
        _owner = _firstOwner;
        for (uint256 achievementId = 1; achievementId <= ACHIEVEMENTS; achievementId++) {
            uint256 cohorts = achievementId <= COURSE ? COHORTS : 0;
            for (uint256 cohort = 0; cohort <= cohorts; cohort++) {
                for (uint256 i = 0; i < HOLDERS; i++) {
                    _ids.push(_id(achievementId, cohort, _holders[i]));
                }
            }
            if (achievementId % 2 == 1) _mayIssue[_issuers[1]][achievementId] = true;
        }
        _mayIssue[_issuers[0]][0] = _mayIssue[_issuers[2]][0] = _mayIssue[_issuers[3]][0] = true;
        for (uint256 i = 0; i < 4; i++) {
            _appointed[_issuers[i]] = true;
        }
        _dismissed[_issuers[3]] = true;
    }

    // ────────────────────────────────────────── what is ──────────────────────────────────────────

    /// @dev By multiplication, where the contract shifts.
    function _id(uint256 achievementId, uint256 cohort, address holder) internal pure returns (uint256) {
        return (achievementId * 2 ** 48 + cohort) * 2 ** 160 + uint160(holder);
    }

    function _achievementIn(uint256 badgeId) internal pure returns (uint256) {
        return badgeId / 2 ** 208;
    }

    function _cohortIn(uint256 badgeId) internal pure returns (uint256) {
        return badgeId / 2 ** 160 % 2 ** 48;
    }

    function _holderIn(uint256 badgeId) internal pure returns (address) {
        return address(uint160(badgeId % 2 ** 160));
    }

    function _lives_(uint256 badgeId) internal view returns (bool) {
        return _lives[badgeId].written && _lives[badgeId].endedAt == 0;
    }

    /// @dev By precedence from the top, where the contract goes from the record.
    function _status(uint256 badgeId) internal view returns (IBadges.Status) {
        Life storage life = _lives[badgeId];
        if (!life.written) return IBadges.Status.NONE;
        if (life.endedAt != 0) return life.how;
        if (life.start > block.timestamp) return IBadges.Status.PENDING;
        if (!_reaches(life.end, block.timestamp + 1)) return IBadges.Status.EXPIRED;
        return _keeps(_achievementIn(badgeId), _holderIn(badgeId)) ? IBadges.Status.ACTIVE : IBadges.Status.SUSPENDED;
    }

    /// @dev The ongoing requirements, as `World` says them.
    function _keeps(uint256 achievementId, address holder) internal view returns (bool) {
        if (achievementId == LICENCE) return _isActive(_id(EXAM, 0, holder)) || _source.truth(holder) != 0;
        if (achievementId == MEMBER) return _source.truth(holder) != 0;
        if (achievementId != TITLE) return true;
        uint256 licence = _id(LICENCE, 0, holder);
        return _isActive(licence) && block.timestamp >= _lives[licence].since + 5 days;
    }

    function _isActive(uint256 badgeId) internal view returns (bool) {
        return _status(badgeId) == IBadges.Status.ACTIVE;
    }

    /// @dev Whether an end is that moment or later; never (0) is later than every date.
    function _reaches(uint256 end, uint256 moment) internal pure returns (bool) {
        return end == 0 || end >= moment;
    }

    function _isIssuer(address account, uint256 achievementId) internal view returns (bool) {
        return !_dismissed[account] && (_mayIssue[account][0] || _mayIssue[account][achievementId]);
    }

    function _issuerMayEnd(uint256 achievementId) internal pure returns (bool) {
        return achievementId != COURSE && achievementId != MEMBER && achievementId != OATH;
    }

    function _holderMayEnd(uint256 achievementId) internal pure returns (bool) {
        return achievementId != BOND && achievementId != OATH;
    }

    /// @dev As ERC-5484 numbers them.
    function _burnAuth(uint256 achievementId) internal pure returns (uint256) {
        if (_issuerMayEnd(achievementId)) return _holderMayEnd(achievementId) ? 2 : 0;
        return _holderMayEnd(achievementId) ? 1 : 3;
    }

    function _isClaimOnly(uint256 achievementId) internal pure returns (bool) {
        return achievementId >= MEMBER && achievementId <= OATH;
    }

    /// @dev Seconds; 0 for no limit.
    function _validity(uint256 achievementId) internal pure returns (uint256) {
        if (achievementId == COURSE || achievementId == BOND) return 100 days;
        return achievementId == EXAM ? 200 days : 0;
    }

    // ───────────────────────────────────────── what happens ──────────────────────────────────────

    function _begins(uint256 badgeId, uint256 start, uint256 end, bytes32 evidence) internal {
        Life storage life = _lives[badgeId];
        life.written = true;
        life.endedAt = 0;
        life.how = IBadges.Status.NONE;
        life.issuedAt = block.timestamp;
        life.start = life.since = start == 0 ? block.timestamp : start;
        life.end = _meant(_achievementIn(badgeId), life.start, end);
        life.evidence = evidence;
    }

    function _lasts(uint256 badgeId, uint256 end) internal {
        Life storage life = _lives[badgeId];
        if (!_reaches(life.end, block.timestamp + 1)) life.since = block.timestamp;
        if (life.end != 0 && _reaches(end, life.end)) life.end = end;
    }

    function _ends(uint256 badgeId, IBadges.Status how) internal {
        Life storage life = _lives[badgeId];
        life.endedAt = block.timestamp;
        life.how = how;
        life.award++;
    }

    /// @dev The end that is meant where 0 asks for the default.
    function _meant(uint256 achievementId, uint256 start, uint256 end) internal view returns (uint256) {
        uint256 validity = _validity(achievementId);
        if (end != 0 || validity == 0) return end;
        end = (start > block.timestamp ? start : block.timestamp) + validity;
        return end < 2 ** 40 ? end : 2 ** 40 - 1;
    }
}
