// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   uninitialized-local: Zero, false or empty is where it begins.

/// @title Colours that stay legible whatever accent an issuer chooses
/// @notice The accent itself fills the seal. Lines are drawn in a darker shade of it if it is too light for the paper,
/// and what stands on the seal is white or ink, whichever can be seen. Text is never set on the accent nor in it.
/// @dev Luminance is reckoned with a gamma of 2 instead of sRGB's curve: no fractions, and it errs on the bright side,
/// so that shades come out darker than they need to be, never lighter.
library Palette {
    uint256 private constant WHITE = 1_000_000; // luminance of white

    /// @dev Brightest luminance that keeps a contrast of 3 : 1 (WCAG 1.4.11, graphics) against the paper.
    uint256 private constant LINE = 260_000;

    /// @dev Brightest luminance on which white keeps a contrast of 3 : 1; ink has more than that on all above.
    uint256 private constant CARRIES_WHITE = 300_000;

    /// @notice The accent, or the nearest darker shade of it that can be seen on paper.
    function line(uint24 accent) internal pure returns (uint24) {
        // Unchecked: channels of 8 bits; `bright` and `share` are at least 260,000 and 510 where they divide.
        unchecked {
            uint256 bright = _luminance(accent);
            if (bright <= LINE) return accent;
            // Luminance goes with the square of the channels, so they are scaled by a square root, in thousandths: it
            // lies between 510 and 1000, where four of Newton's steps find it.
            uint256 share = 750;
            for (uint256 i; i < 4; ++i) {
                share = (share + (LINE * 1_000_000) / bright / share) / 2;
            }
            uint256 shade;
            for (uint256 shift; shift < 24; shift += 8) {
                shade |= ((((accent >> shift) & 0xFF) * share) / 1000) << shift;
            }
            return uint24(shade);
        }
    }

    /// @notice Whether what is drawn on this colour should be white; ink otherwise.
    function carriesWhite(uint24 color) internal pure returns (bool) {
        return _luminance(color) <= CARRIES_WHITE;
    }

    function _luminance(uint24 color) private pure returns (uint256) {
        // Unchecked: channels of 8 bits.
        unchecked {
            uint256 red = color >> 16;
            uint256 green = (color >> 8) & 0xFF;
            uint256 blue = color & 0xFF;
            return ((2126 * red * red + 7152 * green * green + 722 * blue * blue) * WHITE) / (255 * 255 * 10_000);
        }
    }
}
