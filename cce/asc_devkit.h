// SPDX-License-Identifier: Apache-2.0
// Compiled in front of kernels that use the Ascend C headers of an asc-devkit checkout: the
// intrinsics, and what those headers expect of the device's compiler (intrinsics.md 1.3).
#pragma once

#include <cmath>

#include "cce/cce.h"

// What the library does stays in the frames of the line that calls it.
#undef __aicore__
#define __aicore__ __attribute__((always_inline))

#define __CCE_AICORE__ 220

// Marks a parameter for the device's compiler: see sim/build/launch_text.h.
#define __kfc_workspace__

#include "cce/asc_devkit/debug.h"
#include "cce/asc_devkit/soft_barriers.h"
#include "cce/asc_devkit/system_variables.h"

// Vector registers of another chip, whose interfaces are read for this one too.
struct vector_bool;
struct vector_align;
struct vector_address;

// Last, and after what the library reads of C++ itself.
#include "cce/asc_devkit/local_pointers.h"
#include "kernel_operator.h"
