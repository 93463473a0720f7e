// SPDX-License-Identifier: Apache-2.0
#include "analysis/result/suppressions.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <fstream>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/describe/site_text.h"
#include "analysis/result/check_table.h"
#include "models/arch/input_error.h"
#include "models/arch/near_names.h"
#include "models/arch/rules.h"

namespace npusim::analysis {
namespace {

using Json = nlohmann::json;

constexpr const char* kHelp = "docs/cli.md shows such a file";

const std::map<std::string, std::string Suppression::*>& members() {
  static const std::map<std::string, std::string Suppression::*> kMembers = {
      {"check", &Suppression::check},    {"hazard", &Suppression::hazard},
      {"space", &Suppression::space},    {"rule", &Suppression::rule},
      {"task", &Suppression::task},      {"first", &Suppression::first},
      {"second", &Suppression::second},  {"reason", &Suppression::reason},
      {"expires", &Suppression::expires}};
  return kMembers;
}

/// What the words of a key can be; empty: anything.
std::vector<std::string_view> known_words(const std::string& key) {
  std::vector<std::string_view> words;
  if (key == "check") {
    for (const CheckInfo& check : checks()) words.push_back(check.id);
  } else if (key == "rule") {
    for (const RuleInfo& rule : rules()) words.push_back(rule.id);
  } else if (key == "hazard") {
#define NPUSIM_HAZARD(name, title, meaning) words.emplace_back(name);
#include "analysis/result/hazards.def"
#undef NPUSIM_HAZARD
  }
  return words;
}

/// A word that no finding can have would accept nothing, for ever.
void require_known(const std::string& file, const std::string& where, const std::string& key,
                   const std::string& word) {
  const std::vector<std::string_view> known = known_words(key);
  if (known.empty() || std::find(known.begin(), known.end(), word) != known.end()) return;
  throw InputError(file, where + "." + key, "a " + key + " that findings have",
                   fmt::format("'{}'{}", word, did_you_mean(word, known)),
                   "copy it from the finding; npusim explain knows them all");
}

bool is_date(const std::string& text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : std::isdigit(static_cast<unsigned char>(text[i])) == 0)
      return false;
  }
  const std::chrono::year_month_day date(
      std::chrono::year(std::stoi(text.substr(0, 4))),
      std::chrono::month(static_cast<unsigned>(std::stoi(text.substr(5, 2)))),
      std::chrono::day(static_cast<unsigned>(std::stoi(text.substr(8, 2)))));
  return date.ok();
}

std::string side_text(const AccessSite& site) {
  return text_of(site.source) + " " + text_of(site.op);
}

std::string description(const Suppression& suppression) {
  std::string text;
  for (const auto& [key, member] : members()) {
    if (key == "reason" || key == "expires" || (suppression.*member).empty()) continue;
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", key, suppression.*member);
  }
  return text;
}

Suppression parse(const std::string& file, const std::string& where, const Json& row) {
  if (!row.is_object()) {
    throw InputError(file, where, "an object", row.dump(), kHelp);
  }
  Suppression suppression;
  for (const auto& [key, value] : row.items()) {
    const auto member = members().find(key);
    if (member == members().end() || !value.is_string()) {
      std::vector<std::string_view> keys;
      for (const auto& [name, unused] : members()) keys.push_back(name);
      throw InputError(file, where + "." + key,
                       "a string under check, hazard, space, rule, task, first, second, reason or "
                       "expires",
                       value.dump() + (member == members().end() ? did_you_mean(key, keys) : ""),
                       "correct the key or its value");
    }
    suppression.*(member->second) = value.get<std::string>();
    require_known(file, where, key, suppression.*(member->second));
  }
  if (suppression.reason.empty()) {
    throw InputError(file, where + ".reason", "why the finding is accepted", "nothing",
                     "write the reason, with a link to an issue");
  }
  if (!is_date(suppression.expires)) {
    throw InputError(file, where + ".expires", "a date YYYY-MM-DD",
                     suppression.expires.empty() ? "nothing" : suppression.expires,
                     "say until when it holds");
  }
  if (description(suppression).empty()) {
    throw InputError(file, where, "at least one of check, hazard, space, rule, task, first, second",
                     "none", "say which finding is meant");
  }
  return suppression;
}

}  // namespace

bool Suppression::matches(const Finding& finding) const {
  const auto equal = [](const std::string& wanted, const std::string& found) {
    return wanted.empty() || wanted == found;
  };
  const auto part = [](const std::string& wanted, const AccessSite& site) {
    return wanted.empty() || side_text(site).find(wanted) != std::string::npos;
  };
  return equal(check, finding.check) && equal(hazard, finding.hazard) &&
         equal(space, finding.space) && equal(rule, finding.rule) &&
         (equal(task, finding.first.task) || equal(task, finding.second.task)) &&
         part(first, finding.first) && part(second, finding.second);
}

std::vector<Suppression> load_suppressions(const std::filesystem::path& path) {
  const std::string file = path.string();
  std::ifstream stream(path);
  if (!stream) {
    throw InputError(file, "", "a readable file", "none", "check the path of the suppressions");
  }
  Json json;
  try {
    json = Json::parse(stream);
  } catch (const Json::parse_error& error) {
    throw InputError(file, "", "JSON", "a syntax error at byte " + std::to_string(error.byte),
                     kHelp);
  } catch (const Json::exception& error) {
    throw InputError(file, "", "JSON", error.what(), kHelp);
  }
  if (!json.is_object() || !json.contains("version") || json["version"] != 1) {
    throw InputError(file, "version", "a JSON object with version 1", "something else", kHelp);
  }
  const Json rows = json.value("suppressions", Json::array());
  if (!rows.is_array()) {
    throw InputError(file, "suppressions", "a list", rows.type_name(), kHelp);
  }
  std::vector<Suppression> suppressions;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    suppressions.push_back(parse(file, fmt::format("suppressions[{}]", i), rows[i]));
  }
  return suppressions;
}

SuppressionOutcome apply(const std::vector<Suppression>& suppressions,
                         std::vector<Finding> findings, const std::string& today) {
  SuppressionOutcome outcome;
  std::vector<bool> used(suppressions.size(), false);
  for (Finding& finding : findings) {
    bool suppressed = false;
    for (std::size_t i = 0; i < suppressions.size(); ++i) {
      if (!suppressions[i].matches(finding)) continue;
      used[i] = true;
      // Dates in this form compare as text.
      suppressed = suppressed || suppressions[i].expires >= today;
    }
    if (suppressed) {
      ++outcome.suppressed;
    } else {
      outcome.findings.push_back(std::move(finding));
    }
  }
  for (std::size_t i = 0; i < suppressions.size(); ++i) {
    const Suppression& suppression = suppressions[i];
    if (suppression.expires < today) {
      outcome.problems.push_back(fmt::format("the suppression of {} expired on {} ({})",
                                             description(suppression), suppression.expires,
                                             suppression.reason));
    } else if (!used[i]) {
      outcome.problems.push_back(fmt::format("the suppression of {} matches no finding: remove it",
                                             description(suppression)));
    }
  }
  return outcome;
}

}  // namespace npusim::analysis
