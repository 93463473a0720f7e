// SPDX-License-Identifier: Apache-2.0
// What the device's compiler does before a kernel whose workspace is marked `__kfc_workspace__`:
// the library gets it, and cube cores clear the messages (KFC) that it keeps there between cube and
// vector cores. Compiled behind the kernel's source, which has the library's matmul interface.
#pragma once

#include <cstddef>

#include "cce/crossing.h"
#include "cce/port/port.h"

namespace npusim::launch {

NPUSIM_CROSSING void message_words(std::uint64_t address, std::uint64_t bytes) {
  npusim_message_words(address, bytes, NPUSIM_PLACE);
}

NPUSIM_INTRINSIC void begin_messages(void* workspace) {
  using Layout = AscendC::SysWorkspaceDesc;
  const auto address = reinterpret_cast<std::uint64_t>(workspace);
  // All but the tiles that are sent.
  message_words(address, offsetof(Layout, ubMap));
  message_words(address + offsetof(Layout, quitCnt), sizeof(Layout) - offsetof(Layout, quitCnt));
  const auto place = static_cast<__gm__ std::uint8_t*>(workspace);
  AscendC::SetSysWorkspace(place);
  if ASCEND_IS_AIC {
    AscendC::clearWorkspace(place);
  }
}

}  // namespace npusim::launch
