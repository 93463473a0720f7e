// SPDX-License-Identifier: Apache-2.0
#include "analysis/describe/queue_ring.h"

#include "analysis/describe/names.h"

namespace npusim::analysis {

bool is_queue_access(const AccessSite& site) {
  const std::string& call = site.op.library_call;
  const std::string_view name = call.empty() ? tile_op_name(site.op.tile_op) : call;
  return name == "TPUSH" || name == "TPOP";
}

std::string with_ring_remedy(std::string fix) {
  return fix +
         "; a queue in both directions has two rings, each of SlotNum slots: if the program was "
         "made when both shared one (pto-isa before d2b30a84), --set isa.queue_rings=shared, or "
         "--pto-isa with a checkout of that time";
}

}  // namespace npusim::analysis
