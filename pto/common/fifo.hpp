// SPDX-License-Identifier: Apache-2.0
// A queue of tiles in GM between the cube core of a cluster and its vector cores, for TPUSH and
// TPOP (tile-isa.md 1.4): a ring of slots, a flag for "full" and one for "free" in each direction.
//
// The consumer says "free" once for every `SyncPeriod` tiles, and the producer waits for that from
// the tile on that would be the first to overwrite one.
#pragma once

#include <cstdint>
#include <type_traits>

#include "pto/common/type.hpp"
#include "pto/isa/core_functions.hpp"

namespace pto {
namespace detail {

#if defined(__DAV_CUBE__)
inline constexpr bool kIsCube = true;
#else
inline constexpr bool kIsCube = false;
#endif

/// What one end of a queue knows: the next tile, and which of its steps it leaves to the kernel.
class QueueEnd {
 public:
  PTO_INTERNAL int getTileId() const { return static_cast<int>(tileIndex); }
  PTO_INTERNAL int getSubTileId() const { return sub_tile_; }
  PTO_INTERNAL void setTileId(int tile, int sub_tile) {
    tileIndex = static_cast<std::uint32_t>(tile);
    sub_tile_ = sub_tile;
  }
  PTO_INTERNAL void setEntryOffset(int bytes) { entry_offset = bytes; }

  std::uint32_t tileIndex = 0;
  int entry_offset = 0;
  bool waits = true;    ///< for a slot (producer) or for data (consumer)
  bool signals = true;  ///< data (producer) or free slots (consumer)

 private:
  int sub_tile_ = 0;
};

struct QueueProducer : QueueEnd {
  PTO_INTERNAL void setAllocateStatus(bool status) { waits = status; }
  PTO_INTERNAL void setRecordStatus(bool status) { signals = status; }
  PTO_INTERNAL bool getAllocateStatus() const { return waits; }
  PTO_INTERNAL bool getRecordStatus() const { return signals; }
};
struct QueueConsumer : QueueEnd {
  PTO_INTERNAL void setWaitStatus(bool status) { waits = status; }
  PTO_INTERNAL void setFreeStatus(bool status) { signals = status; }
  PTO_INTERNAL bool getWaitStatus() const { return waits; }
  PTO_INTERNAL bool getFreeStatus() const { return signals; }
};

/// Messages of mode 2 and waits, for the statement at `site`.
PTO_INTERNAL void send_in_cluster(pipe_t pipe, int flag, const void* site) {
  npusim_cross_core_set(number(pipe), 1u | 2u << 4 | static_cast<unsigned>(flag) << 8, site);
}

}  // namespace detail

template <int SlotSize, int SlotNum, int LocalSlotNum>
struct RingFIFO {
  static constexpr std::uint32_t SLOT_SIZE = SlotSize;
  static constexpr std::uint32_t SLOT_NUM = SlotNum;
  static constexpr std::uint32_t LOCAL_SLOT_NUM = LocalSlotNum;

  __gm__ void* GM_SLOT_BUFFER = nullptr;
  std::uint32_t C2V_CONSUMER_BUF = 0;  ///< of the vector core, in UB
  std::uint32_t V2C_CONSUMER_BUF = 0;  ///< of the cube core, in L1
};

template <std::uint8_t FlagID, std::uint8_t DirType, std::uint32_t SlotSize, std::uint32_t SlotNum,
          std::uint32_t LocalSlotNum = 2, bool IsNoSplit = false, bool EN_UNIT_FLAG = false>
struct TPipe {
  static constexpr bool is_c2v = DirType == Direction::DIR_C2V;
  static constexpr bool is_v2c = DirType == Direction::DIR_V2C;
  static constexpr bool is_both = DirType == Direction::DIR_BOTH;
  static_assert(is_c2v || is_v2c || is_both,
                "TPipe: the direction is DIR_C2V, DIR_V2C or DIR_BOTH on this architecture");
  static_assert(SlotNum >= 1, "TPipe: a queue needs a slot");
  static_assert(FlagID + (is_both ? 3 : 1) < 16, "TPipe: flag ids end at 15");
  using RingFiFo = RingFIFO<SlotSize, SlotNum, LocalSlotNum>;
  static constexpr bool unit_flag = EN_UNIT_FLAG;
  static constexpr std::uint32_t SyncPeriod = SlotNum <= 2 ? SlotNum : SlotNum / 2;

  /// This core's ends. In a queue of one direction each core has one, and the other never moves.
  static constexpr bool kProduces = is_both || is_c2v == detail::kIsCube;
  static constexpr bool kConsumes = is_both || is_v2c == detail::kIsCube;
  /// Flags of the direction that this core produces for: data, and one more for free slots.
  static constexpr int kProducerFlag = FlagID + (is_both && !detail::kIsCube ? 2 : 0);
  static constexpr int kConsumerFlag = FlagID + (is_both && detail::kIsCube ? 2 : 0);

