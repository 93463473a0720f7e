// SPDX-License-Identifier: Apache-2.0
#include "session/supervise/worker_end.h"

#include <csignal>
#include <cstring>

#include <fmt/format.h>

#include "analysis/result/exit_status.h"
#include "models/arch/topology.h"
#include "session/supervise/stage.h"
#include "traces/debug_info/debug_module.h"

namespace npusim::session {
namespace {

constexpr std::uint32_t kNone = ~0u;

/// "kernel_entry at k0.cpp:9"; inlined functions are lines of their own.
std::vector<std::string> lines_at(const traces::DebugModule& module, std::uint64_t address) {
  std::vector<std::string> lines;
  for (const traces::SourceFrame& frame : module.frames_at(address)) {
    lines.push_back(fmt::format("{} at {}:{}", frame.function, frame.file.string(), frame.line));
  }
  return lines;
}

std::string core_text(const LastPlace& place) {
  if (place.core == kNone || place.core >= kCoreCount) return "the orchestration";
  return fmt::format("{}, task {} block {}", core_name(static_cast<CoreId>(place.core)), place.task,
                     place.block);
}

std::vector<std::string> places_of(const SharedState& state) {
  const LastPlace& place = state.place;
  std::vector<std::string> lines;
  if (place.stage != stage::kSimulate || place.cycle == 0) return lines;
  lines.push_back(fmt::format("last seen: {}, cycle {}", core_text(place), place.cycle));
  if (place.module[0] == '\0' || place.site == 0) return lines;
  const traces::DebugModule module(place.module, place.module_base);
  for (const std::string& line : lines_at(module, place.site - 1)) lines.push_back("  in " + line);
  return lines;
}

/// "its golden program golden.cpp", "the simulation".
std::string subject(const SharedState& state) {
  const std::string file = state.file;
  if (!file.empty()) return file;
  const std::string stage = state.place.stage;
  return stage.empty() ? "the command" : "the stage '" + stage + "'";
}

bool is_code_of_program(const SharedState& state) {
  const std::string_view now = state.place.stage;
  return now == stage::kConfiguration || now == stage::kLoad || now == stage::kGolden ||
         now == stage::kSimulate;
}

Death bad_input(const WorkerEnd& end, const std::string& found, const std::string& remedy) {
  return {analysis::kExitBadInput,
          fmt::format("error: {}: expected code that comes back, found one that {}; {}",
                      subject(end.state), found, remedy),
          places_of(end.state)};
}

Death lost(const WorkerEnd& end, const std::string& program, const std::string& what) {
  return {analysis::kExitInconclusive,
          fmt::format("error: {}: {} while at {}", program, what, subject(end.state)),
          places_of(end.state)};
}

}  // namespace

Death explain_death(const WorkerEnd& end, const std::string& program) {
  const LastPlace& place = end.state.place;
  const std::string_view now = place.stage;
  const bool before_run = is_code_of_program(end.state) && now != stage::kSimulate;
  if (end.interrupted) return lost(end, program, "interrupted");
  if (!end.limit.empty()) {
    if (before_run) return bad_input(end, end.limit, "look for a loop without end in it");
    return lost(end, program, end.limit);
  }
  if (now == stage::kData && end.signal != 0 && end.signal != SIGKILL) {
    return {analysis::kExitBadInput,
            fmt::format("error: {}: expected an array that can be read, found a damaged file, on "
                        "which reading ends with signal {} ({}); write the file again",
                        subject(end.state), end.signal, strsignal(end.signal)),
            {}};
  }
  if (place.how[0] != '\0') return bad_input(end, place.how, "return instead");
  if (end.damaged) {
    return bad_input(end, "writes into npusim's own files", "use none but those it opens itself");
  }
  const bool killed_by_itself = end.signal != 0 && place.signal == end.signal && !place.in_program;
  if (end.signal == SIGKILL) return lost(end, program, "the process was killed (SIGKILL)");
  // npusim itself never ends a worker without a word.
  const bool in_its_code = is_code_of_program(end.state) || (end.signal != 0 && place.in_program);
  if (end.signal == 0 || (in_its_code && !killed_by_itself)) {
    const std::string how = end.signal == 0
                                ? fmt::format("ended the process with status {}", end.exit_code)
                                : fmt::format("ended the process with signal {} ({})", end.signal,
                                              strsignal(end.signal));
    Death death = bad_input(end, how, "correct it there");
    if (now == stage::kSimulate && end.signal != 0) death.exit_status = analysis::kExitStall;
    return death;
  }
  return {analysis::kExitInternal,
          fmt::format("internal error: the process was ended by signal {} ({}) at {}\n"
                      "This is a bug in npusim, unless the program wrote over npusim's memory.",
                      end.signal, strsignal(end.signal), subject(end.state)),
          places_of(end.state)};
}

}  // namespace npusim::session
