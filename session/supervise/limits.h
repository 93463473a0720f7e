// SPDX-License-Identifier: Apache-2.0
// How long and how large a command may become. A normal program meets none of the defaults.
#pragma once

#include <cstdint>

namespace npusim::session {

struct Limits {
  /// Of the whole command, in seconds of wall time; 0: none.
  double timeout_seconds = 3600;
  /// Of what a program does before it runs: its kernel_config.py, and the static initialisers of
  /// its shared objects. Not counted, as for the golden: waiting for a processor that others have.
  double start_seconds = 10;
  /// Of compute_golden.
  double golden_seconds = 900;
  /// Of all processes of the command together; 0: nine tenths of the machine's memory.
  std::uint64_t memory_bytes = 0;

  std::uint64_t max_cycles = 0;        ///< 0: only the device's own limits
  std::uint64_t max_instructions = 0;  ///< 0: none
};

}  // namespace npusim::session
