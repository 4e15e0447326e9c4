// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Anything that can answer "since when does this wallet hold that?"
/// @notice Requirements, tiers and gates ask this one question of every place they do not know from within.
/// It is always asked by `staticcall`, with a fixed gas allowance, and anything but one clean word counts as "no".
interface IBadgeSource {
    /// @notice Since when `holder` has held, without a break, what `id` names.
    /// @param holder The wallet in question.
    /// @param id What is asked for; its meaning is the source's own. A `Badges` collection reads it as
    /// `badgeId >> 160`: an achievement and a cohort, cohort 0 for the badge issued one by one. It answers 0 for a badge
    /// whose ongoing requirements ask other sources, or rest on too much: its answers must fit into what an asker allows,
    /// so that nobody can change them by paying less or by warming storage first.
    /// @return since 0 if it is not held now; otherwise a Unix time in seconds, not in the future. A source that cannot
    /// know the moment answers with the present time, and so can never satisfy a `heldFor`.
    function heldSince(address holder, uint256 id) external view returns (uint256 since);
}
