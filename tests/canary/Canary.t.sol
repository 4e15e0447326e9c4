// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Must fail: .ci/run asserts that forge and halmos say so
contract CanaryTest {
    function test_forgeReportsAFailure() public pure {
        revert("the canary sings");
    }

    function check_halmosReportsAFailure(uint256 song) public pure {
        assert(song != 1);
    }
}
