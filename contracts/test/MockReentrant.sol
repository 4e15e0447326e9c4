// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A source that uses the moment in which it is asked
/// @notice It calls where a test told it to, with what a test told it to, then says "held since second 1" all the same.
/// @dev Not an `IBadgeSource` by name, since that question is a view and the compiler would not let it call.
contract MockReentrant {
    address private _target;
    bytes private _message;

    /// @notice What to do when it is asked.
    function plan(address target, bytes calldata message) external {
        _target = target;
        _message = message;
    }

    /// @notice Does it now, to show that it would work from outside.
    function strike() external returns (bool done) {
        (done,) = _target.call(_message);
    }

    /// @notice Answers any question.
    fallback(bytes calldata) external returns (bytes memory) {
        (bool done,) = _target.call(_message);
        done; // whether it worked is for the test to see
        return abi.encode(1);
    }
}
