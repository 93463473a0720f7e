// SPDX-License-Identifier: Apache-2.0
// What the scalar unit does past its data cache, reads of what pipe V left in registers, and what a
// kernel prints. Parameters and calls: port.h.
#pragma once

#include <cstdint>

namespace npusim::port {

/// Registers in which instructions of pipe V leave a result (intrinsics.md 2.2).
enum class ResultRegister : std::uint8_t {
  KeptElements,    ///< RSVD_CNT
  MergedElements,  ///< VMS4_SR
  Extreme,         ///< MAX_MIN_CNT
  Accumulated      ///< ACC_VAL
};

}  // namespace npusim::port

extern "C" {
std::uint64_t npusim_read_result(int result_register);
std::uint64_t npusim_load_gm(std::uint64_t address, unsigned bytes, const void* site);
void npusim_store_gm(std::uint64_t address, std::uint64_t value, unsigned bytes, const void* site);
/// Combines with GM as the register ScalarAtomic says.
void npusim_store_atomic(std::uint64_t address, std::uint64_t value, unsigned bytes,
                         const void* site);
/// As printf: returns the number of characters.
int npusim_printf(const char* format, ...);
}
