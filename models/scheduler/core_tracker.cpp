// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/core_tracker.h"

namespace npusim {

SlotTransition decide_transition(const CoreSlots& slots, Condition condition) {
  SlotTransition result;
  if (slots.pending && condition.sequence == slots.pending.sequence) {
    // The core runs one block at a time: whatever it says of the second, the first is done.
    result.matched = result.running_done = result.payload_read = true;
    result.pending_done = condition.finished;
  } else if (slots.running && condition.sequence == slots.running.sequence) {
    if (!condition.finished) {
      result.matched = result.payload_read = true;
    } else if (!slots.pending) {
      result.matched = result.running_done = true;
    }  // With a block pending, FIN waits for that block's ACK.
  }
  return result;
}

CoreTracker::CoreTracker(unsigned thread, unsigned threads, unsigned clusters,
                         const std::vector<Worker*>& workers) {
  for (unsigned cluster = thread; cluster < clusters; cluster += threads) {
    for (const ClusterPlace place : kClusterPlaces) {
      CoreSlots slots;
      slots.worker = workers.at(core_at(cluster, place));
      cores_.push_back(slots);
    }
  }
}

std::vector<CoreTracker::Place> CoreTracker::dispatchable(TaskShape shape, Phase phase) const {
  std::vector<Place> places;
  if (shape == TaskShape::Dummy) return places;
  if (shape == TaskShape::MIX) {
    for (Place first = 0; first < cores_.size(); first += kClusterPlaceCount) {
      if (cluster_takes(first, phase)) places.push_back(first);
    }
    return places;
  }
  for (Place place = 0; place < cores_.size(); ++place) {
    const bool is_aic = place % kClusterPlaceCount == 0;
    if (is_aic != (shape == TaskShape::AIC)) continue;
    const CoreSlots& core = cores_[place];
    if (core.payload_unread || core.is_idle() != (phase == Phase::Idle)) continue;
    places.push_back(place);
  }
  return places;
}

/// Idle: all three cores are. Pending: at least one runs, and none has a payload before it.
bool CoreTracker::cluster_takes(Place first, Phase phase) const {
  bool any_runs = false;
  for (Place place = first; place < first + kClusterPlaceCount; ++place) {
    if (cores_[place].payload_unread) return false;
    any_runs |= !cores_[place].is_idle();
  }
  return any_runs == (phase == Phase::Pending);
}

std::vector<CoreTracker::Place> CoreTracker::running() const {
  std::vector<Place> places;
  for (Place place = 0; place < cores_.size(); ++place) {
    if (!cores_[place].is_idle()) places.push_back(place);
  }
  return places;
}

bool CoreTracker::has_running() const {
  for (const CoreSlots& core : cores_) {
    if (!core.is_idle()) return true;
  }
  return false;
}

void CoreTracker::apply(Place place, const SlotTransition& transition) {
  CoreSlots& core = cores_[place];
  if (transition.running_done) {
    core.running = transition.pending_done ? CoreAssignment{} : core.pending;
    core.pending = {};
  }
  if (core.is_idle() || (transition.payload_read && !core.pending)) core.payload_unread = false;
}

}  // namespace npusim
