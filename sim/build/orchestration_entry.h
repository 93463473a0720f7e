// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/build/shared_library.h"

namespace npusim {

/// What the runtime calls. A graph of host_build_graph's first API wants an object to add its tasks
/// to: pto/orchestration_api.h has an entry that makes it.
inline void* orchestration_entry(const SharedLibrary& orchestration, const std::string& function) {
  void* const configured = orchestration.symbol(function);
  void* const builder = orchestration.find_symbol("npusim_host_graph_entry");
  if (builder == nullptr) return configured;
  *static_cast<void**>(orchestration.symbol("npusim_host_graph_function")) = configured;
  return builder;
}

}  // namespace npusim
