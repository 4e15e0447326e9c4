// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   assembly: One word of an answer is copied, however much is returned; a constructor returns no value otherwise.

/// @title Asks a contract wallet whether it signed something (ERC-1271), also one that is not deployed yet (ERC-6492)
/// @notice Never deployed. A verifier runs this creation code by `eth_call` without a recipient, so whatever a factory
/// does is undone, and nobody has to trust a contract that somebody put on chain. What it returns is one word: 1 or 0.
/// @dev Deliberately does not check signatures of keys: an account without code, and one that delegates (ERC-7702), are
/// not asked. Unlike `Signatures` it takes an answer of exactly one word.
contract SignatureProbe {
    /// @dev Gas for one question. A wallet of many owners, or one that checks a proof, needs a tenth of it.
    uint256 private constant ASKING = 3_000_000;
    /// @dev Gas for the factory. Both limits leave something for what comes after, however much a stranger burns.
    uint256 private constant PREPARING = 6_000_000;

    /// @param wallet Who is said to have signed.
    /// @param digest What.
    /// @param signature The wallet's own signature, without an envelope.
    /// @param factory Whom to call if the wallet does not say yes as it stands; zero for nobody.
    /// @param preparation What to call it with: it deploys the wallet, or brings it up to date.
    constructor(address wallet, bytes32 digest, bytes memory signature, address factory, bytes memory preparation) {
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        bool yes = _answersYes(wallet, question);
        if (!yes && factory != address(0)) {
            // Whether that succeeded shows in the next answer. Nothing of what is returned is copied.
            assembly ("memory-safe") {
                pop(call(PREPARING, factory, 0, add(preparation, 32), mload(preparation), 0, 0))
            }
            yes = _answersYes(wallet, question);
        }
        assembly ("memory-safe") {
            mstore(0, yes)
            return(0, 32)
        }
    }

    /// @dev Where there is no code the call succeeds and returns nothing, which is a no.
    function _answersYes(address wallet, bytes memory question) private view returns (bool yes) {
        bytes32 magic = bytes32(IERC1271.isValidSignature.selector);
        assembly ("memory-safe") {
            mstore(0, 0)
            let done := staticcall(ASKING, wallet, add(question, 32), mload(question), 0, 32)
            yes := and(done, and(eq(returndatasize(), 32), eq(mload(0), magic)))
        }
    }
}
