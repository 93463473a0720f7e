// SPDX-License-Identifier: Apache-2.0
// A core's identity inside its cluster, and so inside a block that runs on several cores of one
// cluster (task-runtime.md sections 1.1 and 4.6).
#pragma once

#include <bit>
#include <cstdint>

#include "models/arch/topology.h"

namespace npusim {

enum class ClusterPlace : std::uint8_t { AIC, AIV0, AIV1 };
inline constexpr unsigned kClusterPlaceCount = 1 + kAivPerCluster;
inline constexpr ClusterPlace kClusterPlaces[] = {ClusterPlace::AIC, ClusterPlace::AIV0,
                                                  ClusterPlace::AIV1};

constexpr ClusterPlace cluster_place(CoreId core) {
  if (kind_of(core) == CoreKind::AIC) return ClusterPlace::AIC;
  return lane_of(core) == 0 ? ClusterPlace::AIV0 : ClusterPlace::AIV1;
}
constexpr CoreId core_at(unsigned cluster, ClusterPlace place) {
  if (place == ClusterPlace::AIC) return static_cast<CoreId>(cluster);
  return static_cast<CoreId>(kAicCount + cluster * kAivPerCluster + static_cast<unsigned>(place) -
                             1);
}

/// The places that a block runs on, a bit each. A block on one AIV has the bit of AIV0, whichever
/// of the two it is given to.
using ClusterPlaces = std::uint8_t;
constexpr ClusterPlaces only(ClusterPlace place) {
  return static_cast<ClusterPlaces>(1u << static_cast<unsigned>(place));
}
constexpr bool has(ClusterPlaces places, ClusterPlace place) { return (places & only(place)) != 0; }
constexpr unsigned place_count(ClusterPlaces places) {
  return static_cast<unsigned>(std::popcount(places));
}

}  // namespace npusim
