// SPDX-License-Identifier: Apache-2.0
// TPREFETCH_ASYNC: the copy engine beside the cores brings lines of GM into L2. A hint: no value
// depends on it. The engine is no part of the model: the hint takes no time, is over at once, and
// later loads take as long as without it.
#pragma once

#include "pto/comm/pto_comm_inst.hpp"
#include "pto/isa/instruction_builder.hpp"

namespace pto {

struct PrefetchAsyncContext {
  PrefetchAsyncContext() = default;
  PTO_INTERNAL explicit PrefetchAsyncContext(__gm__ std::uint8_t* memory,
                                             comm::AsyncSession* own_session = nullptr)
      : workspace(memory), externalSession(own_session) {}
  PTO_INTERNAL comm::AsyncSession& GetSession() {
    return externalSession != nullptr ? *externalSession : session;
  }

  __gm__ std::uint8_t* workspace = nullptr;
  comm::AsyncSession session;
  comm::AsyncSession* externalSession = nullptr;
};

/// The event has a number only if there is something to do: one stretch of memory, and an engine.
template <detail::AnyGlobal G, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL comm::AsyncEvent TPREFETCH_ASYNC(G& source, PrefetchAsyncContext& context,
                                                     E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  bool one_line = source.GetStride(4) == 1;
  for (int d = 0; d < 4; ++d) one_line = one_line && source.GetShape(d) == 1;
  const bool submitted = context.workspace != nullptr && source.data() != nullptr && one_line &&
                         source.GetShape(4) > 0;
  return {submitted ? std::uint64_t{1} : 0, comm::DmaEngine::SDMA};
}

}  // namespace pto
