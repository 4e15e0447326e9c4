// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IBadgeSource} from "../../interfaces/IBadgeSource.sol";
import {IBadges} from "../../interfaces/IBadges.sol";
import {IERC5192} from "../../interfaces/IERC5192.sol";
import {IERC5484} from "../../interfaces/IERC5484.sol";
import {IERC6454} from "../../interfaces/IERC6454.sol";
import {IERC7572} from "../../interfaces/IERC7572.sol";
import {IERC7858} from "../../interfaces/IERC7858.sol";
import {Claiming} from "./Claiming.sol";
import {Heads} from "./Heads.sol";
import {Ids} from "./Ids.sol";
import {Records} from "./Records.sol";

/// @title The face that wallets and explorers know
/// @notice ERC-165, 721, 721Metadata, 4906, 5192, 5267, 5484, 6454, 7572, 7858. A badge exists once issued and not
/// ended; every question about another throws. Approvals are refused, since one without power only serves phishing.
abstract contract Erc721 is Claiming, IERC4906, IERC5267, IERC721Metadata, IERC6454 {
    using Heads for Heads.Head;
    using Records for Records.Record;

    bytes4 private constant ERC4906_ID = 0x49064906; // events only, so there are no selectors to compute it from

    // ──────────────────────────────────────────── ERC-165 ────────────────────────────────────────────

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == type(IERC165).interfaceId || id == type(IERC721).interfaceId
            || id == type(IERC721Metadata).interfaceId || id == ERC4906_ID || id == type(IERC5192).interfaceId
            || id == type(IERC5267).interfaceId || id == type(IERC5484).interfaceId || id == type(IERC6454).interfaceId
            || id == type(IERC7572).interfaceId || id == type(IERC7858).interfaceId || id == type(IBadges).interfaceId
            || id == type(IBadgeSource).interfaceId;
    }

    // ──────────────────────────────────────────── ERC-721 ────────────────────────────────────────────

    function name() external view returns (string memory) {
        return _name;
    }

    function symbol() external view returns (string memory) {
        return _symbol;
    }

    function tokenURI(uint256) external view returns (string memory) {
        _answerBy(_renderer);
    }

    function balanceOf(address) external view returns (uint256) {
        _answerBy(_reader);
    }

    function ownerOf(uint256 tokenId) external view returns (address) {
        _existing(tokenId);
        return Ids.holderOf(tokenId);
    }

    function getApproved(uint256 tokenId) external view returns (address) {
        _existing(tokenId);
        return address(0);
    }

    function isApprovedForAll(address, address) external pure returns (bool) {
        return false;
    }

    function approve(address to, uint256) external pure {
        revert ApprovalRefused(to);
    }

    function setApprovalForAll(address operator, bool) external pure {
        revert ApprovalRefused(operator);
    }

    function transferFrom(address, address, uint256 tokenId) external pure {
        revert TransferRefused(tokenId);
    }

    function safeTransferFrom(address, address, uint256 tokenId) external pure {
        revert TransferRefused(tokenId);
    }

    function safeTransferFrom(address, address, uint256 tokenId, bytes calldata) external pure {
        revert TransferRefused(tokenId);
    }

    // ──────────────────────────────────────────── ERC-5267 ───────────────────────────────────────────

    function eip712Domain()
        external
        view
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        _answerBy(_reader);
    }

    // ───────────────────────────────────── ERC-5192, 6454: locked ────────────────────────────────────

    function locked(uint256 tokenId) external view returns (bool) {
        _existing(tokenId);
        return true;
    }

    function isTransferable(uint256 tokenId, address from, address) external view returns (bool) {
        if (from != address(0)) _existing(tokenId);
        return false;
    }

    // ──────────────────────────────── ERC-5484, 7858: the badge's terms ──────────────────────────────

    function burnAuth(uint256 tokenId) external view returns (BurnAuth) {
        _existing(tokenId);
        return _achievements[Ids.achievementOf(tokenId)].burnAuth();
    }

    function expiryType() external pure returns (EXPIRY_TYPE) {
        return EXPIRY_TYPE.TIME_BASED;
    }

    function startTime(uint256 tokenId) external view returns (uint256) {
        return _existing(tokenId).startTime();
    }

    function endTime(uint256 tokenId) external view returns (uint256) {
        return _existing(tokenId).endTime();
    }

    function isTokenExpired(uint256 tokenId) external view returns (bool) {
        return _isOver(_existing(tokenId).endTime());
    }

    // ─────────────────────────────────── ERC-7572, 4906: the documents ───────────────────────────────

    function contractURI() external view returns (string memory) {
        _answerBy(_renderer);
    }

    function refresh(uint256 badgeId) external {
        _existing(badgeId);
        emit MetadataUpdate(badgeId);
    }

    /// @dev The record of a badge that exists.
    function _existing(uint256 badgeId) private view returns (Records.Record record) {
        record = _recordOf(badgeId);
        if (!record.isLive()) revert IERC721Errors.ERC721NonexistentToken(badgeId);
    }
}
