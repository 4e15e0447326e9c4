// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Somebody who asks many questions in one call
/// @notice A test that compares a whole collection after every step asks hundreds of questions; all answers are of one
/// block.
contract MockObserver {
    /// @notice What `target` answers to each question; one that reverts makes the whole revert with its error.
    function observe(address target, bytes[] calldata questions)
        external
        view
        returns (uint256 time, bytes[] memory answers)
    {
        time = block.timestamp;
        answers = new bytes[](questions.length);
        for (uint256 i = 0; i < questions.length; i++) {
            bool done;
            (done, answers[i]) = target.staticcall(questions[i]);
            if (done) continue;
            bytes memory reason = answers[i];
            assembly ("memory-safe") {
                revert(add(reason, 32), mload(reason))
            }
        }
    }
}
