// SPDX-License-Identifier: Apache-2.0
// From a Site to the line a person wrote. A live run asks the process's debug information
// (traces/debug_info/source_map.h), a recorded one the trace (traces/read/trace_reader.h).
#pragma once

#include <cstdint>
#include <string>

#include "models/arch/event.h"

namespace npusim {

struct SourceLocation {
  std::string file;        ///< relative to the program where it lies inside; empty if unknown
  std::uint32_t line = 0;  ///< 0 if unknown
  std::string function;
  std::string module;  ///< file name of the shared object, without folders
  // Where the line calls a library of the user's that is compiled into the kernel.
  std::string library_call;  ///< the function that the line calls: "TADD"
  std::string library_file;  ///< in the library: the place that comes to this site
  std::uint32_t library_line = 0;
  friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
};

class SourceLookup {
 public:
  virtual ~SourceLookup() = default;
  /// What is known of `site`; fields that are not known are empty. Never throws for an unknown
  /// site.
  virtual SourceLocation locate(Site site) const = 0;
};

}  // namespace npusim
