// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadgeSource} from "../../interfaces/IBadgeSource.sol";

/// @title A source that answers as a test tells it to, badly if need be
contract MockSource is IBadgeSource {
    /// @notice How it answers.
    enum Manner {
        HONEST, //            one word: what `hold` said
        REVERTING, //         with a reason
        BURNING, //           all the gas it is given
        BOMBING, //           250,000 bytes, the first word of them a yes
        REVERT_BOMBING, //    250,000 bytes of a reason
        SHORT, //             31 bytes
        LONG, //              two words, the first of them a yes
        SILENT, //            no bytes at all
        THIRSTY //            honest, but not before it has paid for `thirst` words of memory
    }

    Manner private _manner;
    uint256 private _thirst;
    mapping(address holder => mapping(uint256 id => uint256)) private _since;

    /// @notice From now on `holder` holds `id` since then; 0 for not any more.
    function hold(address holder, uint256 id, uint256 since) external {
        _since[holder][id] = since;
    }

    /// @notice From now on it answers in this manner.
    /// @param thirst Words of memory that a THIRSTY one pays for: 8,000 take 149,000 gas.
    function behave(Manner manner, uint256 thirst) external {
        _manner = manner;
        _thirst = thirst;
    }

    /// @inheritdoc IBadgeSource
    function heldSince(address holder, uint256 id) external view returns (uint256) {
        Manner manner = _manner;
        if (manner == Manner.REVERTING) revert("I will not say");
        if (manner == Manner.BOMBING) _return(250_000);
        if (manner == Manner.SHORT) _return(31);
        if (manner == Manner.LONG) _return(64);
        if (manner == Manner.SILENT) _return(0);
        if (manner == Manner.BURNING) {
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (manner == Manner.REVERT_BOMBING) {
            assembly ("memory-safe") {
                revert(0, 250000)
            }
        }
        if (manner == Manner.THIRSTY) {
            uint256 end = _thirst * 32;
            assembly {
                mstore(end, 0)
            }
        }
        return _since[holder][id];
    }

    /// @dev Ends the call with so many bytes; the first word says "since second 1".
    function _return(uint256 size) private pure {
        assembly ("memory-safe") {
            mstore(0, 1)
            return(0, size)
        }
    }
}
