// SPDX-License-Identifier: Apache-2.0
#include "sim/build/launch_text.h"

#include <algorithm>
#include <cctype>
#include <regex>

namespace npusim {

namespace {

/// The end of the comment or literal that starts at `at`, or `at` itself if none does.
std::size_t skip_text(const std::string& source, std::size_t at) {
  const auto end_after = [&](const char* mark, std::size_t from) {
    const std::size_t found = source.find(mark, from);
    return found == std::string::npos ? source.size() : found + std::string(mark).size();
  };
  if (source.compare(at, 2, "//") == 0) return end_after("\n", at) - 1;
  if (source.compare(at, 2, "/*") == 0) return end_after("*/", at + 2);
  const char quote = source[at];
  // A quote after a digit or letter separates the digits of a number.
  const bool separates = quote == '\'' && at > 0 && std::isalnum(source[at - 1]) != 0;
  if ((quote != '"' && quote != '\'') || separates) return at;
  std::size_t end = at + 1;
  while (end < source.size() && source[end] != quote && source[end] != '\n') {
    end += source[end] == '\\' ? 2 : 1;
  }
  return std::min(end + 1, source.size());
}

struct Rewrite {
  std::size_t length = 0;  ///< of what is replaced; 0: nothing is
  std::string by;
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The attribute with which sources mark functions of a core, for a compiler that knows it.
Rewrite core_attribute(const std::string& source, std::size_t at) {
  static const std::regex attribute(R"(\[\s*(host\s*,\s*)?aicore\s*\])");
  std::smatch match;
  if (source[at] != '[' ||
      !std::regex_search(source.begin() + static_cast<std::ptrdiff_t>(at), source.end(), match,
                         attribute, std::regex_constants::match_continuous)) {
    return {};
  }
  return {static_cast<std::size_t>(match.length()), ""};
}

/// asm volatile("MOV %0, SYS_CNT" : "+l"(x)), as sources without the intrinsic read a register.
Rewrite register_assembly(const std::string& source, std::size_t at) {
  static const std::regex read(
      R"(asm(\s+volatile)?\s*\(\s*"\s*MOV\s+%0,\s*(SYS_CNT|PC)\s*(\\n)?"\s*:\s*"\+?=?[a-z]"\s*\(\s*(\w+)\s*\)\s*\))");
  if (source.compare(at, 3, "asm") != 0 || (at > 0 && is_word(source[at - 1]))) return {};
  std::smatch match;
  if (!std::regex_search(source.begin() + static_cast<std::ptrdiff_t>(at), source.end(), match,
                         read, std::regex_constants::match_continuous)) {
    return {};
  }
  const std::string intrinsic = match[2] == "PC" ? "get_pc()" : "get_sys_cnt()";
  return {static_cast<std::size_t>(match.length()), match[4].str() + " = " + intrinsic};
}

/// reinterpret_cast<__ubuf__ T*>(offset): what the device's compiler takes for a place in UB.
Rewrite ub_cast(const std::string& source, std::size_t at) {
  static const std::string cast = "reinterpret_cast";
  if (source.compare(at, cast.size(), cast) != 0 || (at > 0 && is_word(source[at - 1]))) return {};
  static const std::regex to_ub(R"(\s*<\s*((const|volatile)\s+)*__ubuf__\b)");
  if (!std::regex_search(source.begin() + static_cast<std::ptrdiff_t>(at + cast.size()),
                         source.end(), to_ub, std::regex_constants::match_continuous)) {
    return {};
  }
  return {cast.size(), "::npusim::launch::ub_cast"};
}

/// What replaces the text that starts at `at`; `open`: within a launch expression.
Rewrite rewrite_at(const std::string& source, std::size_t at, bool& open) {
  if (source.compare(at, 3, "<<<") == 0) {
    open = true;
    return {3, "->*::npusim::launch::on("};
  }
  if (open && source.compare(at, 3, ">>>") == 0) {
    open = false;
    return {3, ")"};
  }
  if (Rewrite attribute = core_attribute(source, at); attribute.length > 0) return attribute;
  if (Rewrite cast = ub_cast(source, at); cast.length > 0) return cast;
  return register_assembly(source, at);
}

}  // namespace

std::string for_host_compiler(const std::string& source) {
  std::string result;
  bool found = false, open = false;
  for (std::size_t at = 0; at < source.size();) {
    if (const std::size_t end = skip_text(source, at); end > at) {
      result.append(source, at, end - at);
      at = end;
    } else if (const Rewrite rewrite = rewrite_at(source, at, open); rewrite.length > 0) {
      result += rewrite.by;
      found = true;
      at += rewrite.length;
    } else {
      result += source[at++];
    }
  }
  return found ? result : std::string();
}

std::vector<Include> own_includes(const std::string& source) {
  static const std::regex include(R"re(^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)")re",
                                  std::regex::multiline);
  std::vector<Include> all;
  for (std::sregex_iterator at(source.begin(), source.end(), include), end; at != end; ++at) {
    all.push_back({static_cast<std::size_t>(at->position(1)), (*at)[1].str()});
  }
  return all;
}

std::string launch_entry(std::size_t index) { return "npusim_launch_" + std::to_string(index); }
std::string launch_parameters(std::size_t index) {
  return "npusim_launch_parameters_" + std::to_string(index);
}

std::optional<std::size_t> workspace_parameter(const std::string& source,
                                               const std::string& function) {
  static const std::string mark = "__kfc_workspace__";
  if (source.find(mark) == std::string::npos) return std::nullopt;
  const std::string name = function.substr(0, function.find('<'));
  const std::regex head("\\b" + name.substr(name.rfind(':') + 1) + R"(\s*\()");
  for (std::sregex_iterator at(source.begin(), source.end(), head), end; at != end; ++at) {
    std::size_t parameter = 0;
    int depth = 0;
    const auto begin = static_cast<std::size_t>(at->position() + at->length());
    for (std::size_t i = begin; i < source.size() && depth >= 0; ++i) {
      const char c = source[i];
      if (depth == 0 && source.compare(i, mark.size(), mark) == 0) return parameter;
      if (depth == 0 && c == ',') ++parameter;
      if (c == '(' || c == '<' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == '>' || c == ']' || c == '}') --depth;
    }
  }
  return std::nullopt;
}

std::string launch_unit(const std::filesystem::path& included,
                        const std::vector<LaunchedFunction>& functions) {
  std::string text = "#include \"pto/npusim/launch.h\"\n#include \"" + included.string() + "\"\n";
  const bool any_workspace = std::any_of(functions.begin(), functions.end(),
                                         [](const auto& one) { return one.workspace.has_value(); });
  if (any_workspace) text += "#include \"cce/asc_devkit/messages.h\"\n";
  for (std::size_t i = 0; i < functions.size(); ++i) {
    const std::string &function = functions[i].name, number = std::to_string(i);
    const std::string kernel = "npusim_kernel_" + number;
    // What a compiler says of the function's name then points at the configuration.
    text += "#line 1 \"LAUNCHES: function " + function + "\"\n";
    text += "static constexpr auto " + kernel + " = &" + function + ";\n";
    text += "extern \"C\" {\nvoid " + launch_entry(i) + "(std::int64_t* args) { ";
    if (functions[i].workspace) {
      text += "npusim::launch::begin_messages(npusim::launch::pointer_argument<" +
              std::to_string(*functions[i].workspace) + ">(" + kernel + ", args)); ";
    }
    text += "npusim::launch::call(" + kernel + ", args); }\n";
    text += "const npusim::launch::Parameter* " + launch_parameters(i) +
            " = npusim::launch::Signature<std::remove_const_t<decltype(" + kernel +
            ")>>::kParameters;\n}\n";
  }
  return text;
}

}  // namespace npusim
