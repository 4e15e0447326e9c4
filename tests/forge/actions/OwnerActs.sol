// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IBadges} from "../../../interfaces/IBadges.sol";
import {IERC5484} from "../../../interfaces/IERC5484.sol";
import {HolderActs} from "./HolderActs.sol";

/// @title What the owner does, and others try to
/// @notice None of it has a badge in its scope: whatever of a badge it wrote would be a breach.
abstract contract OwnerActs is HolderActs {
    uint256 private constant MORE = 4; // achievements that are created on the way

    bool private _left;

    function appoint(uint256 seed) external {
        _steps++;
        address account = _seldom(seed, "anybody", 4) ? _anybody(seed) : _issuers[_draw(seed, "whom", _issuers.length)];
        uint256 scope = _seldom(seed, "of everything", 4) ? 0 : _achievement(seed);
        if (!_byOwner(seed, "appoint", abi.encodeCall(IBadges.appointIssuer, (account, scope)), 0)) return;
        _rule(10, !_dismissed[account], "somebody dismissed was appointed again");
        _mayIssue[account][scope] = true;
        _appointed[account] = true;
    }

    function dismiss(uint256 seed) external {
        _steps++;
        if (!_seldom(seed, "it is for ever", 12)) return;
        address account = _issuers[_draw(seed, "whom", _issuers.length)];
        if (!_byOwner(seed, "dismiss", abi.encodeCall(IBadges.dismissIssuer, (account)), 0)) return;
        _rule(10, _appointed[account] && !_dismissed[account], "somebody was dismissed twice, or never appointed");
        _dismissed[account] = true;
    }

    function retire(uint256 seed) external {
        _steps++;
        if (!_seldom(seed, "it is for ever", 20)) return;
        uint256 achievementId = _achievement(seed);
        bytes memory message = abi.encodeCall(IBadges.retireAchievement, (achievementId));
        if (!_byOwner(seed, "retire", message, achievementId)) return;
        _rule(10, !_retired[achievementId], "an achievement was retired twice");
        _retired[achievementId] = true;
    }

    function create(uint256 seed) external {
        _steps++;
        if (_newest == ACHIEVEMENTS + MORE) return;
        string memory slug = string.concat("more-", vm.toString(_newest));
        if (_seldom(seed, "slug", 4)) slug = "medal";
        IBadges.Terms memory terms =
            _terms(slug, uint40(_draw(seed, "validity", 2 ** 40)), IERC5484.BurnAuth(_draw(seed, "authority", 4)));
        if (!_byOwner(seed, "create", abi.encodeCall(IBadges.createAchievement, (terms)), 0)) return;
        _rule(4, keccak256(bytes(slug)) != keccak256("medal"), "a slug was given twice");
        _knowAchievement(++_newest);
        _remember(_newest);
    }

    function handOver(uint256 seed) external {
        _steps++;
        address heir = _owner == _firstOwner ? _secondOwner : _firstOwner;
        if (_byOwner(seed, "handOver", abi.encodeCall(Ownable2Step.transferOwnership, (heir)), 0)) _heir = heir;
        address caller = _seldom(seed, "not the heir", 3) ? _anybody(seed) : heir;
        (bool done,) = _act(caller, abi.encodeCall(Ownable2Step.acceptOwnership, ()), Scope(0, 0, 0));
        if (!done) return;
        _rule(2, caller == _heir, "somebody took what was not handed over");
        (_owner, _heir) = (caller, address(0));
    }

    function resign(uint256 seed) external {
        _steps++;
        if (!_seldom(seed, "it is for ever", 60)) return;
        if (_byOwner(seed, "resign", abi.encodeCall(Ownable.renounceOwnership, ()), 0)) {
            (_owner, _heir) = (address(0), address(0));
        }
    }

    function present(uint256 seed) external {
        _steps++;
        IBadges.Profile memory profile = IBadges.Profile(vm.toString(seed), "\"}</svg>", "https://a.example");
        _byOwner(seed, "present", abi.encodeCall(IBadges.setProfile, (profile)), 0);
    }

    /// @dev Mostly the owner sends; whoever else does must be refused.
    function _byOwner(uint256 seed, string memory name, bytes memory message, uint256 achievementId)
        private
        returns (bool done)
    {
        address caller = _seldom(seed, "not the owner", 5) || _owner == address(0) ? _anybody(seed) : _owner;
        (done,) = _act(caller, message, Scope(0, 0, achievementId));
        if (!done) return false;
        _succeeded(name);
        _rule(2, caller == _owner, "somebody who is not the owner did what only the owner may");
    }

    /// @dev Keeps what the terms of an achievement are, to see that they stay so.
    function _remember(uint256 achievementId) internal virtual;
}
