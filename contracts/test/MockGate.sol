// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "../../interfaces/IBadges.sol";
import {Gated} from "../Gated.sol";

/// @title A project with one gate, for tests
contract MockGate is Gated {
    IBadges private _collection;
    uint256 private _achievementId;
    Line[][] private _door;

    /// @notice How often somebody got in.
    uint256 public visits;

    constructor(IBadges collection, uint256 achievementId) {
        _collection = collection;
        _achievementId = achievementId;
    }

    /// @notice For holders of one kind of badge.
    function visit(uint256 badgeId) external onlyHolderOf(_collection, _achievementId, badgeId) {
        visits++;
    }

    /// @notice Builds the door anew.
    function rebuild(Line[][] memory alternatives) external {
        _build(_door, alternatives);
    }

    /// @notice Whether the door opens.
    function opensFor(address account, uint256[] memory badgeIds) external view returns (bool) {
        return _opens(_door, account, badgeIds);
    }
}
