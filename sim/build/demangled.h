// SPDX-License-Identifier: Apache-2.0
// A symbol's name as it stands in the source.
#pragma once

#include <cstdlib>
#include <string>

#include <cxxabi.h>

namespace npusim {

inline std::string demangled(const std::string& symbol) {
  // What C++ has not mangled may look like a type: "c" like char.
  if (!symbol.starts_with("_Z")) return symbol;
  int status = 0;
  char* const text = abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status);
  const std::string result = status == 0 ? text : symbol;
  std::free(text);
  return result;
}

}  // namespace npusim
