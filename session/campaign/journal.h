// SPDX-License-Identifier: Apache-2.0
// The runs of a campaign that are done, in files that a kill cannot spoil: one line a run, written
// when the run ends. A campaign that starts again with the same settings takes them over.
//
// Processes that share a campaign have a journal for each one's share: runs.jsonl, runs.1.jsonl and
// so on. Who makes the runs of a share holds the lock of its journal. So whoever gets the lock of
// another's journal knows that the other has made all of them or has died, sees which are done, and
// makes the rest: what dies with a process is no more than the runs it was making.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "analysis/campaign/run_outcome.h"
#include "session/campaign/file_lock.h"

namespace npusim::session {

class CampaignJournal {
 public:
  /// Keeps nothing on disk.
  CampaignJournal() = default;

  /// Makes the folder if there is none. `settings` is what the campaign depends on, one line
  /// (session/campaign/campaign_identity.h).
  /// Throws InputError if the folder cannot be written.
  CampaignJournal(std::filesystem::path folder, std::string settings);

  /// What is in all journals of the folder, also those of other numbers of shares, and in ones that
  /// another process is writing. Throws InputError if one belongs to another campaign.
  std::vector<analysis::RunOutcome> all_done() const;

  /// Locks the journal of a share; false if another process has it. Instead of the one that this
  /// process had, if any. Throws InputError as FileLock does, or for another campaign's journal.
  bool take(unsigned share);

  /// What was in the journal of the share when it was taken.
  const std::vector<analysis::RunOutcome>& done() const { return done_; }

  /// Appends a run to the share that is taken; it is with the operating system when this returns.
  /// Throws InputError if the disk is full.
  void add(const analysis::RunOutcome& outcome);

  /// Lets others take the share.
  void release();

  /// The lock of the share that is taken, for whoever must keep it longer than the journal.
  FileLock keep_lock();

 private:
  std::filesystem::path path(unsigned share) const;
  std::vector<analysis::RunOutcome> read(const std::filesystem::path& file,
                                         std::uintmax_t& whole) const;

  std::filesystem::path folder_;
  std::string settings_;
  FileLock lock_;
  std::ofstream file_;
  std::filesystem::path taken_;
  bool is_fresh_ = false;  ///< the journal that is taken has no first line yet
  std::vector<analysis::RunOutcome> done_;
};

/// Forgets all runs of a folder.
void remove_journals(const std::filesystem::path& folder);

}  // namespace npusim::session
