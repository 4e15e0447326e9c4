// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IBadges} from "../../../interfaces/IBadges.sol";
import {Papers} from "../Papers.sol";
import {IssuerActs} from "./IssuerActs.sol";

/// @title What is signed, collected, collected again, and cancelled
abstract contract ClaimActs is IssuerActs {
    /// @dev A voucher that some issuer signed at some time, by itself or under a root.
    struct Paper {
        IBadges.Voucher voucher;
        uint256 claimKey; //     the key whose address the voucher names, or 0
        bytes32 sibling; //      the other leaf of its tree, or zero
        bytes32 digest;
        bytes32 rootDigest;
        bool forged; //          signed by somebody else
        bool worked;
    }

    /// @dev Who presents a voucher, and for whom.
    struct Attempt {
        address sender;
        address holder;
        bool consents; // the holder's signature is the holder's
        bool shows; //    the claim key's signature is the claim key's
    }

    uint40 private constant FAR = type(uint40).max;

    Paper[] private _papers;
    mapping(address issuer => mapping(bytes32 digest => bool)) private _cancelled;

    /// @notice Somebody signs; mostly it is presented at once.
    function signAndClaim(uint256 seed) external {
        _steps++;
        IBadges.Voucher memory voucher;
        address holder = _holder(seed);
        uint256 achievementId = _achievement(seed);
        voucher.badgeId = _id(achievementId, 0, holder);
        if (_seldom(seed, "one that is there", 2)) {
            voucher.badgeId = _badge(seed);
            achievementId = _achievementIn(voucher.badgeId);
        }
        voucher.issuer = _issuer(seed, achievementId);
        voucher.award = uint16(_lives[voucher.badgeId].award);
        if (_seldom(seed, "award", 8)) voucher.award = uint16(_draw(seed, "wrong award", 3));
        bool renews = _lives_(voucher.badgeId);
        voucher.endTime = renews ? uint40(block.timestamp + 1 + _draw(seed, "longer", 150 days)) : _end(seed);
        if (!renews) (voucher.startTime, voucher.evidence) = (_start(seed), _evidence(seed));
        voucher.deadline = _seldom(seed, "short", 2) ? uint40(block.timestamp + 20 days) : FAR;
        if (!renews && _seldom(seed, "keyed", 3)) _write(seed, voucher, uint256(keccak256(abi.encode(seed, "key"))));
        else _write(seed, voucher, 0);
        if (!_seldom(seed, "later", 4)) _claim(seed, _papers.length - 1);
    }

    /// @notice Any voucher ever signed is presented, used or not.
    function claimAgain(uint256 seed) external {
        _steps++;
        if (_papers.length != 0) _claim(seed, _draw(seed, "paper", _papers.length));
    }

    function cancel(uint256 seed) external {
        _steps++;
        if (_papers.length == 0) return;
        Paper storage paper = _papers[_draw(seed, "cancelled", _papers.length)];
        address caller = _seldom(seed, "not mine", 4) ? _anybody(seed) : paper.voucher.issuer;
        bytes32 digest = paper.sibling != 0 && _seldom(seed, "root", 2) ? paper.rootDigest : paper.digest;
        (bool done,) = _act(caller, abi.encodeCall(IBadges.cancel, (digest)), Scope(0, 0, 0));
        if (!done) return;
        _succeeded("cancel");
        _rule(10, !_cancelled[caller][digest], "what was cancelled was cancelled again");
        _cancelled[caller][digest] = true;
    }

    function _write(uint256 seed, IBadges.Voucher memory voucher, uint256 claimKey) private {
        if (claimKey != 0) {
            voucher.claimKey = vm.addr(claimKey);
            voucher.badgeId = voucher.badgeId >> 160 << 160;
        }
        Paper storage paper = _papers.push();
        paper.voucher = voucher;
        paper.claimKey = claimKey;
        paper.digest = Papers.voucher(address(_badges), voucher);
        if (_seldom(seed, "rooted", 2)) {
            paper.sibling = keccak256(abi.encode(seed, "sibling"));
            paper.rootDigest = Papers.root(address(_badges), paper.digest, paper.sibling, FAR);
        }
        paper.forged = _keys[voucher.issuer] == 0 || _seldom(seed, "forged", 10);
    }

    function _claim(uint256 seed, uint256 index) private {
        Paper storage paper = _papers[index];
        IBadges.Voucher memory voucher = paper.voucher;
        Attempt memory attempt;
        attempt.holder = paper.claimKey == 0 ? _holderIn(voucher.badgeId) : _holder(seed);
        if (_seldom(seed, "another holder", 10)) attempt.holder = _anybody(seed);
        attempt.sender = _seldom(seed, "himself", 2) ? attempt.holder : _anybody(seed);
        attempt.consents = !_seldom(seed, "no consent", 8) && _keys[attempt.holder] != 0;
        attempt.shows = !_seldom(seed, "no key", 8);

        uint256 badgeId = voucher.badgeId >> 160 << 160 | uint160(attempt.holder);
        uint256[] memory witnesses = _witnesses(seed, _achievementIn(badgeId), attempt.holder);
        if (_lives_(badgeId)) witnesses = new uint256[](0);
        bool deserved = _deserves(_achievementIn(badgeId), attempt.holder, witnesses);
        bytes memory message = _message(paper, attempt, badgeId, witnesses);
        (bool done,) = _act(attempt.sender, message, Scope(badgeId, 0, 0));
        if (!done) return;
        _judge(paper, attempt, badgeId);
        if (_lives_(badgeId)) {
            _succeeded("claim renewal");
            _rule(3, voucher.startTime == 0 && voucher.evidence == 0, "a renewal changed more than the end");
            _renewed(badgeId, voucher.endTime);
        } else {
            _succeeded(voucher.award == 0 ? "claim" : "claim again");
            if (paper.claimKey != 0) _succeeded("claim by key");
            _rule(4, !_retired[_achievementIn(badgeId)], "a badge of a retired achievement was claimed");
            _rule(9, deserved, "a badge was claimed whose requirements are not met");
            _rule(10, _cohortIn(badgeId) == 0, "a badge was claimed into a cohort");
            _begins(badgeId, voucher.startTime, voucher.endTime, voucher.evidence);
        }
        paper.worked = true;
        (done,) = _act(attempt.sender, message, Scope(0, 0, 0));
        _rule(10, !done, "a claim sent again did something again");
    }

    /// @dev What must have been so, since the claim was accepted.
    function _judge(Paper storage paper, Attempt memory attempt, uint256 badgeId) private {
        IBadges.Voucher memory voucher = paper.voucher;
        _rule(10, !paper.worked, "a used voucher worked again");
        _rule(10, !_cancelled[voucher.issuer][paper.digest], "a cancelled voucher worked");
        _rule(10, !_cancelled[voucher.issuer][paper.rootDigest], "a voucher of a cancelled root worked");
        _rule(10, block.timestamp <= voucher.deadline, "a voucher worked after its deadline");
        _rule(10, voucher.award == _lives[badgeId].award, "a voucher for another award worked");
        _rule(2, !paper.forged, "a voucher worked that its issuer did not sign");
        _rule(2, _isIssuer(voucher.issuer, _achievementIn(badgeId)), "a voucher of no issuer worked");
        bool agrees = attempt.sender == attempt.holder || attempt.consents || attempt.holder == address(_hostileWallet);
        _rule(2, agrees, "a badge was claimed for somebody who did not want it");
        if (paper.claimKey == 0) {
            _rule(1, attempt.holder == _holderIn(voucher.badgeId), "a voucher worked for another holder");
        } else {
            _rule(2, attempt.shows, "a claim link worked without its key");
        }
    }

    function _message(Paper storage paper, Attempt memory attempt, uint256 badgeId, uint256[] memory witnesses)
        private
        view
        returns (bytes memory)
    {
        IBadges.Proof memory proof;
        bytes32 signed = paper.digest;
        if (paper.sibling != 0) {
            signed = paper.rootDigest;
            proof = IBadges.Proof(new bytes32[](1), 2, FAR);
            proof.path[0] = paper.sibling;
        }
        uint256 burnAuth = _burnAuth(_achievementIn(badgeId));
        bytes32 said = Papers.claim(address(_badges), paper.digest, attempt.holder, burnAuth, FAR);
        IBadges.Consent memory consent;
        consent.deadline = FAR;
        if (attempt.sender != attempt.holder) consent.holder = attempt.holder;
        consent.holderSignature = _sign(attempt.consents ? _keys[attempt.holder] : 1, said);
        if (paper.claimKey != 0) consent.keySignature = _sign(attempt.shows ? paper.claimKey : 1, said);
        bytes memory signature = _sign(paper.forged ? 1 : _keys[paper.voucher.issuer], signed);
        return abi.encodeCall(IBadges.claim, (paper.voucher, proof, signature, consent, witnesses));
    }
}
