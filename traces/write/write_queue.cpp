// SPDX-License-Identifier: Apache-2.0
#include "traces/write/write_queue.h"

#include <utility>

#include "traces/format/trace_error.h"
#include "traces/hdf5/handle.h"
#include "traces/write/trace_file.h"

namespace npusim::traces {

WriteQueue::WriteQueue(std::unique_ptr<TraceFile> file) : file_(std::move(file)) {
  thread_ = std::thread([this] { work(); });
}

WriteQueue::~WriteQueue() { stop(); }

void WriteQueue::write(std::unique_ptr<const Chunk> chunk) { push(Job{std::move(chunk)}); }

void WriteQueue::flush(std::uint64_t events) { push(Job{nullptr, events}); }

void WriteQueue::push(Job job) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return jobs_.size() < kMostJobs || error_; });
  if (error_) std::rethrow_exception(error_);
  jobs_.push_back(std::move(job));
  changed_.notify_all();
}

TraceFile& WriteQueue::idle_file() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return (jobs_.empty() && !working_) || error_; });
  if (error_) std::rethrow_exception(error_);
  return *file_;
}

void WriteQueue::finish(const TraceOutcome& outcome) {
  stop();
  if (error_) std::rethrow_exception(error_);
  if (!file_) return;
  const std::unique_ptr<TraceFile> file = std::move(file_);
  try {
    file->finish(outcome);
  } catch (const hdf5::Hdf5Error& error) {
    throw TraceError(error.what());
  }
}

void WriteQueue::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

void WriteQueue::work() {
  hdf5::silence_errors();
  std::unique_lock lock(mutex_);
  try {
    while (true) {
      changed_.wait(lock, [&] { return !jobs_.empty() || stopping_; });
      if (jobs_.empty()) return;
      Job job = std::move(jobs_.front());
      jobs_.pop_front();
      working_ = true;
      changed_.notify_all();
      lock.unlock();
      if (job.chunk) {
        file_->write(*job.chunk);
      } else {
        file_->flush(job.events);
      }
      job.chunk.reset();
      lock.lock();
      working_ = false;
      changed_.notify_all();
    }
  } catch (const hdf5::Hdf5Error& error) {
    if (!lock.owns_lock()) lock.lock();
    error_ = std::make_exception_ptr(TraceError(error.what()));
  } catch (...) {
    if (!lock.owns_lock()) lock.lock();
    error_ = std::current_exception();
  }
  jobs_.clear();
  changed_.notify_all();
}

}  // namespace npusim::traces
