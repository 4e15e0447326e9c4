// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {Digits} from "./Digits.sol";

// What slither says here, and why it stands (`make assure` holds every line to a finding):
//   divide-before-multiply: The calendar is made of whole days, years and eras: rounding down is what it does.

/// @title Times as people write them
/// @dev Days begin at midnight UTC. The calendar is the Gregorian one throughout.
library CivilDate {
    uint256 private constant DAYS_OF_400_YEARS = 146_097;

    /// @notice The day of a Unix time as YYYY-MM-DD (ISO 8601); years after 9999 take five digits.
    /// @param time Seconds since 1970, as they fit into 40 bits.
    function iso(uint40 time) internal pure returns (string memory) {
        // Unchecked: times of 40 bits are far from any bound, and the divisors keep every difference positive.
        unchecked {
            // Years are counted from the first of March, so that the leap day is a year's last day and months follow a
            // fixed pattern; 1970-01-01 is day 719,468 since 0000-03-01. (Howard Hinnant's `civil_from_days`.)
            uint256 day = uint256(time) / 1 days + 719_468;
            uint256 era = day / DAYS_OF_400_YEARS;
            day %= DAYS_OF_400_YEARS;
            uint256 year = (day - day / 1460 + day / 36_524 - day / (DAYS_OF_400_YEARS - 1)) / 365;
            day -= 365 * year + year / 4 - year / 100;
            uint256 month = (5 * day + 2) / 153; // 0 for March
            day -= (153 * month + 2) / 5;
            month = month < 10 ? month + 3 : month - 9;
            year += 400 * era + (month < 3 ? 1 : 0);
            string memory written = Digits.decimal(year, year < 10_000 ? 4 : 5);
            return string.concat(written, "-", Digits.decimal(month, 2), "-", Digits.decimal(day + 1, 2));
        }
    }
}
