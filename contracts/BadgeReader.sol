// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IBadges} from "../interfaces/IBadges.sol";
import {Heads} from "./badges/Heads.sol";
import {Ids} from "./badges/Ids.sol";
import {Questions} from "./badges/Questions.sol";

/// @title The long reads of a collection
/// @notice The companion that answers what takes walking: a collection hands such a question on as it came, and is
/// itself, as the caller, what is read. Stateless and without any power; all collections of a chain can share one.
contract BadgeReader {
    using Heads for Heads.Head;

    /// @notice See `IBadges.achievementOf`.
    function achievementOf(uint256 achievementId) external view returns (IBadges.Achievement memory achievement) {
        (uint256 word, address texts, address tiers) = IBadges(msg.sender).partsOf(achievementId);
        Heads.Head head = Heads.Head.wrap(word);
        achievement.achievementId = achievementId;
        achievement.retired = head.has(Heads.RETIRED);
        achievement.cohorts = uint48(head.cohorts());

        IBadges.Terms memory terms = achievement.terms;
        (terms.slug, terms.name, terms.description, terms.criteria, terms.skills, terms.color) =
            abi.decode(SSTORE2.read(texts), (string, string, string, string, string[], uint24));
        terms.validity = uint40(head.validity());
        terms.burnAuth = head.burnAuth();
        terms.claimOnly = head.has(Heads.CLAIM_ONLY);
        terms.individual = head.has(Heads.INDIVIDUAL);
        terms.requirements = _requirementsOf(head);
        if (tiers != address(0)) terms.tiers = abi.decode(SSTORE2.read(tiers), (IBadges.Tier[]));
    }

    /// @notice See `IBadges.holds`.
    function holds(address holder, uint256 achievementId) external view returns (bool) {
        IBadges badges = IBadges(msg.sender);
        Heads.Head head = _headOf(badges, achievementId);
        if (badges.statusOf(Ids.single(achievementId, holder)) == IBadges.Status.ACTIVE) return true;
        for (uint256 number = head.cohorts(); number > 0; number--) {
            uint256 badgeId = Ids.ofKind(Ids.kind(achievementId, number), holder);
            if (badges.statusOf(badgeId) == IBadges.Status.ACTIVE) return true;
        }
        return false;
    }

    /// @notice See ERC-721. Counts every badge that exists, expired and suspended ones too (ERC-7858).
    function balanceOf(address holder) external view returns (uint256) {
        if (holder == address(0)) revert IERC721Errors.ERC721InvalidOwner(holder);
        (uint256[] memory badgeIds,) = _walk(IBadges(msg.sender), holder, 0, type(uint256).max);
        return badgeIds.length;
    }

    /// @notice See `IBadges.badgesOf`. A cursor is the kind (`badgeId >> 160`) to look at next.
    function badgesOf(
        address holder,
        uint256 cursor,
        uint256 limit
    ) external view returns (uint256[] memory badgeIds, uint256 next) {
        return _walk(IBadges(msg.sender), holder, cursor, limit);
    }

    /// @notice See `IBadges.eligibility`.
    function eligibility(
        address holder,
        uint256 achievementId
    ) external view returns (bool eligible, uint256[] memory held, uint256[] memory witnesses) {
        IBadges badges = IBadges(msg.sender);
        IBadges.Requirement[] memory requirements = _requirementsOf(_headOf(badges, achievementId));

        // What needs no witness: badges issued one by one, and foreign sources.
        held = new uint256[](requirements.length);
        for (uint256 i = 0; i < requirements.length; i++) {
            IBadges.Prerequisite[] memory kinds = requirements[i].prerequisites;
            for (uint256 j = 0; j < kinds.length; j++) {
                uint256 since = kinds[j].source == address(0)
                    ? _activeSince(badges, Ids.single(kinds[j].id, holder))
                    : Questions.heldSince(kinds[j].source, holder, kinds[j].id);
                if (_isLongEnough(since, kinds[j].heldFor)) held[i]++;
            }
        }

        witnesses = _witnesses(badges, requirements, held, holder, achievementId);
        eligible = true;
        for (uint256 i = 0; i < requirements.length; i++) {
            if (held[i] < requirements[i].needed) eligible = false;
        }
    }

    /// @notice See `IBadges.isEvidence`.
    function isEvidence(uint256 badgeId, bytes32 commitment, bytes32[] calldata path) external view returns (bool) {
        IBadges.Badge memory badge = IBadges(msg.sender).badgeOf(badgeId);
        if (badge.status == IBadges.Status.NONE || badge.evidence == 0) return false;
        if (badge.cohort == 0) return path.length == 0 && commitment == badge.evidence;
        // The leaf names the badge, and so its holder: no member can present another's record.
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(badgeId, commitment))));
        return MerkleProof.verifyCalldata(path, badge.evidence, leaf);
    }

    /// @dev Looks at one kind a step: each achievement one by one (cohort 0), then each of its cohorts.
    function _walk(
        IBadges badges,
        address holder,
        uint256 cursor,
        uint256 limit
    ) private view returns (uint256[] memory badgeIds, uint256 next) {
        uint256 achievements = badges.achievementCount();
        uint256 achievementId = cursor >> 48;
        uint256 number = cursor & type(uint48).max;
        if (achievementId == 0) (achievementId, number) = (1, 0);

        uint256 found = 0;
        for (uint256 steps = 0; achievementId <= achievements; (achievementId++, number = 0)) {
            uint256 cohorts = _headOf(badges, achievementId).cohorts();
            for (; number <= cohorts; number++) {
                if (steps == limit) return (badgeIds, Ids.kind(achievementId, number));
                steps++;
                uint256 badgeId = Ids.ofKind(Ids.kind(achievementId, number), holder);
                if (badges.exists(badgeId)) badgeIds = _append(badgeIds, found++, badgeId);
            }
        }
    }

    /// @dev The cohort badges that still count somewhere, oldest kinds first, so that they come out ascending. Adds them
    /// to `held`.
    function _witnesses(
        IBadges badges,
        IBadges.Requirement[] memory requirements,
        uint256[] memory held,
        address holder,
        uint256 below
    ) private view returns (uint256[] memory witnesses) {
        uint256 found = 0;
        for (uint256 id = 1; id < below; id++) {
            if (!_isWanted(requirements, held, id)) continue;
            uint256 cohorts = _headOf(badges, id).cohorts();
            for (uint256 number = 1; number <= cohorts && _isWanted(requirements, held, id); number++) {
                uint256 badgeId = Ids.ofKind(Ids.kind(id, number), holder);
                uint256 since = _activeSince(badges, badgeId);
                if (since != 0 && _count(requirements, held, id, since)) {
                    witnesses = _append(witnesses, found++, badgeId);
                }
            }
        }
    }

    /// @dev Whether some requirement that is short of badges lists the achievement.
    function _isWanted(
        IBadges.Requirement[] memory requirements,
        uint256[] memory held,
        uint256 achievementId
    ) private pure returns (bool) {
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
    function _count(
        IBadges.Requirement[] memory requirements,
        uint256[] memory held,
        uint256 achievementId,
        uint256 since
    ) private view returns (bool counted) {
        for (uint256 i = 0; i < requirements.length; i++) {
            IBadges.Prerequisite[] memory kinds = requirements[i].prerequisites;
            for (uint256 j = 0; j < kinds.length; j++) {
                if (kinds[j].source != address(0) || kinds[j].id != achievementId) continue;
                if (!_isLongEnough(since, kinds[j].heldFor)) continue;
                if (held[i] < requirements[i].needed) counted = true;
                held[i]++;
            }
        }
    }

    function _activeSince(IBadges badges, uint256 badgeId) private view returns (uint256) {
        if (badges.statusOf(badgeId) != IBadges.Status.ACTIVE) return 0;
        return badges.badgeOf(badgeId).since;
    }

    function _isLongEnough(uint256 since, uint256 heldFor) private view returns (bool) {
        return since != 0 && block.timestamp - since >= heldFor;
    }

    function _headOf(IBadges badges, uint256 achievementId) private view returns (Heads.Head) {
        (uint256 word,,) = badges.partsOf(achievementId);
        return Heads.Head.wrap(word);
    }

    function _requirementsOf(Heads.Head head) private view returns (IBadges.Requirement[] memory requirements) {
        if (head.has(Heads.DEMANDING)) {
            requirements = abi.decode(SSTORE2.read(head.rules()), (IBadges.Requirement[]));
        }
    }

    /// @dev The list with one more id.
    function _append(
        uint256[] memory list,
        uint256 count,
        uint256 item
    ) private pure returns (uint256[] memory longer) {
        longer = new uint256[](count + 1);
        for (uint256 i = 0; i < count; i++) {
            longer[i] = list[i];
        }
        longer[count] = item;
    }
}
