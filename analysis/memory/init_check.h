// SPDX-License-Identifier: Apache-2.0
// Bytes whose value the program did not determine: local memory that this run of the block has not
// written (rule ub.keeps_content), and heap memory that nobody has written since it was allocated
// (rule runtime.heap_reuse). Run arguments count as written; what an instruction leaves
// unspecified, such as the rest of a burst's last block, counts as not written.
//
// A read of such bytes is not wrong yet: a padding row is copied, lanes beyond the valid columns
// are computed with. What an instruction writes from undefined bytes is undefined in its turn, byte
// by byte where operands correspond by position, and UndefinedValues says where that ends.
//
// How exact. Lane instructions, scalar loads and stores to GM, of accumulators too: to the byte.
// Other vector instructions read whole 32-byte blocks, so one written byte makes its block good. A
// mask of a comparison is undefined where all lanes of its byte are. Moves of fractals and matrix
// products read padding: their result is undefined only if nothing they read was written. So does a
// gather of the bundled library, which names a table: where the offsets lead is not followed.
// Through the scalar unit values are followed in the library's own loops only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/check.h"
#include "analysis/describe/buffer_map.h"
#include "analysis/describe/current_instructions.h"
#include "analysis/describe/site_text.h"
#include "analysis/memory/early_bytes.h"
#include "analysis/memory/scalar_copies.h"
#include "analysis/memory/span_positions.h"
#include "analysis/memory/undefined_values.h"
#include "analysis/race/block_pages.h"

namespace npusim::analysis {

class InitCheck : public Check {
 public:
  explicit InitCheck(const CheckContext& context)
      : buffers_(context.buffers),
        tasks_(context.tasks),
        instructions_(context.instructions),
        sources_(context.sources),
        racy_reads_(context.racy_reads),
        early_(context.racy_reads) {}

  void on_instruction(const InstructionEvent& event, const OrderModel::Start&) override;
  void on_sync(const SyncEvent&) override { settle(); }
  void on_access(const AccessEvent& event) override;
  void on_buffer(const BufferEvent& event) override;
  std::vector<Finding> findings() const override { return values_.findings(); }
  std::size_t count() const override { return values_.count(); }

 private:
  /// What the last instruction wrote is written now.
  void settle();
  using Origin = UndefinedValues::Origin;
  enum class State : std::uint8_t { Written, LeftBehind, NeverWritten };
  struct Block {
    RunId run = kNoRun;
    std::uint32_t written = 0;  ///< by that run
    std::uint32_t ever = 0;
    Origin origin = UndefinedValues::kNone;  ///< of bytes that were written and are not good
  };
  struct Write {
    AccessEvent event;
    RunId run;
    bool to_output;  ///< GM that is a run argument
  };
  struct Operand {
    MemSpace space;
    Span span;
    bool operator==(const Operand&) const = default;
  };
  /// Undefined bytes that the current instruction reads.
  struct Carried {
    Span span;
    std::size_t read;  ///< which of its reads
    Origin origin;
    std::vector<Positions> positions;
    std::optional<std::size_t> race = std::nullopt;  ///< they come from this race
  };
  /// Undefined bytes among the operands of a gather.
  struct Gathered {
    AccessEvent event;
    std::size_t read;  ///< which of its reads
    State state;
    Origin origin;
    bool all;  ///< not one byte is good
  };
  enum class Exactness : std::uint8_t { Byte, Block, Any };

  using Memory = BlockPages<Block>;

  Memory& memory(AgentId agent, MemSpace space);
  void mark(const Write& write);
  void carry();
  void carry(const Carried& source, const Write& write);
  void carry_boxes(const Carried& source, const Write& write);
  void settle_gather();
  void scalar_load(const AccessEvent& event, Origin origin);
  void decides(Origin origin, std::string_view what, Site site);
  std::uint64_t offset_bytes() const;
  bool reads_correspond_to_writes() const;
  std::vector<Span> reads_of(MemSpace space) const;
  bool cancels_itself() const;
  void leave_undefined(const Write& write, const Positions& positions, Origin origin);
  Exactness exactness_of(const AccessEvent& event) const;
  State state_of(const AccessEvent& event, Exactness exactness, Origin& origin);
  std::vector<Positions> undefined_positions(const AccessEvent& event, Exactness exactness);
  std::uint32_t good_bytes(const Block& block, const AccessEvent& event) const;
  bool begins_well(const AccessEvent& event);
  void read(const AccessEvent& event);
  Origin origin_of(const AccessEvent& event, State state);

  // Bytes that were read too early are followed like those that nobody wrote, and apart from them.
  void read_early(const AccessEvent& event, const RacyReads::Read& racy);
  void read_early(const AccessEvent& event);
  void carry_early(const Carried& source, const Write& write);
  std::string missing_rows(const AccessEvent& event);

  const BufferMap& buffers_;
  const TaskTable& tasks_;
  const CurrentInstructions& instructions_;
  const SourceLookup& sources_;
  RacyReads& racy_reads_;
  std::array<Memory, kCoreCount * kMemSpaceCount> local_;
  Memory gm_;
  std::vector<BlockRef> blocks_of_runs_;  ///< of runs that wrote to GM
  // Of the current instruction:
  std::vector<Write> pending_;
  std::vector<Operand> reads_;
  std::vector<Carried> carried_;
  std::vector<Gathered> gathered_;
  Origin through_scalar_ = UndefinedValues::kNone;  ///< what a scalar load before it brought
  ScalarCopies copies_;
  UndefinedValues values_;
  EarlyBytes early_;
};

}  // namespace npusim::analysis
