// SPDX-License-Identifier: Apache-2.0
// How rows of events are printed, one after the other, so that a trace of any size passes through.
#pragma once

#include <memory>
#include <ostream>
#include <string_view>

#include "session/trace/trace_event_row.h"

namespace npusim::session {

class TraceEventFormat {
 public:
  virtual ~TraceEventFormat() = default;
  virtual void begin() {}
  virtual void row(const TraceEventRow& row) = 0;
  virtual void end() {}
};

/// `name` is text, csv or json. Requires one of them.
std::unique_ptr<TraceEventFormat> make_event_format(std::string_view name, std::ostream& out);

}  // namespace npusim::session
