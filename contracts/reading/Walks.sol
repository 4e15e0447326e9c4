// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IBadges} from "../../interfaces/IBadges.sol";
import {Heads} from "../badges/Heads.sol";
import {Ids} from "../badges/Ids.sol";
import {Counts} from "./Counts.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   calls-loop: A view that walks through a collection asks it, page by page.

/// @title Walking a collection: what a holder has
/// @notice Nothing is enumerated in storage, so issuing pays nothing for these lists; reading them walks every
/// achievement and every cohort.
abstract contract Walks is Counts {
    using Heads for Heads.Head;

    /// @notice See `IBadges.badgesOf`. A cursor is the kind (`badgeId >> 160`) to look at next.
    function badgesOf(address holder, uint256 cursor, uint256 limit)
        external
        view
        returns (uint256[] memory badgeIds, uint256 next)
    {
        return _walk(IBadges(msg.sender), holder, cursor, limit);
    }

    /// @notice See ERC-721. Counts every badge that exists, expired and suspended ones too (ERC-7858).
    function balanceOf(address holder) external view returns (uint256) {
        if (holder == address(0)) revert IERC721Errors.ERC721InvalidOwner(holder);
        (uint256[] memory badgeIds,) = _walk(IBadges(msg.sender), holder, 0, type(uint256).max);
        return badgeIds.length;
    }

    /// @notice See `IBadges.holds`.
    function holds(address holder, uint256 achievementId) external view returns (bool) {
        IBadges badges = IBadges(msg.sender);
        uint256 cohorts = _headOf(badges, achievementId).cohorts();
        if (badges.statusOf(Ids.single(achievementId, holder)) == IBadges.Status.ACTIVE) return true;
        for (uint256 number = cohorts; number > 0; number--) {
            uint256 badgeId = Ids.ofKind(Ids.kind(achievementId, number), holder);
            if (badges.statusOf(badgeId) == IBadges.Status.ACTIVE) return true;
        }
        return false;
    }

    /// @dev Looks at one kind a step: each achievement's badge issued one by one (cohort 0), then each of its cohorts.
    function _walk(IBadges badges, address holder, uint256 cursor, uint256 limit)
        private
        view
        returns (uint256[] memory badgeIds, uint256 next)
    {
        uint256 last = badges.achievementCount();
        uint256 achievementId = cursor >> 48;
        uint256 number = cursor & type(uint48).max;
        if (achievementId == 0) (achievementId, number) = (1, 0);

        for (; achievementId <= last; achievementId++) {
            uint256 cohorts = _headOf(badges, achievementId).cohorts();
            for (; number <= cohorts; number++) {
                if (limit == 0) return (badgeIds, Ids.kind(achievementId, number));
                limit--;
                uint256 badgeId = Ids.ofKind(Ids.kind(achievementId, number), holder);
                if (badges.exists(badgeId)) badgeIds = _append(badgeIds, badgeId);
            }
            number = 0;
        }
    }
}
