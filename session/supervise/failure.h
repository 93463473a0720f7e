// SPDX-License-Identifier: Apache-2.0
// How an exception that ends a command is told: message and exit status.
#pragma once

#include <exception>
#include <string>

namespace npusim::session {

struct Failure {
  int exit_status = 0;
  std::string message;  ///< "error: ..."
};

Failure failure_of(const std::exception_ptr& thrown);

/// A failure that a worker has told; failure_of() gives it back.
class WorkerFailed : public std::exception {
 public:
  explicit WorkerFailed(Failure failure) : failure_(std::move(failure)) {}
  const Failure& failure() const { return failure_; }
  const char* what() const noexcept override { return failure_.message.c_str(); }

 private:
  Failure failure_;
};

}  // namespace npusim::session
