// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC7572} from "../../interfaces/IERC7572.sol";
import {BadgeStorage} from "./BadgeStorage.sol";

/// @title Who may do what
/// @notice The owner appoints issuers, creates and retires achievements and sets the profile; handing over takes two
/// steps. It cannot issue (unless it appoints itself), and it cannot touch a badge.
abstract contract Roles is BadgeStorage, IERC7572 {
    function appointIssuer(address issuer, uint256 achievementId) external onlyOwner {
        Standing standing = _standings[issuer];
        // Check: somebody, not dismissed, and for something that exists.
        if (issuer == address(0)) revert IssuerUnknown(issuer);
        if (standing == Standing.DISMISSED) revert IssuerIsDismissed(issuer);
        if (achievementId > _achievementCount) revert AchievementUnknown(achievementId);

        // Effect: a scope, or the whole collection.
        if (achievementId == 0) {
            _standings[issuer] = Standing.COLLECTION;
        } else {
            _scopes[issuer][achievementId] = true;
            if (standing == Standing.NONE) _standings[issuer] = Standing.SCOPED;
        }

        // Log.
        emit IssuerAppointed(issuer, achievementId);
    }

    function dismissIssuer(address issuer) external onlyOwner {
        Standing standing = _standings[issuer];
        // Check: somebody who was appointed and is not dismissed yet.
        if (standing == Standing.NONE) revert IssuerUnknown(issuer);
        if (standing == Standing.DISMISSED) revert IssuerIsDismissed(issuer);

        // Effect: final, so that vouchers of before can never revive.
        _standings[issuer] = Standing.DISMISSED;

        // Log.
        emit IssuerDismissed(issuer);
    }

    function setProfile(Profile calldata newProfile) external onlyOwner {
        _profile = newProfile;
        emit ContractURIUpdated();
    }

    function profile() external view returns (Profile memory) {
        return _profile;
    }

    function isIssuer(address account, uint256 achievementId) external view returns (bool) {
        return _standings[account] == Standing.COLLECTION || _isScoped(account, achievementId);
    }

    /// @dev Reverts unless `account` may issue the achievement now.
    function _checkIssuer(address account, uint256 achievementId) internal view {
        if (_standings[account] == Standing.COLLECTION) return; // first, since it is what most issuers are
        if (!_isScoped(account, achievementId)) revert NotIssuer(account, achievementId);
    }

    function _isScoped(address account, uint256 achievementId) private view returns (bool) {
        return _standings[account] == Standing.SCOPED && _scopes[account][achievementId];
    }
}
