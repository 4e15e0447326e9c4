// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IBadges} from "../interfaces/IBadges.sol";
import {BadgeDocument} from "./rendering/BadgeDocument.sol";
import {BadgeFacts} from "./rendering/BadgeFacts.sol";
import {BadgePicture} from "./rendering/BadgePicture.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   missing-inheritance: It answers for the collection and is none itself: the collection has the interface.

/// @title The companion that draws
/// @notice Answers `tokenURI` and `contractURI` for every collection that was deployed with it. `Badges` forwards both
/// by staticcall, unchanged, so the caller is the collection that is asked about, and is asked back.
/// @dev Has no state, no owner, no constructor and no immutables: one deployment serves a whole chain, and one code
/// hash tells what it does. Nobody is trusted: a caller that is no collection only gets a picture of its own tales.
/// Text is hostile until `CleanText` has seen it. Names no server, loads nothing, changes nothing.
contract BadgeRenderer {
    /// @notice The metadata of a badge of the calling collection: a JSON document with its picture, as a data URI.
    /// @dev A pure function of the achievement's terms and the state of the chain.
    /// Throws `ERC721NonexistentToken` unless the badge was issued and has not ended.
    function tokenURI(uint256 tokenId) external view returns (string memory) {
        IBadges collection = IBadges(msg.sender);
        if (!collection.exists(tokenId)) revert IERC721Errors.ERC721NonexistentToken(tokenId);
        BadgeFacts.Facts memory facts = BadgeFacts.read(collection, tokenId);
        return BadgeDocument.asUri(BadgeDocument.ofBadge(facts, BadgePicture.svg(facts)));
    }

    /// @notice The metadata of the calling collection: how its issuer presents itself, as a data URI (ERC-7572).
    function contractURI() external view returns (string memory) {
        IBadges.Profile memory profile = IBadges(msg.sender).profile();
        return BadgeDocument.asUri(BadgeDocument.ofCollection(profile, IERC721Metadata(msg.sender).name()));
    }
}
