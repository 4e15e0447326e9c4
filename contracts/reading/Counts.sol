// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IBadges} from "../../interfaces/IBadges.sol";
import {Heads} from "../badges/Heads.sol";
import {Ids} from "../badges/Ids.sol";
import {Questions} from "../badges/Questions.sol";
import {Records} from "../badges/Records.sol";
import {Drafts} from "./Drafts.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   calls-loop: A view that counts badges asks the collection, which asked it, about each.
//   timestamp: Expiry is what badges are about. A validator shifts a second or so, and no rule turns on less.
//   unused-return: The evidence does not count here, and of an achievement's parts its tiers alone.

/// @title Counting badges towards requirements: eligibility and tiers
/// @notice The same arithmetic as issuing (`contracts/badges/Requirements.sol`), but here the witnesses are looked for.
abstract contract Counts is Drafts {
    using Heads for Heads.Head;
    using Records for Records.Record;

    /// @notice See `IBadges.eligibility`.
    function eligibility(address holder, uint256 achievementId)
        external
        view
        returns (bool eligible, uint256[] memory held, uint256[] memory witnesses)
    {
        IBadges badges = IBadges(msg.sender);
        IBadges.Requirement[] memory requirements = _requirementsOf(_headOf(badges, achievementId));
        uint256 self = Ids.single(achievementId, holder);

        held = new uint256[](requirements.length);
        for (uint256 i = 0; i < requirements.length; i++) {
            held[i] = _held(badges, requirements[i], self);
        }
        witnesses = _witnesses(badges, requirements, held, self);
        eligible = true;
        for (uint256 i = 0; i < requirements.length; i++) {
            if (held[i] < requirements[i].needed) eligible = false;
        }
    }

    /// @notice See `IBadges.tierOf`.
    function tierOf(uint256 badgeId) public view returns (uint256 tier) {
        IBadges badges = IBadges(msg.sender);
        if (badges.statusOf(badgeId) != IBadges.Status.ACTIVE) return 0;
        (,, address blob) = badges.partsOf(Ids.achievementOf(badgeId));
        if (blob == address(0)) return 0;

        IBadges.Tier[] memory tiers = _tiersIn(blob);
        for (; tier < tiers.length; tier++) {
            IBadges.Requirement[] memory requirements = tiers[tier].requirements;
            for (uint256 i = 0; i < requirements.length; i++) {
                if (_held(badges, requirements[i], badgeId) < requirements[i].needed) return tier;
            }
        }
    }

    function _tiersIn(address blob) internal view returns (IBadges.Tier[] memory) {
        return abi.decode(SSTORE2.read(blob), (IBadges.Tier[]));
    }

    /// @dev The list with one more id.
    function _append(uint256[] memory list, uint256 id) internal pure returns (uint256[] memory longer) {
        longer = new uint256[](list.length + 1);
        for (uint256 i = 0; i < list.length; i++) {
            longer[i] = list[i];
        }
        longer[list.length] = id;
    }

    /// @dev How many badges count without witnesses: those issued one by one, and what foreign sources say.
    /// @param self The badge that asks. Where its own achievement is listed (in a tier), this very badge is meant.
    function _held(IBadges badges, IBadges.Requirement memory requirement, uint256 self)
        private
        view
        returns (uint256 held)
    {
        address holder = Ids.holderOf(self);
        IBadges.Prerequisite[] memory kinds = requirement.prerequisites;
        for (uint256 i = 0; i < kinds.length; i++) {
            uint256 since;
            if (kinds[i].source != address(0)) {
                since = Questions.heldSince(kinds[i].source, holder, kinds[i].id);
            } else if (kinds[i].id == Ids.achievementOf(self)) {
                since = _activeSince(badges, self);
            } else {
                since = _activeSince(badges, Ids.single(kinds[i].id, holder));
            }
            if (_isLongEnough(since, kinds[i].heldFor)) held++;
        }
    }

    /// @dev The cohort badges that still count somewhere, by ascending id, as the contract wants them. Adds them to
    /// `held`.
    function _witnesses(IBadges badges, IBadges.Requirement[] memory requirements, uint256[] memory held, uint256 self)
        private
        view
        returns (uint256[] memory witnesses)
    {
        for (uint256 id = 1; id < Ids.achievementOf(self); id++) {
            uint256 cohorts = _isWanted(requirements, held, id) ? _headOf(badges, id).cohorts() : 0;
            for (uint256 number = 1; number <= cohorts && _isWanted(requirements, held, id); number++) {
                uint256 badgeId = Ids.ofKind(Ids.kind(id, number), Ids.holderOf(self));
                uint256 since = _activeSince(badges, badgeId);
                if (since != 0 && _counts(requirements, held, id, since)) witnesses = _append(witnesses, badgeId);
            }
        }
    }

    /// @dev Whether some requirement that is short of badges lists the achievement.
    function _isWanted(IBadges.Requirement[] memory requirements, uint256[] memory held, uint256 achievementId)
        private
        pure
        returns (bool)
    {
        for (uint256 i = 0; i < requirements.length; i++) {
            if (held[i] >= requirements[i].needed) continue;
            IBadges.Prerequisite[] memory kinds = requirements[i].prerequisites;
            for (uint256 j = 0; j < kinds.length; j++) {
                if (kinds[j].source == address(0) && kinds[j].id == achievementId) return true;
            }
        }
        return false;
    }

    /// @dev Counts a badge in every requirement that lists its kind and is short; whether there was one.
    function _counts(
        IBadges.Requirement[] memory requirements,
        uint256[] memory held,
        uint256 achievementId,
        uint256 since
    ) private view returns (bool counted) {
        for (uint256 i = 0; i < requirements.length; i++) {
            if (held[i] >= requirements[i].needed) continue;
            IBadges.Prerequisite[] memory kinds = requirements[i].prerequisites;
            for (uint256 j = 0; j < kinds.length; j++) {
                if (kinds[j].source != address(0) || kinds[j].id != achievementId) continue;
                if (!_isLongEnough(since, kinds[j].heldFor)) continue;
                counted = true;
                held[i]++;
            }
        }
    }

    function _activeSince(IBadges badges, uint256 badgeId) private view returns (uint256) {
        if (badges.statusOf(badgeId) != IBadges.Status.ACTIVE) return 0;
        (uint256 word,) = badges.recordOf(badgeId);
        return Records.Record.wrap(word).since();
    }

    function _isLongEnough(uint256 since, uint256 heldFor) private view returns (bool) {
        return since != 0 && block.timestamp - since >= heldFor;
    }
}
