// SPDX-License-Identifier: Apache-2.0
// Runs jobs in forked children, several at once, each sending one text back. A run of the machine
// needs a process of its own, because SystemC elaborates once per process; a forked child shares
// everything its parent has loaded.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "models/arch/last_place.h"
#include "sim/process/frames.h"

namespace npusim {

class ChildPool {
 public:
  /// What a child does; what it returns reaches the parent. An exception is a crash with its text;
  /// an InputError says what is wrong with the program.
  using Job = std::function<std::string()>;

  struct Result {
    std::uint64_t ticket = 0;  ///< as given to start()
    std::string text;          ///< what the job returned; of a crash, why
    bool crashed = false;
    bool threw = false;      ///< the crash was an exception, but for an InputError
    int signal = 0;          ///< that ended it; 0: none
    bool by_npusim = false;  ///< the signal came from npusim's code, not from the program's
  };

  /// `children`: how many may run at once, at least 1.
  explicit ChildPool(unsigned children);
  /// Kills what still runs.
  ~ChildPool();
  ChildPool(const ChildPool&) = delete;
  ChildPool& operator=(const ChildPool&) = delete;

  bool is_full() const { return children_.size() >= most_; }
  bool is_empty() const { return children_.empty(); }

  /// Requires !is_full() and no other thread in this process. Throws std::system_error.
  void start(std::uint64_t ticket, const Job& job);

  /// Waits for a child to end. Requires !is_empty().
  Result wait();

 private:
  struct Child {
    std::uint64_t ticket;
    pid_t process;
    int pipe;
    LastPlace* place;  ///< shared with it
    FrameReader said;
  };

  Result finish(std::size_t index);

  std::size_t most_;
  std::vector<Child> children_;
};

/// One job in a child of its own. Throws InternalError if the child crashes, BuildError if it was
/// the program that ended it.
std::string run_in_child(const ChildPool::Job& job);

}  // namespace npusim
