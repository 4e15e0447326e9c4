// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Ghost} from "./Ghost.sol";
import {Layout} from "./Layout.sol";
import {Vm} from "./Cheats.sol";

/// @title Acting, and seeing what was written
/// @notice Every call to the collection goes through `_act`, which looks at each slot that the call wrote. A slot of a
/// badge, a cohort or an achievement may only be written by the act that is about it, and only in the bits that this act
/// may change; so whatever anybody does to one badge shows to have touched no other.
abstract contract Frame is Ghost {
    /// @dev What a slot belongs to.
    enum Part {
        OTHER, //       names, profile, roles, what is spent
        RECORD, //      of one badge
        EVIDENCE, //    of one badge
        COHORT, //      its hot slot
        FACTS, //       its cold slots
        ACHIEVEMENT, // its head
        TERMS //        texts and tiers
    }

    /// @dev A slot's meaning: what it belongs to, and the number of that.
    struct Meaning {
        Part part;
        uint256 about;
    }

    /// @dev What an act may write: about one badge, one cohort, one achievement; 0 for none.
    struct Scope {
        uint256 badgeId;
        uint256 kind;
        uint256 achievementId;
    }

    uint256 internal constant ENOUGH = 10_000_000; // gas, so that who burns all of it burns no more

    uint256 private constant DEPARTED = 1 << 240;
    uint256 private constant RETIRED = 1 << 243;
    uint256 private constant COHORT_COUNT = (1 << 40) - 1 << 200;
    uint256 private constant COHORT_END = (1 << 40) - 1 << 200;

    bytes32 private constant TRANSFER = keccak256("Transfer(address,address,uint256)");

    mapping(bytes32 slot => Meaning) private _meanings;
    mapping(bytes32 slot => uint256) private _words; // what stands there, as last seen
    mapping(uint256 rule => string) private _breaches;
    uint256 internal _newest = ACHIEVEMENTS; // achievement
    mapping(uint256 badgeId => uint256) internal _holdings; // what the Transfer logs add up to

    constructor() {
        for (uint256 i = 0; i < _ids.length; i++) {
            uint256 badgeId = _ids[i];
            _know(Layout.record(badgeId), Part.RECORD, badgeId);
            _know(Layout.evidence(badgeId), Part.EVIDENCE, badgeId);
            uint256 kind = badgeId >> 160;
            _know(Layout.cohort(kind), Part.COHORT, kind);
            for (uint256 j = 0; j < 3; j++) {
                _know(bytes32(uint256(Layout.facts(kind)) + j), Part.FACTS, kind);
            }
        }
        for (uint256 i = 1; i <= ACHIEVEMENTS; i++) {
            _knowAchievement(i);
        }
    }

    function _know(bytes32 slot, Part part, uint256 about) private {
        _meanings[slot] = Meaning(part, about);
        _words[slot] = uint256(vm.load(address(_badges), slot));
    }

    function _knowAchievement(uint256 achievementId) internal {
        _know(Layout.achievement(achievementId), Part.ACHIEVEMENT, achievementId);
        _know(Layout.texts(achievementId), Part.TERMS, achievementId);
        _know(Layout.tiers(achievementId), Part.TERMS, achievementId);
    }

    /// @notice What breached a rule first; empty for nothing.
    function breachOf(uint256 rule) public view returns (string memory) {
        return _breaches[rule];
    }

    /// @dev Writes down that a rule was broken, unless it `holds`.
    function _rule(uint256 number, bool holds, string memory what) internal {
        if (!holds && bytes(_breaches[number]).length == 0) _breaches[number] = what;
    }

    /// @dev Sends, and looks at what was written and logged.
    function _act(address caller, bytes memory message, Scope memory scope)
        internal
        returns (bool done, bytes memory answer)
    {
        vm.record();
        vm.recordLogs();
        vm.prank(caller);
        (done, answer) = address(_badges).call{gas: ENOUGH}(message);
        (, bytes32[] memory written) = vm.accesses(address(_badges));
        for (uint256 i = 0; i < written.length; i++) {
            _look(written[i], scope);
        }
        Vm.Log[] memory logs = vm.getRecordedLogs();
        if (done) _follow(logs, scope); // forge records what was logged before a revert, too
    }

    function _look(bytes32 slot, Scope memory scope) private {
        Meaning memory meaning = _meanings[slot];
        if (meaning.part == Part.OTHER) return;
        uint256 old = _words[slot];
        uint256 word = uint256(vm.load(address(_badges), slot));
        if (old == word) return;
        _words[slot] = word;

        if (meaning.part == Part.RECORD) {
            _rule(2, meaning.about == scope.badgeId, "a badge was written by an act that is not about it");
            _lookAtRecord(old, word);
        } else if (meaning.part == Part.EVIDENCE) {
            _rule(2, meaning.about == scope.badgeId, "evidence was written by an act that is not about it");
        } else if (meaning.part == Part.COHORT) {
            bool departs = meaning.about == scope.badgeId >> 160 && old != 0 && word == old | DEPARTED;
            bool lasts = (old ^ word) & ~COHORT_END == 0;
            bool own = meaning.about == scope.kind && (old == 0 || lasts);
            _rule(2, departs || own, "a cohort was written by an act that is not about it");
        } else if (meaning.part == Part.FACTS) {
            _rule(2, meaning.about == scope.kind, "a cohort's facts were written by an act that is not about it");
        } else {
            bool counts = meaning.part == Part.ACHIEVEMENT && (old ^ word) & ~(COHORT_COUNT | RETIRED) == 0;
            _rule(4, counts && meaning.about == scope.achievementId, "terms were written");
            _rule(4, word & RETIRED >= old & RETIRED, "an achievement is open again");
            _rule(10, (word & COHORT_COUNT) >= (old & COHORT_COUNT), "cohorts are counted backwards");
        }
    }

    /// @dev What no act whatever may do to a record.
    function _lookAtRecord(uint256 old, uint256 word) private {
        _rule(2, word != 0, "a badge was forgotten");
        if (old == 0) return;
        bool ended = old >> 160 & (1 << 40) - 1 != 0;
        uint256 award = old >> 200 & 0xffff;
        uint256 newAward = word >> 200 & 0xffff;
        _rule(10, newAward == award || newAward == award + 1, "the award went astray");
        if (ended) return; // what comes back is for the claim to answer
        _rule(3, (old ^ word) & (1 << 80) - 1 == 0, "issue or start of a living badge changed");
        _rule(3, word >> 120 & (1 << 40) - 1 >= old >> 120 & (1 << 40) - 1, "a run began earlier than it did");
        uint256 end = old >> 80 & (1 << 40) - 1;
        uint256 newEnd = word >> 80 & (1 << 40) - 1;
        _rule(3, newEnd == end || (end != 0 && _reaches(newEnd, end)), "an end was brought nearer");
    }

    /// @dev Every Transfer is from nobody to the holder whom the id names, or from that one to nobody.
    function _follow(Vm.Log[] memory logs, Scope memory scope) private {
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].topics.length != 4 || logs[i].topics[0] != TRANSFER) continue;
            address from = address(uint160(uint256(logs[i].topics[1])));
            address to = address(uint160(uint256(logs[i].topics[2])));
            uint256 badgeId = uint256(logs[i].topics[3]);
            bool mine = badgeId == scope.badgeId || badgeId >> 160 == scope.kind;
            _rule(1, mine, "a badge that the act is not about was logged");
            bool comes = from == address(0) && to == _holderIn(badgeId);
            bool goes = from == _holderIn(badgeId) && to == address(0);
            _rule(1, comes != goes, "a badge moved");
            _rule(10, comes ? _holdings[badgeId] == 0 : _holdings[badgeId] == 1, "a badge came or went twice");
            _holdings[badgeId] = comes ? 1 : 0;
        }
    }
}
