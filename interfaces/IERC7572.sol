// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title ERC-7572: Contract-level metadata via `contractURI()`
/// @dev Interface id 0xe8a3d485.
interface IERC7572 {
    /// @notice Emitted when what `contractURI` answers has changed.
    event ContractURIUpdated();

    /// @notice A JSON document about the collection and its issuer.
    function contractURI() external view returns (string memory);
}
