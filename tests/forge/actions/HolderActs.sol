// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IBadges} from "../../../interfaces/IBadges.sol";
import {Papers} from "../Papers.sol";
import {ClaimActs} from "./ClaimActs.sol";

/// @title What holders do, and others try to in their name
abstract contract HolderActs is ClaimActs {
    function renounce(uint256 seed) external {
        _steps++;
        uint256 badgeId = _badge(seed);
        address caller = _seldom(seed, "for another", 4) ? _anybody(seed) : _holderIn(badgeId);
        (bool done,) = _act(caller, abi.encodeCall(IBadges.renounce, (badgeId)), Scope(badgeId, 0, 0));
        if (!done) return;
        _succeeded("renounce");
        _rule(2, caller == _holderIn(badgeId), "somebody renounced for a holder");
        _renounced(badgeId);
    }

    function renounceBySignature(uint256 seed) external {
        _steps++;
        uint256 badgeId = _badge(seed);
        address holder = _holderIn(badgeId);
        uint16 award = uint16(_lives[badgeId].award);
        if (_seldom(seed, "award", 8)) award = uint16(_draw(seed, "wrong award", 3));
        bool signs = _keys[holder] != 0 && !_seldom(seed, "forged", 4);
        bytes memory signature = _sign(signs ? _keys[holder] : 1, Papers.renounce(address(_badges), badgeId, award));
        bytes memory message = abi.encodeCall(IBadges.renounceBySignature, (badgeId, award, signature));
        address caller = _anybody(seed);
        (bool done,) = _act(caller, message, Scope(badgeId, 0, 0));
        if (!done) return;
        _succeeded("renounceBySignature");
        _rule(2, signs || holder == address(_hostileWallet), "a badge was renounced that its holder did not renounce");
        _rule(10, award == _lives[badgeId].award, "a renunciation of another award worked");
        _renounced(badgeId);
        (done,) = _act(caller, message, Scope(0, 0, 0));
        _rule(10, !done, "a renunciation worked twice");
    }

    function _renounced(uint256 badgeId) private {
        _rule(2, _holderMayEnd(_achievementIn(badgeId)), "a holder ended a badge against its burn authority");
        _rule(10, _lives_(badgeId), "a badge that is not there was renounced");
        _ends(badgeId, IBadges.Status.RENOUNCED);
    }

    /// @notice Anybody tries every way in which an ERC-721 token moves, the holder itself too.
    function move(uint256 seed) external {
        _steps++;
        uint256 badgeId = _badge(seed);
        address from = _holderIn(badgeId);
        address to = _anybody(seed);
        address caller = _seldom(seed, "holder moves", 2) ? from : to;
        bytes[6] memory messages = [
            abi.encodeCall(IERC721.transferFrom, (from, to, badgeId)),
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", from, to, badgeId),
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", from, to, badgeId, "x"),
            abi.encodeCall(IERC721.approve, (to, badgeId)),
            abi.encodeCall(IERC721.setApprovalForAll, (to, true)),
            abi.encodeWithSignature("transfer(address,uint256)", to, badgeId)
        ];
        (bool done,) = _act(caller, messages[_draw(seed, "way", messages.length)], Scope(0, 0, 0));
        _rule(1, !done, "a transfer or an approval did not revert");
        _succeeded("move");
    }
}
