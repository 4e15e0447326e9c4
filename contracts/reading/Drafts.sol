// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IBadgeReader} from "../../interfaces/IBadgeReader.sol";
import {IBadges} from "../../interfaces/IBadges.sol";
import {IERC5484} from "../../interfaces/IERC5484.sol";
import {Heads} from "../badges/Heads.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   calls-loop: A view that checks terms asks the collection itself about each achievement that they name.
//   unused-return: Of an achievement's parts the head is what terms are checked against.

/// @title Checking the terms of a new achievement
/// @notice No cycle can arise, since only what exists already can be required; and what a status may come to cost is
/// bounded here, once, through all layers.
abstract contract Drafts is IBadgeReader {
    using Heads for Heads.Head;

    uint256 private constant MOST_PREREQUISITES = 16; // of all requirements together, and again of all tiers together
    uint256 private constant MOST_TIERS = 8;
    uint256 private constant MOST_DEPTH = 2;
    uint256 private constant MOST_FOREIGN = 4;

    // What asking for a status costs at the most, with every slot cold, as measured (docs/adr/0004): to open the rules of
    // a title, for each prerequisite listed there, and for each badge looked at. Beyond MOST_COST an asker's allowance
    // might not do, so it is not vouched for outside.
    uint256 private constant COST_OF_TITLE = 9000;
    uint256 private constant COST_OF_LISTED = 1700;
    uint256 private constant COST_OF_LOOK = 3000;
    uint256 private constant MOST_COST = 160_000;

    uint256 private constant MOST_BLOB = 24_575; // EIP-170, less the byte that SSTORE2 puts in front

    /// @inheritdoc IBadgeReader
    function draft(IBadges.Terms calldata terms)
        external
        view
        returns (uint256 head, bytes memory requirements, bytes memory tiers, bytes memory texts)
    {
        IBadges badges = IBadges(msg.sender);
        uint256 achievementId = badges.achievementCount() + 1;

        _checkSlug(badges, terms.slug);
        if (bytes(terms.name).length == 0) revert IBadges.NameMissing();
        head = _requirementFlags(badges, terms.requirements, achievementId);
        _checkTiers(badges, terms.tiers, achievementId);

        if (terms.individual) head |= Heads.INDIVIDUAL;
        bool holderCanRenounce =
            terms.burnAuth == IERC5484.BurnAuth.OwnerOnly || terms.burnAuth == IERC5484.BurnAuth.Both;
        if (terms.claimOnly || !holderCanRenounce) head |= Heads.CLAIM_ONLY;
        head = Heads.Head.unwrap(Heads.pack(head, terms.validity, terms.burnAuth));

        if (terms.requirements.length != 0) requirements = _fitting(abi.encode(terms.requirements));
        if (terms.tiers.length != 0) tiers = _fitting(abi.encode(terms.tiers));
        texts = _fitting(_textsOf(terms));
    }

    function _requirementsOf(Heads.Head head) internal view returns (IBadges.Requirement[] memory requirements) {
        if (head.has(Heads.DEMANDING)) {
            requirements = abi.decode(SSTORE2.read(head.rules()), (IBadges.Requirement[]));
        }
    }

    function _headOf(IBadges badges, uint256 achievementId) internal view returns (Heads.Head) {
        (uint256 word,,) = badges.partsOf(achievementId);
        return Heads.Head.wrap(word);
    }

    function _checkSlug(IBadges badges, string calldata slug) private view {
        bytes calldata text = bytes(slug);
        if (text.length == 0 || text.length > 64) revert IBadges.SlugInvalid(slug);
        for (uint256 i = 0; i < text.length; i++) {
            bytes1 c = text[i];
            bool sound = (c >= "a" && c <= "z") || (c >= "0" && c <= "9") || c == "-";
            if (!sound) revert IBadges.SlugInvalid(slug);
        }
        uint256 taken = badges.achievementIdOf(slug);
        if (taken != 0) revert IBadges.SlugTaken(slug, taken);
    }

    /// @dev Checks the requirements and returns what the head says of them.
    function _requirementFlags(IBadges badges, IBadges.Requirement[] calldata requirements, uint256 achievementId)
        private
        view
        returns (uint256 flags)
    {
        if (requirements.length == 0) return 0;
        uint256 count = 0;
        for (uint256 i = 0; i < requirements.length; i++) {
            count += requirements[i].prerequisites.length;
            _checkRequirement(badges, requirements[i], achievementId - 1, 0, requirements[i].ongoing);
        }
        if (count > MOST_PREREQUISITES) revert IBadges.TooManyPrerequisites(count, MOST_PREREQUISITES);

        flags = Heads.DEMANDING | Heads.INDIVIDUAL;
        (uint256 depth, uint256 foreign, uint256 cost) = _layers(badges, requirements);
        if (depth > MOST_DEPTH) revert IBadges.OngoingTooDeep(depth, MOST_DEPTH);
        if (foreign > MOST_FOREIGN) revert IBadges.TooManyForeign(foreign, MOST_FOREIGN);
        if (depth == 0) return flags;
        flags |= Heads.ONGOING | Heads.layers(depth, foreign);
        if (foreign != 0 || cost > MOST_COST) flags |= Heads.UNVOUCHED;
    }

    /// @dev What a status rests on through all layers of ongoing requirements: how many layers, how many foreign
    /// sources, and what it may cost to ask, in gas, with every slot cold.
    function _layers(IBadges badges, IBadges.Requirement[] memory requirements)
        private
        view
        returns (uint256 depth, uint256 foreign, uint256 cost)
    {
        cost = COST_OF_TITLE;
        for (uint256 i = 0; i < requirements.length; i++) {
            IBadges.Prerequisite[] memory kinds = requirements[i].prerequisites;
            cost += kinds.length * COST_OF_LISTED;
            if (!requirements[i].ongoing) continue;
            if (depth == 0) depth = 1;
            for (uint256 j = 0; j < kinds.length; j++) {
                if (kinds[j].source != address(0)) {
                    foreign++;
                    continue;
                }
                cost += COST_OF_LOOK;
                Heads.Head below = _headOf(badges, kinds[j].id);
                if (!below.has(Heads.ONGOING)) continue;
                if (below.depth() >= depth) depth = below.depth() + 1;
                foreign += below.foreign();
                (,, uint256 more) = _layers(badges, _requirementsOf(below));
                cost += more;
            }
        }
    }

    function _checkTiers(IBadges badges, IBadges.Tier[] calldata tiers, uint256 achievementId) private view {
        if (tiers.length > MOST_TIERS) revert IBadges.TooManyTiers(tiers.length, MOST_TIERS);
        uint256 count = 0;
        for (uint256 i = 0; i < tiers.length; i++) {
            if (bytes(tiers[i].label).length == 0) revert IBadges.NameMissing();
            IBadges.Requirement[] calldata requirements = tiers[i].requirements;
            for (uint256 j = 0; j < requirements.length; j++) {
                if (requirements[j].ongoing) revert IBadges.TierIsOngoing(i + 1);
                count += requirements[j].prerequisites.length;
                // A tier may name its own achievement.
                _checkRequirement(badges, requirements[j], achievementId, achievementId, true);
            }
        }
        if (count > MOST_PREREQUISITES) revert IBadges.TooManyPrerequisites(count, MOST_PREREQUISITES);
    }

    /// @param last Local prerequisites have this number at the most.
    /// @param self The achievement's own number where it may be named, otherwise 0.
    /// @param live Whether it is asked without witnesses: ongoing, or in a tier.
    function _checkRequirement(
        IBadges badges,
        IBadges.Requirement calldata requirement,
        uint256 last,
        uint256 self,
        bool live
    ) private view {
        IBadges.Prerequisite[] calldata kinds = requirement.prerequisites;
        uint256 most = kinds.length;
        for (uint256 i = 0; i < kinds.length; i++) {
            IBadges.Prerequisite calldata kind = kinds[i];
            for (uint256 j = 0; j < i; j++) {
                if (kinds[j].source == kind.source && kinds[j].id == kind.id) {
                    revert IBadges.PrerequisiteTwice(kind.source, kind.id);
                }
            }
            if (kind.source != address(0)) {
                if (kind.source == address(badges) || kind.source.code.length == 0) {
                    revert IBadges.SourceInvalid(kind.source);
                }
                continue;
            }
            if (kind.id == 0 || kind.id > last) revert IBadges.PrerequisiteNotEarlier(kind.id, last);
            if (kind.id == self || _headOf(badges, kind.id).has(Heads.INDIVIDUAL)) continue;
            // An achievement that comes in cohorts can be held many times, but only witnesses show that.
            if (live) revert IBadges.PrerequisiteNotIndividual(kind.id);
            most = type(uint8).max;
        }
        if (requirement.needed == 0 || requirement.needed > most) {
            revert IBadges.NeededOutOfRange(requirement.needed, most);
        }
    }

    function _textsOf(IBadges.Terms calldata terms) private pure returns (bytes memory) {
        return abi.encode(terms.slug, terms.name, terms.description, terms.criteria, terms.skills, terms.color);
    }

    function _fitting(bytes memory blob) private pure returns (bytes memory) {
        if (blob.length > MOST_BLOB) revert IBadges.TermsTooLong(blob.length, MOST_BLOB);
        return blob;
    }
}
