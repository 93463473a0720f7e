// SPDX-License-Identifier: Apache-2.0
#include "session/campaign/output_digest.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include <xxhash.h>

#include "models/memory/address_window.h"
#include "sim/program/touched_pages.h"

namespace npusim::session {
namespace {

constexpr std::uint64_t kPieceBytes = 4096;

}  // namespace

std::uint64_t output_digest(const LoadedProgram& loaded, const DeviceView& memory) {
  const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(),
                                                                              XXH3_freeState);
  XXH3_64bits_reset(state.get());
  const DeviceView pristine = loaded.image().view_arguments();
  for (std::size_t i = 0; i < loaded.program().arguments.size(); ++i) {
    const Argument& argument = loaded.program().arguments[i];
    if (!argument.is_output()) continue;
    const std::uint64_t offset = loaded.image().argument_address(i) - kWindowBase;
    const std::byte* const bytes = memory.bytes() + offset;
    for (const ByteRange& range : touched_pages(bytes, argument.size_bytes())) {
      for (std::uint64_t at = range.begin; at < range.end; at += kPieceBytes) {
        const std::uint64_t count = std::min(kPieceBytes, range.end - at);
        if (std::memcmp(bytes + at, pristine.bytes() + offset + at, count) == 0) continue;
        const std::uint64_t place[] = {i, at};
        XXH3_64bits_update(state.get(), place, sizeof place);
        XXH3_64bits_update(state.get(), bytes + at, count);
      }
    }
  }
  return XXH3_64bits_digest(state.get());
}

}  // namespace npusim::session
