// SPDX-License-Identifier: Apache-2.0
#include "session/trace/trace_streams.h"

#include <algorithm>
#include <string_view>

#include "models/arch/hash.h"
#include "traces/read/query/event_filter.h"

namespace npusim::session {
namespace {

using traces::EventKind;

/// Of numbers and texts, in order.
class Fingerprint {
 public:
  Fingerprint() = default;
  explicit Fingerprint(std::uint64_t value) : value_(value) {}

  Fingerprint& add(std::uint64_t number) {
    value_ = hash64(value_, number);
    return *this;
  }
  Fingerprint& add(std::string_view text) {
    for (const char c : text) add(static_cast<unsigned char>(c));
    return add(text.size());
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0;
};

/// A cached access reaches memory as a fill or a write-back, which are accesses of their own.
bool reaches_memory(const AccessEvent& event) { return event.path != AccessPath::Cached; }

class StreamBuilder : public EventSink {
 public:
  StreamBuilder(const traces::TraceReader& trace, WatchedEvent* watched)
      : trace_(trace), watched_(watched), writer_ids_(1), writer_rows_(1) {}

  Streams run() {
    // Every event, with its position.
    traces::Selection everything = traces::select(trace_, {});
    trace_.replay_events(*this, everything, position_);
    return std::move(streams_);
  }

  void on_instruction(const InstructionEvent& event) override {
    Fingerprint self;
    self.add(event.opcode).add(event.tile_op).add(static_cast<unsigned>(event.dtype));
    self.add(event.repeats).add(site_fingerprint(event.site));
    const Place place =
        append(key_of(event.agent, event.block), EventKind::Instruction, event.cycle, self.value());
    open_[event.instruction] = {place, {}};
  }

  void on_access(const AccessEvent& event) override {
    const auto open = open_.find(event.instruction);
    if (open == open_.end() || event.instruction == 0) return;
    StreamEvent& instruction = at(open->second.place);
    Fingerprint self(instruction.self);
    self.add(static_cast<unsigned>(event.kind)).add(static_cast<unsigned>(event.path));
    self.add(static_cast<unsigned>(event.space)).add(event.span.run_bytes).add(event.span.runs);
    self.add(event.span.groups).add(static_cast<std::uint64_t>(event.span.run_stride));
    self.add(static_cast<std::uint64_t>(event.span.group_stride));
    add_address(self, event.space, event.span.address);
    instruction.self = self.value();
    if (!reaches_memory(event)) return;
    if (reads(event.kind)) read(event, open->second.place);
    if (writes(event.kind)) open->second.writes.push_back(event);
  }

  /// What an instruction writes is in memory now.
  void on_completion(const CompletionEvent& event) override {
    const auto open = open_.find(event.instruction);
    if (open == open_.end()) return;
    if (!open->second.writes.empty()) {
      const Place& place = open->second.place;
      const auto writer = static_cast<analysis::WriterMap::Writer>(writer_ids_.size());
      writer_ids_.push_back(identity(place));
      writer_rows_.push_back(at(place).row);
      for (const AccessEvent& write : open->second.writes) {
        writers_.write(write.space, core_of_access(write), write.span, writer);
      }
    }
    open_.erase(open);
  }

  void on_sync(const SyncEvent& event) override {
    Fingerprint self;
    self.add(static_cast<unsigned>(event.kind)).add(event.id).add(event.library);
    self.add(is_core_agent(event.peer) ? static_cast<unsigned>(pipe_of(event.peer)) : event.peer);
    self.add(site_fingerprint(event.site)).add(event.bytes);
    if (event.bytes != 0) add_address(self, MemSpace::GM, event.address);
    append(key_of(event.agent, event.block), EventKind::Sync, event.cycle, self.value());
  }

  void on_task_description(const TaskDescription& task) override {
    Fingerprint self;
    self.add(task.name).add(static_cast<unsigned>(task.core)).add(task.places);
    self.add(static_cast<std::uint64_t>(task.blocks)).add(task.manual_scope).add(task.ring);
    for (const TaskArgument& argument : task.arguments) {
      self.add(static_cast<unsigned>(argument.direction)).add(argument.buffer_bytes);
      self.add(argument.start_offset).add(static_cast<unsigned>(argument.dtype));
      self.add(argument.ndims).add(argument.manual_dep);
      add_address(self, MemSpace::GM, argument.buffer_address);
      for (unsigned i = 0; i < std::size(argument.shapes); ++i) {
        self.add(argument.shapes[i]).add(argument.strides[i]);
      }
    }
    append({StreamKey::Kind::Tasks, {}, 0}, EventKind::TaskDescription, task.cycle, self.value());
  }

