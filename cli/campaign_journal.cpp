// SPDX-License-Identifier: Apache-2.0
#include "cli/campaign_journal.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fmt/format.h>

#include "cli/output_folder.h"
#include "sim/program/input_error.h"

namespace npusim::cli {
namespace {

constexpr std::string_view kEnding = ".jsonl";

[[noreturn]] void cannot_write(const std::filesystem::path& file) {
  throw InputError(file.string(), "", "a file that can be written", std::strerror(errno),
                   "check the folder's rights and the space on the disk");
}

}  // namespace

CampaignJournal::CampaignJournal(const std::filesystem::path& folder, const std::string& name,
                                 const std::string& settings)
    : path_(folder / (name + std::string(kEnding))) {
  make_output_folder(folder);
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == kEnding) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) read(file, settings, file == path_);
  const bool fresh = !std::filesystem::exists(path_);
  file_.open(path_, std::ios::app | std::ios::binary);
  if (fresh) file_ << settings << '\n' << std::flush;
  if (!file_) cannot_write(path_);
}

/// A line that was being written when the process was killed is cut off and its run done again.
void CampaignJournal::read(const std::filesystem::path& file, const std::string& settings,
                           bool is_own) {
  std::ifstream in(file, std::ios::binary);
  std::string line;
  std::uintmax_t whole = 0;
  bool first = true;
  while (std::getline(in, line) && !in.eof()) {
    if (first) {
      first = false;
      if (line != settings) {
        throw InputError(file.string(), "", settings, line,
                         "the folder holds another campaign: give another --out, or remove it");
      }
    } else {
      try {
        done_.push_back(analysis::outcome_from_json(line));
      } catch (const std::invalid_argument&) {
        break;
      }
    }
    whole += line.size() + 1;
  }
  in.close();
  if (!is_own) return;
  if (whole == 0) {
    std::filesystem::remove(file);
  } else if (whole < std::filesystem::file_size(file)) {
    std::filesystem::resize_file(file, whole);
  }
}

void CampaignJournal::add(const analysis::RunOutcome& outcome) {
  if (path_.empty()) return;
  file_ << analysis::to_json_line(outcome) << '\n' << std::flush;
  if (!file_) cannot_write(path_);
}

}  // namespace npusim::cli
