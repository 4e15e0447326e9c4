// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "../../interfaces/IBadges.sol";
import {IERC5484} from "../../interfaces/IERC5484.sol";

/// @title What is signed: the EIP-712 types of a collection
/// @notice Name and version are constant, the chain id is read live: a signature for one chain means nothing on its fork.
/// @dev Deliberately not OpenZeppelin's EIP712, whose cache needs immutables.
abstract contract TypedData {
    string internal constant DOMAIN_NAME = "soulbadge";
    string internal constant DOMAIN_VERSION = "1";

    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant VOUCHER_TYPE = keccak256(
        "Voucher(address issuer,uint256 badgeId,uint16 award,uint40 startTime,uint40 endTime,bytes32 evidence,uint40 deadline,address claimKey)"
    );
    bytes32 private constant ROOT_TYPE = keccak256("VoucherRoot(bytes32 root,uint256 count,uint40 deadline)");
    bytes32 private constant CLAIM_TYPE =
        keccak256("Claim(bytes32 voucher,address holder,uint8 burnAuth,uint40 deadline)");
    bytes32 private constant RENOUNCE_TYPE = keccak256("Renounce(uint256 badgeId,uint16 award)");

    function _voucherDigest(IBadges.Voucher calldata voucher) internal view returns (bytes32) {
        // Eight static fields stand in calldata just as EIP-712 wants them encoded.
        return _digest(keccak256(abi.encode(VOUCHER_TYPE, voucher)));
    }

    function _rootDigest(bytes32 root, uint256 count, uint40 deadline) internal view returns (bytes32) {
        return _digest(keccak256(abi.encode(ROOT_TYPE, root, count, deadline)));
    }

    /// @dev The holder consents to this voucher and to who may end the badge (ERC-5484: presented before issue).
    function _claimDigest(bytes32 voucherDigest, address holder, IERC5484.BurnAuth burnAuth, uint40 deadline)
        internal
        view
        returns (bytes32)
    {
        return _digest(keccak256(abi.encode(CLAIM_TYPE, voucherDigest, holder, burnAuth, deadline)));
    }

    function _renounceDigest(uint256 badgeId, uint16 award) internal view returns (bytes32) {
        return _digest(keccak256(abi.encode(RENOUNCE_TYPE, badgeId, award)));
    }

    function _digest(bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN_TYPE,
                keccak256(bytes(DOMAIN_NAME)),
                keccak256(bytes(DOMAIN_VERSION)),
                block.chainid,
                address(this)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
