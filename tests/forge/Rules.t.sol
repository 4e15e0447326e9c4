// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Cheats} from "./Cheats.sol";
import {Handler} from "./Handler.sol";

/// @title The rules that never bend, whatever anybody does in whatever order (SPEC.md section 3)
/// @notice One invariant for all rules, since forge gives each invariant a campaign of its own with the very same calls;
/// its revert says which rule broke, and how. `README.md` says what is done and what is looked at.
contract RulesTest is Cheats {
    string private constant SUMMARIES = "build/forge/summaries.txt";

    Handler private _handler;

    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function setUp() public {
        _handler = new Handler();
    }

    /// @notice What is called, by nobody in particular: the handler chooses its actors.
    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[20] memory actions = [
            _handler.issue.selector,
            _handler.issueCohort.selector,
            _handler.renew.selector,
            _handler.renewCohort.selector,
            _handler.revoke.selector,
            _handler.signAndClaim.selector,
            _handler.claimAgain.selector,
            _handler.cancel.selector,
            _handler.renounce.selector,
            _handler.renounceBySignature.selector,
            _handler.move.selector,
            _handler.appoint.selector,
            _handler.dismiss.selector,
            _handler.retire.selector,
            _handler.create.selector,
            _handler.handOver.selector,
            _handler.passTime.selector,
            _handler.changeSource.selector,
            _handler.starve.selector,
            _handler.knock.selector
        ];
        bytes4[] memory seldom = new bytes4[](3);
        (seldom[0], seldom[1], seldom[2]) =
        (_handler.resign.selector, _handler.present.selector, _handler.changeWallet.selector);
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(_handler), new bytes4[](actions.length + seldom.length));
        for (uint256 i = 0; i < actions.length; i++) {
            targets[0].selectors[i] = actions[i];
        }
        for (uint256 i = 0; i < seldom.length; i++) {
            targets[0].selectors[actions.length + i] = seldom[i];
        }
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_theRulesHold() public {
        _handler.checkRules();
    }

    /// @notice A run in which nothing succeeded would have shown nothing: what did is written down, and summed up by
    /// `assurance/forge.py`.
    function afterInvariant() public {
        _handler.lookAtTheEnd();
        _handler.checkRules();
        vm.writeLine(SUMMARIES, _handler.summary());
    }
}
