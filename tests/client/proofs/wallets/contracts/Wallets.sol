// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Says yes to whatever it is asked, once somebody has called `prepare`
contract LateWallet {
    bool public ready;

    function prepare() external {
        ready = true;
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        return ready ? this.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @title Says yes to a call that comes from nobody, as contracts do that take address zero for the chain itself
contract NobodysWallet {
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        bool nobody = tx.origin == address(0) || msg.sender == address(0);
        return nobody ? this.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @title Says yes to whoever lets it burn more gas than one question has
contract GreedyWallet {
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        return gasleft() > 3_000_000 ? this.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @title Ends itself when it is asked
contract FleetingWallet {
    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        selfdestruct(payable(msg.sender));
    }
}

/// @title Is gone as soon as it is made
contract StillbornWallet {
    constructor() {
        selfdestruct(payable(msg.sender));
    }
}

/// @title Whatever a factory can do to whoever calls it
contract HostileFactory {
    uint256 public calls;

    function revertAtOnce() external pure {
        revert("no");
    }

    function burn() external pure {
        assembly {
            invalid()
        }
    }

    function spin() external pure {
        assembly {
            for {} 1 {} {}
        }
    }

    function answerAtLength() external pure {
        assembly {
            return(0, 1000000)
        }
    }

    function count() external {
        calls++;
    }

    function stillborn() external {
        new StillbornWallet();
    }

    function yes() external pure returns (bytes4) {
        return 0x1626ba7e;
    }
}
