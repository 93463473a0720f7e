// SPDX-License-Identifier: Apache-2.0
// The processes that share a campaign: one, or as many as mpirun starts (build option NPUSIM_MPI).
// MPI only starts them and tells them apart. It cannot be used longer, because whoever waits for a
// process through it waits forever if that dies; see campaign_journal.h for what they use instead.
#pragma once

namespace npusim::session {

/// This process among the others.
class World {
 public:
  World();
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  unsigned rank() const { return rank_; }
  unsigned size() const { return size_; }

  /// Returns when every process has come here: whether all of them are `ready`. From then on each
  /// is on its own, and this one has no thread but the caller's. Call it once.
  bool part(bool ready);

 private:
  unsigned rank_ = 0;
  unsigned size_ = 1;
  bool together_ = true;
};

}  // namespace npusim::session
