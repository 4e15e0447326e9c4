// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Erc721} from "./badges/Erc721.sol";
import {Heads} from "./badges/Heads.sol";
import {Ids} from "./badges/Ids.sol";
import {Members} from "./badges/Members.sol";
import {Records} from "./badges/Records.sol";

/// @title Badges: one issuer's collection of soulbound badges
/// @notice `interfaces/IBadges.sol` is the specification. The parts, from the ground up:
///
/// Records, Members, Heads, Ids   packed words, and ids that are computed
/// BadgeStorage                   everything remembered
/// Statuses, Requirements         what a badge is now, what it takes, what tier it has
/// Roles, Achievements            the owner's part
/// Issuing, Renewing, Ending      the issuer's part, and the holder's way out
/// Signatures, TypedData, Claiming  what is signed and collected
/// Companions, Erc721             what others answer, and the face that wallets know
///
/// @dev Deliberately not here: transfers, approvals, proxies, upgrades, pausing, delegatecall, immutables, calls to
/// recipients, an administrator's way to a badge.
contract Badges is Erc721 {
    using Heads for Heads.Head;
    using Members for Members.Head;
    using Records for Records.Record;

    /// @param name_ The issuer's name, fixed; it stands on every badge.
    /// @param symbol_ ERC-721 symbol, fixed.
    /// @param owner_ Who appoints issuers and creates achievements; hands over in two steps.
    /// @param profile_ How the issuer presents itself, for `contractURI`.
    /// @param renderer_ `BadgeRenderer`, fixed.
    /// @param reader_ `BadgeReader`, fixed.
    constructor(
        string memory name_,
        string memory symbol_,
        address owner_,
        Profile memory profile_,
        address renderer_,
        address reader_
    ) Ownable(owner_) {
        if (renderer_.code.length == 0) revert CompanionMissing(renderer_);
        if (reader_.code.length == 0) revert CompanionMissing(reader_);
        _name = name_;
        _symbol = symbol_;
        _profile = profile_;
        _renderer = renderer_;
        _reader = reader_;
    }

    function badgeOf(uint256 badgeId) external view returns (Badge memory badge) {
        Records.Record record = _recordOf(badgeId);
        badge.achievementId = Ids.achievementOf(badgeId);
        badge.cohort = Ids.cohortOf(badgeId);
        badge.holder = Ids.holderOf(badgeId);
        if (record.isEmpty()) return badge;
        badge.status = _statusOf(badgeId);
        badge.issuedAt = uint40(record.issuedAt());
        badge.startTime = uint40(record.startTime());
        badge.endTime = uint40(record.endTime());
        badge.since = uint40(record.since());
        badge.endedAt = uint40(record.endedAt());
        badge.award = record.award();
        badge.burnAuth = _achievements[badge.achievementId].burnAuth();
        badge.evidence =
            badge.cohort == 0 ? _evidence[badgeId] : _cohortFacts[Ids.kindOf(badgeId)].evidenceRoot;
        if (badge.status == Status.ACTIVE) badge.tier = _tierOf(badgeId);
    }

    function cohortOf(uint256 achievementId, uint256 number) external view returns (Cohort memory cohort) {
        uint256 kind = Ids.kind(achievementId, number);
        Members.Head head = _cohorts[kind];
        if (number >> 48 != 0 || head.isEmpty()) revert CohortUnknown(achievementId, number);
        CohortFacts storage facts = _cohortFacts[kind];
        return Cohort({
            label: facts.label,
            issuedAt: facts.issuedAt,
            startTime: uint40(head.startTime()),
            endTime: uint40(head.endTime()),
            since: facts.since,
            evidenceRoot: facts.evidenceRoot,
            count: Members.count(head.members()),
            members: head.members()
        });
    }
}
