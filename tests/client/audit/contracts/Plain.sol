// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "interfaces/IBadges.sol";
import {IERC5484} from "interfaces/IERC5484.sol";

/// @title A collection of somebody's own that behaves, as far as anybody can tell from outside
/// @notice No released code, so nobody can know; each contract in Hostile.sol changes one thing about it.
contract Plain {
    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);
    event TokenExpiryUpdated(uint256 indexed tokenId, uint256 indexed startTime, uint256 indexed endTime);
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    event IssuerAppointed(address indexed issuer, uint256 indexed achievementId);
    event AchievementCreated(uint256 indexed achievementId, string slug);

    struct Kept {
        uint40 start;
        uint40 end;
        bool ended;
        bytes32 evidence;
    }

    address public owner;
    address public issuer;
    string internal _criteria = "Be examined.";
    mapping(uint256 => Kept) internal _kept;
    address internal _source; // of an ongoing requirement; none if zero

    constructor() {
        owner = issuer = msg.sender;
        emit OwnershipTransferred(address(0), msg.sender);
        emit IssuerAppointed(msg.sender, 0);
        emit AchievementCreated(1, "cka");
    }

    function name() external pure returns (string memory) {
        return "Plain";
    }

    function symbol() external pure returns (string memory) {
        return "PL";
    }

    function supportsInterface(bytes4 id) external pure virtual returns (bool) {
        return id == 0x01ffc9a7 || id == type(IBadges).interfaceId;
    }

    function isIssuer(address account, uint256) external view returns (bool) {
        return account == issuer;
    }

    function achievementCount() external pure returns (uint256) {
        return 1;
    }

    function achievementOf(uint256 id) external view returns (IBadges.Achievement memory found) {
        require(id == 1);
        found.achievementId = 1;
        found.terms.slug = "cka";
        found.terms.name = "Administrator";
        found.terms.criteria = _criteria;
        found.terms.burnAuth = IERC5484.BurnAuth.OwnerOnly;
        if (_source != address(0)) {
            found.terms.requirements = new IBadges.Requirement[](1);
            found.terms.requirements[0].needed = 1;
            found.terms.requirements[0].ongoing = true;
            found.terms.requirements[0].prerequisites = new IBadges.Prerequisite[](1);
            found.terms.requirements[0].prerequisites[0].source = _source;
            found.terms.requirements[0].prerequisites[0].id = 7;
        }
    }

    modifier onlyIssuer() {
        require(msg.sender == issuer, "not issuer");
        _;
    }

    function issue(uint256 id, uint40 start, uint40 end, bytes32 evidence) external virtual onlyIssuer {
        require(!exists(id), "exists");
        _write(id, start, end, evidence);
    }

    function renew(uint256 id, uint40 end) external virtual onlyIssuer {
        require(exists(id) && _kept[id].end != 0 && (end == 0 || end > _kept[id].end), "not later");
        _kept[id].end = end;
        emit TokenExpiryUpdated(id, _kept[id].start, end);
    }

    function revoke(uint256) external virtual onlyIssuer {
        revert("owner only");
    }

    function renounce(uint256 id) external {
        require(exists(id) && ownerOf(id) == msg.sender, "not holder");
        _kept[id].ended = true;
        emit Transfer(msg.sender, address(0), id);
    }

    function _write(uint256 id, uint40 start, uint40 end, bytes32 evidence) internal {
        if (start == 0) start = uint40(block.timestamp);
        _kept[id] = Kept(start, end, false, evidence);
        emit Transfer(address(0), address(uint160(id)), id);
        emit TokenExpiryUpdated(id, start, end);
    }

    function exists(uint256 id) public view returns (bool) {
        return _kept[id].start != 0 && !_kept[id].ended;
    }

    function ownerOf(uint256 id) public view virtual returns (address) {
        require(exists(id), "none");
        return address(uint160(id));
    }

    function statusOf(uint256 id) public view virtual returns (IBadges.Status) {
        if (_kept[id].start == 0) return IBadges.Status.NONE;
        if (_kept[id].ended) return IBadges.Status.RENOUNCED;
        if (block.timestamp < _kept[id].start) return IBadges.Status.PENDING;
        if (_kept[id].end != 0 && block.timestamp >= _kept[id].end) return IBadges.Status.EXPIRED;
        return IBadges.Status.ACTIVE;
    }

    function heldSince(address holder, uint256 kind) external view virtual returns (uint256) {
        uint256 id = kind << 160 | uint160(holder);
        return statusOf(id) == IBadges.Status.ACTIVE ? _kept[id].start : 0;
    }

    function badgeOf(uint256 id) external view returns (IBadges.Badge memory badge) {
        badge.status = statusOf(id);
        badge.achievementId = id >> 208;
        badge.holder = address(uint160(id));
        badge.startTime = _kept[id].start;
        badge.endTime = _kept[id].end;
        badge.evidence = _kept[id].evidence;
        badge.burnAuth = IERC5484.BurnAuth.OwnerOnly;
    }

    function startTime(uint256 id) external view returns (uint256) {
        return _kept[id].start;
    }

    function endTime(uint256 id) external view returns (uint256) {
        return _kept[id].end;
    }

    function burnAuth(uint256) external pure returns (IERC5484.BurnAuth) {
        return IERC5484.BurnAuth.OwnerOnly;
    }

    function locked(uint256) external pure virtual returns (bool) {
        return true;
    }

    function tokenURI(uint256) external view virtual returns (string memory) {
        return 'data:application/json,{"name":"Administrator","image":"data:image/svg+xml,<svg/>"}';
    }

    function transferFrom(address, address, uint256) external virtual {
        revert("never");
    }

    function safeTransferFrom(address, address, uint256) external virtual {
        revert("never");
    }

    function safeTransferFrom(address, address, uint256, bytes calldata) external virtual {
        revert("never");
    }

    function approve(address, uint256) external virtual {
        revert("never");
    }

    function setApprovalForAll(address, bool) external virtual {
        revert("never");
    }
}
