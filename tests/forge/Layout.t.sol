// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Layout} from "./Layout.sol";
import {World} from "./World.sol";

/// @title Slots are where `Layout` says: read through the doors, and read there, is the same
contract LayoutTest is World {
    function test_whatWasWrittenStandsWhereTheLayoutSays() public {
        address holder = _holders[0];
        uint256 badgeId = EXAM << 208 | uint160(holder);
        vm.prank(_issuers[0]);
        _badges.issue(badgeId, 0, 0, keccak256("evidence"));
        vm.prank(_issuers[0]);
        _badges.issueCohort(MEDAL, 1, "Occasion", 0, 0, keccak256("root"), abi.encodePacked(holder));
        vm.prank(_issuers[0]);
        _badges.cancel(keccak256("digest"));

        (uint256 record, bytes32 evidence) = _badges.recordOf(badgeId);
        require(record != 0 && _at(Layout.record(badgeId)) == record, "record");
        require(_at(Layout.evidence(badgeId)) == uint256(evidence), "evidence");
        (uint256 head, address texts, address tiers) = _badges.partsOf(OATH);
        require(_at(Layout.achievement(OATH)) == head && head != 0, "achievement");
        require(_at(Layout.texts(OATH)) == uint160(texts) && texts != address(0), "texts");
        require(_at(Layout.tiers(OATH)) == uint160(tiers) && tiers != address(0), "tiers");
        uint256 issuedAt;
        uint256 since;
        (head, issuedAt, since,,) = _badges.cohortPartsOf(MEDAL, 1);
        require(_at(Layout.cohort(MEDAL << 48 | 1)) == head && head != 0, "cohort");
        require(_at(Layout.facts(MEDAL << 48 | 1)) == (issuedAt | since << 40), "facts");
        require(_at(Layout.standing(_issuers[0])) == 2 && _at(Layout.standing(_issuers[3])) == 3, "standing");
        require(_at(Layout.scope(_issuers[1], EXAM)) == 1, "scope");
        require(_at(Layout.spent(_issuers[0], keccak256("digest"))) == 1, "spent");
        require(_at(Layout.OWNER) == uint160(_firstOwner) && _at(Layout.COUNT) == ACHIEVEMENTS, "owner, count");
    }

    function _at(bytes32 slot) private view returns (uint256) {
        return uint256(vm.load(address(_badges), slot));
    }
}
