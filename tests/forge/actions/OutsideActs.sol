// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {MockHostileWallet} from "../../../contracts/test/MockHostileWallet.sol";
import {IBadges} from "../../../interfaces/IBadges.sol";
import {MoodySource} from "../MoodySource.sol";
import {OwnerActs} from "./OwnerActs.sol";

/// @title What happens outside: time, moods of a source and of a wallet, and people who know no door
abstract contract OutsideActs is OwnerActs {
    mapping(bytes4 selector => bool) private _isDoor;

    /// @dev Every door's selector stands in the code behind a PUSH4; other four bytes do too, and do not matter.
    constructor() {
        bytes memory code = address(_badges).code;
        for (uint256 i = 0; i + 5 < code.length; i++) {
            if (code[i] != 0x63) continue;
            bytes32 word;
            assembly ("memory-safe") {
                word := mload(add(add(code, 33), i))
            }
            _isDoor[bytes4(word)] = true;
        }
    }

    /// @notice Time passes; sometimes to the second before, at or after a badge's start or end.
    function passTime(uint256 seed) external {
        _steps++;
        uint256 moment = block.timestamp + 1 + _draw(seed, "seconds", 3 days);
        if (_seldom(seed, "long", 6)) moment += _draw(seed, "long time", 40 days);
        if (_seldom(seed, "edge", 2)) {
            Life storage life = _lives[_badge(seed)];
            uint256 edge = (_seldom(seed, "which edge", 3) ? life.start : life.end) + _draw(seed, "beside", 3);
            if (edge > block.timestamp && edge < block.timestamp + 300 days) moment = edge - 1;
        }
        if (moment > block.timestamp) vm.warp(moment);
        _succeeded("passTime");
    }

    function changeSource(uint256 seed) external {
        _steps++;
        MoodySource.Mood mood = MoodySource.Mood(_draw(seed, "mood", 8));
        if (_seldom(seed, "honest", 2)) {
            mood = _seldom(seed, "thirsts", 2) ? MoodySource.Mood.THIRSTS : MoodySource.Mood.HONEST;
        }
        _source.be(mood);
        uint256 since = _seldom(seed, "holds", 3) ? 0 : block.timestamp - _draw(seed, "since", 30 days);
        if (_seldom(seed, "future", 8)) since = block.timestamp + 1 days;
        _source.hold(_holder(seed), since);
        _succeeded("changeSource");
    }

    function changeWallet(uint256 seed) external {
        _steps++;
        _hostileWallet.set(MockHostileWallet.Answer(_draw(seed, "answer", 16)));
        _succeeded("changeWallet");
    }

    /// @notice Somebody asks with little gas: the answer is the true one, or none.
    function starve(uint256 seed) external {
        _steps++;
        uint256 badgeId = _badge(seed);
        uint256 gas_ = 20_000 + _draw(seed, "gas", 700_000);
        if (_seldom(seed, "asks", 2)) {
            // As much as starves a source that thirsts, and leaves enough to answer with.
            badgeId = _id(_seldom(seed, "licence", 2) ? LICENCE : MEMBER, 0, _holder(seed));
            gas_ = 180_000 + _draw(seed, "gas", 50_000);
        }
        IBadges.Status status = _badges.statusOf{gas: ENOUGH}(badgeId);
        try _badges.statusOf{gas: gas_}(badgeId) returns (IBadges.Status answer) {
            _rule(9, answer == status, "who paid less heard another answer");
            _succeeded("starve, answered");
        } catch {
            _succeeded("starve, refused");
        }
    }

    /// @notice Bytes that are no call of any door: all of them are refused.
    function knock(uint256 seed, bytes4 selector, bytes calldata rest) external {
        _steps++;
        bytes memory message = abi.encodePacked(selector, rest);
        if (_isDoor[selector]) message = abi.encodePacked(bytes3(selector)); // one byte too short for any door
        (bool done,) = _act(_anybody(seed), message, Scope(0, 0, 0));
        _rule(2, !done, "there is a door that nobody knows");
        _succeeded("knock");
    }
}
