// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC1155} from "@openzeppelin/contracts/token/ERC1155/IERC1155.sol";
import {IBadgeSource} from "../../interfaces/IBadgeSource.sol";

/// @title An ERC-1155 collection as a source
/// @notice Held is any balance of token `id`. It cannot know since when, so it answers with the present time and serves
/// no `heldFor`.
/// @dev A token that can be lent for a minute satisfies a requirement for that minute: name transferable tokens with
/// care, and rather as ongoing requirements.
contract Erc1155Source is IBadgeSource {
    IERC1155 public immutable token;

    constructor(IERC1155 token_) {
        token = token_;
    }

    /// @inheritdoc IBadgeSource
    function heldSince(address holder, uint256 id) external view returns (uint256) {
        return token.balanceOf(holder, id) != 0 ? block.timestamp : 0;
    }
}
