// SPDX-License-Identifier: Apache-2.0
// What a campaign prints and leaves in its folder.
#pragma once

#include <filesystem>
#include <string>

#include "session/campaign/campaign.h"

namespace npusim::session {

/// For stdout.
std::string campaign_text(const CampaignSettings& settings, const CampaignResult& result);

/// FOLDER/campaign.h5, then FOLDER/campaign.md. Neither depends on the number of processes and on
/// interruptions. Throws InputError or TraceError.
void write_campaign(const CampaignSettings& settings, const CampaignResult& result);

/// Whether the folder has what write_campaign() writes.
bool has_campaign_table(const std::filesystem::path& folder);
/// Removes what write_campaign() wrote for an earlier start.
void remove_campaign_tables(const std::filesystem::path& folder);

/// The status of the worst run: the first of 70, 68, 67, 66, 1 that any run ended with.
int campaign_status(const CampaignResult& result);

}  // namespace npusim::session
