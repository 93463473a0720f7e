// SPDX-License-Identifier: Apache-2.0
// Perfetto's trace format: packets of tracks, and of what happens on them. The numbers of the
// fields are those of Perfetto's protos/perfetto/trace/*.proto.
#pragma once

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "traces/export/protobuf.h"

namespace npusim::traces {

/// A track's identity in the file, not 0.
using TrackId = std::uint64_t;

/// What can be read when a slice or an instant is clicked on.
struct Annotation {
  std::string_view name;
  std::uint64_t number = 0;
  std::string text;  ///< if not empty, instead of the number
};

/// Slices of one track must nest: begin and end in order of time, the last begun ends first.
class PerfettoWriter {
 public:
  explicit PerfettoWriter(std::ostream& out);

  void add_process(TrackId track, std::uint64_t pid, const std::string& name);
  void add_thread(TrackId track, std::uint64_t pid, std::uint64_t tid, const std::string& name);
  /// Below another track; those of equal name are shown as one.
  void add_track(TrackId track, TrackId parent, const std::string& name);
  void add_counter(TrackId track, TrackId parent, const std::string& name, const std::string& unit);

  enum class Type : std::uint8_t { SliceBegin = 1, SliceEnd = 2, Instant = 3, Counter = 4 };
  struct Event {
    Type type = Type::Instant;
    TrackId track = 0;
    std::uint64_t ns = 0;
    std::string_view name;                   ///< none for ends and counters
    std::string_view category;               ///< likewise
    double value = 0;                        ///< of counters
    std::vector<std::uint64_t> flows;        ///< arrows that start or pass here
    std::vector<std::uint64_t> ended_flows;  ///< arrows that end here
    std::vector<Annotation> annotations;
  };
  /// Requires that events come in order of time.
  void add(const Event& event);

 private:
  /// Texts that recur are sent once and numbered from then on.
  class Interned {
   public:
    explicit Interned(unsigned field) : field_(field) {}
    /// Adds the text to `interned_data` if it is new.
    std::uint64_t number_of(std::string_view text, Protobuf& interned_data);

   private:
    unsigned field_;
    std::map<std::string, std::uint64_t, std::less<>> numbers_;
  };

  void add_descriptor(const Protobuf& descriptor);
  void write(const Protobuf& packet);
  Protobuf annotation(const Annotation& annotation, Protobuf& interned_data);

  std::ostream& out_;
  bool first_ = true;
  Interned categories_;
  Interned event_names_;
  Interned annotation_names_;
  Interned annotation_texts_;
};

}  // namespace npusim::traces
