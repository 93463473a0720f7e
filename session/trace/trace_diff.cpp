// SPDX-License-Identifier: Apache-2.0
#include "session/trace/trace_diff.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "session/trace/trace_compiler.h"
#include "session/trace/trace_event_format.h"
#include "session/trace/trace_outputs_diff.h"
#include "session/trace/trace_streams.h"

namespace npusim::session {
namespace {

constexpr std::size_t kContextEvents = 3;

/// The first event of a stream in which two traces differ. Beyond a stream's end there is none.
struct Difference {
  StreamKey stream;
  std::size_t index = 0;
  Cycle cycle = 0;
};

/// The earliest difference over all streams, by the time of the first trace that has the event.
template <class IsDifferent>
std::optional<Difference> first_difference(const Streams& a, const Streams& b,
                                           IsDifferent is_different) {
  static const std::vector<StreamEvent> kNothing;
  std::optional<Difference> first;
  const auto compare = [&](const StreamKey& key, const std::vector<StreamEvent>& left,
                           const std::vector<StreamEvent>& right) {
    const std::size_t both = std::min(left.size(), right.size());
    std::size_t index = 0;
    while (index < both && !is_different(left[index], right[index])) ++index;
    if (index == both && left.size() == right.size()) return;
    const Cycle cycle = index < left.size() ? left[index].cycle : right[index].cycle;
    if (!first || cycle < first->cycle) first = Difference{key, index, cycle};
  };
  for (const auto& [key, events] : a) {
    const auto other = b.find(key);
    compare(key, events, other == b.end() ? kNothing : other->second);
  }
  for (const auto& [key, events] : b) {
    if (!a.contains(key)) compare(key, kNothing, events);
  }
  return first;
}

/// The differences in what was run.
std::string header_text(const traces::TraceHeader& a, const traces::TraceHeader& b) {
  std::string text;
  const auto compare = [&](std::string_view what, const std::string& left,
                           const std::string& right) {
    if (left != right) text += fmt::format("{}: {} | {}\n", what, left, right);
  };
  compare("npusim", a.npusim_version, b.npusim_version);
  compare("program", a.program, b.program);
  compare("data", a.data_file, b.data_file);
  compare("seed", std::to_string(a.seed), std::to_string(b.seed));
  compare("schedule", a.schedule, b.schedule);
  for (const auto& [knob, value] : a.knobs) {
    const auto other = b.knobs.find(knob);
    compare("knob " + knob, value, other == b.knobs.end() ? "none" : other->second);
  }
  return text;
}

traces::Selection nothing(const traces::TraceReader& trace) {
  traces::Selection selection = traces::select(trace, {});
  for (auto& rows : selection.rows) rows.assign(rows.size(), false);
  selection.unmatched.assign(selection.unmatched.size(), false);
  return selection;
}

class DiffPrinter {
 public:
  DiffPrinter(const traces::TraceReader& a, const traces::TraceReader& b, std::ostream& out)
      : traces_{&a, &b}, streams_{read_streams(a), read_streams(b)}, out_(out) {}

  /// True if the runs differ.
  bool print(const std::array<std::string, 2>& names) {
    out_ << "A: " << names[0] << "\nB: " << names[1] << "\n"
         << header_text(traces_[0]->info().header, traces_[1]->info().header);
    const auto program = first_difference(
        streams_[0], streams_[1],
        [](const StreamEvent& a, const StreamEvent& b) { return a.self != b.self; });
    const auto flow =
        first_difference(streams_[0], streams_[1], [](const StreamEvent& a, const StreamEvent& b) {
          return a.self != b.self || a.sources != b.sources;
        });
    if (!program && !flow) {
      out_ << "\nNo difference: every pipe does the same for every block, and every read gets its "
              "bytes from the same writes.\n";
      return false;
    }
    // Where programs part, what they read differs too; worth saying only if it came first.
    const bool flow_first =
        flow && (!program || flow->stream != program->stream || flow->index != program->index);
    if (flow_first) {
      out_ << "\nFirst read that gets its bytes from other writes: " << place_text(*flow) << "\n";
      print_both(*flow, true);
    }
    if (program) {
      out_ << "\nFirst event that differs: " << place_text(*program) << "\n";
      print_both(*program, false);
    } else {
      out_ << "\nOtherwise every pipe does the same for every block.\n";
    }
    return true;
  }

