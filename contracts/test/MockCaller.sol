// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A caller that does what no wallet can
/// @notice Many calls in one transaction, and one question with many amounts of gas in one block.
contract MockCaller {
    /// @notice Sends each message to `target`; all or nothing.
    function send(address target, bytes[] calldata messages) external {
        for (uint256 i = 0; i < messages.length; i++) {
            (bool done, bytes memory answer) = target.call(messages[i]);
            if (done) continue;
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    /// @notice Asks once for each amount of gas from `least` up to `most`, all in this block.
    /// @return answers What came back, error or not.
    /// @return done Whether it was an answer.
    function ask(address target, bytes calldata question, uint256 least, uint256 most, uint256 step)
        external
        view
        returns (bytes[] memory answers, bool[] memory done)
    {
        uint256 count = (most - least) / step + 1;
        answers = new bytes[](count);
        done = new bool[](count);
        for (uint256 i = 0; i < count; i++) {
            (done[i], answers[i]) = target.staticcall{gas: least + i * step}(question);
        }
    }

    /// @notice Asks several questions of several contracts, one after the other, all in this transaction.
    function askInTurn(address[] calldata targets, bytes[] calldata questions)
        external
        view
        returns (bytes[] memory answers)
    {
        answers = new bytes[](targets.length);
        for (uint256 i = 0; i < targets.length; i++) {
            (, answers[i]) = targets[i].staticcall(questions[i]);
        }
    }

    /// @notice What one question costs when nothing of it has been looked at in this transaction.
    function cost(address target, bytes calldata question) external view returns (uint256 gas, bytes memory answer) {
        bool done;
        bytes memory copy = question;
        uint256 before = gasleft();
        (done, answer) = target.staticcall(copy);
        gas = before - gasleft();
        require(done, "the question failed");
    }
}
