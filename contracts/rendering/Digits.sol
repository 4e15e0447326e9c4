// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Bytes} from "./Bytes.sol";

/// @title Numbers and addresses in digits
/// @dev OpenZeppelin's `Strings` does the same faster and in more code; the renderer has to stay below 24,576 bytes.
library Digits {
    /// @notice A number in decimal digits.
    function decimal(uint256 value) internal pure returns (string memory) {
        // Unchecked: there are at most 78 digits.
        unchecked {
            uint256 count = 1;
            for (uint256 rest = value / 10; rest != 0; rest /= 10) {
                ++count;
            }
            return decimal(value, count);
        }
    }

    /// @notice The last `count` decimal digits of a number, with zeros in front.
    function decimal(uint256 value, uint256 count) internal pure returns (string memory) {
        return string(_digits(new bytes(count), 0, value, 10));
    }

    /// @notice A colour as markup writes it: `#` and six digits.
    function color(uint24 value) internal pure returns (string memory) {
        return string(_digits("#......", 1, value, 16));
    }

    /// @notice An address with the check of EIP-55 in its capitals.
    function account(address value) internal pure returns (string memory) {
        // Unchecked: counts the 40 digits down to 0.
        unchecked {
            bytes memory text = _digits(new bytes(40), 0, uint160(value), 16);
            uint256 check = uint256(keccak256(text)) >> 96;
            for (uint256 i = 40; i != 0; check >>= 4) {
                --i;
                if (Bytes.get(text, i) > 0x60 && check & 8 != 0) Bytes.set(text, i, Bytes.get(text, i) ^ 0x20);
            }
            return string.concat("0x", string(text));
        }
    }

    /// @dev Writes digits over the end of `text`, down to position `first`.
    function _digits(bytes memory text, uint256 first, uint256 value, uint256 base)
        private
        pure
        returns (bytes memory)
    {
        // Unchecked: counts down to `first`, which lies inside the text.
        unchecked {
            for (uint256 i = text.length; i != first; value /= base) {
                --i;
                Bytes.set(text, i, uint8(bytes16("0123456789abcdef")[value % base]));
            }
            return text;
        }
    }
}
