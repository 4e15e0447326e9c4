// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A holder that would stop everything if it were only called
/// @notice Whatever is called on it, `onERC721Received` above all, it reverts, burns all gas or answers without end.
contract MockHostileRecipient {
    enum Temper {
        REVERTS,
        BURNS,
        BOMBS
    }

    Temper private _temper;

    constructor(Temper temper) {
        _temper = temper;
    }

    fallback() external payable {
        Temper temper = _temper;
        require(temper != Temper.REVERTS, "no");
        assembly {
            if eq(temper, 1) { invalid() }
            return(0, 1000000)
        }
    }
}
