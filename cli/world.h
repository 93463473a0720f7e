// SPDX-License-Identifier: Apache-2.0
// The processes that share a campaign: one, or as many as mpirun starts (build option NPUSIM_MPI).
#pragma once

namespace npusim::cli {

/// This process among the others. Make one at the start of a command and keep it to the end.
class World {
 public:
  World();
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  unsigned rank() const { return rank_; }
  unsigned size() const { return size_; }

  /// Returns when every process has come here.
  void meet() const;

 private:
  unsigned rank_ = 0;
  unsigned size_ = 1;
};

}  // namespace npusim::cli
