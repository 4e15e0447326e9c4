// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IERC5484} from "../../interfaces/IERC5484.sol";
import {BadgeStorage} from "./BadgeStorage.sol";
import {Heads} from "./Heads.sol";

/// @title Achievements and their terms, fixed for ever when they are created
/// @notice What issuing needs is packed into one slot; requirements, tiers and texts lie in code blobs.
abstract contract Achievements is BadgeStorage {
    using Heads for Heads.Head;

    uint256 private constant MOST_PREREQUISITES = 16; // of all requirements together, and again of all tiers together
    uint256 private constant MOST_TIERS = 8;
    uint256 private constant MOST_DEPTH = 2;
    uint256 private constant MOST_FOREIGN = 4;
    uint256 private constant MOST_BLOB = 24_575; // EIP-170, less the byte that SSTORE2 puts in front

    function createAchievement(Terms calldata terms) external onlyOwner returns (uint256 achievementId) {
        achievementId = _achievementCount + 1;

        // Check.
        _checkSlug(terms.slug);
        if (bytes(terms.name).length == 0) revert NameMissing();
        uint256 flags = _requirementFlags(terms.requirements, achievementId);
        _checkTiers(terms.tiers, achievementId);

        // Effect: the head, and the blobs that it stands for.
        if (terms.individual) flags |= Heads.INDIVIDUAL;
        bool holderCanRenounce =
            terms.burnAuth == IERC5484.BurnAuth.OwnerOnly || terms.burnAuth == IERC5484.BurnAuth.Both;
        if (terms.claimOnly || !holderCanRenounce) flags |= Heads.CLAIM_ONLY;
        if (terms.requirements.length != 0) flags |= uint160(_store(abi.encode(terms.requirements)));
        if (terms.tiers.length != 0) _tiers[achievementId] = _store(abi.encode(terms.tiers));
        _texts[achievementId] = _store(
            abi.encode(terms.slug, terms.name, terms.description, terms.criteria, terms.skills, terms.color)
        );
        _achievements[achievementId] = Heads.pack(flags, terms.validity, terms.burnAuth);
        _slugs[keccak256(bytes(terms.slug))] = achievementId;
        _achievementCount = achievementId;

        // Log.
        emit AchievementCreated(achievementId, terms.slug);
    }

    function retireAchievement(uint256 achievementId) external onlyOwner {
        Heads.Head head = _headOf(achievementId);
        if (head.has(Heads.RETIRED)) revert AchievementIsRetired(achievementId);
        _achievements[achievementId] = head.with(Heads.RETIRED);
        emit AchievementRetired(achievementId);
    }

    function achievementIdOf(string calldata slug) external view returns (uint256) {
        return _slugs[keccak256(bytes(slug))];
    }

    function achievementCount() external view returns (uint256) {
        return _achievementCount;
    }

    function partsOf(uint256 achievementId) external view returns (uint256 head, address texts, address tiers) {
        return (Heads.Head.unwrap(_headOf(achievementId)), _texts[achievementId], _tiers[achievementId]);
    }

    function _headOf(uint256 achievementId) internal view returns (Heads.Head head) {
        head = _achievements[achievementId];
        if (!head.has(Heads.CREATED)) revert AchievementUnknown(achievementId);
    }

    function _checkSlug(string calldata slug) private view {
        bytes calldata text = bytes(slug);
        if (text.length == 0 || text.length > 64) revert SlugInvalid(slug);
        for (uint256 i = 0; i < text.length; i++) {
            bytes1 c = text[i];
            bool sound = (c >= "a" && c <= "z") || (c >= "0" && c <= "9") || c == "-";
            if (!sound) revert SlugInvalid(slug);
        }
        uint256 taken = _slugs[keccak256(text)];
        if (taken != 0) revert SlugTaken(slug, taken);
    }

    /// @dev Checks the requirements and returns what the head says of them.
    function _requirementFlags(
        Requirement[] calldata requirements,
        uint256 achievementId
    ) private view returns (uint256 flags) {
        if (requirements.length == 0) return 0;
        flags = Heads.DEMANDING | Heads.INDIVIDUAL;

        uint256 count = 0;
        uint256 depth = 0;
        uint256 foreign = 0;
        for (uint256 i = 0; i < requirements.length; i++) {
            Requirement calldata requirement = requirements[i];
            count += requirement.prerequisites.length;
            _checkRequirement(requirement, achievementId, requirement.ongoing);
            if (!requirement.ongoing) continue;
            flags |= Heads.ONGOING;
            if (depth == 0) depth = 1;
            for (uint256 j = 0; j < requirement.prerequisites.length; j++) {
                Prerequisite calldata kind = requirement.prerequisites[j];
                if (kind.source != address(0)) {
                    foreign++;
                    continue;
                }
                Heads.Head below = _achievements[kind.id];
                if (below.depth() >= depth) depth = below.depth() + 1;
                foreign += below.foreign();
            }
        }
        if (count > MOST_PREREQUISITES) revert TooManyPrerequisites(count, MOST_PREREQUISITES);
        if (depth > MOST_DEPTH) revert OngoingTooDeep(depth, MOST_DEPTH);
        if (foreign > MOST_FOREIGN) revert TooManyForeign(foreign, MOST_FOREIGN);
        return flags | Heads.layers(depth, foreign);
    }

    function _checkTiers(Tier[] calldata tiers, uint256 achievementId) private view {
        if (tiers.length > MOST_TIERS) revert TooManyTiers(tiers.length, MOST_TIERS);
        uint256 count = 0;
        for (uint256 i = 0; i < tiers.length; i++) {
            if (bytes(tiers[i].label).length == 0) revert NameMissing();
            Requirement[] calldata requirements = tiers[i].requirements;
            for (uint256 j = 0; j < requirements.length; j++) {
                if (requirements[j].ongoing) revert TierIsOngoing(i + 1);
                count += requirements[j].prerequisites.length;
                // A tier may name its own achievement: it has the next number.
                _checkRequirement(requirements[j], achievementId + 1, true);
            }
        }
        if (count > MOST_PREREQUISITES) revert TooManyPrerequisites(count, MOST_PREREQUISITES);
    }

    /// @param below Local prerequisites must have a smaller number than this.
    /// @param live Whether it is asked without witnesses: ongoing, or in a tier.
    function _checkRequirement(Requirement calldata requirement, uint256 below, bool live) private view {
        Prerequisite[] calldata kinds = requirement.prerequisites;
        uint256 most = kinds.length;
        for (uint256 i = 0; i < kinds.length; i++) {
            Prerequisite calldata kind = kinds[i];
            for (uint256 j = 0; j < i; j++) {
                if (kinds[j].source == kind.source && kinds[j].id == kind.id) {
                    revert PrerequisiteTwice(kind.source, kind.id);
                }
            }
            if (kind.source != address(0)) {
                if (kind.source == address(this) || kind.source.code.length == 0) revert SourceInvalid(kind.source);
                continue;
            }
            if (kind.id == 0 || kind.id >= below) revert PrerequisiteNotEarlier(kind.id, below);
            if (_achievements[kind.id].has(Heads.INDIVIDUAL)) continue;
            // An achievement that comes in cohorts can be held many times, but only witnesses show that.
            if (!live) most = type(uint8).max;
            else if (kind.id <= _achievementCount) revert PrerequisiteNotIndividual(kind.id);
        }
        if (requirement.needed == 0 || requirement.needed > most) {
            revert NeededOutOfRange(requirement.needed, most);
        }
    }

    function _store(bytes memory data) private returns (address blob) {
        if (data.length > MOST_BLOB) revert TermsTooLong(data.length, MOST_BLOB);
        return SSTORE2.write(data);
    }
}
