// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Bytes} from "./Bytes.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   assembly: Memory is copied a word at a time.
//   uninitialized-local: Zero, false or empty is where it begins.

/// @title Documents as one reads them, with gaps to fill
/// @notice Each `$` of a template is replaced by the next value: `fill("<b>$</b>", name)`. So markup stands in one
/// piece in the source, and a contract full of it stays small: chains of `string.concat` took 3 kB more.
/// @dev A value is copied as it is and never read as a template. Does not escape: values come from `Escape`, or are the
/// code's own. Values stand in arrays of fixed size, because every store into one of another size pays for a bounds
/// check, in code that this renderer cannot spare.
library Template {
    /// @notice Fills one gap.
    function fill(string memory template, string memory a) internal pure returns (string memory) {
        string[12] memory values;
        values[0] = a;
        return fill(template, values);
    }

    /// @notice Fills two gaps.
    function fill(string memory template, string memory a, string memory b) internal pure returns (string memory) {
        string[12] memory values;
        (values[0], values[1]) = (a, b);
        return fill(template, values);
    }

    /// @notice Fills three gaps.
    function fill(string memory template, string memory a, string memory b, string memory c)
        internal
        pure
        returns (string memory)
    {
        string[12] memory values;
        (values[0], values[1], values[2]) = (a, b, c);
        return fill(template, values);
    }

    /// @notice Fills up to twelve gaps; values that were never set are empty.
    function fill(string memory template, string[12] memory values) internal pure returns (string memory filled) {
        bytes memory source = bytes(template);
        // Unchecked: positions lie inside texts that fit into memory.
        unchecked {
            uint256 length = source.length;
            for (uint256 i; i < 12; ++i) {
                length += bytes(values[i]).length;
            }
            filled = new string(length + 32); // copying by words writes up to a word too far

            uint256 start;
            uint256 gap;
            length = 0;
            for (uint256 i; i < source.length; ++i) {
                if (Bytes.get(source, i) != 0x24) continue; // $
                length = _copy(filled, length, template, start, i - start);
                length = _copy(filled, length, values[gap], 0, bytes(values[gap]).length);
                start = i + 1;
                ++gap;
            }
            Bytes.cut(bytes(filled), _copy(filled, length, template, start, source.length - start));
        }
    }

    /// @notice One part after the other.
    function join(string[] memory parts) internal pure returns (string memory joined) {
        // Unchecked: positions lie inside texts that fit into memory.
        unchecked {
            uint256 length;
            for (uint256 i; i < parts.length; ++i) {
                length += bytes(parts[i]).length;
            }
            joined = new string(length + 32);
            length = 0;
            for (uint256 i; i < parts.length; ++i) {
                length = _copy(joined, length, parts[i], 0, bytes(parts[i]).length);
            }
            Bytes.cut(bytes(joined), length);
        }
    }

    /// @dev Copies `size` bytes of `source` from `start` to `position` of `target`; returns the position behind them.
    /// By words: the chains that this is built for have no MCOPY, and a loop over bytes costs thirty times as much.
    function _copy(string memory target, uint256 position, string memory source, uint256 start, uint256 size)
        private
        pure
        returns (uint256)
    {
        // Unchecked: positions lie inside texts that fit into memory.
        unchecked {
            assembly ("memory-safe") {
                let from := add(add(source, 0x20), start)
                let to := add(add(target, 0x20), position)
                for { let i := 0 } lt(i, size) { i := add(i, 0x20) } { mstore(add(to, i), mload(add(from, i))) }
            }
            return position + size;
        }
    }
}
