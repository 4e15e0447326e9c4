// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Frame} from "../Frame.sol";

/// @title What the actions choose from, and how often each of them succeeded
/// @notice A call has one seed; everything else is drawn from it. Most draws are made so that the act may succeed, and
/// some so that it must not.
abstract contract Choices is Frame {
    /// @dev What every action counts under its own name; the sums of all runs are compared with what is demanded.
    mapping(string name => uint256) internal _successes;
    string[] internal _names;
    uint256 internal _steps;

    function _succeeded(string memory name) internal {
        if (_successes[name]++ == 0) _names.push(name);
    }

    /// @notice What succeeded, and how often: `name=count` in a row.
    function summary() external view returns (string memory line) {
        line = string.concat("steps=", vm.toString(_steps));
        for (uint256 i = 0; i < _names.length; i++) {
            line = string.concat(line, " ", _names[i], "=", vm.toString(_successes[_names[i]]));
        }
    }

    function _draw(uint256 seed, string memory what, uint256 count) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, what))) % count;
    }

    /// @dev True once in so many times.
    function _seldom(uint256 seed, string memory what, uint256 times) internal pure returns (bool) {
        return _draw(seed, what, times) == 0;
    }

    function _anybody(uint256 seed) internal view returns (address) {
        return _everybody[_draw(seed, "anybody", _everybody.length)];
    }

    function _holder(uint256 seed) internal view returns (address) {
        return _holders[_draw(seed, "holder", _holders.length)];
    }

    /// @dev Mostly one who may, sometimes one who once could, sometimes anybody.
    function _issuer(uint256 seed, uint256 achievementId) internal view returns (address account) {
        if (_seldom(seed, "anybody issues", 8)) return _anybody(seed);
        uint256 first = _draw(seed, "issuer", _issuers.length);
        for (uint256 i = 0; i < _issuers.length; i++) {
            account = _issuers[(first + i) % _issuers.length];
            if (_isIssuer(account, achievementId)) return account;
        }
    }

    function _achievement(uint256 seed) internal pure returns (uint256) {
        return 1 + _draw(seed, "achievement", ACHIEVEMENTS);
    }

    /// @dev Any badge, or mostly one that was issued; an ended one now and then.
    function _badge(uint256 seed) internal view returns (uint256 badgeId) {
        uint256 first = _draw(seed, "badge", _ids.length);
        bool ended = _seldom(seed, "ended", 6);
        for (uint256 i = 0; i < _ids.length; i++) {
            badgeId = _ids[(first + i) % _ids.length];
            if (_lives[badgeId].written && (ended || _lives[badgeId].endedAt == 0)) return badgeId;
        }
    }

    function _start(uint256 seed) internal view returns (uint40) {
        uint256 which = _draw(seed, "start", 8);
        if (which == 0) return uint40(block.timestamp - _draw(seed, "before", 60 days));
        if (which == 1) return uint40(block.timestamp + _draw(seed, "after", 30 days));
        if (which == 2) return uint40(_draw(seed, "whenever", 2 ** 40));
        return 0;
    }

    function _end(uint256 seed) internal view returns (uint40) {
        uint256 which = _draw(seed, "end", 8);
        if (which < 4) return uint40(block.timestamp + 1 + _draw(seed, "soon", 90 days));
        if (which == 4) return uint40(_draw(seed, "whenever ends", 2 ** 40));
        if (which == 5) return type(uint40).max;
        return 0;
    }

    function _evidence(uint256 seed) internal pure returns (bytes32) {
        return _seldom(seed, "evidence", 2) ? keccak256(abi.encode(seed)) : bytes32(0);
    }

    /// @dev The holder's cohort badges that count, ascending; sometimes one too many.
    function _witnesses(uint256 seed, uint256 achievementId, address holder)
        internal
        view
        returns (uint256[] memory witnesses)
    {
        if (achievementId != TITLE) return witnesses;
        uint256[] memory found = new uint256[](2 * COHORTS);
        uint256 count = 0;
        bool careless = _seldom(seed, "careless", 10);
        for (uint256 achievement = MEDAL; achievement <= COURSE; achievement++) {
            for (uint256 cohort = 1; cohort <= COHORTS; cohort++) {
                uint256 badgeId = _id(achievement, cohort, holder);
                if (careless || _isActive(badgeId)) found[count++] = badgeId;
            }
        }
        witnesses = new uint256[](count);
        for (uint256 i = 0; i < count; i++) {
            witnesses[i] = found[i];
        }
    }

    /// @dev Whether a badge may be written for the first time: what its requirements say, counted by the ghosts.
    function _deserves(uint256 achievementId, address holder, uint256[] memory witnesses) internal view returns (bool) {
        if (achievementId == TITLE) {
            uint256 counted = _isActive(_id(MEDAL, 0, holder)) ? 1 : 0;
            if (_isActive(_id(COURSE, 0, holder))) counted++;
            for (uint256 i = 0; i < witnesses.length; i++) {
                if (_isActive(witnesses[i]) && _holderIn(witnesses[i]) == holder) counted++;
            }
            if (counted < 2) return false;
        }
        return _keeps(achievementId, holder);
    }
}
