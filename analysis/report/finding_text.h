// SPDX-License-Identifier: Apache-2.0
// Phrases about a finding that several report formats share.
#pragma once

#include <string>
#include <vector>

#include "analysis/result/finding.h"

namespace npusim::analysis {

/// "RAW race in UB", "out-of-bounds in UB", "flag-leak".
std::string title_of(const Finding& finding);

/// "race" or "mem, rule mem.in_bounds (certain)": what the finding rests on.
std::string basis_of(const Finding& finding);

/// "gm.store_visible=at_fence: only a fence makes ... (PTOAS#730)": both sides of a finding's
/// contested rule; empty for other rules.
std::vector<std::string> readings_of(const Finding& finding);

/// True if there is such an access (a finding of one access has no second).
bool present(const AccessSite& site);

/// "write of UB[0, 64) by TCI (store_ub)".
std::string access_phrase(const AccessSite& site);

/// "task 3 (rmsnorm_rope) block 2 on AIV 3 pipe S, cycle 10432".
std::string place_phrase(const AccessSite& site);

/// Identifies a finding across runs and across line moves: a hash of what it is and of its two
/// sites without line numbers, as 16 hexadecimal digits. Equal findings of one report are told
/// apart by the caller.
std::string fingerprint_of(const Finding& finding);

}  // namespace npusim::analysis
