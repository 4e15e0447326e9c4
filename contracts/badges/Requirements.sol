// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {Heads} from "./Heads.sol";
import {Ids} from "./Ids.sol";
import {Questions} from "./Questions.sol";
import {Statuses} from "./Statuses.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   incorrect-equality: ACTIVE is the one status that counts; it is no balance that somebody could nudge.
//   timestamp: Expiry is what badges are about. A validator shifts a second or so, and no rule turns on less.

/// @title Requirements
/// @notice The caller proves, the contract checks: badges issued one by one are looked at by themselves, badges from
/// cohorts are named as witnesses, foreign sources are asked. So the cost does not grow with the number of cohorts.
abstract contract Requirements is Statuses {
    using Heads for Heads.Head;

    /// @dev Reverts unless the holder of a badge about to be written meets every requirement now.
    function _checkRequirements(uint256 badgeId, address blob, uint256[] memory witnesses) internal view {
        address holder = Ids.holderOf(badgeId);
        Requirement[] memory requirements = _requirementsIn(blob);
        uint256[] memory sinces = _checkWitnesses(requirements, holder, witnesses);
        for (uint256 i = 0; i < requirements.length; i++) {
            uint256 needed = requirements[i].needed;
            uint256 held = _held(requirements[i], holder, witnesses, sinces);
            if (held < needed) revert RequirementUnmet(Ids.achievementOf(badgeId), i, needed, held);
        }
    }

    function _keepsRequirements(uint256 badgeId) internal view override returns (bool) {
        address holder = Ids.holderOf(badgeId);
        uint256[] memory none = new uint256[](0);
        Requirement[] memory requirements = _requirementsIn(_achievements[Ids.achievementOf(badgeId)].rules());
        for (uint256 i = 0; i < requirements.length; i++) {
            if (!requirements[i].ongoing) continue;
            if (_held(requirements[i], holder, none, none) < requirements[i].needed) return false;
        }
        return true;
    }

    /// @dev How many ACTIVE badges count towards a requirement; counting stops at what is needed.
    /// @param sinces For each witness, since when it has been ACTIVE.
    function _held(Requirement memory requirement, address holder, uint256[] memory witnesses, uint256[] memory sinces)
        private
        view
        returns (uint256 held)
    {
        Prerequisite[] memory kinds = requirement.prerequisites;
        for (uint256 i = 0; i < kinds.length; i++) {
            if (held >= requirement.needed) return held;
            if (_isLongEnough(_sinceWhen(kinds[i], holder), kinds[i].heldFor)) held++;
            if (kinds[i].source != address(0)) continue;
            for (uint256 j = 0; j < witnesses.length; j++) {
                if (Ids.achievementOf(witnesses[j]) != kinds[i].id) continue;
                if (_isLongEnough(sinces[j], kinds[i].heldFor)) held++;
            }
        }
    }

    /// @dev Since when the holder has what a prerequisite lists, leaving cohorts aside; 0 if not now.
    function _sinceWhen(Prerequisite memory kind, address holder) private view returns (uint256) {
        if (kind.source != address(0)) return Questions.heldSince(kind.source, holder, kind.id);
        return _heldSince(Ids.single(kind.id, holder));
    }

    function _isLongEnough(uint256 since, uint256 heldFor) private view returns (bool) {
        return since != 0 && block.timestamp - since >= heldFor;
    }

    /// @dev Witnesses are ACTIVE cohort badges of the holder, of a listed kind, in ascending order, so that none is
    /// counted twice and none is carried along for nothing.
    function _checkWitnesses(Requirement[] memory requirements, address holder, uint256[] memory witnesses)
        private
        view
        returns (uint256[] memory sinces)
    {
        sinces = new uint256[](witnesses.length);
        uint256 previous = 0;
        for (uint256 i = 0; i < witnesses.length; i++) {
            uint256 witness = witnesses[i];
            bool named = witness > previous && Ids.cohortOf(witness) != 0 && Ids.holderOf(witness) == holder
                && _isListed(requirements, Ids.achievementOf(witness));
            if (named) sinces[i] = _heldSince(witness);
            if (sinces[i] == 0) revert WitnessRefused(witness);
            previous = witness;
        }
    }

    function _isListed(Requirement[] memory requirements, uint256 achievementId) private pure returns (bool) {
        for (uint256 i = 0; i < requirements.length; i++) {
            Prerequisite[] memory kinds = requirements[i].prerequisites;
            for (uint256 j = 0; j < kinds.length; j++) {
                if (kinds[j].source == address(0) && kinds[j].id == achievementId) return true;
            }
        }
        return false;
    }

    function _requirementsIn(address blob) private view returns (Requirement[] memory) {
        return abi.decode(SSTORE2.read(blob), (Requirement[]));
    }
}
