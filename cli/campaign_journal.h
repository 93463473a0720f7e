// SPDX-License-Identifier: Apache-2.0
// The runs of a campaign that are done, in a file that a kill cannot spoil: one line a run, written
// when the run ends. A campaign that starts again with the same settings takes them over.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "analysis/campaign/run_outcome.h"

namespace npusim::cli {

class CampaignJournal {
 public:
  /// Keeps nothing on disk.
  CampaignJournal() = default;

  /// Opens FOLDER/NAME.jsonl, or makes it. `settings` is what the campaign depends on, one line.
  /// Throws InputError if the file belongs to another campaign or cannot be written.
  CampaignJournal(const std::filesystem::path& folder, const std::string& name,
                  const std::string& settings);

  /// What is in all journals of the campaign: this one's and those of other processes.
  const std::vector<analysis::RunOutcome>& done() const { return done_; }

  /// Appends a run; on disk when this returns. Throws InputError if the disk is full.
  void add(const analysis::RunOutcome& outcome);

 private:
  void read(const std::filesystem::path& file, const std::string& settings, bool is_own);

  std::filesystem::path path_;
  std::ofstream file_;
  std::vector<analysis::RunOutcome> done_;
};

}  // namespace npusim::cli
