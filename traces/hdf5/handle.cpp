// SPDX-License-Identifier: Apache-2.0
#include "traces/hdf5/handle.h"

#include <string>

#include <fmt/format.h>

namespace npusim::traces::hdf5 {
namespace {

herr_t keep_description(unsigned, const H5E_error2_t* entry, void* text) {
  if (entry->desc != nullptr) *static_cast<std::string*>(text) = entry->desc;
  return 0;
}

}  // namespace

void silence_errors() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

void throw_error(std::string_view action) {
  std::string reason;
  // Downward ends at the innermost call, which knows the cause.
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep_description, &reason);
  H5Eclear2(H5E_DEFAULT);
  throw Hdf5Error(
      fmt::format("cannot {}: {}", action, reason.empty() ? "no reason given" : reason));
}

}  // namespace npusim::traces::hdf5
