// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/journal.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "session/campaign/campaign_identity.h"
#include "session/run/output_folder.h"
#include "sim/program/build_error.h"

namespace npusim::session {
namespace {

constexpr std::string_view kEnding = ".jsonl";

[[noreturn]] void cannot_write(const std::filesystem::path& file) {
  throw InputError(file.string(), "", "a file that can be written", std::strerror(errno),
                   "check the folder's rights and the space on the disk");
}

}  // namespace

CampaignJournal::CampaignJournal(std::filesystem::path folder, std::string settings)
    : folder_(std::move(folder)), settings_(std::move(settings)) {
  make_output_folder(folder_);
}

std::filesystem::path CampaignJournal::path(unsigned share) const {
  return folder_ /
         (share == 0 ? fmt::format("runs{}", kEnding) : fmt::format("runs.{}{}", share, kEnding));
}

std::vector<analysis::RunOutcome> CampaignJournal::all_done() const {
  std::vector<std::filesystem::path> files;
  if (folder_.empty()) return {};
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    if (entry.path().extension() == kEnding) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<analysis::RunOutcome> all;
  for (const auto& file : files) {
    std::uintmax_t whole = 0;
    for (analysis::RunOutcome& outcome : read(file, whole)) all.push_back(std::move(outcome));
  }
  return all;
}

/// `whole`: the length without a last line that is being written, or was when its process died.
std::vector<analysis::RunOutcome> CampaignJournal::read(const std::filesystem::path& file,
                                                        std::uintmax_t& whole) const {
  std::ifstream in(file, std::ios::binary);
  std::vector<analysis::RunOutcome> outcomes;
  std::string line;
  bool first = true;
  for (whole = 0; std::getline(in, line) && !in.eof(); whole += line.size() + 1) {
    if (std::exchange(first, false)) {
      if (line == settings_) continue;
      throw InputError(file.string(), "", "runs of the campaign that is asked for",
                       "another: " + campaign_difference(line, settings_),
                       "give another --out, or --fresh to start anew in this one");
    }
    try {
      outcomes.push_back(analysis::outcome_from_json(line));
    } catch (const std::invalid_argument&) {
      break;
    }
  }
  return outcomes;
}

/// A line that was being written when its process was killed is cut off and its run done again.
bool CampaignJournal::take(unsigned share) {
  release();
  if (folder_.empty()) return true;
  const std::filesystem::path file = path(share);
  if (!lock_.take(file)) return false;
  std::uintmax_t whole = 0;
  done_ = read(file, whole);
  if (whole < std::filesystem::file_size(file)) std::filesystem::resize_file(file, whole);
  taken_ = file;
  file_.open(file, std::ios::app | std::ios::binary);
  if (!file_) cannot_write(file);
  is_fresh_ = whole == 0;
  return true;
}

void CampaignJournal::add(const analysis::RunOutcome& outcome) {
  if (folder_.empty()) return;
  if (std::exchange(is_fresh_, false)) file_ << settings_ << '\n';
  file_ << analysis::to_json_line(outcome) << '\n' << std::flush;
  if (!file_) cannot_write(taken_);
}

void CampaignJournal::release() {
  file_ = std::ofstream();
  lock_.release();
  done_.clear();
}

void remove_journals(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) return;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == kEnding) std::filesystem::remove(entry.path());
  }
}

FileLock CampaignJournal::keep_lock() { return std::move(lock_); }

}  // namespace npusim::session
