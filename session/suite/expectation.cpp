// SPDX-License-Identifier: Apache-2.0
#include "session/suite/expectation.h"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

#include "models/arch/input_error.h"

namespace npusim::session {
namespace {

using Json = nlohmann::json;

constexpr const char* kFile = "expect.json";

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& key,
                         const std::string& expected, const std::string& found) {
  throw InputError(file.string(), key, expected, found, "see npusim suite --help");
}

std::string text_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

void require_one_of(const std::filesystem::path& file, const char* key, const std::string& value,
                    const std::vector<std::string>& allowed) {
  if (std::find(allowed.begin(), allowed.end(), value) != allowed.end()) return;
  refuse(file, key, fmt::format("one of {}", fmt::join(allowed, ", ")), "'" + value + "'");
}

/// "k.cpp:12 in 'vec/k.cpp:12'": a path may be given by its end.
bool matches(const std::string& expected, const std::string& found) {
  return expected.empty() || found == expected || found.ends_with("/" + expected);
}

bool matches(const ExpectedFinding& expected, const Json& finding) {
  const auto source = [&](const char* side) {
    const auto access = finding.find(side);
    return access == finding.end() || !access->is_object() ? "" : text_at(*access, "source");
  };
  return matches(expected.check, text_at(finding, "check")) &&
         matches(expected.hazard, text_at(finding, "hazard")) &&
         (expected.source.empty() || matches(expected.source, source("first")) ||
          matches(expected.source, source("second")));
}

std::string side_name(const Json& finding, const char* side) {
  const auto access = finding.find(side);
  if (access == finding.end() || !access->is_object()) return "";
  const std::string source = text_at(*access, "source");
  return fmt::format(" {}@{}", text_at(*access, "op"), source.substr(0, source.rfind(':')));
}

}  // namespace

bool has_expectation(const std::filesystem::path& folder) {
  return std::filesystem::exists(folder / kFile);
}

Expectation read_expectation(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / kFile;
  Expectation expected;
  std::ifstream stream(file);
  if (!stream) return expected;
  const Json json = Json::parse(stream, nullptr, false);
  if (!json.is_object()) refuse(file, "", "a JSON object", "something else");
  for (const auto& [key, value] : json.items()) {
    if (key == "version") {
      if (value != 1) refuse(file, key, "1", value.dump());
    } else if (key == "verdict" || key == "golden" || key == "skip") {
      if (!value.is_string()) refuse(file, key, "a text", value.dump());
    } else if (key == "options") {
      if (!value.is_array()) refuse(file, key, "a list of texts", value.dump());
      for (const Json& option : value) {
        if (!option.is_string()) refuse(file, key, "a list of texts", value.dump());
        expected.options.push_back(option.get<std::string>());
      }
    } else if (key == "findings") {
      if (!value.is_array()) refuse(file, key, "a list of objects", value.dump());
      for (const Json& finding : value) {
        if (!finding.is_object()) refuse(file, key, "a list of objects", value.dump());
        expected.findings.push_back(
            {text_at(finding, "check"), text_at(finding, "hazard"), text_at(finding, "source")});
      }
    } else {
      refuse(file, key, "version, verdict, golden, findings, options or skip", "another key");
    }
  }
  if (json.contains("verdict")) expected.verdict = text_at(json, "verdict");
  if (json.contains("golden")) expected.golden = text_at(json, "golden");
  expected.skip = text_at(json, "skip");
  require_one_of(file, "verdict", expected.verdict,
                 {"clean", "mismatch", "race", "stall", "inconclusive"});
  require_one_of(file, "golden", expected.golden, {"equal", "differs", "any"});
  return expected;
}

std::string finding_name(const Json& finding) {
  return fmt::format("{} {} {}{}{}", text_at(finding, "check"), text_at(finding, "hazard"),
                     text_at(finding, "space"), side_name(finding, "first"),
                     side_name(finding, "second"));
}

std::vector<std::string> differences(const Expectation& expected, const Json& report) {
  std::vector<std::string> problems;
  const std::string verdict = text_at(report, "verdict");
  if (verdict != expected.verdict) {
    problems.push_back(fmt::format("the verdict is {}, expected {}", verdict, expected.verdict));
  }
  const Json findings = report.value("findings", Json::array());
  for (const ExpectedFinding& wanted : expected.findings) {
    const bool any = std::any_of(findings.begin(), findings.end(),
                                 [&](const Json& finding) { return matches(wanted, finding); });
    if (any) continue;
    problems.push_back(fmt::format("expected a finding {} {} {}, found none such", wanted.check,
                                   wanted.hazard, wanted.source));
  }
  if (expected.golden == "any") return problems;
  const Json golden = report.value("golden", Json::array());
  const bool equal =
      !golden.empty() && std::all_of(golden.begin(), golden.end(),
                                     [](const Json& g) { return g.value("equal", false); });
  if (equal != (expected.golden == "equal")) {
    problems.push_back(fmt::format("the outputs are {}, expected that they are {}",
                                   golden.empty() ? "not compared"
                                   : equal        ? "as the golden"
                                                  : "not as the golden",
                                   expected.golden));
  }
  return problems;
}

}  // namespace npusim::session
