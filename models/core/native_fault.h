// SPDX-License-Identifier: Apache-2.0
// Kernels run natively: what they do to the host's process (a wild pointer, abort(), exit(), a
// stack that overflows) really happens. This turns it into a fault of the simulated core: that core
// stops where it is, everything else goes on.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <vector>

#include "models/arch/event.h"

namespace npusim {

/// How native code fails by itself.
struct NativeFault {
  enum class Kind : std::uint8_t {
    WildAddress,
    DivisionByZero,
    DivisionOverflow,
    StackOverflow,
    IllegalInstruction,  ///< __builtin_trap() and unreachable code, too
    Breakpoint,
    Abort,
    Assertion,      ///< detail: "fails its assertion 'x > 0'"
    Exception,      ///< detail: its type and what()
    Exit,           ///< ends the process; detail: the call
    ForbiddenCall,  ///< a system call that the sandbox refuses; detail: its name
    EmptyLoop,      ///< jumps to its own instruction
    NeverReturned   ///< was told to stop and is in a system call or in code that is not watched
  };
  Kind kind = Kind::WildAddress;
  const void* address = nullptr;
  std::string detail;
};

/// "divides by zero", "uses address 0x10, which is no device memory".
std::string describe(const NativeFault& fault);

/// The program ended npusim's own process, or tried to.
struct ProgramEnd {
  std::string how;  ///< "calls exit(0)"
  AgentId agent = kAgentCount;
  BlockRef block;
  Site site = nullptr;
  Cycle cycle = 0;
};

/// The call stack of a core that has stopped, innermost first; code of the program only.
struct NativeStack {
  AgentId agent = kAgentCount;
  Cycle cycle = 0;
  std::vector<Site> calls;
};

/// Installs the handler of SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, of SIGVTALRM
/// (EmptyLoopWatch), and of SIGUSR2, which asks code of the program that does not come back to
/// stop. Signals that do not come from the program's code keep their effect, after the place is in
/// last_place(). Idempotent.
void install_native_fault_handler();

/// Stops the running core if the code of its program called the function that calls this.
void fault_if_called_by_program(NativeFault fault);
/// The program's code that called the function that calls this, by way of any library; null: it was
/// not the program.
Site calling_program();

/// Where the program's code threw the exception that is in flight; null: npusim's own code did.
Site thrown_at();

/// An exception of the program's, which reached npusim. Inside its handler; null: of a type that
/// says nothing.
NativeFault program_exception(const std::exception* error);

/// Writes the calls that led here, and the program's shared object among them, into last_place().
void note_stack_in_last_place();

// What happened in this process, for the report.
void note_native_stack(AgentId agent, Cycle cycle);
/// The calls of the program's code that led here.
void note_calls_of_program(AgentId agent, Cycle cycle);
const std::vector<NativeStack>& native_stacks();
void note_program_end(ProgramEnd end);
/// Null if the program has not ended the process.
const ProgramEnd* program_end();

}  // namespace npusim
