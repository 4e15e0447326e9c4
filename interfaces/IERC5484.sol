// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title ERC-5484: Consensual Soulbound Tokens
/// @dev Interface id 0x0489b56f.
interface IERC5484 {
    /// @notice Who may end a token. "Issuer" is who issues, "owner" is who holds.
    enum BurnAuth {
        IssuerOnly,
        OwnerOnly,
        Both,
        Neither
    }

    /// @notice Emitted beside the ERC-721 `Transfer` of every issue.
    /// @param from Who issued (never zero).
    /// @param to Who holds from now on.
    event Issued(address indexed from, address indexed to, uint256 indexed tokenId, BurnAuth burnAuth);

    /// @notice Who may end the token; fixed when it is issued.
    /// @dev Throws for a token that does not exist.
    function burnAuth(uint256 tokenId) external view returns (BurnAuth);
}
