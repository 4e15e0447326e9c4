// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IBadgeSource} from "../../interfaces/IBadgeSource.sol";

/// @title An ERC-20 token as a source
/// @notice Held is a balance of at least `id`, in the token's smallest unit; 0 asks for one unit. It cannot know since
/// when, so it answers with the present time and serves no `heldFor`.
/// @dev A balance can be borrowed for one transaction: name tokens with care, and rather as ongoing requirements.
contract Erc20Source is IBadgeSource {
    IERC20 public immutable token;

    constructor(IERC20 token_) {
        token = token_;
    }

    /// @inheritdoc IBadgeSource
    function heldSince(address holder, uint256 id) external view returns (uint256) {
        return token.balanceOf(holder) >= (id == 0 ? 1 : id) ? block.timestamp : 0;
    }
}
