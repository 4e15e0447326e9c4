// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A badge's record: one storage slot
/// @notice A badge issued one by one has a record from the start. A member of a cohort has one only once it departs from
/// its cohort: renewed alone, revoked, or renounced.
///
/// | bits      | field     | meaning                                                       |
/// | --------- | --------- | ------------------------------------------------------------- |
/// | 0 – 39    | issuedAt  | when it was written; never 0 in a record                       |
/// | 40 – 79   | startTime | the first second in which the badge counts                     |
/// | 80 – 119  | endTime   | the first second in which it no longer does; 0 for never       |
/// | 120 – 159 | since     | start of the present unbroken run                              |
/// | 160 – 199 | endedAt   | when it was revoked or renounced; 0 if it was not              |
/// | 200 – 215 | award     | how often this id has ended                                    |
/// | 216 – 223 | how       | the `Status` in which it ended                                 |
/// | 247       | ongoing   | its achievement has ongoing requirements (the bit it has there)|
///
/// @dev Packed by hand: storage proofs are made of this layout, and one word read is one `SLOAD`.
library Records {
    type Record is uint256;

    uint256 private constant MASK_40 = (1 << 40) - 1;
    uint256 private constant ONGOING = 1 << 247;

    /// @param ongoing_ The flag in its place, or 0.
    function pack(
        uint256 issuedAt_,
        uint256 startTime_,
        uint256 endTime_,
        uint256 since_,
        uint256 award_,
        uint256 ongoing_
    ) internal pure returns (Record) {
        return Record.wrap(issuedAt_ | startTime_ << 40 | endTime_ << 80 | since_ << 120 | award_ << 200 | ongoing_);
    }

    /// @notice The record with another end and run.
    function renewed(Record record, uint256 endTime_, uint256 since_) internal pure returns (Record) {
        uint256 kept = Record.unwrap(record) & ~(MASK_40 << 80 | MASK_40 << 120);
        return Record.wrap(kept | endTime_ << 80 | since_ << 120);
    }

    /// @notice The record of a badge that ended; one more award is behind it.
    /// @dev The award cannot overflow: no badge is awarded again once it has ended 65,535 times.
    function ended(Record record, uint256 endedAt_, uint256 how_) internal pure returns (Record) {
        return Record.wrap((Record.unwrap(record) | endedAt_ << 160 | how_ << 216) + (1 << 200));
    }

    function isEmpty(Record record) internal pure returns (bool) {
        return Record.unwrap(record) == 0;
    }

    /// @notice Whether the badge is there: written, and not ended.
    function isLive(Record record) internal pure returns (bool) {
        return Record.unwrap(record) != 0 && endedAt(record) == 0;
    }

    function issuedAt(Record record) internal pure returns (uint256) {
        return Record.unwrap(record) & MASK_40;
    }

    function startTime(Record record) internal pure returns (uint256) {
        return Record.unwrap(record) >> 40 & MASK_40;
    }

    function endTime(Record record) internal pure returns (uint256) {
        return Record.unwrap(record) >> 80 & MASK_40;
    }

    function since(Record record) internal pure returns (uint256) {
        return Record.unwrap(record) >> 120 & MASK_40;
    }

    function endedAt(Record record) internal pure returns (uint256) {
        return Record.unwrap(record) >> 160 & MASK_40;
    }

    function award(Record record) internal pure returns (uint16) {
        return uint16(Record.unwrap(record) >> 200);
    }

    function how(Record record) internal pure returns (uint8) {
        return uint8(Record.unwrap(record) >> 216);
    }

    function ongoing(Record record) internal pure returns (bool) {
        return Record.unwrap(record) & ONGOING != 0;
    }
}
