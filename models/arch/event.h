// SPDX-License-Identifier: Apache-2.0
// What the hardware model tells the outside about a run. These records are the only thing that
// traces and analyses see of a run, live or from a file.
//
// Order of delivery. Records come in order of `cycle`; within a cycle in order of agent, and within
// an agent in program order. A record never comes before one it is ordered after by a flag, a
// barrier or a task edge.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/arch/cluster_place.h"
#include "models/arch/cycle.h"
#include "models/arch/dtype.h"
#include "models/arch/mem_space.h"
#include "models/arch/span.h"
#include "models/arch/topology.h"

namespace npusim {

/// A hardware instruction's identity: core in the upper bits, a count per core in the lower ones.
/// 0 stands for "none".
using InstructionId = std::uint64_t;
constexpr InstructionId make_instruction_id(CoreId core, std::uint64_t ordinal) {
  return (std::uint64_t{core} + 1) << 40 | ordinal;
}

/// A task by number of submission, counting from 0.
using TaskIndex = std::uint32_t;
inline constexpr TaskIndex kNoTask = ~TaskIndex{0};

/// One block of a task, as it runs on a core.
struct BlockRef {
  TaskIndex task = kNoTask;
  std::int32_t block = 0;
  friend bool operator==(const BlockRef&, const BlockRef&) = default;
};

/// A place in a kernel: an address in its code. Comes out as file:line through a SourceMap and is
/// never shown raw, because it differs from process to process.
using Site = const void*;

/// Emitted when the scalar front end hands an instruction to a pipe. The front end's knowledge at
/// this moment (what it has waited for) is ordered before the instruction.
struct IssueEvent {
  InstructionId instruction = 0;
  AgentId agent = 0;  ///< the pipe that will execute it; its core's S pipe issues it
  Cycle cycle = 0;
};

/// Emitted when a pipe takes an instruction from its queue and starts it, followed at once by its
/// AccessEvents. Scalar loads and stores are instructions of pipe S.
struct InstructionEvent {
  InstructionId instruction = 0;
  AgentId agent = 0;
  BlockRef block;
  Site site = nullptr;
  std::uint16_t opcode = 0;   ///< isa::Opcode
  std::uint16_t tile_op = 0;  ///< library call it came from (pto/tile_op.def); 0: none
  DType dtype = DType::FLOAT32;
  std::uint32_t repeats = 1;  ///< vector instructions: repeats; else 1
  Cycle issue_cycle = 0;
  Cycle cycle = 0;  ///< start
  // Timing promise of the pipe, from the cost table without jitter: repeat r reads at
  // start + r*repeat_cycles and its result is in memory tail_cycles after that.
  std::uint32_t repeat_cycles = 0;
  std::uint32_t tail_cycles = 0;
};

/// Emitted when everything an instruction writes is in memory.
struct CompletionEvent {
  InstructionId instruction = 0;
  AgentId agent = 0;
  Cycle cycle = 0;
};

enum class AccessKind : std::uint8_t {
  Read,
  Write,
  // Read-modify-write of elements of dtype at the memory; in any order among each other if kind and
  // dtype are the same.
  AtomicAdd,
  AtomicMax,
  AtomicMin,
  Undefine,   ///< a write of bytes whose value the program may not rely on
  ReadBeyond  ///< a read of lanes beyond the valid region: it goes into undefined bytes alone
};

constexpr bool reads(AccessKind kind) {
  return kind != AccessKind::Write && kind != AccessKind::Undefine;
}
constexpr bool writes(AccessKind kind) {
  return kind != AccessKind::Read && kind != AccessKind::ReadBeyond;
}

/// How an access reaches GM; local memories have only Direct.
enum class AccessPath : std::uint8_t {
  Direct,     ///< MTE and FIX, past the scalar data cache
  Cached,     ///< scalar load or store through the core's data cache
  CacheFill,  ///< a whole line fetched into the data cache
  WriteBack,  ///< a whole 64-byte line written back from the data cache
  Coherent    ///< AICPU
};

struct AccessEvent {
  InstructionId instruction = 0;
  AgentId agent = 0;
  MemSpace space = MemSpace::GM;
  AccessKind kind = AccessKind::Read;
  AccessPath path = AccessPath::Direct;
  DType dtype = DType::FLOAT32;
  Span span;
  Cycle cycle = 0;
};

enum class SyncKind : std::uint8_t {
  SetFlag,      ///< agent = setting pipe, peer = waiting pipe, id, instance
  WaitFlag,     ///< agent = waiting pipe, peer = setting pipe, id, instance of the set it consumed
  PipeBarrier,  ///< agent = the pipe; everything before it in the pipe is complete
  BarrierAll,   ///< agent = S; every pipe of the core has drained and S goes on after them
  /// ffts_cross_core_sync: agent = the pipe that sends, id = flag and mode (cross_core_flag.h),
  /// instance = round of the channel, address = the id under which it was issued
  CrossCoreSet,
  /// wait_flag_dev: agent = S; id, instance = what it consumed, peer = the last sender of that
  /// round. Instance 0, at the end of a stalled run: nothing came; peer = who should send, address
  /// = since when; bytes = sent << 32 | members of a round of modes 0 or 1 that only some have sent
  CrossCoreWait,
  AtomicUpdate,  ///< st_atomic, or a store to MessageWords, takes effect at [address, address
                 ///< + bytes)
  AtomicRead,    ///< ld_dev, or a fetch into the data cache, has read [address, address + bytes)
  CacheClean,    ///< dcci; address and bytes say which lines (bytes 0: the entire cache)
  StoreFence,    ///< dsb; id: bit 0 set for stores to GM, bit 1 for stores to UB
  TaskStart,     ///< agent = S of the core; block
  TaskEnd,       ///< agent = S of the core; FIN written
  // A barrier through words of GM, which a library marks (intrinsics.md 3.3): between the two the
  // core's accesses to GM are the barrier's own. address = the barrier whose leavers are after what
  // the core has done, bytes = the one whose arrivals the core is after; 0: none.
  BarrierArrive,
  BarrierLeave,
  MessageWords,  ///< a library keeps messages between cores in [address, address + bytes)
};

/// What a pipe spends its time on.
enum class TimeKind : std::uint8_t {
  Busy,     ///< it moves or computes
  Flag,     ///< an event flag, a unit flag of L0C or a cross-core flag
  Barrier,  ///< what came before it is not complete
  Queue,    ///< pipe S: the other pipe's queue is full
  L2,       ///< the memory behind its port, L2 being the last to be ready
  Hbm,      ///< the same, HBM being the last
  Bank,     ///< pipe V: rows of UB in one bank, beside the cycles that its repeats take
  Code,     ///< pipe S: the kernel's code is not there yet
  Empty     ///< it had nothing to do
};
inline constexpr unsigned kTimeKindCount = 9;

/// [begin, cycle) of a pipe, all of it spent on one kind. A pipe's events follow each other without
/// gap from cycle 0 to the last of them.
struct TimeEvent {
  AgentId agent = 0;
  TimeKind kind = TimeKind::Busy;
  Cycle begin = 0;
  Cycle cycle = 0;
  BlockRef block;
  Site site = nullptr;
  InstructionId instruction = 0;  ///< that it executes; 0: none
  AgentId peer = 0;               ///< Flag: the pipe that sets it; Queue: the one that is full
  bool between_cores = false;     ///< Flag: it waits for a cross-core flag
  std::uint8_t id = 0;            ///< and its id
  std::uint32_t instance = 0;     ///< and the set, as in SyncEvent
};

/// What work passes through. Each has a rate of its own.
enum class WorkPath : std::uint8_t {
  Vector,  ///< lanes of pipe V; its amounts are elements
  Cube,    ///< pipe M; operations, two for each product that is added
  Move,    ///< a core's own way from memory to memory; bytes
  L2,      ///< shared by all cores; bytes, rounded outwards to its pieces
  Hbm      ///< likewise: what L2 misses and writes back
};

/// Work that an instruction does on one path. Comes when the work is granted or begins.
struct WorkEvent {
  AgentId agent = 0;
  WorkPath path = WorkPath::Vector;
  MemSpace from = MemSpace::GM, to = MemSpace::GM;  ///< of a move; the same: a fill
  BlockRef block;
  Site site = nullptr;
  std::uint64_t amount = 0;
  /// That the path needs at its own rate, once it flows, with nobody else there.
  double cycles = 0;
  /// Cycles beside them for the shape of the work: bank conflicts of UB (Vector), rows too short
  /// for the rate (Move).
  double shape_cycles = 0;
  Cycle cycle = 0;
};

struct SyncEvent {
  SyncKind kind = SyncKind::SetFlag;
  AgentId agent = 0;
  AgentId peer = 0;
  std::uint8_t id = 0;         ///< event or cross-core flag
  std::uint32_t instance = 0;  ///< counts sets of this (core, src, dst, id) from 1
  BlockRef block;
  Site site = nullptr;
  std::uint64_t address = 0;
  std::uint64_t bytes = 0;
  bool library = false;  ///< issued inside a library instruction, not by the kernel's text
  Cycle cycle = 0;
};

enum class TaskStage : std::uint8_t {
  Submitted,   ///< by the orchestrator
  Ready,       ///< all producers complete
  Dispatched,  ///< payload and sequence number written for a block; agent = scheduler thread
  FinSeen,     ///< the scheduler thread saw a block's FIN
  Completed,   ///< all blocks finished
  Consumed     ///< all consumers released it; its memory may be reused
};

struct TaskEvent {
  TaskStage stage = TaskStage::Submitted;
  BlockRef block;  ///< block -1 where the stage concerns the whole task
  AgentId agent = 0;
  CoreId core = 0;  ///< for Dispatched and FinSeen
  Cycle cycle = 0;
};

/// Why the runtime orders `consumer` after `producer` (task-runtime.md sections 3.1 and 3.2).
enum class DependencyReason : std::uint8_t { Creator, Writer, Explicit, ScalarAccess };

struct DependencyEvent {
  TaskIndex producer = kNoTask;
  TaskIndex consumer = kNoTask;
  DependencyReason reason = DependencyReason::Creator;
  Cycle cycle = 0;
};

/// How a task's argument was declared.
enum class ArgDirection : std::uint8_t { Input, Output, OutputExisting, InOut, NoDep };

/// One tensor argument of a task, as declared: a view of a buffer.
struct TaskArgument {
  ArgDirection direction = ArgDirection::Input;
  std::uint64_t buffer_address = 0;
  std::uint64_t buffer_bytes = 0;
  std::uint64_t start_offset = 0;  ///< elements
  DType dtype = DType::FLOAT32;
  std::uint32_t ndims = 0;
  std::uint32_t shapes[5] = {};
  std::uint32_t strides[5] = {};  ///< elements
  bool manual_dep = false;
};

/// Everything known of a task at its submission.
struct TaskDescription {
  TaskIndex task = kNoTask;
  std::string name;
  CoreKind core = CoreKind::AIV;  ///< AIC if the block has one
  /// The cores of a cluster that each block runs on, all with one block number; 0: none (a task
  /// without a kernel).
  ClusterPlaces places = only(ClusterPlace::AIV0);
  std::int32_t blocks = 1;
  bool manual_scope = false;
  std::uint8_t ring = 0;  ///< of the four task rings: whose slot and heap it has
  std::vector<TaskArgument> arguments;
  Cycle cycle = 0;
};

/// A stretch of GM that has a name: a run argument, or a block of the heap ring.
struct BufferEvent {
  enum class Kind : std::uint8_t { Argument, HeapAllocated, HeapReleased };
  Kind kind = Kind::Argument;
  std::string name;  ///< argument name, or "task 3 output 0"
  TaskIndex owner = kNoTask;
  std::uint64_t address = 0;
  std::uint64_t bytes = 0;
  DType dtype = DType::FLOAT32;
  std::vector<std::uint32_t> shape;
  Cycle cycle = 0;
};

/// A choice the hardware was free to make and the value it took.
struct ChoiceEvent {
  std::uint8_t kind = 0;  ///< ChoiceKind
  AgentId agent = 0;
  std::uint64_t ordinal = 0;
  std::uint64_t value = 0;
  std::uint64_t bound = 0;
  Cycle cycle = 0;
};

/// Something the model itself saw go wrong: an access outside a memory, a fault, an unknown
/// operation, a flag left set at task end.
struct FaultEvent {
  enum class Kind : std::uint8_t {
    OutOfBounds,  ///< beyond a local memory or outside every allocation of GM
    Misaligned,
    FlagLeak,     ///< set and not consumed at task end; `instruction`: FlagId::packed
    FlagOverrun,  ///< set again before its wait; `instruction`: FlagId::packed
    ModeLeak,     ///< mask or atomic mode not restored at task end
    BadEventId,   ///< a flag's event id beyond the hardware's
    MissingPipe,  ///< barrier or flag on a pipe the core does not have
    Trap,         ///< the kernel called trap()
    NotModelled,
    DirtyCache,     ///< scalar stores to GM still in the data cache at task end
    InternalError,  ///< a bug of ours
    // Said by a library of a call's tiles.
    ShapesDiffer,  ///< a tensor's shape and the valid size of the tile that it is moved from or to
    ValidBeyondTile,  ///< a valid size that is larger than its tile
    // Of flags between cores. `instruction`: packed flag << 8 | the core that receives it.
    CrossCoreLost,      ///< no core of the block receives it
    CrossCoreOverflow,  ///< a counter was full
    CrossCoreShared,    ///< a counter still had a set from another sender
    CrossCoreLeft,      ///< nobody waited for it until the block's end
    CrossCoreAhead,     ///< a counter still had a set of the same sender, which waits for nobody
    // Calls that the device does not allow.
    CrossCoreFlagId,  ///< a flag between cores beyond the hardware's
    MessageFromS,     ///< a flag between cores that pipe S sends
    BarrierOnS,       ///< pipe_barrier(PIPE_S)
    EmptyMask,        ///< a vector instruction without a lane
    ModeAtCall,       ///< a library's function finds a mask that the kernel has changed
    OverLaterRepeat,  ///< a repeat's result lies over what a later one reads
    CrossCoreSpare    ///< as CrossCoreLeft, in a launch that has MessageWords
  };
  Kind kind = Kind::OutOfBounds;
  AgentId agent = 0;
  BlockRef block;
  Site site = nullptr;
  InstructionId instruction = 0;
  MemSpace space = MemSpace::GM;
  Span span;
  bool is_write = false;
  std::string text;  ///< one sentence for people: what, expected, found
  Cycle cycle = 0;
};

}  // namespace npusim
