// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Bytes} from "./Bytes.sol";

/// @title Reading and writing UTF-8, one code point at a time
/// @notice Solidity calls any bytes a `string`. This library reads them as strictly as a browser or Python does, so
/// that what leaves the renderer is the Unicode that every reader agrees on.
/// @dev Malformed bytes are replaced by maximal subparts (Unicode chapter 3.9, the WHATWG decoder, Python's `replace`):
/// overlong forms, encoded surrogates and anything above U+10FFFF never come out as characters.
/// Knows nothing about what characters mean: that is `CleanText`.
library Utf8 {
    /// @dev U+FFFD, what stands where the bytes, or the character they spell, cannot.
    uint256 internal constant REPLACEMENT = 0xFFFD;

    /// @notice The code point at `position`, and how many bytes it takes.
    /// @param text Any bytes.
    /// @param position Where to read; less than `text.length`.
    /// @return point The code point, or `REPLACEMENT` where the bytes are malformed.
    /// @return size Bytes consumed, at least 1: where malformed, the longest beginning of a character.
    function next(bytes memory text, uint256 position) internal pure returns (uint256 point, uint256 size) {
        uint256 lead = Bytes.get(text, position);
        if (lead < 0x80) return (lead, 1);

        uint256 following;
        // The first following byte is bounded more tightly after four of the leads; these bounds are all that keeps
        // overlong forms (E0, F0), surrogates (ED) and numbers above U+10FFFF (F4) out.
        uint256 least = 0x80;
        uint256 most = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            following = 1;
            point = lead & 0x1F;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            following = 2;
            point = lead & 0x0F;
            if (lead == 0xE0) least = 0xA0;
            if (lead == 0xED) most = 0x9F;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            following = 3;
            point = lead & 0x07;
            if (lead == 0xF0) least = 0x90;
            if (lead == 0xF4) most = 0x8F;
        } else {
            return (REPLACEMENT, 1);
        }

        // Unchecked: sizes are at most 4, and positions lie inside a text that fits into memory.
        unchecked {
            for (size = 1; size <= following; ++size) {
                if (position + size >= text.length) return (REPLACEMENT, size);
                uint256 follower = Bytes.get(text, position + size);
                if (follower < least || follower > most) return (REPLACEMENT, size);
                (least, most) = (0x80, 0xBF);
                point = (point << 6) | (follower & 0x3F);
            }
        }
    }

    /// @notice Writes a code point and returns where the next one goes.
    /// @param buffer Where to write; large enough.
    /// @param position The first byte to write.
    /// @param point A Unicode scalar value.
    function put(bytes memory buffer, uint256 position, uint256 point) internal pure returns (uint256) {
        // Unchecked: positions lie inside a buffer that fits into memory.
        unchecked {
            if (point < 0x80) {
                Bytes.set(buffer, position, point);
                return position + 1;
            }
            uint256 size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            uint256 lead = (0xF00 >> size) & 0xFF; // as many ones as there are bytes, then zeros
            for (uint256 i = size - 1; i != 0; --i) {
                Bytes.set(buffer, position + i, 0x80 | (point & 0x3F));
                point >>= 6;
            }
            Bytes.set(buffer, position, lead | point);
            return position + size;
        }
    }
}
