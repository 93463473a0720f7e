// SPDX-License-Identifier: Apache-2.0
#include "sim/build/launch_text.h"

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

}  // namespace

std::string without_chevrons(const std::string& source) {
  std::string result;
  bool found = false, open = false;
  for (std::size_t at = 0; at < source.size();) {
    if (const std::size_t end = skip_text(source, at); end > at) {
      result.append(source, at, end - at);
      at = end;
    } else if (source.compare(at, 3, "<<<") == 0) {
      result += "->*::npusim::launch::on(";
      found = open = true;
      at += 3;
    } else if (open && source.compare(at, 3, ">>>") == 0) {
      result += ")";
      open = false;
      at += 3;
    } else {
      result += source[at++];
    }
  }
  return found ? result : std::string();
}

std::string launch_entry(std::size_t index) { return "npusim_launch_" + std::to_string(index); }
std::string launch_parameters(std::size_t index) {
  return "npusim_launch_parameters_" + std::to_string(index);
}

std::string launch_unit(const std::filesystem::path& included,
                        const std::vector<std::string>& functions) {
  std::string text = "#include \"pto/npusim/launch.h\"\n#include \"" + included.string() + "\"\n";
  for (std::size_t i = 0; i < functions.size(); ++i) {
    const std::string& function = functions[i];
    // What a compiler says of the function's name then points at the configuration.
    text += "#line 1 \"LAUNCHES: function " + function + "\"\n";
    text += "static constexpr auto npusim_kernel_" + std::to_string(i) + " = &" + function + ";\n";
    text += "extern \"C\" {\nvoid " + launch_entry(i) + "(std::int64_t* args) { " +
            "npusim::launch::call(npusim_kernel_" + std::to_string(i) + ", args); }\n";
    text += "const npusim::launch::Parameter* " + launch_parameters(i) +
            " = npusim::launch::Signature<std::remove_const_t<decltype(npusim_kernel_" +
            std::to_string(i) + ")>>::kParameters;\n}\n";
  }
  return text;
}

}  // namespace npusim
