// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Documents as one reads them, with gaps to fill
/// @notice Each `$` of a template is replaced by the next value: `fill("<b>$</b>", name)`. So markup stands in one piece
/// in the source, and a contract full of it stays small: chains of `string.concat` were a quarter larger.
/// @dev A value is copied as it is and never read as a template. Does not escape: values come from `Escape`, or are the
/// code's own.
library Template {
    /// @notice Fills one gap.
    function fill(string memory template, string memory a) internal pure returns (string memory) {
        string[] memory values = new string[](1);
        values[0] = a;
        return fill(template, values);
    }

    /// @notice Fills two gaps.
    function fill(string memory template, string memory a, string memory b) internal pure returns (string memory) {
        string[] memory values = new string[](2);
        (values[0], values[1]) = (a, b);
        return fill(template, values);
    }

    /// @notice Fills three gaps.
    function fill(
        string memory template,
        string memory a,
        string memory b,
        string memory c
    ) internal pure returns (string memory) {
        string[] memory values = new string[](3);
        (values[0], values[1], values[2]) = (a, b, c);
        return fill(template, values);
    }

    /// @notice Fills four gaps.
    function fill(
        string memory template,
        string memory a,
        string memory b,
        string memory c,
        string memory d
    ) internal pure returns (string memory) {
        string[] memory values = new string[](4);
        (values[0], values[1], values[2], values[3]) = (a, b, c, d);
        return fill(template, values);
    }

    /// @notice Fills as many gaps as there are values.
    function fill(string memory template, string[] memory values) internal pure returns (string memory filled) {
        bytes memory source = bytes(template);
        filled = _buffer(source.length, values);
        uint256 length;
        uint256 start;
        uint256 gap;
        // Unchecked: positions lie inside texts that fit into memory.
        unchecked {
            for (uint256 i; i < source.length; ++i) {
                if (uint8(source[i]) != 0x24) continue; // $
                length = _copy(filled, length, template, start, i - start);
                length = _copy(filled, length, values[gap], 0, bytes(values[gap]).length);
                start = i + 1;
                ++gap;
            }
        }
        _cut(filled, _copy(filled, length, template, start, source.length - start));
    }

    /// @notice One value after the other.
    function join(string[] memory values) internal pure returns (string memory joined) {
        joined = _buffer(0, values);
        uint256 length;
        for (uint256 i; i < values.length; ++i) {
            length = _copy(joined, length, values[i], 0, bytes(values[i]).length);
        }
        _cut(joined, length);
    }

    /// @dev Room for `size` bytes and the values, and for the word that copying may write too far.
    function _buffer(uint256 size, string[] memory values) private pure returns (string memory) {
        for (uint256 i; i < values.length; ++i) {
            size += bytes(values[i]).length;
        }
        return new string(size + 32);
    }

    /// @dev Corrects the length of a buffer to what was written.
    function _cut(string memory buffer, uint256 length) private pure {
        assembly ("memory-safe") {
            mstore(buffer, length)
        }
    }

    /// @dev Copies `size` bytes of `source` from `start` to `position` of `target`, and returns the position behind them.
    /// By words: the chains that this is built for have no MCOPY, and a loop over bytes costs thirty times as much.
    function _copy(
        string memory target,
        uint256 position,
        string memory source,
        uint256 start,
        uint256 size
    ) private pure returns (uint256) {
        assembly ("memory-safe") {
            let from := add(add(source, 0x20), start)
            let to := add(add(target, 0x20), position)
            for { let i := 0 } lt(i, size) { i := add(i, 0x20) } { mstore(add(to, i), mload(add(from, i))) }
        }
        return position + size;
    }
}
