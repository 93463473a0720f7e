// SPDX-License-Identifier: Apache-2.0
// Kernels run natively, so a wild pointer of theirs is a real one. This turns the host's signal
// into a fault of the simulated core: it stops, everything else goes on.
#pragma once

namespace npusim {

/// Installs the handler for SIGSEGV, SIGBUS and SIGFPE. Signals that do not come from a kernel's
/// code keep their usual effect. Idempotent.
void install_native_fault_handler();

}  // namespace npusim
