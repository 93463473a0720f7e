// SPDX-License-Identifier: Apache-2.0
#include "sim/build/source_opening.h"

#include <algorithm>
#include <array>
#include <optional>

namespace npusim {

namespace {

constexpr std::string_view kTileLibrary = "pto/pto-inst.hpp";

/// Headers that no macro of a source changes.
constexpr std::array<std::string_view, 9> kHeaders = {kTileLibrary, "atomic",   "cstddef",
                                                      "cstdint",    "cstring",  "intrinsic.h",
                                                      "stddef.h",   "stdint.h", "tensor.h"};

/// What npusim defines itself (Compiler::flags), so that a guarded definition of it does nothing.
constexpr std::array<std::string_view, 3> kKeywords = {"__aicore__", "__global__", "__gm__"};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// The lines of a source that are not comments.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  /// None at the end of the text, or where a comment shares its line with code.
  std::optional<std::string_view> next() {
    while (!text_.empty()) {
      const std::size_t end = std::min(text_.find('\n'), text_.size());
      const std::string_view line = trimmed(text_.substr(0, end));
      if (line.starts_with("/*")) {
        const std::size_t close = text_.find("*/");
        if (close == std::string_view::npos) return std::nullopt;
        text_.remove_prefix(close + 2);
        continue;
      }
      text_.remove_prefix(std::min(end + 1, text_.size()));
      if (!line.empty() && !line.starts_with("//")) return line;
    }
    return std::nullopt;
  }

 private:
  std::string_view text_;
};

/// "gm" of `#WORD gm`, if the line is that directive.
std::optional<std::string_view> operand_of(std::string_view line, std::string_view word) {
  if (!line.starts_with('#')) return std::nullopt;
  line = trimmed(line.substr(1));
  if (!line.starts_with(word)) return std::nullopt;
  return trimmed(line.substr(word.size()));
}

bool is_conditional(std::string_view line) { return operand_of(line, "if").has_value(); }

/// Skips to the #endif of a conditional that has been entered.
bool skip_conditional(Lines& lines) {
  int depth = 1;
  while (depth > 0) {
    const auto line = lines.next();
    if (!line) return false;
    if (is_conditional(*line)) ++depth;
    if (operand_of(*line, "endif")) --depth;
  }
  return true;
}

bool is_keyword_guard(std::string_view line) {
  const auto name = operand_of(line, "ifndef");
  return name && std::find(kKeywords.begin(), kKeywords.end(), *name) != kKeywords.end();
}

/// The header that an include line names, if it is one of the library's or the language's.
std::optional<std::string_view> library_header(std::string_view line,
                                               const std::filesystem::path& folder) {
  const auto operand = operand_of(line, "include");
  if (!operand || operand->size() < 3) return std::nullopt;
  const bool quoted = operand->front() == '"';
  const std::size_t close = operand->find(quoted ? '"' : '>', 1);
  if (close == std::string_view::npos || (!quoted && operand->front() != '<')) return std::nullopt;
  const std::string_view rest = trimmed(operand->substr(close + 1));
  if (!rest.empty() && !rest.starts_with("//")) return std::nullopt;
  const std::string_view name = operand->substr(1, close - 1);
  if (std::find(kHeaders.begin(), kHeaders.end(), name) == kHeaders.end()) return std::nullopt;
  if (quoted && std::filesystem::exists(folder / name)) return std::nullopt;
  return name;
}

}  // namespace

std::string source_opening(std::string_view source, const std::filesystem::path& folder) {
  Lines lines(source);
  std::string opening;
  bool has_library = false;
  while (const auto line = lines.next()) {
    if (is_keyword_guard(*line)) {
      if (!skip_conditional(lines)) break;
    } else if (const auto header = library_header(*line, folder)) {
      opening += "#include <" + std::string(*header) + ">\n";
      has_library |= *header == kTileLibrary;
    } else {
      break;
    }
  }
  return has_library ? opening : std::string();
}

}  // namespace npusim
