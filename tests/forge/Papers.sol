// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "../../interfaces/IBadges.sol";

/// @title What is signed, from the words of EIP-712 and of SPEC.md and not from the contract
library Papers {
    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant VOUCHER = keccak256(
        "Voucher(address issuer,uint256 badgeId,uint16 award,uint40 startTime,uint40 endTime,bytes32 evidence,uint40 deadline,address claimKey)"
    );
    bytes32 private constant ROOT = keccak256("VoucherRoot(bytes32 root,uint256 count,uint40 deadline)");
    bytes32 private constant CLAIM = keccak256("Claim(bytes32 voucher,address holder,uint8 burnAuth,uint40 deadline)");
    bytes32 private constant RENOUNCE = keccak256("Renounce(uint256 badgeId,uint16 award)");

    function voucher(address collection, IBadges.Voucher memory one) internal view returns (bytes32) {
        return _digest(
            collection,
            abi.encode(
                VOUCHER,
                one.issuer,
                one.badgeId,
                one.award,
                one.startTime,
                one.endTime,
                one.evidence,
                one.deadline,
                one.claimKey
            )
        );
    }

    /// @dev A tree of two: this voucher, and one that nobody ever made.
    function root(address collection, bytes32 digest, bytes32 sibling, uint40 deadline)
        internal
        view
        returns (bytes32)
    {
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(digest))));
        bytes32 top = leaf < sibling ? keccak256(bytes.concat(leaf, sibling)) : keccak256(bytes.concat(sibling, leaf));
        return _digest(collection, abi.encode(ROOT, top, uint256(2), deadline));
    }

    function claim(address collection, bytes32 digest, address holder, uint256 burnAuth, uint40 deadline)
        internal
        view
        returns (bytes32)
    {
        return _digest(collection, abi.encode(CLAIM, digest, holder, burnAuth, deadline));
    }

    function renounce(address collection, uint256 badgeId, uint16 award) internal view returns (bytes32) {
        return _digest(collection, abi.encode(RENOUNCE, badgeId, award));
    }

    function _digest(address collection, bytes memory struct_) private view returns (bytes32) {
        bytes32 domain =
            keccak256(abi.encode(DOMAIN, keccak256("soulbadge"), keccak256("1"), block.chainid, collection));
        return keccak256(bytes.concat(hex"1901", domain, keccak256(struct_)));
    }
}
