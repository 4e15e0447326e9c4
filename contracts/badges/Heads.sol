// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC5484} from "../../interfaces/IERC5484.sol";

/// @title An achievement's head: what issuing needs to know, in one storage slot
///
/// | bits      | field        | meaning                                                              |
/// | --------- | ------------ | -------------------------------------------------------------------- |
/// | 0 – 159   | rules        | code blob of requirements; zero if there are none                    |
/// | 160 – 199 | validity     | seconds a badge may run from max(now, start); 0 for no limit         |
/// | 200 – 239 | cohorts      | how many cohorts have been issued                                    |
/// | 240 – 241 | burnAuth     | who may end a badge                                                  |
/// | 242       | created      | always set, so that an empty head means "unknown"                    |
/// | 243       | retired      | no new badges                                                        |
/// | 244       | claimOnly    | holders claim it, nobody pushes it                                   |
/// | 245       | individual   | never issued by cohort                                               |
/// | 246       | demanding    | has requirements                                                     |
/// | 247       | ongoing      | has ongoing requirements                                             |
/// | 248 – 249 | depth        | how many layers of ongoing requirements it rests on                  |
/// | 250 – 252 | foreign      | how many foreign sources its status asks, through all layers         |
/// | 253       | unvouched    | not vouched for outside: its status asks outside, or too much        |
library Heads {
    type Head is uint256;

    uint256 private constant MASK_40 = (1 << 40) - 1;
    uint256 internal constant CREATED = 1 << 242;
    uint256 internal constant RETIRED = 1 << 243;
    uint256 internal constant CLAIM_ONLY = 1 << 244;
    uint256 internal constant INDIVIDUAL = 1 << 245;
    uint256 internal constant DEMANDING = 1 << 246;
    uint256 internal constant ONGOING = 1 << 247;
    uint256 internal constant UNVOUCHED = 1 << 253;

    /// @param flags What `layers` and the constants above say, and the address of the rules.
    function pack(uint256 flags, uint256 validity_, IERC5484.BurnAuth burnAuth_) internal pure returns (Head) {
        return Head.wrap(flags | CREATED | validity_ << 160 | uint256(burnAuth_) << 240);
    }

    /// @notice The part of a head that bounds what a status may ask.
    function layers(uint256 depth_, uint256 foreign_) internal pure returns (uint256) {
        return depth_ << 248 | foreign_ << 250;
    }

    function has(Head head, uint256 flag) internal pure returns (bool) {
        return Head.unwrap(head) & flag != 0;
    }

    /// @notice Whether the achievement was created and has none of the flags in `closing`.
    function isOpen(Head head, uint256 closing) internal pure returns (bool) {
        return Head.unwrap(head) & (CREATED | closing) == CREATED;
    }

    /// @notice The `ongoing` flag in its place, where a record has it too.
    function ongoing(Head head) internal pure returns (uint256) {
        return Head.unwrap(head) & ONGOING;
    }

    function with(Head head, uint256 flag) internal pure returns (Head) {
        return Head.wrap(Head.unwrap(head) | flag);
    }

    /// @notice The head after one more cohort.
    /// @dev The field cannot overflow: a cohort costs gas, and there is not enough for 2^40 of them.
    function withNextCohort(Head head) internal pure returns (Head) {
        return Head.wrap(Head.unwrap(head) + (1 << 200));
    }

    function rules(Head head) internal pure returns (address) {
        return address(uint160(Head.unwrap(head)));
    }

    function validity(Head head) internal pure returns (uint256) {
        return Head.unwrap(head) >> 160 & MASK_40;
    }

    function cohorts(Head head) internal pure returns (uint256) {
        return Head.unwrap(head) >> 200 & MASK_40;
    }

    function burnAuth(Head head) internal pure returns (IERC5484.BurnAuth) {
        return IERC5484.BurnAuth(terms(head));
    }

    /// @notice The burn authority as a number.
    function terms(Head head) internal pure returns (uint256) {
        return Head.unwrap(head) >> 240 & 3;
    }

    function depth(Head head) internal pure returns (uint256) {
        return Head.unwrap(head) >> 248 & 3;
    }

    function foreign(Head head) internal pure returns (uint256) {
        return Head.unwrap(head) >> 250 & 7;
    }
}
