// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title The members of a cohort: a code blob of addresses
/// @notice After one zero byte (SSTORE2) stand the members' addresses, 20 bytes each, strictly ascending, found by
/// binary search. A thousand members need ten looks.
///
/// The cohort's head is the one slot that a check reads:
///
/// | bits      | field     | meaning                                                        |
/// | --------- | --------- | -------------------------------------------------------------- |
/// | 0 – 159   | members   | the code blob; zero if there is no such cohort                 |
/// | 160 – 199 | startTime | the first second in which its badges count                     |
/// | 200 – 239 | endTime   | the first second in which they no longer do; 0 for never       |
/// | 240       | departed  | some member has a record of its own                            |
library Members {
    type Head is uint256;

    /// @notice The most members that one blob takes, with room to spare under the limit of 24,576 bytes.
    uint256 internal constant MOST = 1200;

    uint256 private constant MASK_40 = (1 << 40) - 1;
    uint256 private constant DEPARTED = 1 << 240;

    function pack(address members_, uint256 startTime_, uint256 endTime_) internal pure returns (Head) {
        return Head.wrap(uint160(members_) | startTime_ << 160 | endTime_ << 200);
    }

    function renewed(Head head, uint256 endTime_) internal pure returns (Head) {
        return Head.wrap(Head.unwrap(head) & ~(MASK_40 << 200) | endTime_ << 200);
    }

    function withDeparted(Head head) internal pure returns (Head) {
        return Head.wrap(Head.unwrap(head) | DEPARTED);
    }

    function isEmpty(Head head) internal pure returns (bool) {
        return Head.unwrap(head) == 0;
    }

    function members(Head head) internal pure returns (address) {
        return address(uint160(Head.unwrap(head)));
    }

    function startTime(Head head) internal pure returns (uint256) {
        return Head.unwrap(head) >> 160 & MASK_40;
    }

    function endTime(Head head) internal pure returns (uint256) {
        return Head.unwrap(head) >> 200 & MASK_40;
    }

    function departed(Head head) internal pure returns (bool) {
        return Head.unwrap(head) & DEPARTED != 0;
    }

    /// @notice How many members a blob names.
    function count(address blob) internal view returns (uint256) {
        return blob.code.length / 20; // the leading zero byte is rounded away
    }

    /// @notice Whether `holder` is among the members.
    function contains(Head head, address holder) internal view returns (bool) {
        address blob = members(head);
        uint256 low = 0;
        uint256 high = count(blob);
        while (low < high) {
            uint256 middle = (low + high) >> 1;
            address member;
            // One address out of the blob's code, into the lower 20 bytes of the scratch word.
            assembly ("memory-safe") {
                mstore(0, 0)
                extcodecopy(blob, 12, add(mul(middle, 20), 1), 20)
                member := mload(0)
            }
            if (member == holder) return true;
            if (member < holder) low = middle + 1;
            else high = middle;
        }
        return false;
    }
}
