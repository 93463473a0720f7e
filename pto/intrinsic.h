// SPDX-License-Identifier: Apache-2.0
// What a kernel finds at the end of its args: its block and its lane (task-runtime.md section 6.1).
#pragma once

#include <cstdint>

#include "cce/intrinsics.h"
#include "cce/port/port.h"
#include "pto/common/attributes.hpp"
#include "pto/common/dma_workspace.h"

inline constexpr std::int32_t SPMD_LOCAL_CONTEXT_INDEX = 48;
inline constexpr std::int32_t SPMD_GLOBAL_CONTEXT_INDEX = 49;
inline constexpr std::int32_t PAYLOAD_LOCAL_CONTEXT_INDEX = SPMD_LOCAL_CONTEXT_INDEX;
inline constexpr std::int32_t PAYLOAD_GLOBAL_CONTEXT_INDEX = SPMD_GLOBAL_CONTEXT_INDEX;
inline constexpr std::int32_t PTO2_EXT_PARAMS_COUNT = 2;

/// Of one dispatch. The real one continues with the state of asynchronous completion, which is not
/// modelled.
struct LocalContext {
  std::int32_t block_idx;
  std::int32_t block_num;
};

/// Of one core: the AIV's lane in its cluster.
struct GlobalContext {
  std::int32_t sub_block_id;
};

static __aicore__ inline std::int32_t get_block_idx(__gm__ std::int64_t* args) {
  return reinterpret_cast<__gm__ LocalContext*>(args[SPMD_LOCAL_CONTEXT_INDEX])->block_idx;
}
static __aicore__ inline std::int32_t get_block_num(__gm__ std::int64_t* args) {
  return reinterpret_cast<__gm__ LocalContext*>(args[SPMD_LOCAL_CONTEXT_INDEX])->block_num;
}
static __aicore__ inline std::int32_t get_sub_block_id(__gm__ std::int64_t* args) {
  return reinterpret_cast<__gm__ GlobalContext*>(args[SPMD_GLOBAL_CONTEXT_INDEX])->sub_block_id;
}

/// Memory of an engine for asynchronous transfers, by DmaWorkspaceKind. The bundled library needs
/// none of its contents; a checkout's would write its queues.
NPUSIM_LIBRARY_CALL inline __gm__ std::uint8_t* get_dma_workspace(__gm__ std::int64_t*, int kind) {
#ifndef NPUSIM_CHECKOUT
  constexpr std::uint64_t kNoMemory = 0x5D3A'0000;  // an access is out of bounds
  if (kind == DMA_WORKSPACE_SDMA) return reinterpret_cast<__gm__ std::uint8_t*>(kNoMemory);
#endif
  npusim_not_modelled("get_dma_workspace", NPUSIM_SITE);
}
