// SPDX-License-Identifier: Apache-2.0
// Tiles that overlap by mistake: a result lies over the end of another one that is read again later
// as a whole. The bytes are wrong in any order, so a barrier between the two changes nothing.
//
// How they are told from updates of a part. A tile is what one access writes without gaps. It is
// wounded when another access, starting or ending inside it, writes across its border. A read
// of the wounded bytes together with bytes of the tile that are left, but not with all that the
// other one wrote, still wants the tile.
//
// A result that lies wholly inside the tile may be an update of a part. It is told, as a warning,
// if it looks like a tile of its own: computed while no part of the larger one had been read alone,
// and read alone itself before the larger one, which is no constant, is read as a whole.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "analysis/check.h"
#include "analysis/describe/buffer_map.h"
#include "analysis/describe/current_instructions.h"
#include "analysis/describe/site_text.h"
#include "analysis/result/finding_list.h"
#include "models/arch/byte_range.h"

namespace npusim::analysis {

class OverwriteCheck : public Check {
 public:
  explicit OverwriteCheck(const CheckContext& context)
      : buffers_(context.buffers),
        tasks_(context.tasks),
        instructions_(context.instructions),
        sources_(context.sources),
        last_reads_(kAgentCount, 0),
        memories_(kCoreCount * kMemSpaceCount) {}

  void on_instruction(const InstructionEvent&, const OrderModel::Start&) override { settle(); }
  void on_sync(const SyncEvent&) override { settle(); }
  /// Of local memories; reads of an instruction come before its writes or after them.
  void on_access(const AccessEvent& event) override;
  std::vector<Finding> findings() const override { return list_.findings(); }
  std::size_t count() const override { return list_.findings().size(); }

 private:
  struct Tile {
    ByteRange bytes;  ///< all that was written, whatever has been overwritten since
    CurrentInstruction writer;
    AgentId agent = 0;
    Cycle cycle = 0;
    bool constant = false;  ///< its writer reads nothing
    bool read_in_part = false;
  };
  struct Wound {
    Tile tile, by;
    ByteRange bytes;
    bool inside = false;       ///< `by` lies wholly inside `tile`
    bool by_was_read = false;  ///< alone
  };
  /// What is left of each tile, by first byte.
  struct Piece {
    std::uint64_t end = 0;
    Tile tile;
  };
  struct Memory {
    std::map<std::uint64_t, Piece> pieces;
    std::vector<Wound> wounds;
  };
  struct Write {
    AccessEvent event;
    CurrentInstruction writer;
  };

  /// The last instruction has written now.
  void settle();
  Memory& memory(const AccessEvent& event);
  void write(const Write& write);
  static void cut(Memory& memory, const ByteRange& bytes);
  static bool wound(Memory& memory, const Tile& tile, const Tile& by);
  void read(const AccessEvent& event);
  static void note_part(Memory& memory, const ByteRange& bytes);
  void report(const Wound& wound, const AccessEvent& event);

  const BufferMap& buffers_;
  const TaskTable& tasks_;
  const CurrentInstructions& instructions_;
  const SourceLookup& sources_;
  std::vector<InstructionId> last_reads_;  ///< by agent: the last instruction that read anything
  std::vector<Memory> memories_;
  std::vector<Write> pending_;
  FindingList list_;
};

}  // namespace npusim::analysis
