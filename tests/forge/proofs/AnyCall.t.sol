// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "../../../interfaces/IBadges.sol";
import {Layout} from "../Layout.sol";
import {Proof} from "./Proof.sol";

/// @title What no call does to a badge, whoever sends it, whenever, with whatever arguments
/// @notice One proof for each door that writes. Symbolic: caller, holder, moment, the badge's record, the achievement's
/// validity, cohorts and burn authority, retired or not, the caller's standing, and every argument. The badges named are
/// issued one by one, of the same achievement, which has no requirements; their holder is free. ecrecover is a function of
/// which nothing is known: every signature may be right and may be wrong.
abstract contract AnyCall is Proof {
    /// @dev What stood there before the call.
    struct Before {
        address caller;
        bool mayIssue; //   whether the caller, or who signed the voucher, may
        uint256 badgeId; // the badge of which the proof speaks
        uint256 record;
        uint256 head;
        uint256 otherId; // another holder's badge of the same kind, which was never issued
    }

    /// @dev Any state; `issuer` is whose standing matters.
    function _anything(address caller, address issuer) internal returns (Before memory before) {
        return _anything(svm.createAddress("holder"), caller, issuer);
    }

    function _anything(address holder, address caller, address issuer) internal returns (Before memory before) {
        _anyMoment();
        before.caller = caller;
        before.mayIssue = _anyStanding(issuer);
        before.head = _anyHead();
        before.badgeId = _single(holder);
        before.record = _anyRecord(before.badgeId);
        address other = svm.createAddress("other");
        vm.assume(other != holder);
        before.otherId = _single(other);
    }

    /// @dev A badge issued one by one to anybody, of whom the proof speaks or not.
    function _anyBadge() internal pure returns (uint256) {
        return _single(svm.createAddress("named"));
    }

    /// @dev Sends, and asserts every rule of whatever came of it.
    function _breaksNoRule(Before memory before, bytes memory message) internal {
        vm.prank(before.caller);
        (bool done,) = address(_badges).call(message);
        vm.assume(done);

        uint256 head = uint256(vm.load(address(_badges), Layout.achievement(KIND)));
        // Rule 4: terms stay; only retiring, which is final, and the count of cohorts change the head.
        bool fixed_ = _both((head ^ before.head) & ~(RETIRED | COHORTS) == 0, head & RETIRED >= before.head & RETIRED);
        uint256 record = _recordOf(before.badgeId);
        assert(_both(fixed_, _both(_livesOn(before.record, record, _isClaim(message)), _ends(before, record))));
    }

    /// @dev Rules 3 and 10, for what lives on and for what had ended before.
    function _livesOn(uint256 old, uint256 record, bool claims) private view returns (bool) {
        bool lived = _endedAt(old) == 0;
        bool lives = _endedAt(record) == 0;
        // Rule 10: an award counts on, by one, when a badge ends; what ended comes back only by a claim.
        bool counts = _award(record) == _award(old) + _one(_both(lived, !lives));
        bool stays = _implies(_both(!lived, record != old), _both(claims, lives));
        // Rule 3: of what lives on, issue and start stay, and an end is never brought nearer.
        bool forward = _both((record ^ old) & type(uint80).max == 0, _isLater(record, old));
        return _both(_both(counts, stays), _implies(_both(lived, lives), forward));
    }

    /// @dev Rules 1 and 2, for what ends by this call.
    function _ends(Before memory before, uint256 record) private view returns (bool) {
        // Rule 1: what vanishes here does not turn up there.
        bool gone = _recordOf(before.otherId) == 0;
        // Rule 2: only as the burn authority said; what was is kept.
        uint256 burnAuth = _burnAuth(before.head);
        bool revoked = _both(_both(record >> 216 == 5, _either(burnAuth == 0, burnAuth == 2)), before.mayIssue);
        bool renounced = _both(record >> 216 == 6, _either(burnAuth == 1, burnAuth == 2));
        bool kept = (record ^ before.record) & type(uint160).max == 0;
        kept = _both(kept, _endedAt(record) == block.timestamp);
        bool ends = _both(_endedAt(before.record) == 0, _endedAt(record) != 0);
        return _implies(ends, _both(gone, _both(_either(revoked, renounced), kept)));
    }

    /// @dev A record's end is not earlier than it was, and its run is the same one or a new one.
    function _isLater(uint256 record, uint256 old) private view returns (bool) {
        uint256 end = _endTime(old);
        bool endIsLater = _either(_endTime(record) == 0, _both(end != 0, _endTime(record) >= end));
        return _both(endIsLater, _either(_since(record) == _since(old), _since(record) == block.timestamp));
    }

    function _one(bool yes) private pure returns (uint256 one) {
        assembly {
            one := yes
        }
    }

    function _isClaim(bytes memory message) private pure returns (bool) {
        return bytes4(message) == IBadges.claim.selector;
    }
}

