// SPDX-License-Identifier: Apache-2.0
// Macros that kernels and generated code put in front of functions and pointers. A kernel is
// ordinary C++ on the host, so the memory qualifiers are empty.
#pragma once

#ifndef __global__
#define __global__
#endif
#ifndef __aicore__
#define __aicore__
#endif
#ifndef __gm__
#define __gm__
#endif
#define AICORE
/// `[aicore]` at a declaration's head, as headers spell it: an attribute without effect.
#define aicore [maybe_unused]
#define __ubuf__
#define __cbuf__
#define __ca__
#define __cb__
#define __cc__
#define __fbuf__
#define __biasbuf__
#define __out__
#define __in__
#define __tf__

/// Accessors: compiled into the kernel.
#define PTO_INLINE inline __attribute__((always_inline))
#define PTO_INTERNAL PTO_INLINE

/// Functions of the library that cross to the model. Never inlined, cloned or merged: their return
/// address is the statement in the kernel. Not instrumented: their accesses are not the kernel's.
/// Hidden: every kernel has its own.
#if defined(__clang__)
#define NPUSIM_LIBRARY_CALL \
  __attribute__((noinline, no_sanitize("thread", "coverage"), visibility("hidden")))
#else
#define NPUSIM_LIBRARY_CALL \
  __attribute__((noipa, no_sanitize("thread"), no_sanitize_coverage, visibility("hidden")))
#endif
#define PTO_INST NPUSIM_LIBRARY_CALL
/// The statement in the kernel that called the NPUSIM_LIBRARY_CALL this stands in.
#define NPUSIM_SITE __builtin_return_address(0)

/// What the device's compiler calls the chip.
#ifndef __CCE_AICORE__
#define __CCE_AICORE__ 220
#endif
#ifndef PTO_NPU_ARCH_A2A3
#define PTO_NPU_ARCH_A2A3
#endif
