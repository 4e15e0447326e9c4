// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadgeSource} from "../../interfaces/IBadgeSource.sol";
import {IBadges} from "../../interfaces/IBadges.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   assembly: One word of a foreign answer is copied, however much a source returns; Solidity would copy it all.
//   timestamp: Expiry is what badges are about. A validator shifts a second or so, and no rule turns on less.

/// @title Asking a foreign source
/// @notice Unknown means no, and nobody can buy a "no": a source is given a fixed allowance of gas. If it fails with all
/// of that, it does not hold; if the caller supplied too little to give it, the question is not asked and the call
/// reverts, since otherwise a member could be evicted by starving the answer.
library Questions {
    /// @notice What a source may spend on one answer. A cohort of 1,000 in another collection takes 15,000, a title that
    /// rests on 16 badges 80,000; those that might take more than 160,000 are not vouched for (see `IBadgeSource`).
    uint256 internal constant ALLOWANCE = 200_000;

    /// @dev What stands between the check and the callee: a cold account, and the call's own arguments.
    uint256 private constant OVERHEAD = 5000;

    /// @notice Since when `source` says that `holder` holds `id`; 0 for anything but a clean yes.
    function heldSince(address source, address holder, uint256 id) internal view returns (uint256 since) {
        // EIP-150: a call gets at most 63/64 of what is left. Asked for more, it would silently get less.
        uint256 left = gasleft();
        uint256 needed = ALLOWANCE * 64 / 63 + OVERHEAD;
        if (left < needed) revert IBadges.TooLittleGas(left, needed);

        bytes memory question = abi.encodeCall(IBadgeSource.heldSince, (holder, id));
        uint256 allowance = ALLOWANCE;
        bool answered;
        // By hand, so that at most one word of the answer is copied, however much a source returns.
        assembly ("memory-safe") {
            mstore(0, 0)
            answered := staticcall(allowance, source, add(question, 32), mload(question), 0, 32)
            answered := and(answered, eq(returndatasize(), 32))
            since := mload(0)
        }
        // A moment in the future is no moment since which anything was held.
        if (!answered || since > block.timestamp) return 0;
    }
}
