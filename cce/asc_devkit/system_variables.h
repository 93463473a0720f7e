// SPDX-License-Identifier: Apache-2.0
// In place of the header of the same functions, some of which read their register in assembly
// (intrinsics.md 1.3, trap 11).
#pragma once

#include "cce/identity.h"
#include "cce/scalar.h"

#define ASCENDC_MODULE_OPERATOR_SYS_VAR_IMPL_H

namespace AscendC {

#ifdef __DAV_VEC__
NPUSIM_INTRINSIC std::int64_t GetSubBlockNumImpl() { return get_subblockdim(); }
NPUSIM_INTRINSIC std::int64_t GetBlockIdxImpl() {
  return get_block_idx() * get_subblockdim() + get_subblockid();
}
#else
NPUSIM_INTRINSIC std::int64_t GetSubBlockNumImpl() { return 1; }
NPUSIM_INTRINSIC std::int64_t GetBlockIdxImpl() { return get_block_idx(); }
#endif
NPUSIM_INTRINSIC std::int64_t GetSubBlockIdxImpl() { return get_subblockid(); }
NPUSIM_INTRINSIC std::int64_t GetTaskRationImpl() { return GetSubBlockNumImpl(); }
NPUSIM_INTRINSIC std::int64_t GetSystemCycleImpl() { return get_sys_cnt(); }
NPUSIM_INTRINSIC void GetArchVersionImpl(std::uint32_t& version) {
  version = static_cast<std::uint32_t>(get_arch_ver() >> 32 & 0xFFF);
}
NPUSIM_INTRINSIC std::int64_t GetProgramCounterImpl() { return get_pc(); }
NPUSIM_INTRINSIC void TrapImpl() { trap(); }

}  // namespace AscendC
