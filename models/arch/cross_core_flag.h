// SPDX-License-Identifier: Apache-2.0
// A flag between cores, as a message of ffts_cross_core_sync names it (intrinsics.md 3.2), and the
// channel that its messages go through.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "models/arch/topology.h"

namespace npusim {

inline constexpr unsigned kCrossCoreFlagCount = 16;
/// A counter has four bits.
inline constexpr std::size_t kMostCrossCoreSets = 15;

enum class CrossCoreMode : std::uint8_t {
  Everyone,  ///< all cores of the sender's kind: when each has sent, each one's counter goes up
  Pair,      ///< the two vector cores of a cluster, likewise
  Cluster    ///< the cube core to each of its vector cores; those together to the cube core
};

struct CrossCoreFlag {
  CrossCoreMode mode = CrossCoreMode::Cluster;
  std::uint8_t id = 0;
  friend bool operator==(const CrossCoreFlag&, const CrossCoreFlag&) = default;
};

/// In SyncEvent::id: the id, and the mode above its four bits.
constexpr std::uint8_t packed(const CrossCoreFlag& flag) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(flag.mode) << 4 | flag.id);
}
constexpr CrossCoreFlag unpacked_flag(std::uint8_t id) {
  return {static_cast<CrossCoreMode>(id >> 4 & 3), static_cast<std::uint8_t>(id & 15)};
}

/// What gathers the messages of one flag, in rounds: senders of one kind, of one cluster unless
/// everyone takes part. `sender` is any core that sends on it.
constexpr unsigned channel_of(CoreId sender, std::uint8_t packed_flag) {
  const bool everyone = unpacked_flag(packed_flag).mode == CrossCoreMode::Everyone;
  const unsigned cluster = everyone ? 0 : cluster_of(sender);
  return (cluster * 2 + static_cast<unsigned>(kind_of(sender))) * 64 + packed_flag;
}
inline constexpr unsigned kCrossCoreChannels = kClusterCount * 2 * 64;

/// "cross-core flag 3 (mode 2)".
std::string to_string(const CrossCoreFlag& flag);

}  // namespace npusim
