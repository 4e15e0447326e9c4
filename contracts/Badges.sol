// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Erc721} from "./badges/Erc721.sol";
import {Ids} from "./badges/Ids.sol";
import {Members} from "./badges/Members.sol";
import {Records} from "./badges/Records.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   incorrect-equality: An empty record is the word zero; it is no balance that somebody could nudge.
//   timestamp: Expiry is what badges are about. A validator shifts a second or so, and no rule turns on less.

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

    function recordOf(uint256 badgeId) external view returns (uint256 record, bytes32 evidence) {
        record = Records.Record.unwrap(_recordOf(badgeId));
        if (record == 0) return (0, 0);
        evidence = Ids.cohortOf(badgeId) == 0 ? _evidence[badgeId] : _cohortFacts[Ids.kindOf(badgeId)].evidenceRoot;
    }

    function cohortPartsOf(uint256 achievementId, uint256 number)
        external
        view
        returns (uint256 head, uint256 issuedAt, uint256 since, bytes32 evidenceRoot, string memory label)
    {
        _headOf(achievementId); // it exists, so its number fits into a kind
        uint256 kind = Ids.kind(achievementId, number);
        CohortFacts storage facts = _cohortFacts[kind];
        head = Members.Head.unwrap(_cohorts[kind]);
        if (number >> 48 != 0 || head == 0) revert CohortUnknown(achievementId, number);
        return (head, facts.issuedAt, facts.since, facts.evidenceRoot, facts.label);
    }
}
