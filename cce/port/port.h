// SPDX-License-Identifier: Apache-2.0
// What crosses from a kernel into the model: flags, barriers, registers and scalar accesses as
// plain C functions; hardware instructions are in issue.h. The running npusim has the functions;
// whatever gives a kernel its names (libraries of tiles, intrinsics) is on the kernel's side.
//
// Each function is called on the front end (pipe S) of the core that runs the kernel, and returns
// when the front end may go on. Two parameters say on whose behalf:
//   site          a return address in the user's text
//   library_call  the library function that the user called there, by its number (the bundled
//                 library's: pto/tile_op.def); 0 for the user's own call
#pragma once

#include <cstdint>

#include "models/arch/dtype.h"
#include "models/arch/pipe.h"

namespace npusim::port {

/// Number of a library function, for reports.
using LibraryCall = std::uint16_t;

/// Registers by name. Those from VectorAddress on are 64: register VAn, address i at + 8*n + i.
/// Those from Held on are kHeldRegisters (cce/held.def): nothing that is modelled reads them.
enum class SpecialRegister : std::uint16_t {
  // Read only.
  BlockIndex,
  BlockCount,
  SubBlockIndex,
  SubBlockCount,
  CoreIndex,
  SystemCounter,
  // State that instructions take along when they are issued (models/isa/registers.h).
  Control,
  AtomicOperation,
  AtomicType,
  DequantScale,
  PadValue,
  QuantPre,
  FixPipeConfig,
  NdPara,
  LeakyReluAlpha,
  FMatrix,
  FMatrixB,
  Padding,
  Load3dRepeat,
  L1Load3dSize,
  ScalarAtomic,  ///< ST_ATOMIC_CFG
  VectorAddress,
  Held = VectorAddress + 64
};
inline constexpr unsigned kHeldRegisters = 40;

/// Cache maintenance: what dcci covers.
enum class CacheScope : std::uint8_t { Line, EntireCache };

/// Knobs that choose among readings of a library rather than of the hardware.
enum class LibraryReading : std::uint8_t { TciPipe, QueueRings };

/// A core's part in a barrier through words of GM: all come and wait, or one sets what another
/// waits for.
enum class SoftBarrierRole : std::uint8_t { Everyone, Setter, Waiter };

/// What a library sees in the tiles of a call: FaultEvent's kinds of these names.
enum class LibraryRemark : std::uint8_t { ShapesDiffer, ValidBeyondTile };

}  // namespace npusim::port

extern "C" {
void npusim_set_flag(int source_pipe, int target_pipe, int event_id, const void* site,
                     unsigned library_call);
void npusim_wait_flag(int source_pipe, int target_pipe, int event_id, const void* site,
                      unsigned library_call);
void npusim_pipe_barrier(int pipe, const void* site, unsigned library_call);
void npusim_dcci(const void* address, int scope, int write_out, const void* site);
void npusim_dsb(int kind, const void* site);
/// count = 0: the same lane mask for every repeat; 1: a number of elements (tile-isa.md 1.7).
void npusim_set_mask_mode(int count);
void npusim_set_vector_mask(std::uint64_t high, std::uint64_t low);
/// A scalar element access to UB (Tile::GetValue and SetValue): `bytes` is 1, 2, 4 or 8.
std::uint64_t npusim_load_local(std::uint64_t address, unsigned bytes, const void* site,
                                unsigned library_call);
void npusim_store_local(std::uint64_t address, std::uint64_t value, unsigned bytes,
                        const void* site, unsigned library_call);
std::uint64_t npusim_read_register(int special_register);
void npusim_write_register(int special_register, std::uint64_t value);
/// Index of the knob's value.
std::int64_t npusim_library_reading(int which);
/// `remark` is a LibraryRemark; `text` is one sentence.
void npusim_library_remark(int remark, const char* text, const void* site, unsigned library_call);
/// The library takes for granted that the mask is as at power-up, in norm mode and full.
void npusim_library_takes_full_mask(const void* site, unsigned library_call);
/// Cross-core flags (FFTS), tile-isa.md section 1.4.
void npusim_cross_core_set(int pipe, std::uint64_t message, const void* site);
void npusim_cross_core_wait(int flag_id, const void* site);
/// A library keeps messages between cores in GM[address, address + bytes): who polls them is after
/// those whose stores it sees.
void npusim_message_words(std::uint64_t address, std::uint64_t bytes, const void* site);
/// A library's mark before a barrier through words of GM, and again behind it (intrinsics.md 3.3).
/// `role`: SoftBarrierRole; `which`: of those of one role, the same on all cores of a task.
void npusim_soft_barrier(int role, std::uint64_t which, const void* site);
/// Base of the window through which a kernel addresses its core's UB with plain pointers.
void* npusim_local_window(int tile_loc);
[[noreturn]] void npusim_not_modelled(const char* name, const void* site);
[[noreturn]] void npusim_trap(const void* site);
}
