// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {BadgeStorage} from "./BadgeStorage.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   assembly: A companion's answer, and its error, are handed on byte for byte, whatever their type is.
//   low-level-calls: Only so can an error of any type be handed on.

/// @title What the companions answer
/// @notice Long reads and pictures need more code than one contract may have. They live in two companions, fixed at
/// deployment, without state or power: the question is handed on as it came, by `staticcall`, and they read the
/// collection (their `msg.sender`) through its public doors. There is no delegatecall.
abstract contract Companions is BadgeStorage {
    function companions() external view returns (address renderer, address reader) {
        return (_renderer, _reader);
    }

    function achievementOf(uint256) external view returns (Achievement memory) {
        _answerBy(_reader);
    }

    function holds(address, uint256) external view returns (bool) {
        _answerBy(_reader);
    }

    function badgesOf(address, uint256, uint256) external view returns (uint256[] memory, uint256) {
        _answerBy(_reader);
    }

    function eligibility(address, uint256) external view returns (bool, uint256[] memory, uint256[] memory) {
        _answerBy(_reader);
    }

    function isEvidence(uint256, bytes32, bytes32[] calldata) external view returns (bool) {
        _answerBy(_reader);
    }

    function badgeOf(uint256) external view returns (Badge memory) {
        _answerBy(_reader);
    }

    function cohortOf(uint256, uint256) external view returns (Cohort memory) {
        _answerBy(_reader);
    }

    function tierOf(uint256) external view returns (uint256) {
        _answerBy(_reader);
    }

    /// @dev What a companion answers; its error is passed on.
    function _ask(address companion, bytes memory question) internal view returns (bytes memory answer) {
        bool done;
        (done, answer) = companion.staticcall(question);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    /// @dev Hands the call on as it came and ends it with the companion's answer, or with its error.
    function _answerBy(address companion) internal view {
        assembly ("memory-safe") {
            let question := mload(64)
            calldatacopy(question, 0, calldatasize())
            let done := staticcall(gas(), companion, question, calldatasize(), 0, 0)
            let answer := mload(64)
            returndatacopy(answer, 0, returndatasize())
            if iszero(done) { revert(answer, returndatasize()) }
            return(answer, returndatasize())
        }
    }
}
