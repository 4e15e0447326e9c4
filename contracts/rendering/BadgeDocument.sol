// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {IBadges} from "../../interfaces/IBadges.sol";
import {IERC5484} from "../../interfaces/IERC5484.sol";
import {BadgeFacts} from "./BadgeFacts.sol";
import {CleanText} from "./CleanText.sol";
import {Digits} from "./Digits.sol";
import {Escape} from "./Escape.sol";
import {Template} from "./Template.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   too-many-digits: Colours and shapes of a picture.
//   uninitialized-local: Zero, false or empty is where it begins.

/// @title The metadata document of a badge (ERC-721), and that of its collection (ERC-7572)
/// @notice `name`, `description`, `image`, `criteria`, and `attributes` as wallets and market places read them.
/// @dev Plain JSON; `asUri` wraps it. An attribute that does not apply is left out: no tier, no cohort, no end.
library BadgeDocument {
    /// @dev The characters of a URI (RFC 3986), a bit for each ASCII code: letters, digits, -._~:/?#[]@!$&'()*+,;=%
    uint256 private constant LINK_CHARACTERS = 0x47fffffeafffffffaffffffa00000000;

    /// @notice The metadata of a badge.
    /// @param facts What is told.
    /// @param svg Its picture.
    function ofBadge(BadgeFacts.Facts memory facts, string memory svg) internal pure returns (string memory) {
        string[12] memory values;
        values[0] = Escape.json(facts.name);
        if (facts.occasion.length != 0) values[1] = Template.fill(unicode" · $", Escape.json(facts.occasion));
        values[2] = Escape.json(CleanText.prose(facts.terms.description));
        values[3] = Escape.json(CleanText.prose(facts.terms.criteria));
        values[4] = Base64.encode(bytes(svg));
        values[5] = BadgeFacts.statusWord(facts.badge.status);
        values[6] = _attributes(facts);
        values[7] = _skills(facts.terms.skills);
        string memory template = '{"name":"$$","description":"$","criteria":"$","image":"data:image/svg+xml;base64,$",'
            '"attributes":[{"trait_type":"Status","value":"$"}$$]}';
        return Template.fill(template, values);
    }

    /// @notice The metadata of a collection.
    /// @param profile How the issuer presents itself.
    /// @param collection The collection's own name, used if the profile has none.
    function ofCollection(IBadges.Profile memory profile, string memory collection)
        internal
        pure
        returns (string memory)
    {
        bytes memory name = CleanText.line(profile.name);
        if (name.length == 0) name = CleanText.line(collection);
        string memory link;
        if (_isLink(bytes(profile.url))) link = Template.fill(',"external_link":"$"', profile.url);
        string memory template = '{"name":"$","description":"$"$}';
        return Template.fill(template, Escape.json(name), Escape.json(CleanText.prose(profile.description)), link);
    }

    /// @notice A document that needs no server.
    function asUri(string memory json) internal pure returns (string memory) {
        return Template.fill("data:application/json;base64,$", Base64.encode(bytes(json)));
    }

    /// @dev The attributes between the status and the skills.
    function _attributes(BadgeFacts.Facts memory facts) private pure returns (string memory) {
        IBadges.Badge memory badge = facts.badge;
        string[12] memory list;
        list[0] = _text("Issuer", facts.issuer);
        list[1] = _text("Holder", bytes(Digits.account(badge.holder)));
        list[2] = _text("Achievement", CleanText.line(facts.terms.slug));
        list[3] = _text("Burn authority", _burnAuthority(badge.burnAuth));
        list[4] = _number("date", "Issued", badge.issuedAt);
        list[5] = _number("date", "Start", badge.startTime);
        list[6] = _number("date", "Since", badge.since);
        if (badge.endTime != 0) list[7] = _number("date", "End", badge.endTime);
        if (badge.cohort != 0) list[8] = _number("number", "Cohort", badge.cohort);
        if (facts.occasion.length != 0) list[9] = _text("Occasion", facts.occasion);
        if (badge.tier != 0) {
            list[10] = _text("Tier", facts.tier);
            list[11] = _number("number", "Tier level", badge.tier);
        }
        return Template.fill("$$$$$$$$$$$$", list);
    }

    function _skills(string[] memory skills) private pure returns (string memory) {
        string[] memory list = new string[](skills.length);
        for (uint256 i; i < skills.length; ++i) {
            list[i] = _text("Skill", CleanText.line(skills[i]));
        }
        return Template.join(list);
    }

    /// @dev The names that ERC-5484 gives them.
    function _burnAuthority(IERC5484.BurnAuth burnAuth) private pure returns (bytes memory) {
        if (burnAuth == IERC5484.BurnAuth.IssuerOnly) return "IssuerOnly";
        if (burnAuth == IERC5484.BurnAuth.OwnerOnly) return "OwnerOnly";
        return burnAuth == IERC5484.BurnAuth.Both ? bytes("Both") : bytes("Neither");
    }

    /// @dev An attribute that is a text, behind the comma that divides it from the one before.
    function _text(string memory trait, bytes memory value) private pure returns (string memory) {
        return Template.fill(',{"trait_type":"$","value":"$"}', trait, Escape.json(value));
    }

    /// @dev An attribute that is a number, behind its comma.
    function _number(string memory display, string memory trait, uint256 value) private pure returns (string memory) {
        string memory template = ',{"display_type":"$","trait_type":"$","value":$}';
        return Template.fill(template, display, trait, Digits.decimal(value));
    }

    /// @dev Whether it leads to a page or to content-addressed data, and is written in the characters that RFC 3986
    /// allows. That leaves out `javascript:`, and whatever would have to be escaped or cleaned first.
    function _isLink(bytes memory url) private pure returns (bool) {
        // Unchecked: counts the bytes of a text that fits into memory.
        unchecked {
            if (!_startsWith(url, "https://") && !_startsWith(url, "ipfs://") && !_startsWith(url, "ar://")) {
                return false;
            }
            for (uint256 i; i < url.length; ++i) {
                uint256 char = uint8(url[i]);
                if ((LINK_CHARACTERS >> char) & 1 == 0) return false;
            }
            return true;
        }
    }

    function _startsWith(bytes memory url, bytes memory scheme) private pure returns (bool) {
        // Unchecked: counts the letters of a scheme.
        unchecked {
            if (url.length <= scheme.length) return false;
            for (uint256 i; i < scheme.length; ++i) {
                if (url[i] != scheme[i]) return false;
            }
            return true;
        }
    }
}
