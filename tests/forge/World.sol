// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {BadgeReader} from "../../contracts/BadgeReader.sol";
import {BadgeRenderer} from "../../contracts/BadgeRenderer.sol";
import {Badges} from "../../contracts/Badges.sol";
import {MockHostileRecipient} from "../../contracts/test/MockHostileRecipient.sol";
import {MockHostileWallet} from "../../contracts/test/MockHostileWallet.sol";
import {MockWallet} from "../../contracts/test/MockWallet.sol";
import {IBadges} from "../../interfaces/IBadges.sol";
import {IERC5484} from "../../interfaces/IERC5484.sol";
import {Cheats} from "./Cheats.sol";
import {MoodySource} from "./MoodySource.sol";

/// @title A collection, and everybody who has to do with it
/// @notice Eight achievements, of which every burn authority, cohorts, validity, requirements of both kinds, a moody
/// source and a tier take part; holders of whom two are contracts that behave badly.
abstract contract World is Cheats {
    uint256 internal constant MEDAL = 1; //   Both; comes in cohorts; never ends
    uint256 internal constant COURSE = 2; //  OwnerOnly; comes in cohorts; 100 days
    uint256 internal constant EXAM = 3; //    Both; 200 days
    uint256 internal constant LICENCE = 4; // Both; as long as EXAM, or the source says so
    uint256 internal constant MEMBER = 5; //  OwnerOnly; claimed; as long as the source says so
    uint256 internal constant BOND = 6; //    IssuerOnly, so claimed; 100 days
    uint256 internal constant OATH = 7; //    Neither, so claimed; kept for 30 days it has a tier
    uint256 internal constant TITLE = 8; //   Both; two of MEDAL and COURSE; as long as LICENCE, 5 days held
    uint256 internal constant ACHIEVEMENTS = 8;

    uint256 internal constant COHORTS = 3; // that may be issued of MEDAL, and of COURSE
    uint256 internal constant HOLDERS = 6;
    uint256 internal constant BEGINNING = 1_700_000_001;
    string internal constant NAME = "Academy";

    Badges internal _badges;
    MoodySource internal _source;
    MockHostileWallet internal _hostileWallet;

    address[] internal _holders; //   three keys, a wallet, a wallet that answers badly, a contract that hates calls
    address[] internal _issuers; //   of everything, of some, a wallet, dismissed from the start, and one to come
    address[] internal _everybody; // these, two owners, a relayer, and a stranger
    address internal _firstOwner;
    address internal _secondOwner;
    mapping(address account => uint256) internal _keys; // what signs for it

    constructor() {
        vm.warp(BEGINNING);
        _firstOwner = _person("first owner");
        _secondOwner = _person("second owner");
        _badges = new Badges(
            NAME,
            "ACA",
            _firstOwner,
            IBadges.Profile(NAME, "", ""),
            address(new BadgeRenderer()),
            address(new BadgeReader())
        );
        _source = new MoodySource();

        for (uint256 i = 0; i < 3; i++) {
            _holders.push(_person(string.concat("holder ", vm.toString(i))));
        }
        _holders.push(_wallet("owner of a wallet"));
        _hostileWallet = new MockHostileWallet();
        _holders.push(address(_hostileWallet));
        _holders.push(address(new MockHostileRecipient(MockHostileRecipient.Temper.BURNS)));

        _issuers.push(_person("issuer"));
        _issuers.push(_person("issuer of some"));
        _issuers.push(_wallet("owner of the issuing wallet"));
        _issuers.push(_person("dismissed issuer"));
        _issuers.push(_person("issuer to come"));

        _everybody = [_firstOwner, _secondOwner, _person("relayer"), _person("stranger")];
        for (uint256 i = 0; i < _holders.length; i++) {
            _everybody.push(_holders[i]);
        }
        for (uint256 i = 0; i < _issuers.length; i++) {
            _everybody.push(_issuers[i]);
        }
        _create();
        _appoint();
    }

    function _person(string memory name) private returns (address account) {
        uint256 key = uint256(keccak256(bytes(name)));
        account = vm.addr(key);
        _keys[account] = key;
    }

    function _wallet(string memory ownerName) private returns (address wallet) {
        uint256 key = uint256(keccak256(bytes(ownerName)));
        wallet = address(new MockWallet(vm.addr(key)));
        _keys[wallet] = key;
    }

    function _create() private {
        _add(_terms("medal", 0, IERC5484.BurnAuth.Both));
        _add(_terms("course", 100 days, IERC5484.BurnAuth.OwnerOnly));

        IBadges.Terms memory terms = _terms("exam", 200 days, IERC5484.BurnAuth.Both);
        terms.individual = true;
        _add(terms);

        IBadges.Prerequisite memory said = IBadges.Prerequisite(address(_source), 0, 0);
        terms = _terms("licence", 0, IERC5484.BurnAuth.Both);
        terms.requirements = new IBadges.Requirement[](1);
        terms.requirements[0] = _either(true, 1, IBadges.Prerequisite(address(0), EXAM, 0), said);
        _add(terms);

        terms = _terms("member", 0, IERC5484.BurnAuth.OwnerOnly);
        terms.claimOnly = true;
        terms.requirements = new IBadges.Requirement[](1);
        terms.requirements[0] = _only(true, said);
        _add(terms);

        _add(_terms("bond", 100 days, IERC5484.BurnAuth.IssuerOnly));

        terms = _terms("oath", 0, IERC5484.BurnAuth.Neither);
        terms.tiers = new IBadges.Tier[](1);
        terms.tiers[0] = IBadges.Tier("Kept", new IBadges.Requirement[](1));
        terms.tiers[0].requirements[0] = _only(false, IBadges.Prerequisite(address(0), OATH, 30 days));
        _add(terms);

        terms = _terms("title", 0, IERC5484.BurnAuth.Both);
        terms.requirements = new IBadges.Requirement[](2);
        terms.requirements[0] =
            _either(false, 2, IBadges.Prerequisite(address(0), MEDAL, 0), IBadges.Prerequisite(address(0), COURSE, 0));
        terms.requirements[1] = _only(true, IBadges.Prerequisite(address(0), LICENCE, 5 days));
        _add(terms);
    }

    function _only(bool ongoing, IBadges.Prerequisite memory kind)
        private
        pure
        returns (IBadges.Requirement memory requirement)
    {
        requirement = IBadges.Requirement(1, ongoing, new IBadges.Prerequisite[](1));
        requirement.prerequisites[0] = kind;
    }

    function _either(bool ongoing, uint8 needed, IBadges.Prerequisite memory one, IBadges.Prerequisite memory other)
        private
        pure
        returns (IBadges.Requirement memory requirement)
    {
        requirement = IBadges.Requirement(needed, ongoing, new IBadges.Prerequisite[](2));
        (requirement.prerequisites[0], requirement.prerequisites[1]) = (one, other);
    }

    function _add(IBadges.Terms memory terms) private {
        vm.prank(_firstOwner);
        _badges.createAchievement(terms);
    }

    function _terms(string memory slug, uint40 validity, IERC5484.BurnAuth burnAuth)
        internal
        pure
        returns (IBadges.Terms memory terms)
    {
        terms.slug = slug;
        terms.name = slug;
        terms.validity = validity;
        terms.burnAuth = burnAuth;
    }

    function _appoint() private {
        vm.prank(_firstOwner);
        _badges.appointIssuer(_issuers[0], 0);
        for (uint256 achievementId = MEDAL; achievementId <= ACHIEVEMENTS; achievementId += 2) {
            vm.prank(_firstOwner);
            _badges.appointIssuer(_issuers[1], achievementId);
        }
        vm.prank(_firstOwner);
        _badges.appointIssuer(_issuers[2], 0);
        vm.prank(_firstOwner);
        _badges.appointIssuer(_issuers[3], 0);
        vm.prank(_firstOwner);
        _badges.dismissIssuer(_issuers[3]);
    }
}
