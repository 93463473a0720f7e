// SPDX-License-Identifier: Apache-2.0
// TPUSH, TPOP, TALLOC and TFREE on queues between cube and vector cores (pto/common/fifo.hpp), and
// SYNCALL over all cores of a launch (tile-isa.md 1.4, intrinsics.md 3.3).
#pragma once

#include "pto/common/fifo.hpp"
#include "pto/common/fixpipe.hpp"
#include "pto/isa/assign.hpp"
#include "pto/isa/transfer.hpp"

namespace pto {
namespace detail {

template <typename Element>
using QueueTensor = GlobalTensor<Element, pto::Shape<1, 1, 1, -1, -1>, pto::Stride<1, 1, 1, -1, 1>>;

/// Which vector core this is: the register, or what a macro of the kernel's puts in its place. On
/// its own and instrumented, so that a variable behind the macro is this core's.
#if defined(__clang__)
__attribute__((noinline, visibility("hidden"))) inline int own_lane() {
#else
__attribute__((noipa, visibility("hidden"))) inline int own_lane() {
#endif
  return static_cast<int>(get_subblockid());
}

/// Elements from row to row of what both vector cores share, of which each has `cols` columns.
template <TileSplitAxis Split>
PTO_INTERNAL int row_pitch(int cols, int lane) {
  if constexpr (Split == TILE_LEFT_RIGHT) return 2 * cols;
  if constexpr (Split == TILE_LEFT_RIGHT_ODD) return 2 * cols + 2 * lane - 1;
  return cols;
}
/// Elements before the part of vector core `lane`, which has rows x cols. With an odd number core 0
/// has one more.
template <TileSplitAxis Split>
PTO_INTERNAL std::uint64_t part_offset(int rows, int cols, int lane) {
  if constexpr (Split == TILE_UP_DOWN) return static_cast<std::uint64_t>(lane * rows * cols);
  if constexpr (Split == TILE_LEFT_RIGHT) return static_cast<std::uint64_t>(lane * cols);
  if constexpr (Split == TILE_UP_DOWN_ODD) {
    return static_cast<std::uint64_t>(lane * (rows + lane) * cols);
  }
  if constexpr (Split == TILE_LEFT_RIGHT_ODD)
    return static_cast<std::uint64_t>(lane * (cols + lane));
  return 0;
}

/// The part of a tile's slot that this core's tile is.
template <TileSplitAxis Split, AnyTile T>
PTO_INTERNAL auto slot_of(std::uint64_t slot, const T& tile, int lane) {
  using Element = typename T::DType;
  const int rows = static_cast<int>(tile.GetValidRow()),
            cols = static_cast<int>(tile.GetValidCol());
  const bool whole = T::Loc != TileType::Vec;
  const std::uint64_t offset = whole ? 0 : part_offset<Split>(rows, cols, lane);
  const int pitch = whole ? cols : row_pitch<Split>(cols, lane);
  auto* const first = reinterpret_cast<__gm__ Element*>(slot) + offset;
  return QueueTensor<Element>(first, pto::Shape<1, 1, 1, -1, -1>(rows, cols),
                              pto::Stride<1, 1, 1, -1, 1>(pitch));
}

template <TileSplitAxis Split, typename Pipe, AnyTile T>
PTO_INTERNAL void push_tile(Pipe& pipe, T& tile, int lane, const void* site) {
  pipe.wait_for_slot(site);
  if constexpr (Pipe::kProduces) {
    const auto part = slot_of<Split>(pipe.slot(pipe.prod), tile, lane);
    constexpr STPhase kPhase = Pipe::unit_flag ? STPhase::Final : STPhase::Unspecified;
    InstructionBuilder(TileOp::TPUSH, site)
        .bytes(tile)
        .global(part)
        .modes(AtomicType::AtomicNone, ReluPreMode::NoRelu, kPhase)
        .issue();
  }
  pipe.prod.tileIndex++;
  if (pipe.prod.signals) pipe.say_full(site);
}

/// An accumulator, converted as `Config` says, into the whole slot.
template <typename Config, typename Pipe, AnyTile T>
PTO_INTERNAL void push_accumulator(Pipe& pipe, T& tile, const void* site) {
  static_assert(T::Loc == TileType::Acc, "TPUSH with a configuration: the tile is in Acc");
  static_assert(Config::LayoutMode == LayoutMode_t::NZ2ND,
                "TPUSH with a configuration: the layout is NZ2ND");
  using Element = FixpipeConsDType_t<Config::QuantPre, typename T::DType>;
  using npusim::library::Quantisation;
  constexpr Quantisation kBy = has_column_parameters(Config::QuantPre) ? Quantisation::Vector
                               : has_parameter(Config::QuantPre)       ? Quantisation::Scalar
                                                                       : Quantisation::None;
  pipe.wait_for_slot(site);
  if constexpr (Pipe::kProduces) {
    const auto rows = static_cast<int>(tile.GetValidRow()),
               cols = static_cast<int>(tile.GetValidCol());
    const QueueTensor<Element> slot(reinterpret_cast<__gm__ Element*>(pipe.slot(pipe.prod)),
                                    pto::Shape<1, 1, 1, -1, -1>(rows, cols),
                                    pto::Stride<1, 1, 1, -1, 1>(cols));
    InstructionBuilder(TileOp::TPUSH, site)
        .bytes(tile)
        .global(slot)
        .quantised_as_set(kBy)
        .modes(Config::AtomicT, Config::ReluMode, Config::Phase)
        .issue();
  }
  pipe.prod.tileIndex++;
  if (pipe.prod.signals) pipe.say_full(site);
}

template <TileSplitAxis Split, typename Pipe, AnyTile T>
PTO_INTERNAL void pop_tile(Pipe& pipe, T& tile, int lane, const void* site) {
  if (pipe.cons.waits) pipe.wait_for_data(site);
  if constexpr (Pipe::kConsumes) {
    const auto part = slot_of<Split>(pipe.slot(pipe.cons), tile, lane);
    TASSIGN(tile, pipe.local_slot());
    InstructionBuilder(TileOp::TPOP, site).bytes(tile).global(part).issue();
  }
  pipe.say_free(pipe.cons.tileIndex, site);
  pipe.cons.tileIndex++;
}

/// The slot as a tensor that the kernel itself stores to or loads from.
template <TileSplitAxis Split, AnyGlobal G>
PTO_INTERNAL void place_tensor(G& tensor, std::uint64_t slot, bool in_parts) {
  constexpr int kRows = G::staticShape[3], kCols = G::staticShape[4];
  const std::uint64_t offset = in_parts ? part_offset<Split>(kRows, kCols, own_lane()) : 0;
  TASSIGN(tensor, reinterpret_cast<typename G::DType*>(slot) + offset);
}

}  // namespace detail

template <typename Pipe, detail::AnyTile T, TileSplitAxis Split, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TPUSH(Pipe& pipe, T& tile, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  detail::push_tile<Split>(pipe, tile, detail::own_lane(), NPUSIM_SITE);
  return {};
}
template <typename Pipe, detail::AnyTile T, TileSplitAxis Split, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TPUSH(Pipe& pipe, T& tile, std::int32_t sub_block, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  detail::push_tile<Split>(pipe, tile, sub_block, NPUSIM_SITE);
  return {};
}
/// The slot that TALLOC gave is full.
template <typename Pipe, detail::AnyGlobal G, TileSplitAxis Split, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TPUSH(Pipe& pipe, G&, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  pipe.say_full(NPUSIM_SITE);
  return {};
}
/// With a conversion by the fix pipe.
template <typename Pipe, detail::AnyTile T, typename Config, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TPUSH(Pipe& pipe, T& tile, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  detail::push_accumulator<Config>(pipe, tile, NPUSIM_SITE);
  return {};
}
template <typename Pipe, detail::AnyGlobal G, TileSplitAxis Split, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TALLOC(Pipe& pipe, G& tensor, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  pipe.wait_for_slot(NPUSIM_SITE);
  detail::place_tensor<Split>(tensor, pipe.slot(pipe.prod), !detail::kIsCube && !Pipe::is_c2v);
  pipe.prod.tileIndex++;
  return {};
}

template <typename Pipe, detail::AnyTile T, TileSplitAxis Split, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TPOP(Pipe& pipe, T& tile, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  detail::pop_tile<Split>(pipe, tile, detail::own_lane(), NPUSIM_SITE);
  return {};
}
template <typename Pipe, detail::AnyTile T, TileSplitAxis Split, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TPOP(Pipe& pipe, T& tile, std::int32_t sub_block, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  detail::pop_tile<Split>(pipe, tile, sub_block, NPUSIM_SITE);
  return {};
}
template <typename Pipe, detail::AnyGlobal G, TileSplitAxis Split, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TPOP(Pipe& pipe, G& tensor, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  pipe.wait_for_data(NPUSIM_SITE);
  detail::place_tensor<Split>(tensor, pipe.slot(pipe.cons), !detail::kIsCube && !Pipe::is_v2c);
  pipe.cons.tileIndex++;
  return {};
}

/// A tile that TPOP copied needs none: its slot was free once it was read.
template <typename Pipe, TileSplitAxis Split = TILE_NO_SPLIT, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TFREE(Pipe&, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  return {};
}
template <typename Pipe, detail::AnyGlobal G, TileSplitAxis Split, detail::AnyEvent... E>
NPUSIM_LIBRARY_CALL RecordEvent TFREE(Pipe& pipe, G&, E&... events) {
  (events.wait_at(NPUSIM_SITE), ...);
  pipe.say_free(pipe.cons.tileIndex - 1, NPUSIM_SITE);
  return {};
}

/// All cores of a kind, or all of both, come here before any goes on.
template <SyncCoreType Cores = SyncCoreType::AIVOnly>
NPUSIM_LIBRARY_CALL void SYNCALL() {
  constexpr int kCubes = 11, kToCube = 12, kToVectors = 13, kVectors = 14;
  const void* const site = NPUSIM_SITE;
  const auto message = [](unsigned mode, int flag) {
    return 1u | mode << 4 | static_cast<unsigned>(flag) << 8;
  };
  npusim_pipe_barrier(detail::number(PIPE_ALL), site, 0);
  if constexpr (Cores == SyncCoreType::Mix && detail::kIsCube) {
    npusim_cross_core_wait(kToCube, site);
  }
  if constexpr (Cores != SyncCoreType::AIVOnly && detail::kIsCube) {
    npusim_cross_core_set(detail::number(PIPE_FIX), message(0, kCubes), site);
    npusim_cross_core_wait(kCubes, site);
  }
  if constexpr (Cores == SyncCoreType::AIVOnly && !detail::kIsCube) {
    npusim_cross_core_set(detail::number(PIPE_MTE3), message(0, kVectors), site);
    npusim_cross_core_wait(kVectors, site);
  }
  if constexpr (Cores == SyncCoreType::Mix) {
    npusim_cross_core_set(detail::number(PIPE_MTE3),
                          message(2, detail::kIsCube ? kToVectors : kToCube), site);
    if constexpr (!detail::kIsCube) npusim_cross_core_wait(kToVectors, site);
  }
}

namespace detail {

/// Counts whoever comes here in a word of GM, and waits until all of this round have.
PTO_INTERNAL void wait_for_all(__gm__ std::int32_t* counter, std::int32_t cores) {
  constexpr int kPollsToBarrier = 16, kMostPolls = 1'000'000;
  dsb(DSB_DDR);
  auto* const word = reinterpret_cast<__gm__ std::uint32_t*>(counter);
  const auto before = static_cast<std::int32_t>(ld_dev(word, 0));
  set_st_atomic_cfg(ATOMIC_S32, ATOMIC_SUM);
  dcci(counter, SINGLE_CACHE_LINE);
  st_atomic<std::int32_t>(1, counter);
  dcci(counter, SINGLE_CACHE_LINE);
  dsb(DSB_DDR);
  const std::int32_t target = (before / cores + 1) * cores;
  for (int polls = 1; static_cast<std::int32_t>(ld_dev(word, 0)) < target; ++polls) {
    if (polls == kMostPolls) break;
    if (polls % kPollsToBarrier == 0) pipe_barrier(PIPE_ALL);
  }
  dsb(DSB_DDR);
}

}  // namespace detail

/// The same by a counter in GM, for `used_cores` or all. Hard ignores the counter.
template <SyncAllMode Mode, SyncCoreType Cores = SyncCoreType::AIVOnly, detail::AnyGlobal G>
PTO_INTERNAL void SYNCALL(G& counter, std::int32_t used_cores = 0) {
  if constexpr (Mode == SyncAllMode::Hard) {
    SYNCALL<Cores>();
  } else {
    constexpr bool kTakesPart =
        Cores == SyncCoreType::Mix || detail::kIsCube == (Cores == SyncCoreType::AICOnly);
    pipe_barrier(PIPE_ALL);
    if constexpr (kTakesPart) {
      auto cores = static_cast<std::int32_t>(get_block_num());
      if constexpr (Cores == SyncCoreType::Mix) {
        // A cube core cannot tell how many vector cores its block has.
#if defined(__MIX_CORE_AIV_RATIO__)
        cores *= 1 + __MIX_CORE_AIV_RATIO__;
#else
        cores *= 1 + (detail::kIsCube ? 1 : static_cast<std::int32_t>(get_subblockdim()));
#endif
      }
      detail::wait_for_all(counter.data(), used_cores != 0 ? used_cores : cores);
    }
    pipe_barrier(PIPE_ALL);
  }
}

}  // namespace pto
