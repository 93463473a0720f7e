// SPDX-License-Identifier: Apache-2.0
// The platform's sizes, as kernels and orchestrations use them (task-runtime.md section 1).
#pragma once

#include <cstdint>

constexpr int PLATFORM_MAX_BLOCKDIM = 24;
constexpr int PLATFORM_AIC_CORES_PER_BLOCKDIM = 1;
constexpr int PLATFORM_AIV_CORES_PER_BLOCKDIM = 2;
constexpr int PLATFORM_CORES_PER_BLOCKDIM =
    PLATFORM_AIC_CORES_PER_BLOCKDIM + PLATFORM_AIV_CORES_PER_BLOCKDIM;
constexpr int PLATFORM_MAX_CORES = PLATFORM_MAX_BLOCKDIM * PLATFORM_CORES_PER_BLOCKDIM;
constexpr int PLATFORM_MAX_AICPU_THREADS = 4;
/// Ticks of the system counter in a second: get_sys_cnt().
constexpr std::uint64_t PLATFORM_PROF_SYS_CNT_FREQ = 50'000'000;
