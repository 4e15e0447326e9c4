// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "../../interfaces/IBadges.sol";

/// @title A collection that says whatever a test tells it to
/// @notice Stands in for `Badges` where the renderer is shown texts and states that no real collection could hold at
/// once. Each badge is its own achievement and, if it has a label, its own cohort.
/// @dev Answers the views that the renderer reads and forwards `tokenURI` and `contractURI` as `Badges` does.
/// Knows no rules at all.
contract MockCollection {
    /// @notice The collection's name, which is the issuer's in picture and document.
    string public name;

    address private _renderer;
    IBadges.Profile private _profile;
    mapping(uint256 badgeId => bytes) private _badges;

    /// @param renderer What answers `tokenURI` and `contractURI`.
    constructor(address renderer) {
        _renderer = renderer;
    }

    /// @notice Names the collection and its issuer.
    function present(string calldata newName, IBadges.Profile calldata newProfile) external {
        name = newName;
        _profile = newProfile;
    }

    /// @notice Makes a badge exist; the terms' achievement gets the badge's number, whatever `badge` says.
    function put(uint256 badgeId, IBadges.Badge memory badge, IBadges.Terms calldata terms, string calldata label)
        external
    {
        badge.achievementId = badgeId;
        _badges[badgeId] = abi.encode(badge, terms, label);
    }

    /// @notice What the renderer says about a badge.
    function tokenURI(uint256) external view returns (string memory) {
        _forward();
    }

    /// @notice What the renderer says about the collection.
    function contractURI() external view returns (string memory) {
        _forward();
    }

    /// @notice Many `tokenURI`s in one call, since a test asks for thousands.
    function tokenURIs(uint256 from, uint256 to) external view returns (string[] memory uris) {
        uris = new string[](to - from);
        for (uint256 badgeId = from; badgeId < to; ++badgeId) {
            uris[badgeId - from] = this.tokenURI(badgeId);
        }
    }

    /// @notice See `IBadges`.
    function exists(uint256 badgeId) external view returns (bool) {
        return _badges[badgeId].length != 0;
    }

    /// @notice See `IBadges`.
    function badgeOf(uint256 badgeId) external view returns (IBadges.Badge memory badge) {
        (badge,,) = _read(badgeId);
    }

    /// @notice See `IBadges`.
    function achievementOf(uint256 achievementId) external view returns (IBadges.Achievement memory achievement) {
        achievement.achievementId = achievementId;
        (, achievement.terms,) = _read(achievementId);
    }

    /// @notice See `IBadges`.
    function cohortOf(uint256 achievementId, uint256) external view returns (IBadges.Cohort memory cohort) {
        (,, cohort.label) = _read(achievementId);
    }

    /// @notice See `IBadges`.
    function profile() external view returns (IBadges.Profile memory) {
        return _profile;
    }

    function _read(uint256 badgeId) private view returns (IBadges.Badge memory, IBadges.Terms memory, string memory) {
        return abi.decode(_badges[badgeId], (IBadges.Badge, IBadges.Terms, string));
    }

    /// @dev The caller's call data, unchanged, and the answer, unchanged.
    function _forward() private view {
        (bool success, bytes memory answer) = _renderer.staticcall(msg.data);
        assembly ("memory-safe") {
            if iszero(success) { revert(add(answer, 0x20), mload(answer)) }
            return(add(answer, 0x20), mload(answer))
        }
    }
}
