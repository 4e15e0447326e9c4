// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {MockGate} from "../../contracts/test/MockGate.sol";
import {Gated} from "../../contracts/Gated.sol";
import {IBadges} from "../../interfaces/IBadges.sol";
import {Layout} from "./Layout.sol";
import {OutsideActs} from "./actions/OutsideActs.sol";

/// @title The handler of the invariant runs: every action, and the look at everything
/// @notice `Frame` looks at what each call wrote. Here the whole collection is read through its public doors and compared
/// with the ghosts.
contract Handler is OutsideActs {
    uint256 private constant EVERY = 25; // steps from one look at everything to the next

    mapping(uint256 achievementId => bytes32) private _termsHash;
    mapping(uint256 achievementId => MockGate) private _gates;

    constructor() {
        for (uint256 i = 1; i <= ACHIEVEMENTS; i++) {
            _remember(i);
            _gates[i] = new MockGate(_badges, i);
            Gated.Line[][] memory door = new Gated.Line[][](1);
            door[0] = new Gated.Line[](1);
            door[0][0] = Gated.Line(_badges, i, 0);
            _gates[i].rebuild(door);
        }
    }

    /// @notice What must hold after every call: one badge from all sides, and now and then everything. Reverts with the rule that does not, and how.
    function checkRules() external {
        uint256 badgeId = _badge(_steps);
        rule6WhoeverAsksHearsTheSame(badgeId);
        if (_steps % EVERY == 0) lookAtEverything();
        for (uint256 rule = 1; rule <= 10; rule++) {
            string memory breach = breachOf(rule);
            if (bytes(breach).length != 0) revert(string.concat("rule ", vm.toString(rule), ": ", breach));
        }
    }

    /// @notice Reads all there is.
    function lookAtEverything() public {
        IBadges.Status[] memory statuses = _badges.statusesOf(_ids);
        for (uint256 i = 0; i < _ids.length; i++) {
            rule6StatusIsByPrecedence(_ids[i], statuses[i]);
            rule1NoBadgeMoves(_ids[i]);
            rule3TimeMovesForward(_ids[i]);
        }
        for (uint256 i = 0; i < HOLDERS; i++) {
            rule5LosingAPrerequisiteTakesNothing(_holders[i]);
        }
    }

    /// @notice What is looked at when a run ends, since it takes long.
    function lookAtTheEnd() external {
        lookAtEverything();
        for (uint256 i = 1; i <= _newest; i++) {
            rule4TermsAreFixed(i);
        }
        rule7ABadgeNeedsNoServer(_badge(_steps));
    }

    /// @notice Rule 1. The owner of a badge is the one whom its id names, for as long as it exists.
    function rule1NoBadgeMoves(uint256 badgeId) public {
        bool lives = _lives_(badgeId);
        try _badges.ownerOf(badgeId) returns (address owner) {
            _rule(1, owner == _holderIn(badgeId), "a badge has another owner than its id says");
            _rule(1, lives, "a badge that is not there has an owner");
        } catch {
            _rule(1, !lives, "a badge that is there has no owner");
        }
        _rule(1, _holdings[badgeId] == (lives ? 1 : 0), "the Transfer logs tell another story");
    }

    /// @notice Rule 3. Issue, start, end, run, award and evidence are what the history says.
    function rule3TimeMovesForward(uint256 badgeId) public {
        Life storage life = _lives[badgeId];
        (uint256 record, bytes32 evidence) = _badges.recordOf(badgeId);
        if (!life.written) {
            _rule(10, record == 0, "a badge that was never issued has a record");
            return;
        }
        _rule(3, uint40(record) == life.issuedAt, "a badge was issued at another time");
        _rule(3, uint40(record >> 40) == life.start, "a badge starts at another time");
        _rule(3, uint40(record >> 160) == life.endedAt, "a badge ended at another time");
        _rule(3, evidence == life.evidence, "a badge has other evidence");
        _rule(10, uint16(record >> 200) == life.award, "a badge has another award");
        if (life.endedAt != 0) return;
        _rule(3, uint40(record >> 80) == life.end, "a badge ends at another time");
        _rule(3, uint40(record >> 120) == life.since, "a badge's run began at another time");
    }

    /// @notice Rule 4. The terms of an achievement are what they were when it was created.
    function rule4TermsAreFixed(uint256 achievementId) public {
        IBadges.Achievement memory achievement = _badges.achievementOf(achievementId);
        _rule(4, keccak256(abi.encode(achievement.terms)) == _termsHash[achievementId], "terms changed");
        _rule(4, achievement.retired == _retired[achievementId], "retired by nobody, or not retired any more");
        _rule(4, _badges.achievementIdOf(achievement.terms.slug) == achievementId, "a slug means something else");
    }

    /// @notice Rule 5. Expired and suspended badges are their holder's: all that exist count as owned.
    function rule5LosingAPrerequisiteTakesNothing(address holder) public {
        uint256 owned = 0;
        for (uint256 i = 0; i < _ids.length; i++) {
            if (_holderIn(_ids[i]) == holder && _lives_(_ids[i])) owned++;
        }
        _rule(5, _badges.balanceOf(holder) == owned, "a holder owns more or fewer badges than were issued");
        (uint256[] memory found, uint256 next) = _badges.badgesOf(holder, 0, 1000);
        _rule(5, next == 0 && found.length == owned, "a badge is missing from its holder's list");
    }

    /// @notice Rule 6. Status is what the order of precedence says.
    function rule6StatusIsByPrecedence(uint256 badgeId, IBadges.Status status) public {
        _rule(6, status == _status(badgeId), "a status is not what the order of precedence says");
    }

    /// @notice Rule 6. Every door that asks whether a badge counts hears the same: it does if it is ACTIVE.
    function rule6WhoeverAsksHearsTheSame(uint256 badgeId) public {
        (uint256 achievementId, address holder) = (_achievementIn(badgeId), _holderIn(badgeId));
        bool counts = _isActive(badgeId);
        _rule(6, (_badges.statusOf(badgeId) == IBadges.Status.ACTIVE) == counts, "what counts is not ACTIVE");
        _rule(6, _badges.exists(badgeId) == _lives_(badgeId), "what ended exists, or what was issued does not");
        // What asks outside is not vouched for outside.
        bool vouched = achievementId != LICENCE && achievementId != MEMBER && achievementId != TITLE;
        uint256 since = _badges.heldSince(holder, badgeId >> 160);
        _rule(6, since == (counts && vouched ? _lives[badgeId].since : 0), "held since another time than it counts");

        bool any = false;
        for (uint256 cohort = 0; cohort <= COHORTS; cohort++) {
            any = any || _isActive(_id(achievementId, cohort, holder));
        }
        _rule(6, _badges.holds(holder, achievementId) == any, "who holds none that counts holds one, or the reverse");
        bool kept = counts && achievementId == OATH && block.timestamp >= _lives[badgeId].since + 30 days;
        _rule(6, _badges.tierOf(badgeId) == (kept ? 1 : 0), "a tier that was not reached, or is not shown");
        uint256[] memory shown = new uint256[](1);
        shown[0] = badgeId;
        bool opens = _gates[achievementId].opensFor(holder, shown);
        _rule(6, opens == counts, "a gate lets in who has none that counts, or shuts out who has");
    }

    /// @notice Rule 7. A badge's document comes from the chain, whatever became of its issuer.
    function rule7ABadgeNeedsNoServer(uint256 badgeId) public {
        if (!_lives_(badgeId)) return;
        bytes memory uri = bytes(_badges.tokenURI(badgeId));
        bytes memory head = "data:application/json;base64,";
        bool data = uri.length > head.length;
        for (uint256 i = 0; data && i < head.length; i++) {
            data = uri[i] == head[i];
        }
        _rule(7, data, "a badge's document is somewhere else");
    }

    function _remember(uint256 achievementId) internal override {
        _termsHash[achievementId] = keccak256(abi.encode(_badges.achievementOf(achievementId).terms));
    }
}
