// SPDX-License-Identifier: Apache-2.0
// The scalar unit's accesses to memory: posted stores to UB, and loads and stores to GM through the
// data cache (tile-isa.md sections 1.2, 1.5, 1.8).
#pragma once

#include <cstdint>

#include "models/core/core_environment.h"
#include "models/core/pipe_entry.h"
#include "models/memory/data_cache.h"

namespace npusim {

/// Thrown by an access that faults: the core stops for good.
struct CoreFault {};

class ScalarUnit {
 public:
  explicit ScalarUnit(CoreEnvironment& environment) : environment_(environment) {}

  // All from the front end's process; each takes its time. `site` and `block` say who asks.
  std::uint64_t load_ub(std::uint64_t address, unsigned bytes, const SyncOrigin& origin,
                        port::LibraryCall library_call);
  void store_ub(std::uint64_t address, std::uint64_t value, unsigned bytes,
                const SyncOrigin& origin, port::LibraryCall library_call);
  /// Copies `bytes` bytes of GM, as this core's scalar unit sees them, to `out`.
  void load_gm(std::uint64_t address, unsigned bytes, std::uint8_t* out, const SyncOrigin& origin);
  void store_gm(std::uint64_t address, unsigned bytes, const std::uint8_t* data,
                const SyncOrigin& origin);

  /// st_atomic: adds the element at the memory, and returns when it has.
  void add_atomically(std::uint64_t address, unsigned bytes, DType dtype, const std::uint8_t* data,
                      const SyncOrigin& origin);
  /// The same past the data cache: ld_dev, st_dev.
  void load_gm_past_cache(std::uint64_t address, unsigned bytes, std::uint8_t* out,
                          const SyncOrigin& origin);
  void store_gm_past_cache(std::uint64_t address, unsigned bytes, const std::uint8_t* data,
                           const SyncOrigin& origin);

  /// dcci: writes dirty lines back and forgets them. bytes 0: the entire cache.
  void clean_and_invalidate(std::uint64_t address, std::uint64_t bytes, const SyncOrigin& origin);
  /// dsb: waits until every earlier store of this core has landed.
  void wait_for_stores(bool ub, bool gm, const SyncOrigin& origin);

  /// Null: there is none.
  const DataCache::Line* first_dirty_line() const;

  /// Next instruction id of this core.
  InstructionId next_id() { return make_instruction_id(environment_.core, ++last_ordinal_); }

 private:
  isa::Instruction instruction(isa::Opcode opcode, std::uint64_t address, unsigned bytes,
                               const SyncOrigin& origin, port::LibraryCall library_call);
  void announce(const isa::Instruction& instruction, MemSpace space, bool write, AccessPath path,
                const isa::AtomicMode* mode = nullptr);
  void check_bounds(const isa::Instruction& instruction, MemSpace space, bool write);
  void wait_for_results(const isa::Instruction& access, bool write);
  void load_directly(const isa::Instruction& load, std::uint8_t* out);
  void store_directly(const isa::Instruction& store, const std::uint8_t* data);
  DataCache::Line& line_for(std::uint64_t line, const isa::Instruction& instruction);
  void write_back(std::uint64_t line, const DataCache::Line& content, const SyncOrigin& origin);

  CoreEnvironment& environment_;
  DataCache cache_;
  std::uint64_t last_ordinal_ = 0;
};

}  // namespace npusim
