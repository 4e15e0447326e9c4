// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "../interfaces/IBadges.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   calls-loop: Whoever asks names the badges and pays for the questions; the collections are the deployer's choice.
//   timestamp: A time held is counted in days; a validator shifts a second or so.
//   unused-return: The evidence opens no door.

/// @title Doors that badges open
/// @notice Inherit it to let in whoever holds certain badges. A door is a list of alternatives, each a list of lines; it
/// opens when the badges that the caller names fulfil every line of one alternative. The caller names them (the client
/// library picks them) so that the cost does not grow with what collections contain.
/// @dev It asks `statusOf` for ACTIVE and nothing else; never `balanceOf`, which counts expired badges. The collections
/// of a door are trusted by whoever builds it: one that reverts keeps the door shut.
abstract contract Gated {
    /// @notice One badge that must be shown.
    struct Line {
        IBadges collection; //     whose badge
        uint256 achievementId; //  which kind
        uint40 heldFor; //         seconds that its present unbroken run must have lasted; 0 for none
    }

    /// @notice Thrown when the badges named do not open the door to this account.
    error DoorClosed(address account);

    /// @notice Thrown when a badge is not an ACTIVE one of this achievement and account.
    error BadgeRequired(address account, address collection, uint256 achievementId);

    /// @notice Thrown when a door without a way in, or with one that asks for nothing, is built.
    error DoorInvalid();

    /// @notice Lets in accounts to whom the door opens.
    modifier onlyThrough(Line[][] storage door, uint256[] memory badgeIds) {
        if (!_opens(door, msg.sender, badgeIds)) revert DoorClosed(msg.sender);
        _;
    }

    /// @notice Lets in holders of one kind of badge: the common case.
    modifier onlyHolderOf(IBadges collection, uint256 achievementId, uint256 badgeId) {
        if (!_shows(Line(collection, achievementId, 0), msg.sender, badgeId)) {
            revert BadgeRequired(msg.sender, address(collection), achievementId);
        }
        _;
    }

    /// @dev Builds a door; what was there is replaced.
    function _build(Line[][] storage door, Line[][] memory alternatives) internal {
        if (alternatives.length == 0) revert DoorInvalid();
        while (door.length > 0) door.pop();
        for (uint256 i = 0; i < alternatives.length; i++) {
            if (alternatives[i].length == 0) revert DoorInvalid();
            Line[] storage lines = door.push();
            for (uint256 j = 0; j < alternatives[i].length; j++) {
                lines.push(alternatives[i][j]);
            }
        }
    }

    /// @dev Whether some alternative has each of its lines shown by one of the badges.
    function _opens(Line[][] storage door, address account, uint256[] memory badgeIds) internal view returns (bool) {
        for (uint256 i = 0; i < door.length; i++) {
            Line[] storage lines = door[i];
            uint256 shown = 0;
            while (shown < lines.length && _showsAny(lines[shown], account, badgeIds)) shown++;
            if (shown == lines.length) return true;
        }
        return false;
    }

    function _showsAny(Line memory line, address account, uint256[] memory badgeIds) private view returns (bool) {
        for (uint256 i = 0; i < badgeIds.length; i++) {
            if (_shows(line, account, badgeIds[i])) return true;
        }
        return false;
    }

    /// @dev Whether a badge is of the line's achievement, the account's, ACTIVE, and so for long enough.
    function _shows(Line memory line, address account, uint256 badgeId) internal view returns (bool) {
        if (badgeId >> 208 != line.achievementId || address(uint160(badgeId)) != account) return false;
        if (line.collection.statusOf(badgeId) != IBadges.Status.ACTIVE) return false;
        if (line.heldFor == 0) return true;
        (uint256 record,) = line.collection.recordOf(badgeId);
        uint256 since = uint40(record >> 120); // as contracts/badges/Records.sol lays it out
        return block.timestamp - since >= line.heldFor;
    }
}
