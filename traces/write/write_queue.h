// SPDX-License-Identifier: Apache-2.0
// The background thread that encodes and stores chunks, and the bounded queue to it. All calls into
// HDF5 after the file's creation happen in that thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "traces/format/chunk.h"
#include "traces/format/trace_header.h"

namespace npusim::traces {

class TraceFile;

class WriteQueue {
 public:
  explicit WriteQueue(std::unique_ptr<TraceFile> file);
  /// Closes without an outcome if finish() was not called.
  ~WriteQueue();

  /// Waits while the queue is full. Throws what the thread has run into.
  void write(std::unique_ptr<const Chunk> chunk);
  /// Everything handed over before, `events` events, is on file before anything after it.
  void flush(std::uint64_t events);
  /// Waits until everything handed over is stored. Until the next call above, the file is the
  /// caller's. Throws what the thread has run into.
  TraceFile& idle_file();
  /// Waits for the thread and closes the file. Throws what the thread has run into.
  void finish(const TraceOutcome& outcome);

 private:
  struct Job {
    std::unique_ptr<const Chunk> chunk;  ///< none: flush
    std::uint64_t events = 0;            ///< of a flush
  };
  static constexpr std::size_t kMostJobs = 16;

  void push(Job job);
  void work();
  void stop();

  std::unique_ptr<TraceFile> file_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool working_ = false;
  bool stopping_ = false;
  std::exception_ptr error_;
  std::thread thread_;
};

}  // namespace npusim::traces
