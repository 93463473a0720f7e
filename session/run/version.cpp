// SPDX-License-Identifier: Apache-2.0
#include "session/run/version.h"

namespace npusim::session {

std::string_view version() { return NPUSIM_VERSION; }

}  // namespace npusim::session
