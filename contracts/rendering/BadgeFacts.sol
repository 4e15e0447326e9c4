// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IBadges} from "../../interfaces/IBadges.sol";
import {CleanText} from "./CleanText.sol";

/// @title What a badge's picture and document tell of it
/// @notice Read from the collection once, so that both tell the same. Fixed terms and chain state only: the issuer's
/// profile, which can change, has no part in it.
library BadgeFacts {
    /// @notice A badge, its terms, and the clean form of the texts that picture and document share.
    struct Facts {
        uint256 badgeId;
        IBadges.Badge badge;
        IBadges.Terms terms;
        bytes name; //     of the achievement; its slug if nothing printable is left of the name
        bytes issuer; //   name of the collection
        bytes occasion; // label of the cohort; empty if there is none
        bytes tier; //     label of the live tier; empty if there is none
    }

    /// @notice Asks the collection for everything there is to tell about a badge that exists.
    function read(IBadges collection, uint256 badgeId) internal view returns (Facts memory facts) {
        IBadges.Badge memory badge = collection.badgeOf(badgeId);
        IBadges.Terms memory terms = collection.achievementOf(badge.achievementId).terms;

        facts.badgeId = badgeId;
        facts.badge = badge;
        facts.terms = terms;
        facts.name = CleanText.line(terms.name);
        if (facts.name.length == 0) facts.name = CleanText.line(terms.slug);
        facts.issuer = CleanText.line(IERC721Metadata(address(collection)).name());
        if (badge.cohort != 0) {
            facts.occasion = CleanText.line(collection.cohortOf(badge.achievementId, badge.cohort).label);
        }
        if (badge.tier != 0) facts.tier = CleanText.line(terms.tiers[badge.tier - 1].label);
    }

    /// @notice The status in the word that the code, the documentation and the tools use for it.
    function statusWord(IBadges.Status status) internal pure returns (string memory) {
        if (status == IBadges.Status.PENDING) return "PENDING";
        if (status == IBadges.Status.ACTIVE) return "ACTIVE";
        if (status == IBadges.Status.SUSPENDED) return "SUSPENDED";
        return "EXPIRED"; // no other badge exists
    }
}
