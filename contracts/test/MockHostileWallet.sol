// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title A contract wallet that answers ERC-1271 as no wallet should
contract MockHostileWallet {
    enum Answer {
        YES, //         to whatever it is asked
        NO, //          the answer of a decent wallet
        REVERT, //      without a word
        REASON, //      with the magic value as the reason
        INVALID, //     an invalid opcode, which takes all gas
        LOOP, //        until the gas is gone
        NOTHING, //     success, and not a byte
        FOUR_BYTES, //  the magic value, not padded to a word
        LAST_BYTE, //   31 bytes of a word that begins with the magic value
        RIGHT, //       the magic value at the wrong end of the word
        DIRTY, //       the magic value, and a bit behind it
        TRUE, //        1
        HUGE_YES, //    the magic value, and a million bytes behind it
        HUGE_NO, //     a million bytes of nothing
        HUGE_REVERT, // a revert with a million bytes
        CALL_BACK //    tries to change something before it says yes
    }

    Answer private _answer;
    uint256 private _count;

    function set(Answer answer) external {
        _answer = answer;
    }

    /// @notice Calls whatever anybody wants called.
    function execute(address target, bytes calldata data) external {
        (bool done,) = target.call(data);
        require(done, "the call failed");
    }

    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        Answer answer = _answer;
        bytes32 word = bytes32(IERC1271.isValidSignature.selector);
        uint256 size = 32;
        if (answer == Answer.REVERT) revert();
        if (answer == Answer.NO) word = bytes32(bytes4(0xffffffff));
        if (answer == Answer.NOTHING) size = 0;
        if (answer == Answer.FOUR_BYTES) size = 4;
        if (answer == Answer.LAST_BYTE) size = 31;
        if (answer == Answer.RIGHT) word >>= 224;
        if (answer == Answer.DIRTY) word |= bytes32(uint256(1));
        if (answer == Answer.TRUE) word = bytes32(uint256(1));
        if (answer == Answer.HUGE_YES || answer == Answer.HUGE_NO || answer == Answer.HUGE_REVERT) size = 1_000_000;
        if (answer == Answer.HUGE_NO) word = 0;
        if (answer == Answer.CALL_BACK) _count++;
        bool reverts = answer == Answer.REASON || answer == Answer.HUGE_REVERT;
        bool spins = answer == Answer.LOOP;
        bool breaks = answer == Answer.INVALID;
        assembly {
            if breaks { invalid() }
            for {} spins {} {}
            mstore(0, word)
            if reverts { revert(0, size) }
            return(0, size)
        }
    }
}