 private:
  std::string place_text(const Difference& at) const {
    switch (at.stream.kind) {
      case StreamKey::Kind::Tasks:
        return fmt::format("submitted task {}", at.index);
      case StreamKey::Kind::Buffers:
        return fmt::format("buffer {}", at.index);
      case StreamKey::Kind::Dependencies:
        return fmt::format("dependency {} of task {}", at.index, at.stream.block.task);
      case StreamKey::Kind::Pipe:
        break;
    }
    if (at.stream.block.task == kNoTask) {
      return fmt::format("event {} of {}", at.index, agent_name(at.stream.pipe));
    }
    return fmt::format("task {}, block {}, event {} of pipe {}", at.stream.block.task,
                       at.stream.block.block, at.index, name(static_cast<Pipe>(at.stream.pipe)));
  }

  void print_both(const Difference& at, bool with_writers) {
    for (unsigned side = 0; side < 2; ++side) {
      out_ << (side == 0 ? "A" : "B") << ":\n";
      const auto stream = streams_[side].find(at.stream);
      if (stream == streams_[side].end() || at.index >= stream->second.size()) {
        out_ << "  nothing more: " << (stream == streams_[side].end() ? 0 : stream->second.size())
             << " events\n";
      }
      if (stream == streams_[side].end()) continue;
      print_events(side, stream->second, at.index);
      if (with_writers) print_writers(side, at);
    }
  }

  /// The event with what it accesses, and the last ones before it.
  void print_events(unsigned side, const std::vector<StreamEvent>& events, std::size_t index) {
    traces::Selection wanted = nothing(*traces_[side]);
    const std::size_t begin = index > kContextEvents ? index - kContextEvents : 0;
    for (std::size_t i = begin; i < std::min(index + 1, events.size()); ++i) {
      wanted.of(events[i].kind)[events[i].row] = true;
    }
    print_selection(side, wanted, true);
  }

  void print_writers(unsigned side, const Difference& at) {
    WatchedEvent watched{at.stream, at.index, {}};
    read_streams(*traces_[side], &watched);
    out_ << "  what it reads was written last by" << (watched.writers.empty() ? " nobody" : "")
         << "\n";
    traces::Selection wanted = nothing(*traces_[side]);
    for (const std::uint64_t row : watched.writers)
      wanted.of(traces::EventKind::Instruction)[row] = true;
    print_selection(side, wanted, false);
  }

  void print_selection(unsigned side, traces::Selection& wanted, bool with_accesses) {
    const traces::TraceReader& trace = *traces_[side];
    if (with_accesses) traces::add_accesses_of_instructions(trace, wanted);
    const std::unique_ptr<TraceEventFormat> format = make_event_format("text", out_);
    TraceEventRows rows(trace, wanted, [&](const TraceEventRow& row) {
      out_ << "  ";
      format->row(row);
    });
    rows.run();
  }

  std::array<const traces::TraceReader*, 2> traces_;
  std::array<Streams, 2> streams_;
  std::ostream& out_;
};

}  // namespace

bool print_trace_diff(const std::array<std::string, 2>& paths, std::ostream& out) {
  const traces::TraceReader a(paths[0]);
  const traces::TraceReader b(paths[1]);
  require_same_compiler(paths[1], a.info().header, b.info().header);
  const bool differ = DiffPrinter(a, b, out).print(paths);
  const OutputsDiff outputs = diff_outputs(paths, a, b);
  if (!outputs.text.empty()) out << "\n" << outputs.text;
  return differ || outputs.differ;
}

}  // namespace npusim::session
