// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "./IBadges.sol";

/// @title What a collection asks its reader besides what it hands on
interface IBadgeReader {
    /// @notice Checks the terms of the caller's next achievement and lays them out for storing.
    /// @return head The new achievement's head, but for the address of its requirements.
    /// @return requirements What the blob of requirements holds; empty if there are none.
    /// @return tiers What the blob of tiers holds; empty if there are none.
    /// @return texts What the blob of texts holds.
    function draft(IBadges.Terms calldata terms)
        external
        view
        returns (uint256 head, bytes memory requirements, bytes memory tiers, bytes memory texts);
}
