// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "../../interfaces/IBadges.sol";
import {BadgeFacts} from "./BadgeFacts.sol";
import {BadgeSeal} from "./BadgeSeal.sol";
import {CivilDate} from "./CivilDate.sol";
import {Digits} from "./Digits.sol";
import {Escape} from "./Escape.sol";
import {Template} from "./Template.sol";
import {TextLines} from "./TextLines.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   uninitialized-local: Zero, false or empty is where it begins.

/// @title The picture of a badge: a small certificate under a seal
/// @notice 400 by 400, legible without colour. From top to bottom: the seal and the status, the issuer, the
/// achievement, the occasion, the tier, and at the foot the holder and two dates.
/// @dev Static SVG: no script, no style sheet, no link, nothing loaded, no element with an id. What strangers wrote
/// stands in text elements alone, inside a nested `svg` that clips it: no heap of accents reaches status or dates.
library BadgePicture {
    string private constant SERIF = "font-family='Georgia,Noto Serif,Times New Roman,serif'";
    string private constant SERIF_ITALIC = "font-family='Georgia,Noto Serif,Times New Roman,serif' font-style='italic'";
    uint24 private constant MUTED = 0x5d6470;

    /// @dev Width of the lines of text, in hundredths of a pixel: divided by a font size it is in hundredths of an em.
    uint256 private constant MEASURE = 33_600;

    /// @notice The picture as an SVG document.
    function svg(BadgeFacts.Facts memory facts) internal pure returns (string memory) {
        BadgeSeal.Look memory look = BadgeSeal.lookOf(facts.badge.status, facts.terms.color);
        string memory template = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 400' width='400' "
            "height='400' text-anchor='middle' "
            "font-family='system-ui,-apple-system,Segoe UI,Roboto,Noto Sans,sans-serif'>$"
            "<svg x='20' y='148' width='360' height='188'>$</svg>"
            "<path d='M36 340h328' stroke='$' stroke-opacity='.5'/>$</svg>";
        string[12] memory values;
        values[0] = BadgeSeal.draw(look, keccak256(bytes(facts.terms.slug)));
        values[1] = _title(facts, look);
        values[2] = Digits.color(look.line);
        values[3] = _foot(facts.badge, look.ink);
        return Template.fill(template, values);
    }

    /// @dev What strangers wrote, centred as one block between the seal and the foot.
    function _title(BadgeFacts.Facts memory facts, BadgeSeal.Look memory look) private pure returns (string memory) {
        // Unchecked: with three lines of name the block is 175 high, so `y` stays within the 188 of the clipping frame.
        unchecked {
            (bytes[] memory name, uint256 size) = _name(facts.name);
            uint256 leading = size + 6;
            uint256 height = 18 + name.length * leading;
            if (facts.occasion.length != 0) height += 25;
            if (facts.badge.tier != 0) height += 42;

            string[12] memory drawn;
            uint256 y = 104 - height / 2;
            drawn[0] = _line(y, 12, "letter-spacing='.5'", MUTED, TextLines.fit(facts.issuer, MEASURE / 13));
            string[] memory lines = new string[](name.length);
            y += 4;
            for (uint256 i; i < name.length; ++i) {
                y += leading;
                lines[i] = _line(y, size, SERIF, look.ink, name[i]);
            }
            drawn[1] = Template.join(lines);
            if (facts.occasion.length != 0) {
                y += 25;
                drawn[2] = _line(y, 16, SERIF_ITALIC, MUTED, TextLines.fit(facts.occasion, MEASURE / 16));
            }
            if (facts.badge.tier != 0) {
                drawn[3] = _pips(y + 19, facts.badge.tier, facts.terms.tiers.length, look.line);
                drawn[4] = _line(y + 42, 13, "font-weight='600'", look.ink, TextLines.fit(facts.tier, MEASURE / 14));
            }
            return Template.fill("$$$$$", drawn);
        }
    }

    /// @dev The largest type in which the name keeps its words whole; three small lines if there is none.
    function _name(bytes memory name) private pure returns (bytes[] memory lines, uint256 size) {
        // Unchecked: one line to three.
        unchecked {
            bool intact;
            for (uint256 most = 1; most <= 3 && !intact; ++most) {
                size = 39 - 5 * most;
                (lines, intact) = TextLines.balance(name, MEASURE / size, most);
            }
        }
    }

    /// @dev A line of clean text in the middle of the block.
    function _line(uint256 y, uint256 size, string memory style, uint24 color, bytes memory text)
        private
        pure
        returns (string memory)
    {
        string[12] memory values;
        values[0] = Digits.decimal(y);
        values[1] = Digits.decimal(size);
        values[2] = style;
        values[3] = Digits.color(color);
        values[4] = Escape.xml(text);
        return Template.fill("<text x='180' y='$' font-size='$' $ fill='$'>$</text>", values);
    }

    /// @dev A row of diamonds, as many as there are tiers, filled up to the one that is reached.
    function _pips(uint256 y, uint256 reached, uint256 tiers, uint24 color) private pure returns (string memory) {
        // Unchecked: the terms have at most a handful of tiers.
        unchecked {
            string[] memory row = new string[](tiers);
            for (uint256 i; i < tiers; ++i) {
                row[i] = Template.fill(
                    "<path d='M$ $l5-5 5 5-5 5z'$/>",
                    Digits.decimal(182 + 14 * i - 7 * tiers),
                    Digits.decimal(y),
                    i < reached ? "" : " fill='none'"
                );
            }
            return
                Template.fill(
                    "<g fill='$' stroke='$'>$</g>", Digits.color(color), Digits.color(color), Template.join(row)
                );
        }
    }

    /// @dev Holder and dates. A run that did not begin with the issue (service before it, a gap since) shows its start.
    function _foot(IBadges.Badge memory badge, uint24 ink) private pure returns (string memory) {
        string[12] memory values;
        bool issued = badge.status == IBadges.Status.PENDING || badge.since / 1 days == badge.issuedAt / 1 days;
        values[0] = issued ? "ISSUED" : "SINCE";
        (values[1], values[5]) = _end(badge);
        values[2] = Digits.color(ink);
        values[3] = _short(badge.holder);
        values[4] = CivilDate.iso(issued ? badge.issuedAt : badge.since);
        string memory template = "<g font-size='9' letter-spacing='1' fill='#5d6470'>"
            "<text x='36' y='356' text-anchor='start'>HOLDER</text><text x='205' y='356'>$</text>"
            "<text x='365' y='356' text-anchor='end'>$</text></g><g font-size='12.5' fill='$'>"
            "<text x='36' y='372' text-anchor='start'>$</text><text x='205' y='372'>$</text>"
            "<text x='364' y='372' text-anchor='end'>$</text></g>";
        return Template.fill(template, values);
    }

    /// @dev What there is to say about the beginning or the end of the badge, with the day.
    function _end(IBadges.Badge memory badge) private pure returns (string memory, string memory) {
        if (badge.status == IBadges.Status.PENDING) return ("VALID FROM", CivilDate.iso(badge.startTime));
        if (badge.endTime == 0) return ("VALID", "no expiry");
        return (badge.status == IBadges.Status.EXPIRED ? "EXPIRED" : "VALID UNTIL", CivilDate.iso(badge.endTime));
    }

    /// @dev 0x1234…abcd
    function _short(address holder) private pure returns (string memory) {
        bytes memory full = bytes(Digits.account(holder));
        bytes memory short = bytes(unicode"0x    …    ");
        for (uint256 i = 2; i < 6; ++i) {
            short[i] = full[i];
            short[i + 7] = full[i + 36];
        }
        return string(short);
    }
}
