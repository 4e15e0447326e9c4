// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Bytes} from "./Bytes.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   uninitialized-local: Zero, false or empty is where it begins.

/// @title Clean text, escaped for the place where it is printed
/// @notice Takes what `CleanText` gives: valid UTF-8 whose only control character is the line feed. On that ground a
/// JSON string needs three escapes and XML needs five, and nothing else can end the string, the text or the tag.
/// @dev Does not clean: raw text escaped here may still be invalid UTF-8.
library Escape {
    /// @notice As it stands between the quotation marks of a JSON string.
    function json(bytes memory text) internal pure returns (string memory) {
        bytes memory escaped = new bytes(2 * text.length); // at worst, each byte takes a backslash
        uint256 length;
        // Unchecked: `length` is at most twice that of a text that fits into memory.
        unchecked {
            for (uint256 i; i < text.length; ++i) {
                uint256 char = Bytes.get(text, i);
                if (char == 0x22 || char == 0x5C || char == 0x0A) {
                    Bytes.set(escaped, length++, 0x5C);
                    if (char == 0x0A) char = 0x6E; // \n
                }
                Bytes.set(escaped, length++, char);
            }
        }
        Bytes.cut(escaped, length);
        return string(escaped);
    }

    /// @notice As it stands in XML, be it between tags or inside an attribute.
    function xml(bytes memory text) internal pure returns (string memory) {
        bytes memory escaped = new bytes(5 * text.length); // at worst, each byte becomes an entity like &#34;
        uint256 length;
        // Unchecked: `length` is at most five times that of a text that fits into memory.
        unchecked {
            for (uint256 i; i < text.length; ++i) {
                uint256 char = Bytes.get(text, i);
                if (char == 0x22 || char == 0x26 || char == 0x27 || char == 0x3C || char == 0x3E) {
                    // The codes of all five (" & ' < >) have two decimal digits.
                    Bytes.set(escaped, length++, 0x26); // &
                    Bytes.set(escaped, length++, 0x23); // #
                    Bytes.set(escaped, length++, 0x30 + (char / 10));
                    Bytes.set(escaped, length++, 0x30 + (char % 10));
                    char = 0x3B; // ;
                }
                Bytes.set(escaped, length++, char);
            }
        }
        Bytes.cut(escaped, length);
        return string(escaped);
    }
}