/// @title The doors of issuers, holders and the owner
contract AnyCallProof is AnyCall {
    function check_noRuleBreaks_issue(address caller, uint40 start, uint40 end, bytes32 evidence) public {
        Before memory before = _anything(caller, caller);
        _breaksNoRule(before, abi.encodeCall(IBadges.issue, (_anyBadge(), start, end, evidence)));
    }

    /// @notice A cohort of two; more of them only take longer, since each member is logged and not written.
    function check_noRuleBreaks_issueCohort(address caller, uint256 number, uint40 start, uint40 end) public {
        Before memory before = _anything(caller, caller);
        bytes memory members = svm.createBytes(40, "members");
        _breaksNoRule(before, abi.encodeCall(IBadges.issueCohort, (KIND, number, "", start, end, 0, members)));
    }

    function check_noRuleBreaks_renew(address caller, uint40 end) public {
        Before memory before = _anything(caller, caller);
        _breaksNoRule(before, abi.encodeCall(IBadges.renew, (_anyBadge(), end)));
    }

    function check_noRuleBreaks_renewCohort(address caller, uint40 end) public {
        Before memory before = _anything(caller, caller);
        _anyCohort();
        _breaksNoRule(before, abi.encodeCall(IBadges.renewCohort, (KIND, NUMBER, end)));
    }

    function check_noRuleBreaks_revoke(address caller) public {
        Before memory before = _anything(caller, caller);
        _breaksNoRule(before, abi.encodeCall(IBadges.revoke, (_anyBadge())));
    }

    function check_noRuleBreaks_renounce(address caller) public {
        Before memory before = _anything(caller, caller);
        _breaksNoRule(before, abi.encodeCall(IBadges.renounce, (_anyBadge())));
        // Rule 2: and nobody but the holder did it.
        bool touched = _recordOf(before.badgeId) != before.record;
        assert(_implies(touched, address(uint160(before.badgeId)) == caller));
    }

    function check_noRuleBreaks_theOwnersDoors(address caller, address account, uint256 scope, uint8 door) public {
        Before memory before = _anything(caller, account);
        bytes memory message = abi.encodeCall(IBadges.retireAchievement, (KIND));
        if (door == 1) message = abi.encodeCall(IBadges.appointIssuer, (account, scope));
        if (door == 2) message = abi.encodeCall(IBadges.dismissIssuer, (account));
        if (door == 3) message = abi.encodeCall(IBadges.setProfile, (IBadges.Profile("a", "b", "c")));
        if (door == 4) message = abi.encodeWithSignature("transferOwnership(address)", account);
        if (door == 5) message = abi.encodeWithSignature("acceptOwnership()");
        if (door == 6) message = abi.encodeWithSignature("renounceOwnership()");
        if (door == 7) message = abi.encodeCall(IBadges.cancel, (bytes32(scope)));
        if (door == 8) message = abi.encodeCall(IBadges.refresh, (before.badgeId));
        _breaksNoRule(before, message);
        // Rule 2: none of them touches a badge at all; and only the owner's own doors open to the owner alone.
        assert(_recordOf(before.badgeId) == before.record);
        assert(_either(caller == OWNER, door > 4));
    }
}

/// @title The doors that take signatures
/// @notice Who signs is a fixed account without code here, since code of which nothing is known cannot be asked; no
/// account is special to the contract, so what holds for one holds for each.
contract SignedCallProof is AnyCall {
    address private constant HOLDER = address(0xb0b);
    address private constant ISSUER = address(0x155e12);

    function check_noRuleBreaks_renounceBySignature(address caller, uint16 award) public {
        Before memory before = _anything(HOLDER, caller, caller);
        bytes memory signature = svm.createBytes(65, "signature");
        _breaksNoRule(before, abi.encodeCall(IBadges.renounceBySignature, (before.badgeId, award, signature)));
        // Rule 10: only the award that is named.
        assert(award == _award(before.record));
    }

    /// @notice The holder sends a voucher that was signed by itself; and sends it again.
    function check_noRuleBreaks_claim(uint16 award, uint40 start, uint40 end, bytes32 evidence, uint40 last) public {
        Before memory before = _anything(HOLDER, HOLDER, ISSUER);
        IBadges.Voucher memory voucher =
            IBadges.Voucher(ISSUER, before.badgeId, award, start, end, evidence, last, address(0));
        IBadges.Proof memory proof;
        IBadges.Consent memory consent;
        bytes memory signature = svm.createBytes(65, "signature");
        bytes memory message = abi.encodeCall(IBadges.claim, (voucher, proof, signature, consent, new uint256[](0)));
        _breaksNoRule(before, message);
        // Rule 2: by an issuer, in time. Rule 10: for the award that was.
        assert(_both(before.mayIssue, _both(block.timestamp <= last, award == _award(before.record))));
    }

    /// @notice Rule 10: what worked once does nothing a second time, whatever the voucher says.
    function check_rule10_aVoucherWorksOnce(uint16 award, uint40 start, uint40 end, bytes32 evidence) public {
        Before memory before = _anything(HOLDER, HOLDER, ISSUER);
        IBadges.Voucher memory voucher =
            IBadges.Voucher(ISSUER, before.badgeId, award, start, end, evidence, type(uint40).max, address(0));
        IBadges.Proof memory proof;
        IBadges.Consent memory consent;
        bytes memory signature = svm.createBytes(65, "signature");
        bytes memory message = abi.encodeCall(IBadges.claim, (voucher, proof, signature, consent, new uint256[](0)));
        vm.prank(HOLDER);
        (bool done,) = address(_badges).call(message);
        vm.assume(done);
        vm.prank(HOLDER);
        (bool again,) = address(_badges).call(message);
        assert(!again);
    }
}
