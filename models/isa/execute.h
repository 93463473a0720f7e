// SPDX-License-Identifier: Apache-2.0
// What hardware instructions do to memories, without time. The pipes (models/core) decide when.
#pragma once

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "models/arch/byte_buffer.h"
#include "models/arch/knobs.h"
#include "models/arch/span.h"
#include "models/isa/instruction.h"

namespace npusim::isa {

/// An instruction's form that the model does not know; what() names instruction and form. footprint
/// throws it before anything is executed; the run ends as inconclusive (exit status 68).
class NotModelled : public std::domain_error {
 public:
  using std::domain_error::domain_error;
};

/// A core's local memory as plain bytes, `size` long. Bounds are checked before execution
/// (footprint), so execution may assume every address to be inside.
struct Bytes {
  std::uint8_t* data = nullptr;
  std::uint64_t size = 0;
};

/// Bytes that an instruction will write, kept apart until they land.
class WriteSet {
 public:
  struct Piece {
    std::uint64_t address;
    std::uint32_t offset;  ///< into data
    std::uint32_t bytes;
  };
  void clear() {
    pieces_.clear();
    data_.clear();
  }
  /// `bytes` zeros for `address`, to be filled by the caller. Valid until the next call.
  std::uint8_t* add(std::uint64_t address, std::uint32_t bytes) {
    std::uint8_t* const room = add_unfilled(address, bytes);
    std::memset(room, 0, bytes);
    return room;
  }
  /// The same without zeros: the caller fills every byte.
  std::uint8_t* add_unfilled(std::uint64_t address, std::uint32_t bytes) {
    const auto offset = static_cast<std::uint32_t>(data_.size());
    data_.resize(offset + bytes);
    pieces_.push_back({address, offset, bytes});
    return data_.data() + offset;
  }
  /// Copies every piece to its place.
  void apply(Bytes memory) const;
  bool empty() const { return pieces_.empty(); }
  const std::vector<Piece>& pieces() const { return pieces_; }
  const std::uint8_t* data() const { return data_.data(); }

 private:
  std::vector<Piece> pieces_;
  ByteBuffer data_;
};

/// Vector state of a core that is neither mask nor UB: the compare mask, and the registers in which
/// instructions leave a result for the scalar unit (intrinsics.md 2.2).
struct VectorState {
  std::uint64_t compare_mask[2] = {0, 0};  ///< CMPMASK, lanes 0..63 and 64..127
  std::uint64_t kept_elements = 0;         ///< RSVD_CNT: by the last VREDUCEV2
  std::uint64_t accumulated = 0;           ///< ACC_VAL: bits of the sum over all repeats
  std::uint64_t extreme = 0;  ///< MAX_MIN_CNT: bits of the value, above them its element's index
  std::uint64_t merged = 0;   ///< VMS4_SR: entries that VMRGSORT4 took from each list, 16 bits each
  /// First address outside UB that a data-dependent access (VGATHER's offsets, VSEL's mask address)
  /// asked for, or kNoFault. Such a lane reads as 0; the core reports the fault.
  static constexpr std::uint64_t kNoFault = ~std::uint64_t{0};
  std::uint64_t fault_address = kNoFault;
};

struct ExecuteOptions {
  Numerics numerics = Numerics::Reference;
  bool empty_arithmetic = false;              ///< benchmarks: move no data and compute nothing
  bool fused_multiply_add = false;            ///< isa.fused_multiply_add
  NanMinMax nan_minmax = NanMinMax::Compare;  ///< isa.nan_minmax
};

/// One repeat of a pipe V instruction: reads `ub` now, appends what it writes to `out`. Repeats
/// come in order 0..repeats-1.
void execute_repeat(const Instruction& instruction, std::uint32_t repeat, Bytes ub,
                    VectorState& state, const ExecuteOptions& options, WriteSet& out);

/// All repeats in order, each seeing the writes of the ones before. Same bytes as execute_repeat
/// with immediate landing, faster.
void execute_vector(const Instruction& instruction, Bytes ub, VectorState& state,
                    const ExecuteOptions& options);

/// What an instruction reads or writes in one memory.
struct Footprint {
  MemSpace space;
  bool write;
  Span span;
  /// A write of bytes that the program may not rely on: who reads them reads nothing.
  bool unspecified = false;
  /// A read of lanes beyond the valid region: its result goes into unspecified bytes alone.
  bool beyond = false;
  /// Of a vector instruction: which repeats touch the span's groups, `repeat_step` apart.
  std::uint32_t first_repeat = 0;
  std::uint32_t repeat_step = 1;
};

/// Every access of an instruction, exact to the byte. For vector instructions groups = repeats.
/// Data-dependent accesses (VGATHER's sources) cover the operand's extent.
void footprint(const Instruction& instruction, std::vector<Footprint>& out);

}  // namespace npusim::isa