  /// The steps one by one, for a kernel that has taken them from TPUSH and TPOP.
  struct Producer : detail::QueueProducer {
    NPUSIM_LIBRARY_CALL void allocate() const {
      if constexpr (kProduces) npusim_cross_core_wait(kProducerFlag + 1, NPUSIM_SITE);
    }
    NPUSIM_LIBRARY_CALL void record() const {
      if constexpr (kProduces) send_full(NPUSIM_SITE);
    }
  };
  struct Consumer : detail::QueueConsumer {
    NPUSIM_LIBRARY_CALL void wait() const {
      if constexpr (kConsumes) npusim_cross_core_wait(kConsumerFlag, NPUSIM_SITE);
    }
    NPUSIM_LIBRARY_CALL void free() const {
      if constexpr (kConsumes) send_free(NPUSIM_SITE);
    }
  };

  RingFiFo fifo;
  Producer prod;
  Consumer cons;

  PTO_INTERNAL explicit TPipe(__gm__ void* slots, std::uint32_t c2v_consumer,
                              std::uint32_t v2c_consumer)
      : fifo{slots, c2v_consumer, v2c_consumer} {
    if constexpr (is_both) {
      // The ring from the vector cores lies behind the other one, if there are two.
      constexpr int kRings = static_cast<int>(npusim::port::LibraryReading::QueueRings);
      const int second_ring =
          npusim_library_reading(kRings) == 0 ? static_cast<int>(SlotNum * SlotSize) : 0;
      if constexpr (detail::kIsCube) {
        cons.setEntryOffset(second_ring);
      } else {
        prod.setEntryOffset(second_ring);
      }
    }
  }
  /// Takes the credits that are still on their way, so that the next queue starts from 0.
  NPUSIM_LIBRARY_CALL ~TPipe() {
    if constexpr (kProduces) {
      for (std::uint32_t left = countPendingFreeCredits(prod.tileIndex); left > 0; --left) {
        npusim_cross_core_wait(kProducerFlag + 1, NPUSIM_SITE);
      }
    }
  }

  PTO_INTERNAL static constexpr bool shouldWaitFree(std::uint32_t tile) {
    return tile >= SlotNum && tile % SyncPeriod == 0;
  }
  PTO_INTERNAL static constexpr bool shouldNotifyFree(std::uint32_t tile) {
    return (tile + 1) % SyncPeriod == 0;
  }
  /// After `tiles` tiles: credits that are given and that no wait for a slot has taken.
  PTO_INTERNAL static constexpr std::uint32_t countPendingFreeCredits(std::uint32_t tiles) {
    const std::uint32_t given = tiles / SyncPeriod, taken = waits_before(tiles);
    return given > taken ? given - taken : 0;
  }
  /// Of the first `tiles`: how many waited for a slot.
  PTO_INTERNAL static constexpr std::uint32_t waits_before(std::uint32_t tiles) {
    constexpr std::uint32_t kFirst = (SlotNum + SyncPeriod - 1) / SyncPeriod;
    const std::uint32_t periods = (tiles + SyncPeriod - 1) / SyncPeriod;
    return periods > kFirst ? periods - kFirst : 0;
  }

  PTO_INTERNAL static void send_full(const void* site) {
    detail::send_in_cluster(detail::kIsCube ? PIPE_FIX : PIPE_MTE3, kProducerFlag, site);
  }
  PTO_INTERNAL static void send_free(const void* site) {
    detail::send_in_cluster(PIPE_MTE2, kConsumerFlag + 1, site);
  }
  PTO_INTERNAL void wait_for_slot(const void* site) {
    if constexpr (kProduces) {
      if (prod.waits && shouldWaitFree(prod.tileIndex)) {
        npusim_cross_core_wait(kProducerFlag + 1, site);
      }
    }
  }
  PTO_INTERNAL void say_full(const void* site) {
    if constexpr (kProduces) send_full(site);
  }
  PTO_INTERNAL void wait_for_data(const void* site) {
    if constexpr (kConsumes) npusim_cross_core_wait(kConsumerFlag, site);
  }
  PTO_INTERNAL void say_free(std::uint32_t tile, const void* site) {
    if constexpr (kConsumes) {
      if (cons.signals && shouldNotifyFree(tile)) {
        send_free(site);
      }
    }
  }

  PTO_INTERNAL std::uint64_t slot(const detail::QueueEnd& end) const {
    return reinterpret_cast<std::uint64_t>(fifo.GM_SLOT_BUFFER) +
           std::uint64_t{end.tileIndex % SlotNum} * SlotSize +
           static_cast<std::uint64_t>(static_cast<std::int64_t>(end.entry_offset));
  }
  /// Where the consumer keeps the tile: slots as large as those in GM, whatever the tile's size.
  PTO_INTERNAL std::uint64_t local_slot() const {
    const std::uint64_t base = detail::kIsCube ? fifo.V2C_CONSUMER_BUF : fifo.C2V_CONSUMER_BUF;
    return base + std::uint64_t{cons.tileIndex % LocalSlotNum} * SlotSize;
  }
};

}  // namespace pto
