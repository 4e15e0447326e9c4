// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IBadgeSource} from "../../interfaces/IBadgeSource.sol";

/// @title An ERC-721 collection as a source
/// @notice Held is a balance of at least `id` tokens; 0 asks for one. It cannot know since when, so it answers with the
/// present time and serves no `heldFor`.
/// @dev A token that can be lent for a minute satisfies a requirement for that minute: name transferable tokens with
/// care, and rather as ongoing requirements.
contract Erc721Source is IBadgeSource {
    IERC721 public immutable token;

    constructor(IERC721 token_) {
        token = token_;
    }

    /// @inheritdoc IBadgeSource
    function heldSince(address holder, uint256 id) external view returns (uint256) {
        return token.balanceOf(holder) >= (id == 0 ? 1 : id) ? block.timestamp : 0;
    }
}
