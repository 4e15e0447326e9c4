// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IBadgeReader} from "../../interfaces/IBadgeReader.sol";
import {BadgeStorage} from "./BadgeStorage.sol";
import {Companions} from "./Companions.sol";
import {Heads} from "./Heads.sol";

/// @title Achievements and their terms, fixed for ever when they are created
/// @notice What issuing needs is packed into one slot; requirements, tiers and texts lie in code blobs. The reader checks
/// the terms and lays them out; nothing of them is looked at again.
abstract contract Achievements is BadgeStorage, Companions {
    using Heads for Heads.Head;

    function createAchievement(Terms calldata terms) external onlyOwner returns (uint256 achievementId) {
        // Check: the terms, in the words of `IBadges`' errors.
        bytes memory answer = _ask(_reader, bytes.concat(IBadgeReader.draft.selector, msg.data[4:]));
        (uint256 head, bytes memory requirements, bytes memory tiers, bytes memory texts) =
            abi.decode(answer, (uint256, bytes, bytes, bytes));

        // Effect: the head, and the blobs that it stands for.
        achievementId = ++_achievementCount;
        if (requirements.length != 0) head |= uint160(SSTORE2.write(requirements));
        if (tiers.length != 0) _tiers[achievementId] = SSTORE2.write(tiers);
        _texts[achievementId] = SSTORE2.write(texts);
        _achievements[achievementId] = Heads.Head.wrap(head);
        _slugs[keccak256(bytes(terms.slug))] = achievementId;

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
}
