// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Where `Badges` keeps what (src/soulbadge/abi/Badges.json)
/// @notice `Layout.t.sol` shows that it is so, by reading through the doors what stands in these slots.
library Layout {
    bytes32 internal constant OWNER = bytes32(uint256(0));
    bytes32 internal constant COUNT = bytes32(uint256(9));

    function achievement(uint256 achievementId) internal pure returns (bytes32) {
        return keccak256(abi.encode(achievementId, uint256(10)));
    }

    function texts(uint256 achievementId) internal pure returns (bytes32) {
        return keccak256(abi.encode(achievementId, uint256(11)));
    }

    function tiers(uint256 achievementId) internal pure returns (bytes32) {
        return keccak256(abi.encode(achievementId, uint256(12)));
    }

    function record(uint256 badgeId) internal pure returns (bytes32) {
        return keccak256(abi.encode(badgeId, uint256(14)));
    }

    function evidence(uint256 badgeId) internal pure returns (bytes32) {
        return keccak256(abi.encode(badgeId, uint256(15)));
    }

    function cohort(uint256 kind) internal pure returns (bytes32) {
        return keccak256(abi.encode(kind, uint256(16)));
    }

    /// @notice The first of three slots: times, evidence root, label.
    function facts(uint256 kind) internal pure returns (bytes32) {
        return keccak256(abi.encode(kind, uint256(17)));
    }

    function standing(address account) internal pure returns (bytes32) {
        return keccak256(abi.encode(account, uint256(18)));
    }

    function scope(address account, uint256 achievementId) internal pure returns (bytes32) {
        return keccak256(abi.encode(achievementId, keccak256(abi.encode(account, uint256(19)))));
    }

    function spent(address issuer, bytes32 digest) internal pure returns (bytes32) {
        return keccak256(abi.encode(digest, keccak256(abi.encode(issuer, uint256(20)))));
    }
}
