// SPDX-License-Identifier: Apache-2.0
// What makes two campaigns the same: everything that their runs depend on.
#pragma once

#include <string>

#include "session/campaign/campaign.h"
#include "sim/build/program_identity.h"

namespace npusim::session {

/// One line; campaigns are the same if it is.
std::string campaign_identity(const CampaignSettings& settings, const ProgramIdentity& inputs);

/// What differs between two such lines, for people: "kernels/aiv/add.cpp changed", "seed is 2, was
/// 1".
std::string campaign_difference(const std::string& then, const std::string& now);

}  // namespace npusim::session
