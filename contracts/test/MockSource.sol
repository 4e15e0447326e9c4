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
        THIRSTY //            honest, but not before it has spent `thirst`
    }

    Manner private _manner;
    uint256 private _thirst;
    mapping(address holder => mapping(uint256 id => uint256)) private _since;

    /// @notice From now on `holder` holds `id` since then; 0 for not any more.
    function hold(address holder, uint256 id, uint256 since) external {
        _since[holder][id] = since;
    }

    /// @notice From now on it answers in this manner.
    /// @param thirst Gas that a THIRSTY one spends on an answer.
    function behave(Manner manner, uint256 thirst) external {
        _manner = manner;
        _thirst = thirst;
    }

    /// @inheritdoc IBadgeSource
    function heldSince(address holder, uint256 id) external view returns (uint256) {
        uint256 supplied = gasleft();
        Manner manner = _manner;
        if (manner == Manner.REVERTING) revert("I will not say");
        if (manner == Manner.BURNING) while (true) {}
        if (manner == Manner.BOMBING) _return(250_000);
        if (manner == Manner.SHORT) _return(31);
        if (manner == Manner.LONG) _return(64);
        if (manner == Manner.SILENT) _return(0);
        if (manner == Manner.REVERT_BOMBING) {
            assembly ("memory-safe") {
                revert(0, 250000)
            }
        }
        if (manner == Manner.THIRSTY) while (supplied - gasleft() < _thirst) {}
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
