// SPDX-License-Identifier: Apache-2.0
// What a campaign prints and leaves in its folder.
#pragma once

#include <string>

#include "cli/campaign.h"

namespace npusim::cli {

/// For stdout.
std::string campaign_text(const CampaignSettings& settings, const CampaignResult& result);

/// FOLDER/campaign.md and FOLDER/campaign.h5. Throws InputError or TraceError.
void write_campaign(const CampaignSettings& settings, const CampaignResult& result);

/// The status of the worst run: the first of 70, 68, 67, 66, 1 that any run ended with.
int campaign_status(const CampaignResult& result);

}  // namespace npusim::cli
