// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   assembly: One address at a time is read out of a contract's code, for which Solidity has no words.

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
    function contains(Head head, address holder) internal view returns (bool found) {
        address blob = members(head);
        uint256 high = count(blob);
        uint256 sought = uint160(holder); // widened, so that no stray upper bits reach the comparison
        // Binary search by hand, since it is most of what a check costs. Each look copies one address out of the blob's
        // code into the lower 20 bytes of the scratch word. It lies in low ≤ middle < high, or nowhere.
        assembly ("memory-safe") {
            mstore(0, 0)
            for { let low := 0 } lt(low, high) {} {
                let middle := shr(1, add(low, high))
                extcodecopy(blob, 12, add(mul(middle, 20), 1), 20)
                let member := mload(0)
                if eq(member, sought) {
                    found := 1
                    break
                }
                switch lt(member, sought)
                case 1 { low := add(middle, 1) }
                default { high := middle }
            }
        }
    }
}
