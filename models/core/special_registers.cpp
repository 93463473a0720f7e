// SPDX-License-Identifier: Apache-2.0
// Registers that a kernel reads and writes by name, and the vector mask.
#include "models/core/front_end.h"
#include "models/memory/sim_time.h"

namespace npusim {
namespace {

using port::SpecialRegister;

/// The system counter runs at 50 MHz (task-runtime.md section 1.2).
constexpr std::int64_t kNsPerTick = 20;
constexpr std::uint64_t kClearUnitFlags = std::uint64_t{1} << 63;  ///< of FPC
constexpr auto kFirstVectorAddress = static_cast<unsigned>(SpecialRegister::VectorAddress);
constexpr auto kFirstHeld = static_cast<unsigned>(SpecialRegister::Held);

/// A 64-bit register by name; null for the others.
std::uint64_t* word(isa::Registers& registers, SpecialRegister which) {
  switch (which) {
    case SpecialRegister::Control:
      return &registers.control;
    case SpecialRegister::DequantScale:
      return &registers.deqscale;
    case SpecialRegister::PadValue:
      return &registers.pad_value;
    case SpecialRegister::QuantPre:
      return &registers.quant_pre;
    case SpecialRegister::FixPipeConfig:
      return &registers.fpc;
    case SpecialRegister::NdPara:
      return &registers.nd_para;
    case SpecialRegister::LeakyReluAlpha:
      return &registers.leaky_alpha;
    case SpecialRegister::FMatrix:
      return &registers.fmatrix;
    case SpecialRegister::FMatrixB:
      return &registers.fmatrix_b;
    case SpecialRegister::Padding:
      return &registers.padding;
    case SpecialRegister::Load3dRepeat:
      return &registers.l3d_repeat;
    case SpecialRegister::L1Load3dSize:
      return &registers.l1_3d_size;
    case SpecialRegister::ScalarAtomic:
      return &registers.scalar_atomic;
    default:
      break;
  }
  const unsigned number = static_cast<unsigned>(which);
  if (number >= kFirstHeld) {
    const unsigned held = number - kFirstHeld;
    return held < registers.held.size() ? &registers.held[held] : nullptr;
  }
  if (number < kFirstVectorAddress) return nullptr;
  const unsigned address = number - kFirstVectorAddress;
  return &registers.va[address / 8][address % 8];
}

}  // namespace

std::uint64_t FrontEnd::read_register(SpecialRegister which) {
  switch (which) {
    case SpecialRegister::BlockIndex:
      return static_cast<std::uint64_t>(block_.block);
    case SpecialRegister::BlockCount:
      return static_cast<std::uint64_t>(block_count_);
    case SpecialRegister::SubBlockIndex:
      return static_cast<std::uint64_t>(sub_block_);
    case SpecialRegister::SubBlockCount:
      if (sub_block_count_ != 0) return static_cast<std::uint64_t>(sub_block_count_);
      return kind_of(environment_.core) == CoreKind::AIC ? 1 : kAivPerCluster;
    case SpecialRegister::CoreIndex:
      return environment_.core;
    case SpecialRegister::SystemCounter:
      return static_cast<std::uint64_t>(ns_from_cycles(now()) / kNsPerTick);
    case SpecialRegister::AtomicOperation:
      return static_cast<std::uint64_t>(registers_.atomic.operation);
    case SpecialRegister::AtomicType:
      return static_cast<std::uint64_t>(registers_.atomic.dtype);
    default:
      break;
  }
  const std::uint64_t* const found = word(registers_, which);
  if (found == nullptr) kernel_not_modelled("reading this special register", nullptr);
  return *found;
}

std::uint64_t FrontEnd::read_result(port::ResultRegister which) {
  // As it is now: after what pipe V has done so far.
  LocalMemory* const ub = environment_.memory(MemSpace::UB);
  if (ub != nullptr) ub->look(now(), {0, ub->size()});
  const isa::VectorState& state = environment_.vector_state;
  switch (which) {
    case port::ResultRegister::KeptElements:
      return state.kept_elements;
    case port::ResultRegister::MergedElements:
      return state.merged;
    case port::ResultRegister::Extreme:
      return state.extreme;
    case port::ResultRegister::Accumulated:
      return state.accumulated;
  }
  return 0;
}

void FrontEnd::write_register(SpecialRegister which, std::uint64_t value) {
  if (which == SpecialRegister::AtomicOperation) {
    registers_.atomic.operation = static_cast<isa::AtomicOperation>(value);
  } else if (which == SpecialRegister::AtomicType) {
    registers_.atomic.dtype = static_cast<DType>(value);
  } else if (std::uint64_t* const found = word(registers_, which)) {
    *found = value;
    const bool clears = which == SpecialRegister::FixPipeConfig && (value & kClearUnitFlags) != 0;
    if (clears) environment_.unit_flags.clear();
  } else {
    kernel_not_modelled("writing this special register", nullptr);
  }
}

void FrontEnd::set_vector_mask(std::uint64_t high, std::uint64_t low) {
  registers_.mask.high = high;
  registers_.mask.low = low;
  mask_written_ = true;
}

std::int64_t FrontEnd::reading(port::LibraryReading which) const {
  switch (which) {
    case port::LibraryReading::TciPipe:
      return environment_.knobs.isa_tci_pipe;
  }
  return 0;
}

}  // namespace npusim
