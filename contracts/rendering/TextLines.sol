// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Bytes} from "./Bytes.sol";
import {Utf8} from "./Utf8.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   assembly: A list in memory is shortened to what is in it, for which Solidity has no words.
//   uninitialized-local: Zero, false or empty is where it begins.

/// @title Text set in lines of a bounded width
/// @notice A contract knows no fonts, so widths are estimated, in hundredths of an em, on the wide side of the common
/// fonts; what is estimated too narrow all the same (rare scripts, piled-up accents) the picture clips.
/// @dev Takes what `CleanText.line` gives. Breaks at spaces, after hyphens and slashes and around ideographs and emoji;
/// inside a word only where it is longer than a line. Every cut falls between two code points.
/// Does not hyphenate and does not know grapheme clusters beyond joiners and common combining marks.
library TextLines {
    uint256 private constant MARK = 10; //   sits on the letter before it; not free, so that a heap of them fills a line
    uint256 private constant OTHER = 66; //  a letter of any alphabet beyond ASCII
    uint256 private constant WIDE = 110; //  an ideograph or emoji
    uint256 private constant ELLIPSIS = 100;

    /// @dev Two bits for each ASCII character, the code 0 standing rightmost: which of 40, 62, 78, 100 it is wide.
    /// Narrow: space and !"'()*,-./:;IJ[\]`fijlrt|. Wide: M W m w and the signs for percent and at. Broad: the other
    /// capitals and #&+<=>^~. In between, all else.
    uint256 private constant ASCII_WIDTHS = 0x6455d4455c414554602aeaaaae82aaab6a05555500802d805555555555555555;

    /// @notice The text on one line, cut and ended with an ellipsis if it is too long.
    /// @param limit Width of the line in hundredths of an em.
    function fit(bytes memory text, uint256 limit) internal pure returns (bytes memory) {
        (bytes[] memory lines,) = wrap(text, limit, 1);
        return lines.length == 0 ? bytes("") : lines[0];
    }

    /// @notice The text in as few lines as `wrap` needs, made about equally long.
    /// @dev Narrows the lines while their number stays the same and no word has to be broken.
    function balance(bytes memory text, uint256 limit, uint256 most)
        internal
        pure
        returns (bytes[] memory lines, bool intact)
    {
        // Unchecked: widths are hundredths of a line.
        unchecked {
            (lines, intact) = wrap(text, limit, most);
            if (!intact || lines.length < 2) return (lines, intact);
            uint256 tooNarrow = limit / 2;
            uint256 enough = limit;
            // Five halvings bring the width to within a letter.
            for (uint256 i; i < 5; ++i) {
                uint256 width = (tooNarrow + enough) / 2;
                (bytes[] memory narrower, bool fits) = wrap(text, width, lines.length);
                if (fits) (lines, enough) = (narrower, width);
                else tooNarrow = width;
            }
        }
    }

    /// @notice The text in at most `most` lines; what remains after them is replaced by an ellipsis.
    /// @param limit Width of a line in hundredths of an em.
    /// @return lines None for an empty text.
    /// @return intact Whether everything is there and no word was broken.
    function wrap(bytes memory text, uint256 limit, uint256 most)
        internal
        pure
        returns (bytes[] memory lines, bool intact)
    {
        // Unchecked: positions lie inside a text that fits into memory; `cut` is beyond `start` where it goes back.
        unchecked {
            lines = new bytes[](most);
            uint256 count;
            uint256 start;
            intact = true;
            while (start < text.length && count < most) {
                (uint256 end, uint256 next, uint256 cut, bool torn) = _line(text, start, limit);
                if (torn) intact = false;
                if (next < text.length && count + 1 == most) {
                    intact = false;
                    if (cut > start && Bytes.get(text, cut - 1) == 0x20) --cut;
                    lines[count] = bytes.concat(_slice(text, start, cut), unicode"…");
                } else {
                    lines[count] = _slice(text, start, end);
                }
                start = next;
                ++count;
            }
            // Shortens the list to the lines that there are.
            assembly ("memory-safe") {
                mstore(lines, count)
            }
        }
    }

    /// @dev One line from `start`: where it ends, where the next begins, where it would be cut to make room for an
    /// ellipsis, and whether a word had to be broken.
    function _line(bytes memory text, uint256 start, uint256 limit)
        private
        pure
        returns (uint256 end, uint256 next, uint256 cut, bool torn)
    {
        // Unchecked: positions lie inside a text that fits into memory, and widths stay below twice the limit.
        unchecked {
            uint256 width;
            uint256 previous; // the code point before, marks left out; a joiner counts, since it glues
            cut = start;
            for (uint256 i = start; i < text.length;) {
                (uint256 point, uint256 size) = Utf8.next(text, i);
                uint256 glyph = _width(point);
                // `next` stays 0 until the line can be broken somewhere: no line begins before the text does.
                if (point == 0x20) (end, next) = (i, i + 1);
                else if (i > start && glyph != MARK && _breaksBetween(previous, glyph)) (end, next) = (i, i);

                width += glyph;
                if (width > limit) {
                    if (next == 0) {
                        torn = true;
                        end = next = i > start ? i : i + size; // at least one character, or the text would never end
                    }
                    return (end, next, cut, torn);
                }
                i += size;
                if (width + ELLIPSIS <= limit) cut = i;
                if (glyph != MARK || point == 0x200D) previous = point;
            }
            (end, next) = (text.length, text.length);
        }
    }

    /// @dev Whether a line may end after `previous` where a character as wide as `glyph` follows.
    function _breaksBetween(uint256 previous, uint256 glyph) private pure returns (bool) {
        if (previous == 0x200D) return false;
        return previous == 0x2D || previous == 0x2F || glyph == WIDE || _width(previous) == WIDE;
    }

    /// @dev Estimated width of a character in hundredths of an em.
    function _width(uint256 point) private pure returns (uint256) {
        if (point < 0x80) return uint8(bytes4(0x283E4E64)[(ASCII_WIDTHS >> (2 * point)) & 3]);
        if (point < 0x0300) return OTHER;
        if (point < 0x1100) return point < 0x0370 ? MARK : OTHER; //               combining accents
        if (point < 0x1160) return WIDE; //                                        Hangul letters
        if (point < 0x2E80) {
            // Joiners, and the marks that combine with symbols, keycaps among them.
            return point == 0x200C || point == 0x200D || (point >= 0x20D0 && point <= 0x20FF) ? MARK : OTHER;
        }
        if (point < 0xA4D0) return WIDE; //                                        Chinese, Japanese, Yi
        if (point >= 0xAC00 && point < 0xD7A4) return WIDE; //                     Korean
        if (point >= 0xFE00 && point <= 0xFE2F) return point < 0xFE10 || point > 0xFE1F ? MARK : WIDE;
        if (point >= 0xF900 && point < 0xFB00) return WIDE; //                     compatibility ideographs
        if (point >= 0xFE30 && point < 0xFE70) return WIDE; //                     vertical and small forms
        if (point >= 0xFF01 && point < 0xFF61) return WIDE; //                     full-width forms
        if (point >= 0x1F3FB && point <= 0x1F3FF) return MARK; //                  skin tones
        if (point >= 0x1F1E6 && point <= 0x1F1FF) return OTHER; //                 letters that pair up to flags
        return point >= 0x1F000 ? WIDE : OTHER; //                                 emoji, rarer ideographs
    }

    function _slice(bytes memory text, uint256 start, uint256 end) private pure returns (bytes memory part) {
        // Unchecked: `end` is not before `start`, and both lie inside the text.
        unchecked {
            part = new bytes(end - start);
            for (uint256 i = start; i < end; ++i) {
                Bytes.set(part, i - start, Bytes.get(text, i));
            }
        }
    }
}
