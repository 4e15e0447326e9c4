// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title The least contract wallet there is: one owner, who signs for it (ERC-1271)
/// @notice Stands in for Safe and its kind. Unlike those it takes its owner's signature over the very digest, without its
/// own address in it; so what an owner of two of these signed is good for both, unless what is signed says otherwise.
contract MockWallet is IERC1271 {
    address private _owner;

    constructor(address owner_) {
        _owner = owner_;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecover(digest, signature);
        bool yes = problem == ECDSA.RecoverError.NoError && signer == _owner;
        return yes ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }

    /// @notice Calls whatever its owner wants called.
    function execute(address target, bytes calldata data) external returns (bytes memory answer) {
        require(msg.sender == _owner, "not the owner");
        bool done;
        (done, answer) = target.call(data);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
    }
}
