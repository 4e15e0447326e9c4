// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title ERC-6454: Minimal Transferable NFT detection
/// @dev Interface id 0x91a6262f.
interface IERC6454 {
    /// @notice Whether the token can go from `from` to `to`; both zero asks in general.
    /// @dev Throws for a token that does not exist, unless `from` is zero (a question about issuing).
    function isTransferable(uint256 tokenId, address from, address to) external view returns (bool);
}
