// SPDX-License-Identifier: Apache-2.0
// What a kernel that meets other cores says to the device's loader about the cores it runs on. Here
// the launch says it: core_type and aic_to_aiv.
#pragma once

#define PTO_SYNCALL_AIV_KERNEL_META(kernel) static_assert(true)
#define PTO_SYNCALL_AIC_KERNEL_META(kernel) static_assert(true)
#define PTO_SYNCALL_MIX_AIC_KERNEL_META(kernel, aic_ratio, aiv_ratio) static_assert(true)
