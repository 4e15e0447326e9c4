// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A companion that shows how it was asked, or tries what it may not do
contract MockCompanion {
    enum Mode {
        ECHO, //    answers with its caller and the call data
        COMPLAIN, // reverts with the call data
        STORE, //   tries to write its storage
        LOG, //     tries to log
        CREATE //   tries to deploy
    }

    /// @notice What it reverts with.
    error Complaint(bytes data);

    event Heard(bytes data);

    Mode private _mode;
    uint256 private _count;

    constructor(Mode mode) {
        _mode = mode;
    }

    fallback(bytes calldata data) external returns (bytes memory) {
        Mode mode = _mode;
        if (mode == Mode.COMPLAIN) revert Complaint(data);
        if (mode == Mode.STORE) _count++;
        if (mode == Mode.LOG) emit Heard(data);
        if (mode == Mode.CREATE) {
            assembly ("memory-safe") {
                if iszero(create(0, 0, 0)) { revert(0, 0) }
            }
        }
        return abi.encode(msg.sender, data);
    }
}
