// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Proof} from "./Proof.sol";

/// @title Every way in which an ERC-721 token moves is shut
contract MovingProof is Proof {
    /// @notice Rule 1: transfers and approvals revert, whoever asks for whichever badge.
    function check_rule1_transfersAndApprovalsRevert(
        address caller,
        address from,
        address to,
        uint256 badgeId,
        uint8 door,
        bool yes
    ) public {
        bytes memory message = abi.encodeWithSelector(_badges.transferFrom.selector, from, to, badgeId);
        bytes memory data = svm.createBytes(64, "data");
        if (door == 1) {
            message = abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", from, to, badgeId);
        }
        if (door == 2) {
            message =
                abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", from, to, badgeId, data);
        }
        if (door == 3) message = abi.encodeWithSelector(_badges.approve.selector, to, badgeId);
        if (door == 4) message = abi.encodeWithSelector(_badges.setApprovalForAll.selector, to, yes);
        vm.prank(caller);
        (bool done,) = address(_badges).call(message);
        assert(!done);
    }

    /// @notice Rule 1: while a badge exists its owner is the one whom its id names, and when it has ended it has none.
    function check_rule1_theOwnerIsInTheId(address holder) public {
        _anyMoment();
        uint256 badgeId = _single(holder);
        uint256 record = _anyRecord(badgeId);
        (bool done, bytes memory answer) = address(_badges).call(abi.encodeCall(_badges.ownerOf, (badgeId)));
        assert(done == (_endedAt(record) == 0));
        if (done) assert(abi.decode(answer, (address)) == holder);
    }
}
