// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title ERC-5192: Minimal Soulbound NFTs
/// @dev Interface id 0xb45a3c0e. The event arguments are not indexed; the standard says so.
interface IERC5192 {
    /// @notice Emitted when the token becomes locked; here at issue, for ever.
    event Locked(uint256 tokenId);

    /// @notice Emitted when the token becomes unlocked; here never.
    event Unlocked(uint256 tokenId);

    /// @notice Whether the token is locked.
    /// @dev Throws for a token that does not exist.
    function locked(uint256 tokenId) external view returns (bool);
}
