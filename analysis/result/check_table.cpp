// SPDX-License-Identifier: Apache-2.0
#include "analysis/result/check_table.h"

namespace npusim::analysis {
namespace {

constexpr CheckInfo kChecks[] = {
    {"race", true, kExitRace, "conflicting accesses that nothing orders",
     "Two accesses of different agents (or of one pipe without a barrier) to the same bytes, at "
     "least one of them a write, with no flag, barrier, fence or task edge between them. Found "
     "from the order that the rules guarantee, so a run with the right bytes reports it too."},
    {"mem", true, kExitRace, "accesses outside memory",
     "Reads and writes outside a local memory or outside every allocation of GM, misaligned "
     "operands, valid sizes beyond their tiles, tiles that lie over one that is still to be read, "
     "and tiles in the library's scratch of UB. A tile and a tensor of different shapes: a note."},
    {"init", true, kExitRace, "reads of bytes that nobody wrote",
     "Reads of local memory that the task did not write, and of GM outputs before their first "
     "write: the values depend on what ran before."},
    {"sync", true, kExitStall, "flags, barriers and modes that are used wrongly",
     "Flags left set at the end of a task, set twice before their wait, or used on a pipe that the "
     "core does not have; mask and atomic modes that are not restored; data cache lines left dirty "
     "at the end of a task."},
    {"stall", false, kExitStall, "a run that cannot go on",
     "A deadlock, or the runtime's own time-outs: the report gives the cycle and what each agent "
     "waits for."},
    {"model", false, kExitInconclusive, "operations that are not modelled",
     "The program reached an instruction or a form of it that npusim does not model; the run ends "
     "there and proves nothing."},
    {"suppression", false, kExitRace, "suppressions that hold no longer",
     "An entry of the --suppressions file that matched no finding of this run, or whose last day "
     "is over. Remove it, or renew it with a reason."},
    {"golden", false, kExitMismatch, "outputs that differ from their golden",
     "Each output is compared with its golden, bit for bit unless data.json says otherwise. "
     "Turned off by --no-golden."},
};

}  // namespace

std::span<const CheckInfo> checks() { return kChecks; }

std::vector<std::string> selectable_checks() {
  std::vector<std::string> ids;
  for (const CheckInfo& check : kChecks) {
    if (check.selectable) ids.emplace_back(check.id);
  }
  return ids;
}

const CheckInfo* find_check(std::string_view id) {
  for (const CheckInfo& check : kChecks) {
    if (check.id == id) return &check;
  }
  return nullptr;
}

}  // namespace npusim::analysis
