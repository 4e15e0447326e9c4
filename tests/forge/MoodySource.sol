// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadgeSource} from "../../interfaces/IBadgeSource.sol";

/// @title A source that answers as badly as its mood says
/// @notice What it answers depends on nothing but mood, holder and time, so that who asks again in the same second
/// must hear the same.
contract MoodySource is IBadgeSource {
    enum Mood {
        HONEST, //    what it was told
        REVERTS, //   with a reason
        BURNS, //     all the gas it is given
        LIES, //      a moment that has not come
        FLIPS, //     yes in even seconds, no in odd ones
        MUMBLES, //   31 bytes
        BABBLES, //   two words
        THIRSTS //    what it was told, for 189,000 gas: whoever is given less fails to say it
    }

    Mood private _mood;
    mapping(address holder => uint256) private _since;

    /// @notice From now on it answers in this mood.
    function be(Mood mood) external {
        _mood = mood;
    }

    /// @notice From now on `holder` holds everything since then; 0 for not any more.
    function hold(address holder, uint256 since) external {
        _since[holder] = since;
    }

    /// @inheritdoc IBadgeSource
    function heldSince(address holder, uint256) external view returns (uint256) {
        Mood mood = _mood;
        if (mood == Mood.REVERTS) revert("I will not say");
        if (mood == Mood.BURNS) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (mood == Mood.LIES) return block.timestamp + 1;
        if (mood == Mood.FLIPS) return block.timestamp % 2 == 0 ? 1 : 0;
        if (mood == Mood.MUMBLES || mood == Mood.BABBLES) {
            uint256 size = mood == Mood.MUMBLES ? 31 : 64;
            assembly ("memory-safe") {
                mstore(0, 1)
                return(0, size)
            }
        }
        if (mood == Mood.THIRSTS) {
            assembly {
                mstore(291200, 0)
            }
        }
        return _since[holder];
    }

    /// @notice What a clean answer amounts to, said without being asked as a source.
    function truth(address holder) external view returns (uint256) {
        if (_mood == Mood.HONEST || _mood == Mood.THIRSTS) {
            return _since[holder] <= block.timestamp ? _since[holder] : 0;
        }
        return _mood == Mood.FLIPS && block.timestamp % 2 == 0 ? 1 : 0;
    }
}
