// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Gated} from "../Gated.sol";

/// @title A club
/// @notice An example of a gate: who can show the right badges joins, and drops out by itself when they expire, are
/// suspended or end. Nobody keeps a list of who has dropped out; membership is asked, not remembered.
contract Club is Gated {
    /// @notice `account` has joined by showing these badges.
    event Joined(address indexed account, uint256[] badgeIds);

    /// @notice Somebody signed the guest book.
    event Signed(address indexed account, string line);

    Line[][] private _door;
    mapping(address account => uint256[]) private _shown;

    /// @param alternatives Each a way in: badges that must be shown together.
    constructor(Line[][] memory alternatives) {
        _build(_door, alternatives);
    }

    /// @notice Joins, or shows other badges than before.
    function join(uint256[] calldata badgeIds) external onlyThrough(_door, badgeIds) {
        _shown[msg.sender] = badgeIds;
        emit Joined(msg.sender, badgeIds);
    }

    /// @notice Something that only members can do.
    function sign(string calldata line) external onlyThrough(_door, _shown[msg.sender]) {
        emit Signed(msg.sender, line);
    }

    /// @notice Whether the account is a member now, by the badges with which it joined.
    function isMember(address account) external view returns (bool) {
        return _opens(_door, account, _shown[account]);
    }

    /// @notice Whether these badges would let the account in now.
    function opensFor(address account, uint256[] calldata badgeIds) external view returns (bool) {
        return _opens(_door, account, badgeIds);
    }

    /// @notice The ways in.
    function door() external view returns (Line[][] memory) {
        return _door;
    }
}
