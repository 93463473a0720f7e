// SPDX-License-Identifier: Apache-2.0
// The handler runs on a stack of its own, because the program's may be what is wrong. It changes
// the interrupted context so that the process goes on in stop_here(), on the core's own stack or,
// if that has overflowed, on a new one. There the core stops for good; nothing of npusim's is half
// done, because the signal came from the program's code.
#include "models/core/native_fault.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

#include <cxxabi.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "models/arch/foreign_code.h"
#include "models/core/call_stack.h"
#include "models/core/empty_loop_watch.h"
#include "models/core/scalar_context.h"

namespace npusim {
namespace {

constexpr std::size_t kHandlerStackBytes = 128 * 1024;
constexpr std::size_t kSpareStackBytes = 512 * 1024;
/// A fault this near to the stack pointer is the stack's own.
constexpr std::uint64_t kStackReach = 4 << 20;

struct Pending {
  NativeFault::Kind kind = NativeFault::Kind::WildAddress;
  const void* address = nullptr;
  Site site = nullptr;
  std::array<Site, LastPlace::kMaxFrames> calls;
  unsigned depth = 0;
  long call = -1;
};
Pending pending;
std::vector<NativeStack> stacks;
std::optional<ProgramEnd> end;

std::uint64_t program_counter(const ucontext_t& context) {
#if defined(__x86_64__)
  return static_cast<std::uint64_t>(context.uc_mcontext.gregs[REG_RIP]);
#elif defined(__aarch64__)
  return context.uc_mcontext.pc;
#else
#error "where is the program counter on this machine?"
#endif
}

std::uint64_t stack_pointer(const ucontext_t& context) {
#if defined(__x86_64__)
  return static_cast<std::uint64_t>(context.uc_mcontext.gregs[REG_RSP]);
#else
  return context.uc_mcontext.sp;
#endif
}

/// The process goes on as if `stack` had just called `code`.
void go_on_in(ucontext_t& context, void (*code)(), std::uint64_t stack) {
  constexpr std::uint64_t kRedZone = 256, kAlignment = 64;
  stack = (stack - kRedZone) / kAlignment * kAlignment;
#if defined(__x86_64__)
  context.uc_mcontext.gregs[REG_RSP] = static_cast<greg_t>(stack - sizeof(void*));
  context.uc_mcontext.gregs[REG_RIP] = static_cast<greg_t>(reinterpret_cast<std::uintptr_t>(code));
#else
  context.uc_mcontext.sp = stack;
  context.uc_mcontext.pc = reinterpret_cast<std::uintptr_t>(code);
#endif
}

std::uint64_t spare_stack() {
  void* const stack = mmap(nullptr, kSpareStackBytes, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  return stack == MAP_FAILED ? 0 : reinterpret_cast<std::uint64_t>(stack) + kSpareStackBytes;
}

void take_calls(const CallStack& stack, unsigned first, const void* program) {
  for (unsigned i = first; i < stack.depth && pending.depth < pending.calls.size(); ++i) {
    if (module_of(stack.code[i]) == program) pending.calls[pending.depth++] = stack.code[i];
  }
}

/// Of the calls that programs try.
std::string call_name(long call) {
  switch (call) {
    case SYS_socket:
    case SYS_socketpair:
      return "a socket";
#ifdef SYS_fork
    case SYS_fork:
    case SYS_vfork:
#endif
    case SYS_clone:
      return "a process (fork)";
    case SYS_execve:
    case SYS_execveat:
      return "a process of another program (exec)";
    case SYS_kill:
    case SYS_tkill:
    case SYS_tgkill:
      return "a signal to another process";
    case SYS_ptrace:
      return "a debugger of another process (ptrace)";
    default:
      return fmt::format("system call {}", call);
  }
}

[[noreturn]] void stop_here() {
  NativeFault fault{pending.kind, pending.address, {}};
  if (pending.call >= 0) fault.detail = call_name(pending.call);
  current_scalar_context().stop_after_native_fault(fault, pending.site);
  __builtin_unreachable();
}

NativeFault::Kind kind_of(int signal, bool on_stack) {
  switch (signal) {
    case SIGFPE:
      return NativeFault::Kind::DivisionOverflow;  // a zero is announced before (native_hooks.cpp)
    case SIGILL:
      return NativeFault::Kind::IllegalInstruction;
    case SIGTRAP:
      return NativeFault::Kind::Breakpoint;
    case SIGABRT:
      return NativeFault::Kind::Abort;
    case SIGSYS:
      return NativeFault::Kind::ForbiddenCall;
    case SIGUSR2:
      return NativeFault::Kind::NeverReturned;
    case SIGVTALRM:
      return NativeFault::Kind::EmptyLoop;
    default:
      return on_stack ? NativeFault::Kind::StackOverflow : NativeFault::Kind::WildAddress;
  }
}

void note_stack(const CallStack& stack) {
  LastPlace& place = last_place();
  place.frames = 0;
  place.module_base = 0;
  for (unsigned i = 0; i < stack.depth && place.frames < LastPlace::kMaxFrames; ++i) {
    place.stack[place.frames++] = reinterpret_cast<std::uint64_t>(stack.code[i]);
    Dl_info info;
    if (place.module_base != 0 || dladdr(stack.code[i], &info) == 0) continue;
    const std::string_view file = info.dli_fname;
    const bool is_library = file.starts_with("/lib") || file.starts_with("/usr/lib");
    if (is_library || info.dli_fbase == own_module()) continue;
    set_text(place.module, info.dli_fname);
    place.module_base = reinterpret_cast<std::uint64_t>(info.dli_fbase);
  }
}

/// Lets the signal have its usual effect, with the place known to whoever shares last_place().
void die_of(int signal, const siginfo_t& info, const CallStack& stack) {
  LastPlace& place = last_place();
  place.fault_address = reinterpret_cast<std::uint64_t>(info.si_addr);
  note_stack(stack);
  // A thread that has code of the program among its callers is the program's.
  const bool in_its_thread = gettid() != getpid() && place.module_base != 0;
  place.in_program = place.in_program || ForeignCode::running() != nullptr || in_its_thread;
  place.signal = signal;
  std::signal(signal, SIG_DFL);
  syscall(SYS_tgkill, getpid(), gettid(), signal);
}

void handle(int signal, siginfo_t* info, void* interrupted) {
  auto& context = *static_cast<ucontext_t*>(interrupted);
  const auto* const code = reinterpret_cast<const void*>(program_counter(context));
  if (signal == SIGVTALRM && !jumps_to_itself(code)) return;
  const CallStack stack = CallStack::here();
  ScalarContext* const running = gettid() == getpid() ? find_scalar_context() : nullptr;
  const void* const program = running == nullptr ? nullptr : module_of(running->native_code());
  const unsigned first = stack.first_of(program, true);
  // A jump to nowhere has no module, and nothing to unwind.
  const bool is_lost = program != nullptr && module_of(code) == nullptr;
  if (first == stack.depth && !is_lost) {
    // npusim's own code comes back by itself.
    if (signal == SIGUSR2 || signal == SIGVTALRM) return;
    die_of(signal, *info, stack);
    return;
  }
  const auto address = reinterpret_cast<std::uint64_t>(info->si_addr);
  const std::uint64_t top = stack_pointer(context);
  const bool on_stack = (signal == SIGSEGV || signal == SIGBUS) && address + kStackReach > top &&
                        address < top + 4096;
  pending = {};
  pending.kind = kind_of(signal, on_stack);
  pending.address = info->si_addr;
  if (signal == SIGSYS) pending.call = info->si_syscall;
  pending.site = is_lost ? nullptr : stack.code[first];
  take_calls(stack, first, program);
  const std::uint64_t spare = on_stack ? spare_stack() : 0;
  go_on_in(context, stop_here, spare == 0 ? top : spare);
}

}  // namespace

void install_native_fault_handler() {
  static std::array<std::byte, kHandlerStackBytes> handler_stack;
  stack_t stack{};
  stack.ss_sp = handler_stack.data();
  stack.ss_size = handler_stack.size();
  sigaltstack(&stack, nullptr);
  CallStack::here();  // loads the unwinder, which is no work for a signal handler
  struct sigaction action {};
  action.sa_sigaction = handle;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (const int signal :
       {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGUSR2, SIGVTALRM}) {
    // A system call that the timer interrupts goes on by itself.
    if (signal == SIGVTALRM) action.sa_flags |= SA_RESTART;
    sigaction(signal, &action, nullptr);
  }
}

std::string describe(const NativeFault& fault) {
  using Kind = NativeFault::Kind;
  switch (fault.kind) {
    case Kind::WildAddress:
      return fmt::format("uses address {:#x}, which is no device memory",
                         reinterpret_cast<std::uint64_t>(fault.address));
    case Kind::DivisionByZero:
      return "divides by zero";
    case Kind::DivisionOverflow:
      return "divides the smallest integer by -1, which overflows";
    case Kind::StackOverflow:
      return "needs more stack than a core has";
    case Kind::IllegalInstruction:
      return "runs into a trap instruction (__builtin_trap(), or code that cannot be reached)";
    case Kind::Breakpoint:
      return "runs into a breakpoint";
    case Kind::Abort:
      return "calls abort()";
    case Kind::Assertion:
      return fault.detail;
    case Kind::Exception:
      return "throws " + fault.detail + ", which nothing catches";
    case Kind::Exit:
      return "calls " + fault.detail;
    case Kind::ForbiddenCall:
      return "makes " + fault.detail + ", which a program must not";
    case Kind::EmptyLoop:
      return "loops for ever: its loop has no body and no end";
    case Kind::NeverReturned:
      return "does not come back";
  }
  return "fails";
}

Site calling_program() {
  const ScalarContext* const running = gettid() == getpid() ? find_scalar_context() : nullptr;
  if (running == nullptr) return nullptr;
  const CallStack stack = CallStack::here();
  const unsigned first = stack.first_of(module_of(running->native_code()), true);
  return first == stack.depth ? nullptr : stack.code[first];
}

void fault_if_called_by_program(NativeFault fault) {
  ScalarContext* const running = gettid() == getpid() ? find_scalar_context() : nullptr;
  if (running == nullptr) return;
  const CallStack stack = CallStack::here();
  const void* const program = module_of(running->native_code());
  const unsigned first = stack.first_of(program, true);
  if (first == stack.depth) return;
  pending = {};
  take_calls(stack, first, program);
  running->stop_after_native_fault(fault, stack.code[first]);
}

NativeFault program_exception(const std::exception* error) {
  NativeFault fault{NativeFault::Kind::Exception, nullptr, "something"};
  if (const std::type_info* const type = abi::__cxa_current_exception_type()) {
    int status = 0;
    char* const text = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
    fault.detail = status == 0 ? text : type->name();
    std::free(text);
  }
  if (error != nullptr) fault.detail += fmt::format(" (\"{}\")", error->what());
  return fault;
}

void note_native_stack(AgentId agent, Cycle cycle) {
  stacks.push_back(
      {agent, cycle,
       std::vector<Site>(pending.calls.begin(), pending.calls.begin() + pending.depth)});
}

void note_stack_in_last_place() { note_stack(CallStack::here()); }

void note_calls_of_program(AgentId agent, Cycle cycle) {
  const ScalarContext* const running = find_scalar_context();
  if (running == nullptr) return;
  pending = {};
  const CallStack stack = CallStack::here();
  const void* const program = module_of(running->native_code());
  take_calls(stack, stack.first_of(program, true), program);
  note_native_stack(agent, cycle);
}

const std::vector<NativeStack>& native_stacks() { return stacks; }

void note_program_end(ProgramEnd how) {
  if (!end) end = std::move(how);
}

const ProgramEnd* program_end() { return end ? &*end : nullptr; }

}  // namespace npusim
