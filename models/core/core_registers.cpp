// SPDX-License-Identifier: Apache-2.0
#include "models/core/core_registers.h"

#include "models/memory/sim_time.h"

namespace npusim {
namespace {

using port::SpecialRegister;

/// The system counter runs at 50 MHz (task-runtime.md section 1.2).
constexpr std::int64_t kNsPerTick = 20;
constexpr std::uint64_t kClearUnitFlags = std::uint64_t{1} << 63;  ///< of FPC
constexpr auto kFirstVectorAddress = static_cast<unsigned>(SpecialRegister::VectorAddress);
constexpr auto kFirstHeld = static_cast<unsigned>(SpecialRegister::Held);

/// A 64-bit register by name; null for the others. `Registers` may be const.
template <typename Registers>
auto word(Registers& registers, SpecialRegister which) -> decltype(&registers.control) {
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

CoreRegisters::CoreRegisters(CoreEnvironment& environment) : environment_(environment) {
  constexpr std::uint64_t kFloatSaturationOff = std::uint64_t{1} << 48;  // of CTRL
  if (environment.knobs.isa_float_saturation == 0) values_.control = kFloatSaturationOff;
}

void CoreRegisters::begin_block(const DispatchPayload& payload) {
  block_ = payload.block.block;
  block_count_ = payload.block_count;
  sub_block_ = payload.sub_block;
  sub_block_count_ = payload.sub_block_count;
  mask_writes_ = {};  // what the block before wrote is in use since long
}

std::optional<std::uint64_t> CoreRegisters::read(SpecialRegister which) const {
  switch (which) {
    case SpecialRegister::BlockIndex:
      return static_cast<std::uint64_t>(block_);
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
      return static_cast<std::uint64_t>(values_.atomic.operation);
    case SpecialRegister::AtomicType:
      return static_cast<std::uint64_t>(values_.atomic.dtype);
    default:
      break;
  }
  const std::uint64_t* const found = word(values_, which);
  if (found == nullptr) return std::nullopt;
  return *found;
}

bool CoreRegisters::write(SpecialRegister which, std::uint64_t value) {
  if (which == SpecialRegister::AtomicOperation) {
    values_.atomic.operation = static_cast<isa::AtomicOperation>(value);
    return true;
  }
  if (which == SpecialRegister::AtomicType) {
    values_.atomic.dtype = static_cast<DType>(value);
    return true;
  }
  std::uint64_t* const found = word(values_, which);
  if (found == nullptr) return false;
  *found = value;
  const bool clears = which == SpecialRegister::FixPipeConfig && (value & kClearUnitFlags) != 0;
  if (clears) {
    catch_up();
    environment_.unit_flags.clear();
  }
  return true;
}

std::uint64_t CoreRegisters::result(port::ResultRegister which) {
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

void CoreRegisters::set_vector_mask(std::uint64_t high, std::uint64_t low) {
  values_.mask.high = high;
  values_.mask.low = low;
  mask_writes_.write();
}

std::int64_t CoreRegisters::reading(port::LibraryReading which) const {
  switch (which) {
    case port::LibraryReading::TciPipe:
      return environment_.knobs.isa_tci_pipe;
    case port::LibraryReading::QueueRings:
      return environment_.knobs.isa_queue_rings;
  }
  return 0;
}

}  // namespace npusim
