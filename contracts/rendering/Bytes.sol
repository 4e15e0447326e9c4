// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   assembly: Single bytes without the check of bounds that every caller has made.

/// @title Single bytes of a text in memory, without bounds checks
/// @notice All of the renderer's work on text goes byte by byte, and Solidity's checks made up two fifths of the gas of
/// long texts and 900 bytes of code. They are left out here and nowhere else.
/// @dev Every caller bounds its positions itself: it reads below the text's length, and writes into a buffer sized for
/// the worst case, which the comment at its `new` gives.
library Bytes {
    /// @notice The byte at a position below `text.length`.
    function get(bytes memory text, uint256 position) internal pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := byte(0, mload(add(add(text, 0x20), position)))
        }
    }

    /// @notice Writes a byte at a position below `text.length`.
    function set(bytes memory text, uint256 position, uint256 value) internal pure {
        assembly ("memory-safe") {
            mstore8(add(add(text, 0x20), position), value)
        }
    }

    /// @notice Shortens a buffer to what was written.
    function cut(bytes memory text, uint256 length) internal pure {
        assembly ("memory-safe") {
            mstore(text, length)
        }
    }
}
