// SPDX-License-Identifier: Apache-2.0
// Hands what a worker says on to a listener, and keeps how it says that it ended.
#pragma once

#include "session/supervise/supervisor.h"
#include "sim/process/frames.h"

namespace npusim::session {

class FrameRelay {
 public:
  FrameRelay(const FrameKey& key, Listener& listener) : reader_(key), listener_(listener) {}

  /// Bytes from the worker's pipe.
  void add(std::string_view bytes);
  /// Nothing more will count.
  bool is_over() const { return end_.exit_status || end_.failure || end_.damaged; }
  WorkerEnd take_end();

 private:
  void pass_on(const Frame& frame);

  FrameReader reader_;
  Listener& listener_;
  WorkerEnd end_;
  bool in_phase_ = false;
};

}  // namespace npusim::session
