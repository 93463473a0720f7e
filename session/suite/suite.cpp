// SPDX-License-Identifier: Apache-2.0
#include "session/suite/suite.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "models/arch/input_error.h"
#include "session/suite/expectation.h"
#include "sim/process/command.h"

namespace npusim::session {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// A folder that is gone when this is.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "npusim-suite-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw InputError(name, "", "a folder for temporary files", "none", "set TMPDIR to one");
    }
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void judge(const Expectation& expected, const std::string& report_text,
           const std::set<std::string>& accepted, SuiteResult& result) {
  const Json report = Json::parse(report_text, nullptr, false);
  if (!report.is_object()) {
    result.problems.push_back(fmt::format("no report (exit status {})", result.exit_status));
    return;
  }
  result.verdict = report.value("verdict", "");
  std::vector<std::string> fresh;
  for (const Json& finding : report.value("findings", Json::array())) {
    const std::string name = finding_name(finding);
    result.findings.push_back(name);
    if (!accepted.contains(result.program + " " + name)) fresh.push_back(name);
  }
  // With a baseline only what is new fails: what was accepted is no reason.
  const bool only_accepted = !accepted.empty() && !result.findings.empty() && fresh.empty();
  if (!only_accepted) result.problems = differences(expected, report);
}

SuiteResult run_program(const fs::path& program, const SuiteSettings& settings,
                        const std::set<std::string>& accepted, const fs::path& place) {
  SuiteResult result;
  result.program = program.lexically_relative(settings.folder).generic_string();
  if (result.program == ".") result.program = program.filename().string();
  const Expectation expected = read_expectation(program);
  if (!expected.skip.empty()) {
    result.outcome = SuiteResult::Outcome::Skipped;
    result.problems = {expected.skip};
    return result;
  }
  const fs::path json = place.string() + ".json", sarif = place.string() + ".sarif";
  std::vector<std::string> command{fs::read_symlink("/proc/self/exe").string(),
                                   "run",
                                   program.string(),
                                   "--report",
                                   "json=" + json.string(),
                                   "--report",
                                   "sarif=" + sarif.string()};
  command.insert(command.end(), settings.options.begin(), settings.options.end());
  command.insert(command.end(), expected.options.begin(), expected.options.end());
  const auto start = std::chrono::steady_clock::now();
  const CommandResult run = run_command(command);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  result.exit_status = run.exit_status;
  result.output = run.output + run.errors;
  result.sarif = bytes_of(sarif);
  judge(expected, bytes_of(json), accepted, result);
  if (!result.problems.empty()) result.outcome = SuiteResult::Outcome::Failed;
  return result;
}

}  // namespace

std::vector<fs::path> suite_programs(const fs::path& folder) {
  std::vector<fs::path> programs;
  if (!fs::is_directory(folder)) {
    throw InputError(folder.string(), "", "a folder of programs", "none", "name another folder");
  }
  for (auto entry = fs::recursive_directory_iterator(folder);
       entry != fs::recursive_directory_iterator(); ++entry) {
    if (!entry->is_directory() || !fs::exists(entry->path() / "kernel_config.py")) continue;
    programs.push_back(entry->path());
    entry.disable_recursion_pending();
  }
  if (fs::exists(folder / "kernel_config.py")) programs = {folder};
  std::sort(programs.begin(), programs.end());
  return programs;
}

std::vector<SuiteResult> run_suite(const SuiteSettings& settings,
                                   const std::function<void(std::size_t, std::size_t)>& done) {
  std::vector<fs::path> programs = suite_programs(settings.folder);
  if (settings.expected_only) {
    std::erase_if(programs, [](const fs::path& program) { return !has_expectation(program); });
  }
  const std::set<std::string> accepted =
      settings.baseline.empty() ? std::set<std::string>{} : read_baseline(settings.baseline);
  const TemporaryFolder reports;
  std::vector<SuiteResult> results(programs.size());
  std::vector<std::exception_ptr> errors(programs.size());
  std::atomic<std::size_t> next{0};
  std::mutex counting;
  std::size_t count = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < programs.size(); i = next++) {
      try {
        results[i] =
            run_program(programs[i], settings, accepted, reports.path() / std::to_string(i));
      } catch (...) {
        errors[i] = std::current_exception();
      }
      const std::lock_guard lock(counting);
      if (done) done(++count, programs.size());
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < std::min<std::size_t>(settings.jobs, programs.size()); ++i) {
      others.emplace_back(work);
    }
    work();
  }
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  return results;
}

std::set<std::string> read_baseline(const fs::path& file) {
  const Json json = Json::parse(bytes_of(file), nullptr, false);
  if (!json.is_object() || !json.contains("accepted") || !json["accepted"].is_array()) {
    throw InputError(file.string(), "accepted", "a list of findings", "none",
                     "write it with npusim suite --update-baseline");
  }
  std::set<std::string> accepted;
  for (const Json& entry : json["accepted"]) {
    if (entry.is_string()) accepted.insert(entry.get<std::string>());
  }
  return accepted;
}

std::string baseline_of(const std::vector<SuiteResult>& results) {
  std::set<std::string> accepted;
  for (const SuiteResult& result : results) {
    for (const std::string& finding : result.findings) {
      accepted.insert(result.program + " " + finding);
    }
  }
  return nlohmann::ordered_json{{"version", 1}, {"accepted", accepted}}.dump(2) + "\n";
}

}  // namespace npusim::session
