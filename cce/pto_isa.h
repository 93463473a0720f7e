// SPDX-License-Identifier: Apache-2.0
// Compiled in front of kernels that use the tile library of a pto-isa checkout: the intrinsics, and
// the few things that its headers expect of the device's compiler and a host compiler lacks
// (intrinsics.md 1.3, traps 1 and 2).
#pragma once

#include <cstdio>
#include <cstdlib>
#include <type_traits>

#include "cce/cce.h"

#define NPUSIM_CHECKOUT  // not the bundled library

// type.hpp spells [aicore] unless it is told that it is compiled for the host, where it also makes
// every two-byte float the compiler's: here they are the classes of cce/element.h.
#define __CCE_AICORE__ 220
#define __COSTMODEL
#define __CPU_SIM
#define _Float16 half
#define bfloat16_t npusim_library_bfloat16_t
#include <pto/common/type.hpp>
#undef __COSTMODEL
#undef __CPU_SIM
#undef _Float16
#undef bfloat16_t
#undef __CCE_AICORE__

// pto_tile.hpp takes memory qualifiers off types, which are empty here, if it is told that it is
// compiled for the device.
#include <pto/common/arch_macro.hpp>
#include <pto/common/pto_tile.hpp>

#define __CCE_AICORE__ 220
#include <pto/pto-inst.hpp>
