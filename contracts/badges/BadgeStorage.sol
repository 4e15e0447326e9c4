// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IBadges} from "../../interfaces/IBadges.sol";
import {Heads} from "./Heads.sol";
import {Members} from "./Members.sol";
import {Records} from "./Records.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   immutable-states: There are no immutables: one release has one code hash, by which it is recognised.

/// @title Everything that a collection remembers, in one place
/// @notice The layout is committed (`src/soulbadge/abi/Badges.json`) and tested, because storage proofs are made of it. There
/// are no immutables: one release has one code hash. Nothing is enumerated: who holds what is computed from ids.
abstract contract BadgeStorage is IBadges, Ownable2Step {
    /// @dev What is cold about a cohort: read to show it and to renew it, never to check it.
    struct CohortFacts {
        uint40 issuedAt; //      when it was issued
        uint40 since; //         start of its present unbroken run
        bytes32 evidenceRoot; // root over (badgeId, commitment), or zero
        string label; //         what the occasion is called
    }

    /// @dev What an account may issue.
    enum Standing {
        NONE, //       never appointed
        SCOPED, //     the achievements in `_scopes`
        COLLECTION, // everything
        DISMISSED //   nothing, for ever
    }

    string internal _name;
    string internal _symbol;
    IBadges.Profile internal _profile;

    address internal _renderer; // draws `tokenURI` and `contractURI`
    address internal _reader; //   answers the long reads

    uint256 internal _achievementCount;
    mapping(uint256 achievementId => Heads.Head) internal _achievements;
    mapping(uint256 achievementId => address blob) internal _texts; // code blob of name, description, skills, …
    mapping(uint256 achievementId => address blob) internal _tiers; // code blob of tiers; zero if there are none
    mapping(bytes32 slugHash => uint256 achievementId) internal _slugs;

    mapping(uint256 badgeId => Records.Record) internal _records;
    mapping(uint256 badgeId => bytes32 commitment) internal _evidence;
    mapping(uint256 kind => Members.Head) internal _cohorts;
    mapping(uint256 kind => CohortFacts) internal _cohortFacts;

    mapping(address account => Standing) internal _standings;
    mapping(address account => mapping(uint256 achievementId => bool)) internal _scopes;
    mapping(address issuer => mapping(bytes32 digest => bool)) internal _spent; // cancelled, or claim key used
}
