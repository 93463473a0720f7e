// SPDX-License-Identifier: Apache-2.0
// UB as a plain reference sees it: byte by byte, noting what is read and written, writes landing at
// the end of a repeat. And the places of lanes, from the words of intrinsics.md 2.1, apart from the
// model's own code.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "models/arch/small_float.h"
#include "models/isa/execute.h"
#include "models/isa/footprint.h"
#include "models/isa/vector/vector_family.h"
#include "tests/models/isa/vector/random_vector.h"
#include "tests/support/catch.h"

namespace npusim::test {

class PlainUb {
 public:
  explicit PlainUb(std::vector<std::uint8_t> bytes)
      : bytes_(std::move(bytes)), read_(bytes_.size()), written_(bytes_.size()) {}

  template <typename T>
  T get(std::uint64_t address) {
    T value;
    for (std::size_t i = 0; i < sizeof value; ++i) read_[address + i] = 1;
    std::memcpy(&value, bytes_.data() + address, sizeof value);
    return value;
  }
  /// A float16 or float32 element.
  double number(DType type, std::uint64_t address) {
    if (type == DType::FLOAT32) return static_cast<double>(get<float>(address));
    return static_cast<double>(float16_to_float(get<std::uint16_t>(address)));
  }
  template <typename T>
  void put(std::uint64_t address, T value) {
    std::uint8_t raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    for (std::size_t i = 0; i < sizeof value; ++i) pending_.emplace_back(address + i, raw[i]);
  }
  /// The low `size` bytes of `bits`.
  void put_bits(std::uint64_t address, std::uint64_t bits, unsigned size) {
    for (unsigned i = 0; i < size; ++i) {
      pending_.emplace_back(address + i, static_cast<std::uint8_t>(bits >> (8 * i)));
    }
  }
  void end_of_repeat() {
    for (const auto& [address, byte] : pending_) {
      bytes_[address] = byte;
      written_[address] = 1;
    }
    pending_.clear();
  }

  const std::vector<std::uint8_t>& bytes() const { return bytes_; }
  const std::vector<std::uint8_t>& read() const { return read_; }
  const std::vector<std::uint8_t>& written() const { return written_; }

