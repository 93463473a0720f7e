// SPDX-License-Identifier: Apache-2.0
// The C library's functions that end a process, in front of its own: when the program's code calls
// one, its core stops and npusim goes on. Whoever else calls them gets what the library does.
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <dlfcn.h>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "models/arch/foreign_code.h"
#include "models/core/call_stack.h"
#include "models/core/native_fault.h"

namespace {

using npusim::NativeFault;

npusim::Site last_throw = nullptr;

template <typename F>
F library_function(const char* name) {
  return reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
}

void stop_program(NativeFault::Kind kind, const std::string& detail) {
  npusim::fault_if_called_by_program({kind, nullptr, detail});
  if (npusim::ForeignCode::running() != nullptr) {
    npusim::note_stack_in_last_place();
    npusim::ForeignCode::ends(describe(NativeFault{kind, nullptr, detail}).c_str());
  }
}

void stop_before_exit(const char* function, int status) {
  stop_program(NativeFault::Kind::Exit, fmt::format("{}({})", function, status));
}

[[noreturn]] void leave(int status) {
  while (true) syscall(SYS_exit_group, status);
}

/// A copy of the simulator that the program has made must not go on beside the original.
void end_copy_of_program() {
  if (npusim::calling_program() != nullptr) leave(0);
}

[[maybe_unused]] const int guarded = pthread_atfork(nullptr, nullptr, end_copy_of_program);

}  // namespace

namespace npusim {

Site thrown_at() { return last_throw; }

}  // namespace npusim

extern "C" {

// Named by export_kernel_port(), so that the linker keeps this file.
void npusim_native_exits() {}

[[noreturn]] void exit(int status) noexcept {
  stop_before_exit("exit", status);
  library_function<void (*)(int)>("exit")(status);
  leave(status);
}

[[noreturn]] void _exit(int status) {
  stop_before_exit("_exit", status);
  leave(status);
}

[[noreturn]] void _Exit(int status) noexcept {
  stop_before_exit("_Exit", status);
  leave(status);
}

[[noreturn]] void quick_exit(int status) noexcept {
  stop_before_exit("quick_exit", status);
  library_function<void (*)(int)>("quick_exit")(status);
  leave(status);
}

[[noreturn]] void abort() noexcept {
  stop_program(NativeFault::Kind::Abort, "");
  std::signal(SIGABRT, SIG_DFL);
  raise(SIGABRT);
  leave(134);
}

[[noreturn]] void __assert_fail(const char* assertion, const char* file, unsigned line,
                                const char*) noexcept {
  const char* const name = std::strrchr(file, '/');
  const std::string text = fmt::format("fails its assertion '{}' at {}:{}", assertion,
                                       name == nullptr ? file : name + 1, line);
  stop_program(NativeFault::Kind::Assertion, text);
  const std::string message = "npusim: " + text + "\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, message.data(), message.size());
  abort();
}

/// Before the library's own, which takes locks that a refused system call would leave taken.
pid_t fork() noexcept {
  stop_program(NativeFault::Kind::ForbiddenCall, "a process (fork)");
  return library_function<pid_t (*)()>("fork")();
}

/// A core has no threads, and what they did would be missing in the run. Goldens are no part of it.
int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*code)(void*),
                   void* argument) noexcept {
  const NativeFault fault{NativeFault::Kind::ForbiddenCall, nullptr, "a thread of its own"};
  npusim::fault_if_called_by_program(fault);
  const char* const running = npusim::ForeignCode::running();
  if (running != nullptr && std::string_view(running).starts_with("the static initialisers")) {
    npusim::note_stack_in_last_place();
    npusim::ForeignCode::ends(describe(fault).c_str());
  }
  static const auto library = library_function<decltype(&pthread_create)>("pthread_create");
  return library(thread, attributes, code, argument);
}

/// Notes where the program throws; npusim's own exceptions, which pass through kernels too, come
/// from nowhere.
[[noreturn]] void __cxa_throw(void* thrown, void* type, void (*destroy)(void*)) {
  static const auto library =
      library_function<void (*)(void*, void*, void (*)(void*))>("__cxa_throw");
  last_throw = npusim::calling_program();
  library(thrown, type, destroy);
  leave(134);
}
}
