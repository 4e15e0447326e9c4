// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "../../interfaces/IBadges.sol";
import {BadgeFacts} from "./BadgeFacts.sol";
import {Digits} from "./Digits.sol";
import {Palette} from "./Palette.sol";
import {Template} from "./Template.sol";

/// @title Paper, frame, seal and status: what tells at a glance how a badge stands
/// @notice An ACTIVE badge has its accent and a small plate. Every other has a dark band across the seal and a sign of
/// its own; a PENDING seal is not filled yet, a SUSPENDED or EXPIRED badge has lost its colour, and its paper is grey.
/// So they differ in shape and in word, not in colour alone.
/// @dev Draws no text but the status.
library BadgeSeal {
    /// @notice The colours of one picture, 0xRRGGBB.
    struct Look {
        IBadges.Status status;
        uint24 paper; // behind everything
        uint24 ink; //   of names and dates
        uint24 line; //  of frame and ornament: the accent, dark enough to be seen
        uint24 coin; //  of the seal's face
        uint24 sign; //  of what stands on the seal
    }

    uint24 private constant INK = 0x1b212c;
    uint24 private constant WHITE = 0xffffff;
    uint24 private constant SLATE = 0x4a4f58;

    /// @notice The colours for a status and an accent.
    function lookOf(IBadges.Status status, uint24 accent) internal pure returns (Look memory) {
        if (status == IBadges.Status.SUSPENDED || status == IBadges.Status.EXPIRED) {
            return Look({status: status, paper: 0xececea, ink: SLATE, line: 0x7c8087, coin: 0xb9bbbf, sign: SLATE});
        }
        Look memory look = Look({
            status: status,
            paper: 0xfbf9f4,
            ink: INK,
            line: Palette.line(accent),
            coin: accent,
            sign: Palette.carriesWhite(accent) ? WHITE : INK
        });
        if (status == IBadges.Status.PENDING) (look.coin, look.sign) = (look.paper, look.line);
        return look;
    }

    /// @notice Everything behind and above the text.
    /// @param pattern Decides the ornament: the badges of one achievement share theirs.
    function draw(Look memory look, bytes32 pattern) internal pure returns (string memory) {
        string[12] memory values;
        values[0] = Digits.color(look.paper);
        values[1] = Digits.color(look.line);
        values[2] = _rings(pattern);
        values[3] = Digits.color(look.coin);
        values[4] = values[1];
        values[5] = Digits.color(look.sign);
        values[6] = _sign(look.status);
        values[7] = _plate(look);
        // The milled edge of the coin is a dashed circle.
        string memory template = "<path fill='$' d='M0 0h400v400H0z'/><g fill='none' stroke='$'>"
            "<rect x='11' y='11' width='378' height='378' rx='5' stroke-width='1.5'/>"
            "<rect x='16' y='16' width='368' height='368' rx='2' stroke-opacity='.4'/>"
            "<g stroke-width='.7' stroke-opacity='.5'>$</g></g>"
            "<circle cx='200' cy='90' r='46' fill='$' stroke='$' stroke-width='1.5'/><g fill='none' stroke='$'>"
            "<circle cx='200' cy='90' r='41.5' stroke-width='3.5' stroke-dasharray='1.4 2.675' stroke-opacity='.6'/>"
            "<path stroke-width='6' stroke-linecap='round' stroke-linejoin='round' d='$'/></g>$";
        return Template.fill(template, values);
    }

    /// @dev Rings around the seal, as engravers turn them for banknotes.
    function _rings(bytes32 pattern) private pure returns (string memory) {
        // Unchecked: 18 rings at the most.
        unchecked {
            // Divisors of 180, so that every ring stands at a whole degree.
            uint256 count = uint8(bytes5(0x090A0C0F12)[uint8(pattern[0]) % 5]);
            string memory radius = Digits.decimal(24 + uint8(pattern[1]) % 17);
            string[] memory rings = new string[](count);
            for (uint256 i; i < count; ++i) {
                rings[i] = Template.fill(
                    "<ellipse cx='200' cy='90' rx='66' ry='$' transform='rotate($ 200 90)'/>",
                    radius,
                    Digits.decimal((i * 180) / count)
                );
            }
            return Template.join(rings);
        }
    }

    /// @dev A tick, a clock, two bars, an hourglass.
    function _sign(IBadges.Status status) private pure returns (string memory) {
        if (status == IBadges.Status.ACTIVE) return "M181 91l13 13 25-27";
        if (status == IBadges.Status.PENDING) return "M200 69a20 20 0 1 0 .1 0zM200 78v11l7 5";
        if (status == IBadges.Status.SUSPENDED) return "M191 73v28M209 73v28";
        return "M187 69h26M187 105h26M190 69c0 12 20 24 20 36M210 69c0 12-20 24-20 36";
    }

    /// @dev The status in words: a plate on the seal of an ACTIVE badge, a band across every other.
    function _plate(Look memory look) private pure returns (string memory) {
        bool active = look.status == IBadges.Status.ACTIVE;
        string memory shape;
        if (active) {
            shape = "<rect x='153' y='124' width='94' height='23' rx='11.5' fill='$' stroke='$'/>";
            shape = Template.fill(shape, Digits.color(look.paper), Digits.color(look.line));
        } else {
            uint24 band = SLATE;
            if (look.status == IBadges.Status.PENDING) band = 0x2c4a7c;
            if (look.status == IBadges.Status.SUSPENDED) band = 0x8a4b00;
            shape = Template.fill("<path d='M11 121h378v26H11z' fill='$'/>", Digits.color(band));
        }
        // 201: letters are spaced on their right, so half of that is given back to keep the word in the middle.
        string memory template =
            "$<text x='201' y='140' font-size='12' font-weight='700' letter-spacing='2' fill='$'>$</text>";
        return Template.fill(template, shape, Digits.color(active ? INK : WHITE), BadgeFacts.statusWord(look.status));
    }
}
