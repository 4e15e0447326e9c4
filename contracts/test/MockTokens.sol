// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @title OpenZeppelin's ERC-20, open to anyone's minting
contract MockErc20 is ERC20("Coin", "COIN") {
    /// @notice Makes `amount` units.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @title OpenZeppelin's ERC-721, open to anyone's minting
contract MockErc721 is ERC721("Ticket", "TICKET") {
    /// @notice Makes one.
    function mint(address to, uint256 tokenId) external {
        _mint(to, tokenId);
    }
}

/// @title OpenZeppelin's ERC-1155, open to anyone's minting
contract MockErc1155 is ERC1155("") {
    /// @notice Makes `amount` of a kind.
    function mint(address to, uint256 id, uint256 amount) external {
        _mint(to, id, amount, "");
    }
}
