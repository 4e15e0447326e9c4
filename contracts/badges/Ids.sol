// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Badge ids: computed, never looked up
/// @notice `badgeId = achievementId (48 bits) << 208 | cohort (48 bits) << 160 | holder (160 bits)`.
/// The upper 96 bits, achievement and cohort together, are the badge's kind: one occasion of one achievement.
library Ids {
    uint256 private constant MASK_48 = (1 << 48) - 1;

    /// @notice The id of the badge issued one by one.
    function single(uint256 achievementId, address holder) internal pure returns (uint256) {
        return achievementId << 208 | uint160(holder);
    }

    /// @notice The kind that a cohort is. Both numbers must be known to fit, or the id would name something else.
    function kind(uint256 achievementId, uint256 number) internal pure returns (uint256) {
        return achievementId << 48 | number;
    }

    /// @notice The id of a holder's badge of a kind.
    function ofKind(uint256 kind_, address holder) internal pure returns (uint256) {
        return kind_ << 160 | uint160(holder);
    }

    function achievementOf(uint256 badgeId) internal pure returns (uint256) {
        return badgeId >> 208;
    }

    function cohortOf(uint256 badgeId) internal pure returns (uint256) {
        return badgeId >> 160 & MASK_48;
    }

    function kindOf(uint256 badgeId) internal pure returns (uint256) {
        return badgeId >> 160;
    }

    function holderOf(uint256 badgeId) internal pure returns (address) {
        return address(uint160(badgeId));
    }
}
