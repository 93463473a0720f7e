// SPDX-License-Identifier: Apache-2.0
// Global memory: the true bytes, and the writes on their way to them.
//
// Model: a write is posted with the cycle at which it lands, always later than now. A read at cycle
// t sees exactly what landed at or before t. Writes that land in one cycle are applied in order of
// agent, then of posting by that agent. So nothing depends on the order in which SystemC runs
// processes within a cycle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <vector>

#include "cce/port/atomic_mode.h"
#include "models/arch/cycle.h"
#include "models/arch/dtype.h"
#include "models/arch/topology.h"
#include "models/memory/aicpu_memory.h"

namespace npusim {

/// Rows of bytes at a regular distance: what a DMA moves.
struct RowBlock {
  std::uint64_t address = 0;  ///< device address of the first row
  std::uint32_t rows = 1;
  std::uint32_t row_bytes = 0;
  std::int64_t stride = 0;  ///< bytes from row to row
};

/// A stretch of device memory that somebody owns.
struct GmRegion {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

class GlobalMemory : public AicpuMemory {
 public:
  /// `content` is the host memory that holds GM's bytes from device address `base` on; it must
  /// outlive this object. Regions are the parts that may be accessed, ascending.
  GlobalMemory(std::byte* content, std::uint64_t base, std::vector<GmRegion> regions);

  /// Whether every row lies inside one region.
  bool contains(const RowBlock& rows) const;

  /// Copies the rows, one after the other, to `out`. Requires contains(rows).
  void read_rows(const RowBlock& rows, std::uint8_t* out);

  /// Whether the rows hold at this cycle what they held at the beginning of the run. If so they are
  /// lent: copy_lent_rows gives them, as they are now, until before_lent_write is called. Requires
  /// allow_lending.
  bool lend_rows(const RowBlock& rows);
  void copy_lent_rows(const RowBlock& rows, std::uint8_t* out) const { copy_rows(rows, out); }
  /// Makes rows lendable; before any is written. `before_lent_write` is called before the first
  /// write to bytes that are lent, each time; whoever borrowed rows gives them all back.
  void allow_lending(std::function<void()> before_lent_write);

  /// Posts a write of the rows in `data`. Requires contains(rows) and landing > now.
  void post_write(Cycle landing, AgentId agent, const RowBlock& rows,
                  std::vector<std::uint8_t> data);
  /// Posts a store in an atomic mode (read-modify-write when it lands).
  void post_atomic(Cycle landing, AgentId agent, const RowBlock& rows, const isa::AtomicMode& mode,
                   std::vector<std::uint8_t> data);

  void read(AgentId agent, std::uint64_t address, void* out, std::uint64_t bytes) override;
  void write(AgentId agent, std::uint64_t address, const void* data, std::uint64_t bytes) override;

  /// Lands everything still on its way: the end of the run.
  void drain();

 private:
  struct Posted {
    Cycle landing;
    AgentId agent;
    std::uint64_t order;
    RowBlock rows;
    isa::AtomicMode mode;
    std::vector<std::uint8_t> data;
  };
  struct LandsLater {
    bool operator()(const Posted& a, const Posted& b) const;
  };

  void post(Posted posted);
  void settle(Cycle at);
  void apply(const Posted& posted);
  void copy_rows(const RowBlock& rows, std::uint8_t* out) const;
  void mark_written(std::uint64_t address, std::uint64_t bytes);
  std::byte* host(std::uint64_t address) const { return content_ + (address - base_); }

  std::byte* content_;
  std::uint64_t base_;
  std::vector<GmRegion> regions_;
  std::priority_queue<Posted, std::vector<Posted>, LandsLater> posted_;
  std::vector<std::uint64_t> posted_by_agent_;

  // Lending goes by pages; none are kept where it is not allowed.
  enum class Page : std::uint8_t { Untouched, Lent, Written };
  std::vector<Page> pages_;
  std::function<void()> before_lent_write_;
};

}  // namespace npusim
