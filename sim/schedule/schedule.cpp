// SPDX-License-Identifier: Apache-2.0
#include "sim/schedule/schedule.h"

#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "sim/program/build_error.h"
#include "sim/schedule/choice_names.h"

namespace npusim {
namespace {

constexpr std::string_view kForm = "KIND@AGENT/ORDINAL=VALUE, such as ScalarStore@AIV3.S/12=40";

/// Longest range of ordinals in one deviation: a slip of the pen must not fill the memory.
constexpr std::uint64_t kMostOrdinals = 1'000'000;

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "12=40" at '=' gives {"12", "40"}; no such character gives an empty second part.
std::pair<std::string_view, std::string_view> cut(std::string_view text, char separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 1)};
}

/// Without comments and blanks, newlines as ';'.
std::string compact(std::string_view text) {
  std::string result;
  bool comment = false;
  for (const char c : text) {
    if (c == '\n') {
      comment = false;
      result += ';';
    } else if (c == '#') {
      comment = true;
    } else if (!comment && c != ' ' && c != '\t' && c != '\r') {
      result += c;
    }
  }
  return result;
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& source) : text_(text), source_(source) {}

  Schedule parse() {
    const std::string_view rest = after_revision();
    for (std::size_t begin = 0; begin <= rest.size();) {
      const std::size_t end = std::min(rest.find(';', begin), rest.size());
      if (end > begin) take(rest.substr(begin, end - begin));
      begin = end + 1;
    }
    return std::move(schedule_);
  }

 private:
  [[noreturn]] void fail(std::string_view key, std::string_view expected, std::string_view found,
                         const std::string& remedy) const {
    throw InputError(source_, std::string(key), std::string(expected), std::string(found), remedy);
  }

  std::string_view after_revision() const {
    const std::string_view trimmed =
        text_.substr(std::min(text_.find_first_not_of(';'), text_.size()));
    const auto [tag, rest] = cut(trimmed, ':');
    const auto revision = tag.empty() || tag[0] != 's' ? std::nullopt : number(tag.substr(1));
    if (!revision || tag.size() == trimmed.size()) {
      fail("", fmt::format("a schedule, such as s{}:seed=7", kModelRevision),
           fmt::format("'{}'", trimmed.substr(0, 40)),
           "give a schedule as npusim explore or a report prints it, or a file that holds one");
    }
    if (*revision != kModelRevision) {
      fail(tag, fmt::format("a schedule of model revision {}", kModelRevision),
           fmt::format("revision {}", *revision),
           "the same choices mean something else in another revision; find the schedule anew with "
           "npusim explore, or replay it with the npusim that made it");
    }
    return rest;
  }

  void take(std::string_view entry) {
    if (entry == "calm") {
      schedule_.calm = true;
      return;
    }
    const auto [left, right] = cut(entry, '=');
    const std::optional<std::uint64_t> value = number(right);
    if (!value) fail(entry, kForm, fmt::format("the value '{}'", right), "give a whole number");
    if (left == "seed") {
      schedule_.seed = *value;
    } else {
      deviate(entry, left, *value);
    }
  }

  void deviate(std::string_view entry, std::string_view choice, std::uint64_t value) {
    const auto [kind_text, place] = cut(choice, '@');
    const auto [agent_text, ordinals] = cut(place, '/');
    const std::optional<ChoiceKind> kind = find_choice_kind(kind_text);
    if (!kind) fail(entry, kForm, fmt::format("the kind '{}'", kind_text), kinds());
    const std::optional<AgentId> agent = find_agent(agent_text);
    if (!agent) {
      fail(entry, kForm, fmt::format("the agent '{}'", agent_text),
           "an agent is a pipe of a core, such as AIC0.MTE2 or AIV17.V, or scheduler0 to "
           "scheduler2, or orchestrator");
    }
    const auto [first_text, last_text] = cut(ordinals, '-');
    const std::optional<std::uint64_t> first = number(first_text);
    const std::optional<std::uint64_t> last = last_text.empty() ? first : number(last_text);
    if (!first || !last || *last < *first || *last - *first >= kMostOrdinals) {
      fail(entry, kForm, fmt::format("the ordinal '{}'", ordinals),
           "give a number, or a range such as 3-5");
    }
    for (std::uint64_t ordinal = *first; ordinal <= *last; ++ordinal) {
      if (!schedule_.deviations.emplace(ChoiceName{*kind, *agent, ordinal}, value).second) {
        fail(entry, "each choice once", "a second value for it", "remove one of the two");
      }
    }
  }

  static std::string kinds() {
    std::string text = "the kinds are";
    for (unsigned kind = 0; kind < kChoiceKindCount; ++kind) {
      text += fmt::format("{} {}", kind == 0 ? "" : ",",
                          choice_kind_name(static_cast<ChoiceKind>(kind)));
    }
    return text;
  }

  std::string_view text_;
  const std::string& source_;
  Schedule schedule_;
};

bool looks_like_schedule(std::string_view text) {
  const auto [tag, rest] = cut(text, ':');
  return tag.size() < text.size() && tag.size() > 1 && tag[0] == 's' &&
         number(tag.substr(1)).has_value();
}

}  // namespace

std::string to_string(const ChoiceName& name) {
  return fmt::format("{}@{}/{}", choice_kind_name(name.kind), short_agent_name(name.agent),
                     name.ordinal);
}

std::string to_string(const Schedule& schedule) {
  std::string text = schedule.calm ? fmt::format("s{}:calm", kModelRevision)
                                   : fmt::format("s{}:seed={}", kModelRevision, schedule.seed);
  for (auto at = schedule.deviations.begin(); at != schedule.deviations.end();) {
    const auto& [first, value] = *at;
    std::uint64_t last = first.ordinal;
    for (++at; at != schedule.deviations.end() && at->second == value &&
               at->first == ChoiceName{first.kind, first.agent, last + 1};
         ++at) {
      ++last;
    }
    text += ';' + to_string(first);
    if (last != first.ordinal) text += fmt::format("-{}", last);
    text += fmt::format("={}", value);
  }
  return text;
}

Schedule parse_schedule(std::string_view text, const std::string& source) {
  const std::string compacted = compact(text);
  return Parser(compacted, source).parse();
}

Schedule schedule_from(const std::string& text_or_file) {
  if (looks_like_schedule(text_or_file)) return parse_schedule(text_or_file, "--schedule");
  std::ifstream file(text_or_file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) {
    throw InputError(text_or_file, "",
                     fmt::format("a schedule such as s{}:seed=7, or a file", kModelRevision),
                     "neither", "check the name");
  }
  return parse_schedule(text, text_or_file);
}

}  // namespace npusim
