// SPDX-License-Identifier: Apache-2.0
#include "models/core/native_fault.h"

#include <cstdint>

#include <dlfcn.h>
#include <signal.h>
#include <ucontext.h>

#include "models/core/scalar_context.h"

namespace npusim {
namespace {

const void* module_of(const void* code) {
  Dl_info info;
  return dladdr(code, &info) != 0 ? info.dli_fbase : nullptr;
}

const void* interrupted_code(const void* context) {
  const auto* const machine = static_cast<const ucontext_t*>(context);
#if defined(__x86_64__)
  return reinterpret_cast<const void*>(machine->uc_mcontext.gregs[REG_RIP]);
#elif defined(__aarch64__)
  return reinterpret_cast<const void*>(machine->uc_mcontext.pc);
#else
#error "where is the program counter on this machine?"
#endif
}

/// Runs on the stack of the process that faulted and never returns to it: that core has stopped.
/// The signal came from the kernel's own code, not from inside the simulator, so nothing of ours is
/// half done.
void handle(int signal, siginfo_t* info, void* context) {
  const void* const code = interrupted_code(context);
  ScalarContext& running = current_scalar_context();
  if (module_of(code) != module_of(running.native_code())) {
    ::signal(signal, SIG_DFL);
    raise(signal);
    return;
  }
  // A division by zero has been announced before (native_hooks.cpp).
  running.stop_after_native_fault(
      signal == SIGFPE ? NativeFault::DivisionOverflow : NativeFault::WildAddress, info->si_addr,
      code);
}

}  // namespace

void install_native_fault_handler() {
  struct sigaction action {};
  action.sa_sigaction = handle;
  // NODEFER: other cores may fault later, while this handler's frame is parked.
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE}) sigaction(signal, &action, nullptr);
}

}  // namespace npusim
