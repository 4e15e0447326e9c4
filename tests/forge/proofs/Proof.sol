// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Badges} from "../../../contracts/Badges.sol";
import {MockCompanion} from "../../../contracts/test/MockCompanion.sol";
import {IBadges} from "../../../interfaces/IBadges.sol";
import {Cheats} from "../Cheats.sol";
import {Layout} from "../Layout.sol";

/// @title The part of halmos's cheat codes that the proofs use: values of which nothing is known
interface Svm {
    function createAddress(string calldata name) external pure returns (address);
    function createBool(string calldata name) external pure returns (bool);
    function createBytes(uint256 size, string calldata name) external pure returns (bytes memory);
    function createUint(uint256 bits, string calldata name) external pure returns (uint256);
}

/// @title What every proof begins with: the collection as it is deployed, in any state that it can be in
/// @notice Nothing runs before: records, heads and roles are words of which no more is known than that the contract
/// wrote them (`_isRecord`, `_isHead`). So what holds after one call from there holds after every number of calls.
/// The reader and the renderer answer nothing here; neither can write.
abstract contract Proof is Cheats {
    /// @notice `address(uint160(uint256(keccak256("svm cheat code"))))`.
    Svm internal constant svm = Svm(0xF3993A62377BCd56AE39D773740A5390411E8BC9);

    uint256 internal constant KIND = 1; //    the achievement of whose badges the proofs speak
    uint256 internal constant NUMBER = 1; //  the cohort
    address internal constant OWNER = address(0x0147e5);
    address internal constant BLOB = address(0xb10b);
    address internal constant FIRST = address(0x1111); // the members of the cohort
    address internal constant SECOND = address(0x2222);
    address internal constant THIRD = address(0x3333);

    uint256 internal constant CREATED = 1 << 242;
    uint256 internal constant RETIRED = 1 << 243;
    uint256 internal constant COHORTS = uint256(type(uint40).max) << 200;

    Badges internal _badges;

    function setUp() public virtual {
        address companion = address(new MockCompanion(MockCompanion.Mode.COMPLAIN));
        _badges = new Badges("Academy", "ACA", OWNER, IBadges.Profile("", "", ""), companion, companion);
        vm.etch(BLOB, abi.encodePacked(bytes1(0), FIRST, SECOND, THIRD));
    }

    // ─────────────────────────────────────── any state ───────────────────────────────────────────

    /// @dev Any moment, in the 40 bits that a contract of this century will see.
    function _anyMoment() internal {
        uint256 moment = svm.createUint(40, "now");
        vm.assume(moment != 0);
        vm.warp(moment);
    }

    /// @dev An achievement without requirements: any validity, burn authority, number of cohorts, retired or not. The
    /// flags that only refuse more (claimOnly, individual) are off.
    function _anyHead() internal returns (uint256 head) {
        uint256 flags = CREATED >> 240;
        if (svm.createBool("retired")) flags |= RETIRED >> 240;
        flags |= svm.createUint(2, "burnAuth");
        // Side by side and not by shifts, so that the solver sees at once which bits are known.
        uint40 cohorts = uint40(svm.createUint(40, "cohorts"));
        vm.assume(cohorts != type(uint40).max); // there is not enough gas for so many
        uint40 validity = uint40(svm.createUint(40, "validity"));
        head = uint256(bytes32(abi.encodePacked(uint16(flags), cohorts, validity, address(0))));
        vm.store(address(_badges), Layout.achievement(KIND), bytes32(head));
        vm.store(address(_badges), Layout.COUNT, bytes32(KIND));
    }

    /// @dev Any standing and any scope.
    function _anyStanding(address account) internal returns (bool mayIssue) {
        uint256 standing = svm.createUint(2, "standing");
        bool scoped = svm.createBool("scoped");
        vm.store(address(_badges), Layout.standing(account), bytes32(standing));
        vm.store(address(_badges), Layout.scope(account, KIND), bytes32(abi.encode(scoped)));
        return _either(standing == 2, _both(standing == 1, scoped));
    }

    /// @dev Any record of a badge that was issued; ended or not.
    function _anyRecord(uint256 badgeId) internal returns (uint256 record) {
        record = svm.createUint(224, "record");
        vm.assume(_both(_issuedAt(record) != 0, _issuedAt(record) <= block.timestamp));
        vm.assume(_endedAt(record) <= block.timestamp);
        uint256 how = record >> 216;
        bool ended = _endedAt(record) != 0;
        vm.assume(_implies(!ended, how == 0));
        vm.assume(_implies(ended, _both(_either(how == 5, how == 6), _award(record) != 0)));
        vm.assume(_implies(!ended, _award(record) != type(uint16).max)); // nothing is awarded after so many endings
        vm.store(address(_badges), Layout.record(badgeId), bytes32(record));
    }

    /// @dev Any times of the cohort of three; whether any of them has a record of its own.
    function _anyCohort() internal returns (uint256 head) {
        uint256 facts = svm.createUint(80, "facts");
        vm.assume(_both(uint40(facts) != 0, uint40(facts) <= block.timestamp)); // when it was issued
        vm.store(address(_badges), Layout.facts(KIND << 48 | NUMBER), bytes32(facts));
        head = svm.createUint(81, "cohort") << 160 | uint160(BLOB);
        vm.store(address(_badges), Layout.cohort(KIND << 48 | NUMBER), bytes32(head));
    }

    function _single(address holder) internal pure returns (uint256) {
        return KIND << 208 | uint160(holder);
    }

    function _member(address holder) internal pure returns (uint256) {
        return KIND << 208 | NUMBER << 160 | uint160(holder);
    }

    function _recordOf(uint256 badgeId) internal view returns (uint256) {
        return uint256(vm.load(address(_badges), Layout.record(badgeId)));
    }

    // ───────────────────────────── the words, as Records.sol draws them ──────────────────────────

    function _issuedAt(uint256 record) internal pure returns (uint256) {
        return uint40(record);
    }

    function _startTime(uint256 record) internal pure returns (uint256) {
        return uint40(record >> 40);
    }

    function _endTime(uint256 record) internal pure returns (uint256) {
        return uint40(record >> 80);
    }

    function _since(uint256 record) internal pure returns (uint256) {
        return uint40(record >> 120);
    }

    function _endedAt(uint256 record) internal pure returns (uint256) {
        return uint40(record >> 160);
    }

    function _award(uint256 record) internal pure returns (uint256) {
        return uint16(record >> 200);
    }

    function _burnAuth(uint256 head) internal pure returns (uint256) {
        return head >> 240 & 3;
    }

    /// @dev Never (0) is later than every date.
    function _isNotEarlier(uint256 end, uint256 than) internal pure returns (bool) {
        return end == 0 || (than != 0 && end >= than);
    }

    // Without branches, since each branch doubles the paths, and each path is a question to the solver.

    function _both(bool one, bool other) internal pure returns (bool both) {
        assembly {
            both := and(one, other)
        }
    }

    function _either(bool one, bool other) internal pure returns (bool either) {
        assembly {
            either := or(one, other)
        }
    }

    function _implies(bool one, bool other) internal pure returns (bool) {
        return _either(!one, other);
    }
}
