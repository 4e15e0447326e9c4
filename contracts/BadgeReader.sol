// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IBadges} from "../interfaces/IBadges.sol";
import {Heads} from "./badges/Heads.sol";
import {Ids} from "./badges/Ids.sol";
import {Members} from "./badges/Members.sol";
import {Records} from "./badges/Records.sol";
import {TypedData} from "./badges/TypedData.sol";
import {Walks} from "./reading/Walks.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   missing-inheritance: It answers for the collection and is none itself: the collection has the interface.

/// @title The long reads of a collection
/// @notice The companion that answers what takes much code: a collection hands such a question on as it came, by
/// staticcall, and is itself, as the caller, what is read. Without state and without power; all collections of a chain
/// can share one.
contract BadgeReader is Walks, TypedData {
    using Heads for Heads.Head;
    using Members for Members.Head;
    using Records for Records.Record;

    /// @notice See `IBadges.badgeOf`.
    function badgeOf(uint256 badgeId) external view returns (IBadges.Badge memory badge) {
        IBadges badges = IBadges(msg.sender);
        (uint256 word, bytes32 evidence) = badges.recordOf(badgeId);
        Records.Record record = Records.Record.wrap(word);
        badge.achievementId = Ids.achievementOf(badgeId);
        badge.cohort = Ids.cohortOf(badgeId);
        badge.holder = Ids.holderOf(badgeId);
        if (record.isEmpty()) return badge;

        badge.status = badges.statusOf(badgeId);
        badge.issuedAt = uint40(record.issuedAt());
        badge.startTime = uint40(record.startTime());
        badge.endTime = uint40(record.endTime());
        badge.since = uint40(record.since());
        badge.endedAt = uint40(record.endedAt());
        badge.award = record.award();
        badge.burnAuth = _headOf(badges, badge.achievementId).burnAuth();
        badge.evidence = evidence;
        badge.tier = tierOf(badgeId);
    }

    /// @notice See `IBadges.achievementOf`.
    function achievementOf(uint256 achievementId) external view returns (IBadges.Achievement memory achievement) {
        (uint256 word, address texts, address tiers) = IBadges(msg.sender).partsOf(achievementId);
        Heads.Head head = Heads.Head.wrap(word);
        achievement.achievementId = achievementId;
        achievement.retired = head.has(Heads.RETIRED);
        achievement.cohorts = uint48(head.cohorts());

        IBadges.Terms memory terms = achievement.terms;
        (terms.slug, terms.name, terms.description, terms.criteria, terms.skills, terms.color) =
            abi.decode(SSTORE2.read(texts), (string, string, string, string, string[], uint24));
        terms.validity = uint40(head.validity());
        terms.burnAuth = head.burnAuth();
        terms.claimOnly = head.has(Heads.CLAIM_ONLY);
        terms.individual = head.has(Heads.INDIVIDUAL);
        terms.requirements = _requirementsOf(head);
        if (tiers != address(0)) terms.tiers = _tiersIn(tiers);
    }

    /// @notice See `IBadges.cohortOf`.
    function cohortOf(uint256 achievementId, uint256 number) external view returns (IBadges.Cohort memory cohort) {
        (uint256 word, uint256 issuedAt, uint256 since, bytes32 evidenceRoot, string memory label) =
            IBadges(msg.sender).cohortPartsOf(achievementId, number);
        Members.Head head = Members.Head.wrap(word);
        cohort.label = label;
        cohort.issuedAt = uint40(issuedAt);
        cohort.startTime = uint40(head.startTime());
        cohort.endTime = uint40(head.endTime());
        cohort.since = uint40(since);
        cohort.evidenceRoot = evidenceRoot;
        cohort.count = Members.count(head.members());
        cohort.members = head.members();
    }

    /// @notice See `IBadges.isEvidence`.
    function isEvidence(uint256 badgeId, bytes32 commitment, bytes32[] calldata path) external view returns (bool) {
        (uint256 word, bytes32 evidence) = IBadges(msg.sender).recordOf(badgeId);
        if (word == 0 || evidence == 0) return false;
        if (Ids.cohortOf(badgeId) == 0) return path.length == 0 && commitment == evidence;
        // The leaf names the badge, and so its holder: no member can present another's record.
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(badgeId, commitment))));
        return MerkleProof.verifyCalldata(path, evidence, leaf);
    }

    /// @notice See ERC-5267; of the collection that asks.
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        return (0x0f, DOMAIN_NAME, DOMAIN_VERSION, block.chainid, msg.sender, 0, new uint256[](0));
    }
}
