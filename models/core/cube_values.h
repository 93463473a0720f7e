// SPDX-License-Identifier: Apache-2.0
// What the memories of a cube core hold, worked out only when somebody needs the bytes: for many
// runs of one program, most of which compute what an earlier one computed.
//
// Instead of moving tiles from GM through L1 and L0 and multiplying them, notes what would be done,
// and the key of what it would give (models/memory/value_segments.h). The bytes matter when a tile
// leaves for GM: if the memo knows them under that key, nothing need be done at all; if not,
// everything noted so far is done, and the memo told.
//
// Exact: what is noted is what the plain model does at the same moments, and is done in that order.
// Rows of GM that nothing has written are not even read: GM lends them, and asks for them back
// before they change (give_back).
//
// Timing, accesses and checks do not know of it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "models/isa/execute_families.h"
#include "models/isa/memo/arithmetic_memo.h"
#include "models/isa/memo/memo_key_builder.h"
#include "models/memory/global_memory.h"
#include "models/memory/local_memory.h"
#include "models/memory/value_segments.h"

namespace npusim {

class CubeValues {
 public:
  using InstructionPtr = std::shared_ptr<const isa::Instruction>;
  using Memories = std::array<std::unique_ptr<LocalMemory>, kMemSpaceCount>;

  /// All outlive this object.
  CubeValues(const Memories& memories, GlobalMemory& gm, const isa::ExecuteOptions& options,
             isa::ArithmeticMemo& memo);

  /// A move or product that reads now and lands later.
  std::unique_ptr<LocalEffect> move(AgentId agent, Cycle landing, const InstructionPtr& instruction,
                                    std::span<const isa::Footprint> footprint);

  /// Rows of a load.
  struct Chunk {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    bool last = false;  ///< of the load
    RowBlock gm_rows;
  };
  /// Rows that are read from GM now and land later in `tile`, which is all that the load writes.
  std::unique_ptr<LocalEffect> load(AgentId agent, Cycle landing, const InstructionPtr& instruction,
                                    std::span<const isa::Footprint> footprint, const Interval& tile,
                                    const Chunk& chunk);

  /// The rows that a store takes now from the local memories that its footprint reads, `bytes` in
  /// all.
  std::vector<std::uint8_t> stored_rows(const isa::Instruction& instruction,
                                        std::span<const isa::Footprint> footprint,
                                        std::uint32_t first, std::uint32_t count,
                                        std::size_t bytes);

  /// Does everything noted so far, so that nothing is borrowed any more.
  void give_back();

 private:
  struct Result;
  struct LandingChunk;
  /// A load whose rows land one after the other and that nothing else has disturbed so far.
  struct Loading {
    InstructionPtr instruction;
    std::uint32_t next = 0;  ///< row
    isa::MemoKey rows;       ///< of everything that has landed
    isa::MemoKey before;     ///< what the tile held
    isa::MemoKey now;        ///< what it holds
  };

  // What is noted, each with what it works on.
  struct Compute {
    std::shared_ptr<Result> result;
  };
  struct Land {
    std::shared_ptr<Result> result;
  };
  struct ReadRows {
    std::shared_ptr<LandingChunk> chunk;
  };
  struct LandRows {
    std::shared_ptr<LandingChunk> chunk;
  };
  using Noted = std::variant<Compute, Land, ReadRows, LandRows>;

  void note(Noted noted);
  void perform(const Compute& noted);
  void perform(const Land& noted);
  void perform(const ReadRows& noted);
  void perform(const LandRows& noted);
  void landed(const std::shared_ptr<Result>& result);
  void landed(const std::shared_ptr<LandingChunk>& chunk);
  isa::MemoKey key_after(const LandingChunk& arrived);
  isa::MemoKey held(MemSpace space, const Interval& range) const;
  LocalMemory& memory(MemSpace space) const { return *memories_[static_cast<unsigned>(space)]; }
  ValueSegments& values(MemSpace space) { return *values_[static_cast<unsigned>(space)]; }
  const ValueSegments& values(MemSpace space) const {
    return *values_[static_cast<unsigned>(space)];
  }

  const Memories& memories_;
  GlobalMemory& gm_;
  isa::ExecuteOptions options_;
  isa::ArithmeticMemo& memo_;
  std::array<std::unique_ptr<ValueSegments>, kMemSpaceCount> values_;
  std::map<std::pair<MemSpace, std::uint64_t>, Loading> loadings_;  ///< by first byte of the tile
  std::vector<Noted> noted_;
};

}  // namespace npusim
