// SPDX-License-Identifier: Apache-2.0
// What the host part of a source needs to compile: kernels and their host code stand in one file,
// and npusim runs the kernels alone. Nothing here is ever called.
#pragma once

#include <cstddef>
#include <cstdint>

using aclError = int;
using aclrtStream = void*;
using aclrtContext = void*;
using aclrtEvent = void*;
enum : int { ACL_SUCCESS = 0, ACL_ERROR_NONE = 0 };
enum aclrtMemMallocPolicy {
  ACL_MEM_MALLOC_HUGE_FIRST,
  ACL_MEM_MALLOC_HUGE_ONLY,
  ACL_MEM_MALLOC_NORMAL_ONLY
};
enum aclrtMemcpyKind {
  ACL_MEMCPY_HOST_TO_HOST,
  ACL_MEMCPY_HOST_TO_DEVICE,
  ACL_MEMCPY_DEVICE_TO_HOST,
  ACL_MEMCPY_DEVICE_TO_DEVICE
};
enum : int { ACL_EVENT_SYNC = 1 };

#define NPUSIM_HOST_CALL(name) \
  template <typename... T>     \
  aclError name(T&&...) {      \
    return ACL_SUCCESS;        \
  }
NPUSIM_HOST_CALL(aclFinalize)
NPUSIM_HOST_CALL(aclInit)
NPUSIM_HOST_CALL(aclrtCreateContext)
NPUSIM_HOST_CALL(aclrtCreateEvent)
NPUSIM_HOST_CALL(aclrtCreateEventExWithFlag)
NPUSIM_HOST_CALL(aclrtCreateStream)
NPUSIM_HOST_CALL(aclrtDestroyContext)
NPUSIM_HOST_CALL(aclrtDestroyEvent)
NPUSIM_HOST_CALL(aclrtDestroyStream)
NPUSIM_HOST_CALL(aclrtFree)
NPUSIM_HOST_CALL(aclrtFreeHost)
NPUSIM_HOST_CALL(aclrtGetDevice)
NPUSIM_HOST_CALL(aclrtMalloc)
NPUSIM_HOST_CALL(aclrtMallocHost)
NPUSIM_HOST_CALL(aclrtMemcpy)
NPUSIM_HOST_CALL(aclrtMemcpyAsync)
NPUSIM_HOST_CALL(aclrtMemset)
NPUSIM_HOST_CALL(aclrtRecordEvent)
NPUSIM_HOST_CALL(aclrtResetDevice)
NPUSIM_HOST_CALL(aclrtSetDevice)
NPUSIM_HOST_CALL(aclrtStreamWaitEvent)
NPUSIM_HOST_CALL(aclrtSynchronizeDevice)
NPUSIM_HOST_CALL(aclrtSynchronizeStream)
#undef NPUSIM_HOST_CALL
inline const char* aclGetRecentErrMsg() { return ""; }
