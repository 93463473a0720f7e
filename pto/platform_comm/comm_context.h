// SPDX-License-Identifier: Apache-2.0
// What the host tells kernels about the other NPUs of a communicator: 1056 bytes in device memory.
// Names only: the model has one NPU, and the instructions that reach others are not modelled.
#pragma once

#include <cstdint>

inline constexpr std::uint32_t COMM_MAX_RANK_NUM = 64;

struct CommContext {
  std::uint64_t workSpace;
  std::uint64_t workSpaceSize;
  std::uint32_t rankId;
  std::uint32_t rankNum;
  std::uint64_t winSize;
  std::uint64_t windowsIn[COMM_MAX_RANK_NUM];
  std::uint64_t windowsOut[COMM_MAX_RANK_NUM];
};
static_assert(sizeof(CommContext) == 1056);
