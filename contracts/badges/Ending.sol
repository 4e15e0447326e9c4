// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Heads} from "./Heads.sol";
import {Ids} from "./Ids.sol";
import {Records} from "./Records.sol";
import {Renewing} from "./Renewing.sol";
import {Signatures} from "./Signatures.sol";
import {TypedData} from "./TypedData.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   timestamp: A deadline is a time. A validator shifts a second or so, and nobody should sign what turns on less.

/// @title Ending: taken back by an issuer, or given up by the holder, as the terms said from the start
abstract contract Ending is Renewing, TypedData {
    using Heads for Heads.Head;
    using Records for Records.Record;

    function revoke(uint256 badgeId) external {
        _checkIssuer(msg.sender, Ids.achievementOf(badgeId));
        _finish(badgeId, msg.sender, Status.REVOKED);
    }

    function renounce(uint256 badgeId) external {
        if (msg.sender != Ids.holderOf(badgeId)) revert NotHolder(msg.sender, badgeId);
        _finish(badgeId, msg.sender, Status.RENOUNCED);
    }

    function renounceBySignature(uint256 badgeId, uint16 award, bytes calldata signature) external {
        address holder = Ids.holderOf(badgeId);
        uint16 present = _recordOf(badgeId).award();
        if (award != present) revert AwardMismatch(badgeId, award, present);
        bytes32 digest = _renounceDigest(badgeId, award);
        if (!Signatures.isSignedBy(holder, digest, signature)) revert SignatureInvalid(holder, digest);
        _finish(badgeId, holder, Status.RENOUNCED);
    }

    /// @dev Ends a badge for good; only its terms decide whether `how` is allowed.
    function _finish(uint256 badgeId, address by, Status how) private {
        Records.Record record = _recordOf(badgeId);

        // Check: it is there, and was issued under terms that allow this.
        if (!record.isLive()) revert IERC721Errors.ERC721NonexistentToken(badgeId);
        BurnAuth terms = _achievements[Ids.achievementOf(badgeId)].burnAuth();
        BurnAuth enough = how == Status.REVOKED ? BurnAuth.IssuerOnly : BurnAuth.OwnerOnly;
        if (terms != BurnAuth.Both && terms != enough) revert BurnRefused(badgeId, terms);

        // Effect: the record stays, as history.
        record = record.ended(block.timestamp, uint8(how));
        _write(badgeId, record);

        // Log.
        emit IERC721.Transfer(Ids.holderOf(badgeId), address(0), badgeId);
        emit BadgeEnded(badgeId, by, how, record.award());
    }
}
