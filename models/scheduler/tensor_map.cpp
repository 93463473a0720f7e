// SPDX-License-Identifier: Apache-2.0
#include "models/scheduler/tensor_map.h"

#include <algorithm>

namespace npusim {

TensorMap::TensorMap(const std::array<RingSize, kRingCount>& rings, bool checks_owner)
    : checks_owner_(checks_owner) {
  for (unsigned ring = 0; ring < kRingCount; ++ring) windows_[ring] = rings[ring].task_window;
}

void TensorMap::sync(std::uint8_t ring, std::int32_t local, std::int32_t last_task_alive) {
  last_alive_[ring] = last_task_alive;
  const std::int32_t cleaned = cleaned_to_[ring];
  const auto window = static_cast<std::int32_t>(windows_[ring]);
  if (last_task_alive - cleaned < kCleanupInterval && local % window != cleaned % window) return;
  clean_up(ring, cleaned, last_task_alive);
  cleaned_to_[ring] = last_task_alive;
}

void TensorMap::clean_up(std::uint8_t ring, std::int32_t from, std::int32_t to) {
  for (std::int32_t local = from; local < to; ++local) {
    std::vector<Place>& places = places_of(ring, local);
    std::vector<Place> kept;
    for (const Place& place : places) {
      const bool is_owner = place.entry->local == local;
      if (!is_owner && checks_owner_) {
        kept.push_back(place);
        continue;
      }
      Entries& entries = by_buffer_[place.buffer];
      if (is_owner) {
        retired_[place.buffer].add(place.entry->written, place.entry->task);
      }
      entries.erase(place.entry);
      --size_;
    }
    places = std::move(kept);
  }
}

void TensorMap::lookup(const port::TensorImage& tensor,
                       const std::function<bool(const Entry&, Overlap)>& on_live,
                       const std::function<bool(TaskIndex, Overlap)>& on_retired) {
  if (auto found = by_buffer_.find(tensor.buffer_address); found != by_buffer_.end()) {
    Entries& entries = found->second;
    for (auto entry = entries.begin(); entry != entries.end();) {
      const auto current = entry++;
      const Overlap overlap = overlap_with_writer(tensor, current->written);
      if (overlap == Overlap::None) continue;
      if (current->local < last_alive_[current->ring]) {
        on_retired(current->task, overlap);
      } else if (on_live(*current, overlap)) {
        forget_place(*current);
        entries.erase(current);
        --size_;
      }
    }
  }
  if (auto found = retired_.find(tensor.buffer_address); found != retired_.end()) {
    found->second.lookup(tensor, on_retired);
  }
}

void TensorMap::forget_place(const Entry& entry) {
  std::vector<Place>& places = places_of(entry.ring, entry.local);
  std::erase_if(places, [&](const Place& place) { return &*place.entry == &entry; });
}

bool TensorMap::insert(const port::TensorImage& tensor, std::uint8_t ring, std::int32_t local,
                       TaskIndex task) {
  if (size_ == kCapacity) return false;
  Entries& entries = by_buffer_[tensor.buffer_address];
  entries.push_front({tensor, ring, local, task});
  places_of(ring, local).push_back({tensor.buffer_address, entries.begin()});
  ++size_;
  return true;
}

}  // namespace npusim
