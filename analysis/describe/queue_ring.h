// SPDX-License-Identifier: Apache-2.0
// Accesses to the ring of a queue of TPUSH and TPOP, and what to do where a ring has too little
// room.
#pragma once

#include <string>

#include "analysis/result/access_site.h"

namespace npusim::analysis {

/// By the bundled library or by one of the user's.
bool is_queue_access(const AccessSite& site);

/// `fix`, and what else may be the cause of an access past the ring: a program that was written for
/// a library in which both directions of a queue share one.
std::string with_ring_remedy(std::string fix);

}  // namespace npusim::analysis
