// SPDX-License-Identifier: Apache-2.0
#include "traces/export/perfetto_writer.h"

namespace npusim::traces {
namespace {

namespace trace {
constexpr unsigned kPacket = 1;
}
namespace packet {
constexpr unsigned kTimestamp = 8, kSequence = 10, kTrackEvent = 11, kInternedData = 12,
                   kSequenceFlags = 13, kTrackDescriptor = 60;
constexpr std::uint64_t kStateCleared = 1, kNeedsState = 2;
}  // namespace packet
namespace track_descriptor {
constexpr unsigned kUuid = 1, kName = 2, kProcess = 3, kThread = 4, kParent = 5, kCounter = 8;
}
namespace process {
constexpr unsigned kPid = 1, kName = 6;
}
namespace thread {
constexpr unsigned kPid = 1, kTid = 2, kName = 5;
}
namespace counter {
constexpr unsigned kUnitName = 6;
}
namespace track_event {
constexpr unsigned kCategory = 3, kAnnotation = 4, kType = 9, kName = 10, kTrack = 11,
                   kRealValue = 44, kFlow = 47, kEndedFlow = 48;
}
namespace debug_annotation {
constexpr unsigned kName = 1, kNumber = 3, kText = 17;
}
namespace interned_data {
constexpr unsigned kCategories = 1, kEventNames = 2, kAnnotationNames = 3, kAnnotationTexts = 29;
constexpr unsigned kNumber = 1, kText = 2;  // of each of them
}  // namespace interned_data

/// All packets are of one sequence.
constexpr std::uint64_t kSequenceId = 1;

}  // namespace

PerfettoWriter::PerfettoWriter(std::ostream& out)
    : out_(out),
      categories_(interned_data::kCategories),
      event_names_(interned_data::kEventNames),
      annotation_names_(interned_data::kAnnotationNames),
      annotation_texts_(interned_data::kAnnotationTexts) {}

std::uint64_t PerfettoWriter::Interned::number_of(std::string_view text, Protobuf& data) {
  const auto found = numbers_.find(text);
  if (found != numbers_.end()) return found->second;
  const std::uint64_t number = numbers_.size() + 1;
  numbers_.emplace(text, number);
  Protobuf entry;
  entry.number(interned_data::kNumber, number).text(interned_data::kText, text);
  data.message(field_, entry);
  return number;
}

void PerfettoWriter::write(const Protobuf& packet) {
  Protobuf whole;
  whole.message(trace::kPacket, packet);
  out_ << whole.bytes();
}

void PerfettoWriter::add_descriptor(const Protobuf& descriptor) {
  Protobuf packet;
  packet.number(packet::kSequence, kSequenceId);
  packet.number(packet::kSequenceFlags, first_ ? packet::kStateCleared : packet::kNeedsState);
  packet.message(packet::kTrackDescriptor, descriptor);
  first_ = false;
  write(packet);
}

void PerfettoWriter::add_process(TrackId track, std::uint64_t pid, const std::string& name) {
  Protobuf process;
  process.number(process::kPid, pid).text(process::kName, name);
  Protobuf descriptor;
  descriptor.number(track_descriptor::kUuid, track).message(track_descriptor::kProcess, process);
  add_descriptor(descriptor);
}

void PerfettoWriter::add_thread(TrackId track, std::uint64_t pid, std::uint64_t tid,
                                const std::string& name) {
  Protobuf thread;
  thread.number(thread::kPid, pid).number(thread::kTid, tid).text(thread::kName, name);
  Protobuf descriptor;
  descriptor.number(track_descriptor::kUuid, track).message(track_descriptor::kThread, thread);
  add_descriptor(descriptor);
}

void PerfettoWriter::add_track(TrackId track, TrackId parent, const std::string& name) {
  Protobuf descriptor;
  descriptor.number(track_descriptor::kUuid, track)
      .number(track_descriptor::kParent, parent)
      .text(track_descriptor::kName, name);
  add_descriptor(descriptor);
}

void PerfettoWriter::add_counter(TrackId track, TrackId parent, const std::string& name,
                                 const std::string& unit) {
  Protobuf counter;
  counter.text(counter::kUnitName, unit);
  Protobuf descriptor;
  descriptor.number(track_descriptor::kUuid, track)
      .number(track_descriptor::kParent, parent)
      .text(track_descriptor::kName, name)
      .message(track_descriptor::kCounter, counter);
  add_descriptor(descriptor);
}

Protobuf PerfettoWriter::annotation(const Annotation& annotation, Protobuf& data) {
  Protobuf result;
  result.number(debug_annotation::kName, annotation_names_.number_of(annotation.name, data));
  if (annotation.text.empty()) {
    result.number(debug_annotation::kNumber, annotation.number);
  } else {
    result.number(debug_annotation::kText, annotation_texts_.number_of(annotation.text, data));
  }
  return result;
}

void PerfettoWriter::add(const Event& event) {
  Protobuf data;
  Protobuf body;
  body.number(track_event::kType, static_cast<unsigned>(event.type));
  body.number(track_event::kTrack, event.track);
  if (!event.category.empty()) {
    body.number(track_event::kCategory, categories_.number_of(event.category, data));
  }
  if (!event.name.empty()) {
    body.number(track_event::kName, event_names_.number_of(event.name, data));
  }
  if (event.type == Type::Counter) body.real(track_event::kRealValue, event.value);
  for (const std::uint64_t flow : event.flows) body.fixed(track_event::kFlow, flow);
  for (const std::uint64_t flow : event.ended_flows) body.fixed(track_event::kEndedFlow, flow);
  for (const Annotation& each : event.annotations) {
    body.message(track_event::kAnnotation, annotation(each, data));
  }
  Protobuf packet;
  packet.number(packet::kTimestamp, event.ns)
      .number(packet::kSequence, kSequenceId)
      .number(packet::kSequenceFlags, packet::kNeedsState);
  if (!data.bytes().empty()) packet.message(packet::kInternedData, data);
  packet.message(packet::kTrackEvent, body);
  write(packet);
}

}  // namespace npusim::traces
