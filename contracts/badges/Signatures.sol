// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   assembly: One word of a wallet's answer is copied, however much it returns, and three bytes of its code.
//   unused-return: Of a signature that is not the key's nothing more is needed.

/// @title Whether an account signed a digest
/// @notice Accounts without code sign by ECDSA (65 bytes, low s). Contracts answer ERC-1271 themselves. An account that
/// merely delegates to code (ERC-7702) still has its key, and the key decides: its delegate may know no ERC-1271, or
/// may say yes to everything.
/// @dev Deliberately not OpenZeppelin's SignatureChecker: that one refuses a delegated account's own signature, and
/// copies whatever a malicious wallet returns.
library Signatures {
    uint256 private constant DELEGATION_SIZE = 23;
    bytes3 private constant DELEGATION_PREFIX = 0xef0100;

    /// @dev Never reverts for anything that a wallet answers.
    function isSignedBy(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (_isContract(signer)) return _answersYes(signer, digest, signature);
        return isSignedByKey(signer, digest, signature);
    }

    function isSignedByKey(address signer, bytes32 digest, bytes memory signature) internal pure returns (bool) {
        (address recovered, ECDSA.RecoverError problem,) = ECDSA.tryRecover(digest, signature);
        return problem == ECDSA.RecoverError.NoError && recovered == signer;
    }

    function _isContract(address account) private view returns (bool) {
        uint256 size = account.code.length;
        if (size != DELEGATION_SIZE) return size != 0;
        bytes32 start;
        assembly ("memory-safe") {
            mstore(0, 0)
            extcodecopy(account, 0, 0, 3)
            start := mload(0)
        }
        return bytes3(start) != DELEGATION_PREFIX;
    }

    function _answersYes(address wallet, bytes32 digest, bytes calldata signature) private view returns (bool yes) {
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        bytes32 answer = bytes32(IERC1271.isValidSignature.selector);
        // By hand, so that at most one word of the answer is copied, however much a wallet returns.
        assembly ("memory-safe") {
            mstore(0, 0)
            let done := staticcall(gas(), wallet, add(question, 32), mload(question), 0, 32)
            yes := and(done, and(gt(returndatasize(), 31), eq(mload(0), answer)))
        }
    }
}
