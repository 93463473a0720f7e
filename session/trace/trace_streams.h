// SPDX-License-Identifier: Apache-2.0
// A trace as streams in program order, made comparable between runs.
//
// A stream is what one pipe does for one block of a task, whichever core ran it; besides, there is
// one of the submitted tasks, one of the buffers, one a task of its dependencies. Of each event two
// fingerprints are kept: of the event itself, and of the events that last wrote the bytes it reads.
// Neither depends on time, on addresses or on which core it was. What the runtime decides (stages
// of tasks, releases of memory) and choices are not program order and belong to no stream.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "analysis/blame/writer_map.h"
#include "analysis/describe/buffer_map.h"
#include "models/arch/event_sink.h"
#include "traces/read/query/selection.h"
#include "traces/read/trace_reader.h"

namespace npusim::session {

struct StreamKey {
  enum class Kind : std::uint8_t { Tasks, Buffers, Dependencies, Pipe };
  Kind kind = Kind::Pipe;
  BlockRef block;      ///< of Dependencies: the consumer
  std::uint16_t pipe;  ///< Pipe; or the agent where no task is known
  friend bool operator==(const StreamKey&, const StreamKey&) = default;
  friend std::strong_ordering operator<=>(const StreamKey& a, const StreamKey& b) {
    return std::tie(a.kind, a.block.task, a.block.block, a.pipe) <=>
           std::tie(b.kind, b.block.task, b.block.block, b.pipe);
  }
};

struct StreamEvent {
  traces::EventKind kind = traces::EventKind::Instruction;
  std::uint64_t row = 0;  ///< of the kind's table
  Cycle cycle = 0;
  std::uint64_t self = 0;     ///< fingerprint of the event and what it accesses
  std::uint64_t sources = 0;  ///< fingerprint of the last writers of what it reads
};

using Streams = std::map<StreamKey, std::vector<StreamEvent>>;

/// One event of a stream, and the rows of /instructions that wrote what it reads.
struct WatchedEvent {
  StreamKey stream;
  std::size_t index = 0;
  std::vector<std::uint64_t> writers;
};

/// Reads the whole trace. Fills the writers of `watched` if it is not null.
Streams read_streams(const traces::TraceReader& trace, WatchedEvent* watched = nullptr);

}  // namespace npusim::session
