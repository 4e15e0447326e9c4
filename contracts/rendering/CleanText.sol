// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Bytes} from "./Bytes.sol";
import {Utf8} from "./Utf8.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   uninitialized-local: Zero, false or empty is where it begins.
//   write-after-write: Only one of the two writes is reached for each character.

/// @title Text from strangers, made fit to be printed
/// @notice One pass over any bytes gives valid Unicode that both JSON and XML 1.0 can carry and that shows what it
/// says. What is broken becomes a visible U+FFFD: malformed bytes, control characters, non-characters. What works
/// unseen is left out: marks that turn the reading direction, characters of no width, tags, soft hyphens.
/// @dev Raw text is a `string`, clean text is `bytes`, and only `Escape` makes a `string` of it again; so the compiler
/// refuses to concatenate clean text that has not been escaped.
/// Does not normalise, does not tell look-alike letters apart, and keeps right-to-left letters: they are writing.
library CleanText {
    uint256 private constant DROPPED = 0; // U+0000 itself becomes U+FFFD, so zero is free to say this
    uint256 private constant LINE_FEED = 0x0A;
    uint256 private constant SPACE = 0x20;

    /// @notice Clean text on one line: runs of white space become one space, none stands at either end.
    function line(string memory raw) internal pure returns (bytes memory) {
        return _clean(bytes(raw), true);
    }

    /// @notice Clean text that keeps its spaces and line breaks, all of them written as line feeds.
    function prose(string memory raw) internal pure returns (bytes memory) {
        return _clean(bytes(raw), false);
    }

    function _clean(bytes memory raw, bool oneLine) private pure returns (bytes memory text) {
        text = new bytes(3 * raw.length); // one bad byte becomes the three of U+FFFD; nothing else grows
        uint256 length;
        uint256 previous = SPACE; // so that a line does not begin with one
        // Unchecked: `position` and `length` count bytes of texts that fit into memory; the last space was written.
        unchecked {
            for (uint256 position; position < raw.length;) {
                uint256 point = Bytes.get(raw, position);
                // Nearly all text is letters of ASCII, about which there is nothing to ask.
                if (point > SPACE && point < 0x7F) {
                    Bytes.set(text, length++, point);
                    ++position;
                    previous = point;
                    continue;
                }
                uint256 size;
                (point, size) = Utf8.next(raw, position);
                position += size;
                point = _fit(point, previous);
                if (point == DROPPED) continue;
                if (oneLine) {
                    if (point == LINE_FEED) point = SPACE;
                    if (point == SPACE && previous == SPACE) continue;
                }
                length = Utf8.put(text, length, point);
                previous = point;
            }
            if (oneLine && length != 0 && previous == SPACE) --length;
        }
        Bytes.cut(text, length);
    }

    /// @dev What is printed for a code point: itself, a substitute, or `DROPPED`.
    function _fit(uint256 point, uint256 previous) private pure returns (uint256) {
        if (point < 0xA0) return _fitControl(point);
        if (point < 0x061C) return point == 0xAD ? DROPPED : point; //         soft hyphen
        if (point == 0x061C || point == 0x180E) return DROPPED; //             Arabic letter mark, Mongolian separator
        if (point >= 0x2000 && point <= 0x206F) return _fitPunctuation(point, previous);
        if (point >= 0xFDD0 && point <= 0xFDEF) return Utf8.REPLACEMENT; //    non-characters
        if (point & 0xFFFE == 0xFFFE) return Utf8.REPLACEMENT; //              non-characters: two in each plane
        if (point == 0xFEFF) return DROPPED; //                                byte order mark, of no width
        if (point >= 0xFFF9 && point <= 0xFFFB) return DROPPED; //             interlinear annotation
        if (point >= 0xE0000 && point <= 0xE0FFF) return DROPPED; //           tags: a whole unseen alphabet
        return point;
    }

    /// @dev The controls below U+00A0, and the space between them.
    function _fitControl(uint256 point) private pure returns (uint256) {
        if (point == LINE_FEED || point == SPACE) return point;
        if (point == 0x09 || point == 0x0D) return SPACE; // tab; the return of a CR LF, whose feed breaks the line
        return Utf8.REPLACEMENT;
    }

    /// @dev U+2000 to U+206F, where most of what works unseen lives among dashes and quotation marks.
    function _fitPunctuation(uint256 point, uint256 previous) private pure returns (uint256) {
        if (point == 0x200C || point == 0x200D) {
            // Joiners spell Persian, Sinhala and compound emoji; after ASCII or one another they only hide.
            return previous < 0x80 || previous == 0x200C || previous == 0x200D ? DROPPED : point;
        }
        if (point >= 0x200B && point <= 0x200F) return DROPPED; //           zero width space, direction marks
        if (point == 0x2028 || point == 0x2029) return LINE_FEED; //         line and paragraph separator
        if (point >= 0x202A && point <= 0x202E) return DROPPED; //           direction embeddings and overrides
        return point >= 0x2060 ? DROPPED : point; //                         word joiner, direction isolates, invisibles
    }
}