 private:
  std::vector<std::uint8_t> bytes_, read_, written_;
  std::vector<std::pair<std::uint64_t, std::uint8_t>> pending_;
};

/// Whether the mask lets lane `lane` of repeat `repeat` through, of `lanes` a repeat.
inline bool lane_active(const isa::VectorMask& mask, std::uint64_t repeat, unsigned lane,
                        unsigned lanes) {
  if (mask.count_mode) return repeat * lanes + lane < mask.low;
  return ((lane < 64 ? mask.low >> lane : mask.high >> (lane - 64)) & 1) != 0;
}

/// Address of a lane of `bits` bits; 8 blocks of 32 bytes a repeat.
inline std::uint64_t lane_place(const isa::VectorOperand& operand, std::uint64_t repeat,
                                unsigned lane, unsigned bits) {
  const unsigned per_block = 256 / bits;
  return operand.address + 32 * (repeat * operand.repeat_stride) +
         32 * (std::uint64_t{lane / per_block} * operand.block_stride) +
         lane % per_block * bits / 8;
}

inline void mark(const Span& span, std::vector<std::uint8_t>& bytes) {
  for (std::uint64_t g = 0; g < span.groups; ++g) {
    for (std::uint64_t r = 0; r < span.runs; ++r) {
      const std::uint64_t first = span.address + g * static_cast<std::uint64_t>(span.group_stride) +
                                  r * static_cast<std::uint64_t>(span.run_stride);
      std::memset(bytes.data() + first, 1, span.run_bytes);
    }
  }
}

/// What the model did.
struct ModelRun {
  std::vector<std::uint8_t> ub;
  isa::VectorState state;
  std::vector<std::uint8_t> read, written;  ///< by the footprint
};

template <typename Family>
ModelRun model_run(const Family& instruction, std::vector<std::uint8_t> ub, isa::VectorState state,
                   const isa::ExecuteOptions& options) {
  ModelRun run{std::move(ub), state, {}, {}};
  run.read.resize(run.ub.size());
  run.written.resize(run.ub.size());
  std::vector<isa::Footprint> footprint;
  isa::footprint(instruction, footprint);
  for (const isa::Footprint& access : footprint) {
    mark(access.span, access.write ? run.written : run.read);
  }
  isa::Instruction whole;
  whole.operands = instruction;
  isa::execute_vector(whole, {run.ub.data(), run.ub.size()}, run.state, options);
  return run;
}

/// Bytes that the footprint says are written (or read) when the instruction starts with this UB and
/// state.
template <typename Family>
std::vector<std::uint8_t> named_by_data(const Family& instruction, std::vector<std::uint8_t> ub,
                                        const isa::VectorState& state, bool writes = true) {
  isa::Instruction whole;
  whole.operands = instruction;
  std::vector<isa::Footprint> footprint;
  isa::footprint(whole, isa::DataView{{ub.data(), ub.size()}, state}, footprint);
  std::vector<std::uint8_t> named(ub.size());
  for (const isa::Footprint& access : footprint) {
    if (access.write == writes) mark(access.span, named);
  }
  return named;
}

/// Repeats one by one, each landing before the next reads.
template <typename Family>
std::vector<std::uint8_t> stepwise(const Family& instruction, std::vector<std::uint8_t> ub,
                                   isa::VectorState state, const isa::ExecuteOptions& options) {
  isa::Instruction whole;
  whole.operands = instruction;
  const isa::Bytes memory{ub.data(), ub.size()};
  for (std::uint32_t repeat = 0; repeat < isa::repeats_of(whole); ++repeat) {
    isa::WriteSet out;
    isa::execute_repeat(whole, repeat, memory, state, options, out);
    out.apply(memory);
  }
  return ub;
}

enum class Reads { Exactly, AtMost };  ///< AtMost: the footprint may name more than is read

/// The model against the reference: bytes as a whole and step by step, and the footprint.
template <typename Family>
ModelRun require_like(const Family& instruction, const std::vector<std::uint8_t>& before,
                      const PlainUb& reference, isa::VectorState state = {},
                      const isa::ExecuteOptions& options = {}, Reads reads = Reads::Exactly) {
  const ModelRun run = model_run(instruction, before, state, options);
  CAPTURE(isa::info(instruction.opcode).name);
  std::size_t differs = 0;
  while (differs < before.size() && run.ub[differs] == reference.bytes()[differs]) ++differs;
  CAPTURE(differs);
  if (differs < before.size()) {
    CAPTURE(run.ub[differs], reference.bytes()[differs], before[differs]);
    FAIL("bytes differ");
  }
  const bool same_bytes = run.ub == reference.bytes();  // apart: a failure would print them all
  REQUIRE(same_bytes);
  const bool same_by_steps = stepwise(instruction, before, state, options) == reference.bytes();
  REQUIRE(same_by_steps);
  const bool writes_as_named = run.written == reference.written();
  REQUIRE(writes_as_named);
  if (reads == Reads::Exactly) {
    const bool reads_as_named = run.read == reference.read();
    REQUIRE(reads_as_named);
  } else {
    bool covers = true;
    for (std::size_t i = 0; i < run.read.size(); ++i) covers &= run.read[i] >= reference.read()[i];
    REQUIRE(covers);
  }
  return run;
}

/// Room for 255 repeats of moderate strides.
inline constexpr std::uint64_t kPlainUbBytes = 256 * 1024;

/// Shapes that issue 2.1's rules meet: no, one, some and 255 repeats; strides with gaps.
struct Shape {
  std::uint32_t repeats;
  isa::VectorMask mask;
};

inline Shape random_shape(Random& random, unsigned lanes) {
  constexpr std::uint32_t kRepeats[] = {0, 1, 1, 2, 3, 5, 9, 255};
  Shape shape{random.pick(kRepeats), {}};
  if (random.one_in(3) && shape.repeats > 0) {
    shape.mask.count_mode = true;
    shape.mask.high = 0;
    shape.mask.low = (shape.repeats - 1) * std::uint64_t{lanes} + 1 + random.below(lanes);
  } else if (random.one_in(2)) {
    shape.mask.low = random.one_in(8) ? 0 : random.bits();
    shape.mask.high = random.one_in(8) ? 0 : random.bits();
  }
  return shape;
}

/// Within [area * kPlainUbBytes / 4, ...): operands with distinct areas do not overlap.
inline isa::VectorOperand random_place(Random& random, unsigned area, std::uint32_t repeats) {
  isa::VectorOperand operand;
  operand.address = area * (kPlainUbBytes / 4) + random.below(4) * 32;
  constexpr std::uint16_t kBlockStrides[] = {1, 1, 1, 0, 2, 3, 16, 255};
  constexpr std::uint16_t kFewRepeats[] = {8, 8, 0, 1, 4, 9, 60};
  constexpr std::uint16_t kManyRepeats[] = {0, 1, 2, 4};
  if (repeats > 9) {
    operand.repeat_stride = random.pick(kManyRepeats);
  } else {
    operand.block_stride = random.pick(kBlockStrides);
    operand.repeat_stride = random.pick(kFewRepeats);
    if (operand.block_stride == 255 && operand.repeat_stride > 0) operand.repeat_stride = 1;
  }
  if (random.one_in(16) && repeats <= 5 && operand.block_stride < 4) operand.repeat_stride = 255;
  return operand;
}

}  // namespace npusim::test
