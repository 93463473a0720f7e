// SPDX-License-Identifier: Apache-2.0
// Where a run was last seen. Plain memory, which a parent can share with the process that runs the
// program, so that it knows the place even if that process was killed.
#pragma once

#include <cstdint>

namespace npusim {

struct LastPlace {
  static constexpr unsigned kMaxFrames = 24;

  char stage[96];      ///< "simulate", "build", ...
  std::uint32_t core;  ///< CoreId; ~0: none yet, or the orchestrator
  std::uint32_t task;  ///< TaskIndex; ~0: none
  std::int32_t block;
  std::uint64_t cycle;
  std::uint64_t site;  ///< in the program's code
  char module[256];    ///< the shared object that `site` is in
  std::uint64_t module_base;
  char task_name[64];
  char how[256];        ///< how the code ended the process by itself; empty: it did not
  std::int32_t signal;  ///< that ended the process; 0: none that it saw
  std::uint64_t fault_address;
  bool in_program;  ///< the signal came from the program's code, not from npusim's
  std::uint32_t frames;
  std::uint64_t stack[kMaxFrames];
};

namespace detail {
extern LastPlace* last_place;
}

/// This process' record.
inline LastPlace& last_place() { return *detail::last_place; }

/// Makes `shared`, zeroed memory that outlives this process, the record.
void use_last_place(LastPlace* shared);

/// Copies a text into one of the record's fields, cut to fit.
template <unsigned N>
void set_text(char (&field)[N], const char* text) {
  unsigned i = 0;
  for (; i + 1 < N && text[i] != '\0'; ++i) field[i] = text[i];
  field[i] = '\0';
}

}  // namespace npusim
