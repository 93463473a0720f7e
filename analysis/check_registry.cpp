// SPDX-License-Identifier: Apache-2.0
#include "analysis/check_registry.h"

#include "analysis/memory/init_check.h"
#include "analysis/memory/memory_check.h"
#include "analysis/memory/overwrite_check.h"
#include "analysis/race/race_check.h"
#include "analysis/sync/sync_check.h"

namespace npusim::analysis {
namespace {

template <typename T>
std::unique_ptr<Check> make(const CheckContext& context) {
  return std::make_unique<T>(context);
}

constexpr RegisteredCheck kChecks[] = {
    {"race", make<RaceCheck>}, {"mem", make<MemoryCheck>}, {"mem", make<OverwriteCheck>},
    {"init", make<InitCheck>}, {"sync", make<SyncCheck>},
};

}  // namespace

std::span<const RegisteredCheck> registered_checks() { return kChecks; }

}  // namespace npusim::analysis