  void on_dependency(const DependencyEvent& event) override {
    Fingerprint self;
    self.add(event.producer).add(static_cast<unsigned>(event.reason));
    append({StreamKey::Kind::Dependencies, {event.consumer, -1}, 0}, EventKind::Dependency,
           event.cycle, self.value());
  }

  void on_buffer(const BufferEvent& event) override {
    buffers_.on_buffer(event);
    if (event.kind == BufferEvent::Kind::HeapReleased) return;
    Fingerprint self;
    self.add(event.name).add(event.bytes).add(event.owner).add(static_cast<unsigned>(event.dtype));
    for (const std::uint32_t extent : event.shape) self.add(extent);
    append({StreamKey::Kind::Buffers, {}, 0}, EventKind::Buffer, event.cycle, self.value());
  }

  void on_fault(const FaultEvent& event) override {
    Fingerprint self;
    self.add(static_cast<unsigned>(event.kind)).add(site_fingerprint(event.site));
    append(key_of(event.agent, event.block), EventKind::Fault, event.cycle, self.value());
  }

 private:
  struct Place {
    StreamKey stream;
    std::size_t index;
  };
  struct Open {
    Place place;
    std::vector<AccessEvent> writes;
  };

  static StreamKey key_of(AgentId agent, const BlockRef& block) {
    if (!is_core_agent(agent) || block.task == kNoTask) {
      return {StreamKey::Kind::Pipe, {}, agent};
    }
    return {StreamKey::Kind::Pipe, block, static_cast<std::uint16_t>(pipe_of(agent))};
  }

  static CoreId core_of_access(const AccessEvent& event) {
    return is_core_agent(event.agent) ? core_of(event.agent) : CoreId{0};
  }

  StreamEvent& at(const Place& place) { return streams_[place.stream][place.index]; }

  static std::uint64_t identity(const Place& place) {
    Fingerprint id;
    id.add(static_cast<unsigned>(place.stream.kind)).add(place.stream.block.task);
    id.add(static_cast<std::uint64_t>(place.stream.block.block)).add(place.stream.pipe);
    return id.add(place.index).value();
  }

  Place append(const StreamKey& stream, EventKind kind, Cycle cycle, std::uint64_t self) {
    std::vector<StreamEvent>& events = streams_[stream];
    events.push_back({kind, position_.row, cycle, self, 0});
    return {stream, events.size() - 1};
  }

  std::uint64_t site_fingerprint(Site site) {
    const auto [known, added] = sites_.try_emplace(site, 0);
    if (added) {
      const SourceLocation at = trace_.locate(site);
      known->second = Fingerprint().add(at.file).add(at.line).add(at.function).value();
    }
    return known->second;
  }

  /// In GM by tensor and offset.
  void add_address(Fingerprint& self, MemSpace space, std::uint64_t address) const {
    const analysis::BufferMap::Buffer* const buffer =
        space == MemSpace::GM ? buffers_.find(address) : nullptr;
    if (buffer != nullptr) {
      self.add(buffer->name).add(address - buffer->address);
    } else {
      self.add(address);
    }
  }

  void read(const AccessEvent& event, const Place& place) {
    const bool is_watched =
        watched_ != nullptr && watched_->stream == place.stream && watched_->index == place.index;
    Fingerprint sources(at(place).sources);
    writers_.read(event.space, core_of_access(event), event.span,
                  [&](analysis::WriterMap::Writer writer) {
                    sources.add(writer_ids_[writer]);
                    if (is_watched && writer != 0)
                      watched_->writers.push_back(writer_rows_[writer]);
                  });
    at(place).sources = sources.value();
  }

  const traces::TraceReader& trace_;
  WatchedEvent* watched_;
  traces::ReplayPosition position_;
  Streams streams_;
  analysis::BufferMap buffers_;
  analysis::WriterMap writers_;
  std::vector<std::uint64_t> writer_ids_;   ///< by WriterMap::Writer
  std::vector<std::uint64_t> writer_rows_;  ///< likewise
  std::unordered_map<InstructionId, Open> open_;
  std::unordered_map<Site, std::uint64_t> sites_;
};

}  // namespace

Streams read_streams(const traces::TraceReader& trace, WatchedEvent* watched) {
  Streams streams = StreamBuilder(trace, watched).run();
  if (watched != nullptr) {
    std::ranges::sort(watched->writers);
    const auto rest = std::ranges::unique(watched->writers);
    watched->writers.erase(rest.begin(), rest.end());
  }
  return streams;
}

}  // namespace npusim::session
