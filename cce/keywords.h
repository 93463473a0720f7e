// SPDX-License-Identifier: Apache-2.0
// Words that the device's compiler adds to C++: they say on what core a function runs and in what
// memory a pointer points. On the host they mean nothing; which memory an operand is in follows
// from the intrinsic's parameter (intrinsics.md 1.1).
#pragma once

#define __aicore__
/// `[aicore]` at a declaration's head, as headers spell it: an attribute without effect.
#define aicore [maybe_unused]
#define __global__
#define __host__
#define __host_aicore__
#define __gm__
#define __ubuf__
#define __cbuf__
#define __ca__
#define __cb__
#define __cc__
#define __fbuf__
#define __biasbuf__
#define __ssbuf__
#define __tf__ __attribute__((always_inline))
#define __in__
#define __out__
#define __vector__
#define __cube__
#define __mix__(...)
#define __schedmode__(...)
#define __simd_callee__
#define __simd_vf__
#define __simt_callee__
#define __simt_vf__
#define __inout_pipe__(...)
#define __in_pipe__(...)
#define __out_pipe__(...)
#define __sync_alias__
#define __check_sync_alias__
#define __kfc_workspace__
#define __no_simd_vf_fusion__
#define __reg_mode__
#ifndef __forceinline__
#define __forceinline__ inline __attribute__((always_inline))
#endif
