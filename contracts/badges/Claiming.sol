// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Ending} from "./Ending.sol";
import {Heads} from "./Heads.sol";
import {Ids} from "./Ids.sol";
import {Records} from "./Records.sol";
import {Signatures} from "./Signatures.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   timestamp: A deadline is a time. A validator shifts a second or so, and nobody should sign what turns on less.

/// @title Claiming: what an issuer signed, a holder collects
/// @notice One signature is good for one voucher, or for a root over any number of them. What was used is keyed on what
/// was signed, never on signature bytes.
abstract contract Claiming is Ending {
    using Heads for Heads.Head;
    using Records for Records.Record;

    uint256 private constant MOST_PATH = 32;

    function claim(
        Voucher calldata voucher,
        Proof calldata proof,
        bytes calldata signature,
        Consent calldata consent,
        uint256[] calldata witnesses
    ) external returns (uint256 badgeId) {
        // Check: still good, signed by the issuer, wanted by the holder.
        _checkDeadline(voucher.deadline);
        bytes32 digest = _voucherDigest(voucher);
        _checkSignature(voucher.issuer, digest, proof, signature);
        address holder = _checkConsent(voucher, digest, consent);

        badgeId = Ids.ofKind(Ids.kindOf(voucher.badgeId), holder);
        Records.Record record = _recordOf(badgeId);
        if (voucher.award != record.award()) revert AwardMismatch(badgeId, voucher.award, record.award());

        if (record.isLive()) {
            // Check: a renewal says a later end and nothing else, by an issuer of the achievement.
            bool renews = voucher.endTime != 0 && voucher.startTime == 0 && voucher.evidence == 0
                && voucher.claimKey == address(0);
            if (!renews) revert NotARenewal(badgeId);
            if (witnesses.length != 0) revert WitnessRefused(witnesses[0]);
            _checkIssuer(voucher.issuer, Ids.achievementOf(badgeId));
            _renew(badgeId, voucher.endTime);
        } else {
            // Effect: a claim key works once, whoever shows it.
            if (voucher.claimKey != address(0)) _spent[voucher.issuer][digest] = true;
            _create(voucher, badgeId, witnesses);
        }
    }

    function cancel(bytes32 digest) external {
        _checkUnspent(msg.sender, digest);
        _spent[msg.sender][digest] = true;
        emit Cancelled(msg.sender, digest);
    }

    function isSpent(address issuer, bytes32 digest) external view returns (bool) {
        return _spent[issuer][digest];
    }

    /// @dev Writes the badge that a voucher names, for the first time or again after it ended.
    function _create(Voucher calldata voucher, uint256 badgeId, uint256[] calldata witnesses) private {
        if (voucher.award == type(uint16).max) revert BadgeHasEnded(badgeId, voucher.award);
        Heads.Head head = _openHead(Ids.achievementOf(badgeId), Heads.RETIRED);
        address issuer = voucher.issuer;
        _checkWitnessed(badgeId, head, witnesses);
        _award(issuer, badgeId, head, voucher.award, voucher.startTime, voucher.endTime, voucher.evidence);
    }

    /// @dev The issuer signed this voucher, or a root above it, and has not cancelled either.
    function _checkSignature(address issuer, bytes32 digest, Proof calldata proof, bytes calldata signature)
        private
        view
    {
        uint256 length = proof.path.length;
        uint256 count = proof.count;
        _checkUnspent(issuer, digest);
        if (length == 0) {
            if (count != 0 || proof.deadline != 0) revert ProofMalformed(length, count);
        } else {
            // A complete tree of `count` leaves has them at two neighbouring depths at the most.
            if (length > MOST_PATH || count <= 1 << (length - 1) || count >= 1 << (length + 1)) {
                revert ProofMalformed(length, count);
            }
            _checkDeadline(proof.deadline);
            // Hashed twice, so that no inner node can stand for a leaf (OpenZeppelin's StandardMerkleTree).
            bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(digest))));
            digest = _rootDigest(MerkleProof.processProofCalldata(proof.path, leaf), count, proof.deadline);
            _checkUnspent(issuer, digest);
        }
        if (!Signatures.isSignedBy(issuer, digest, signature)) revert SignatureInvalid(issuer, digest);
    }

    /// @dev Who collects: the sender, or whoever signed for it. A claim key signs over the holder too, so that nobody
    /// who sees the transaction can take its place.
    function _checkConsent(Voucher calldata voucher, bytes32 digest, Consent calldata consent)
        private
        view
        returns (address holder)
    {
        holder = consent.holder == address(0) ? msg.sender : consent.holder;
        bool keyed = voucher.claimKey != address(0);
        address named = Ids.holderOf(voucher.badgeId);
        if (named != (keyed ? address(0) : holder)) revert HolderMismatch(holder, named);
        if (!keyed && holder == msg.sender) return holder;

        _checkDeadline(consent.deadline);
        Heads.Head head = _headOf(Ids.achievementOf(voucher.badgeId));
        bytes32 claimDigest = _claimDigest(digest, holder, head.burnAuth(), consent.deadline);
        if (holder != msg.sender && !Signatures.isSignedBy(holder, claimDigest, consent.holderSignature)) {
            revert SignatureInvalid(holder, claimDigest);
        }
        if (keyed && !Signatures.isSignedByKey(voucher.claimKey, claimDigest, consent.keySignature)) {
            revert SignatureInvalid(voucher.claimKey, claimDigest);
        }
    }

    function _checkUnspent(address issuer, bytes32 digest) private view {
        if (_spent[issuer][digest]) revert VoucherSpent(digest);
    }

    function _checkDeadline(uint256 deadline) private view {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline);
    }
}
