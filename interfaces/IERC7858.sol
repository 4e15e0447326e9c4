// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   naming-convention: The standard names it so.

/// @title ERC-7858: Expirable NFTs/SBTs
/// @dev Interface id 0x3ebdfa31. Times are Unix seconds here; an end of 0 means that the token never expires.
interface IERC7858 {
    /// @notice What `startTime` and `endTime` count.
    enum EXPIRY_TYPE {
        BLOCKS_BASED,
        TIME_BASED
    }

    /// @notice Emitted when a token is issued and whenever its end changes.
    event TokenExpiryUpdated(uint256 indexed tokenId, uint256 indexed startTime, uint256 indexed endTime);

    /// @notice What the times count; here always seconds.
    function expiryType() external view returns (EXPIRY_TYPE);

    /// @notice Whether the end has come: `now >= endTime`, and the end is not "never". Speaks of time alone.
    /// @dev Throws for a token that does not exist.
    function isTokenExpired(uint256 tokenId) external view returns (bool);

    /// @notice The first second in which the token counts.
    /// @dev Throws for a token that does not exist.
    function startTime(uint256 tokenId) external view returns (uint256);

    /// @notice The first second in which the token no longer counts; 0 for never.
    /// @dev Throws for a token that does not exist.
    function endTime(uint256 tokenId) external view returns (uint256);
}
