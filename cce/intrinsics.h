// SPDX-License-Identifier: Apache-2.0
// The intrinsics of dav-c220 with their types and enumerations (intrinsics.md), without the words
// that the device's compiler adds to C++ (cce/keywords.h). Each becomes one hardware instruction,
// flag, register or scalar access of the port (cce/port/). The bundled tile library brings them to
// every kernel that includes it.
#pragma once

#include "cce/cache.h"
#include "cce/compare.h"
#include "cce/convert.h"
#include "cce/cube.h"
#include "cce/element.h"
#include "cce/enumerations.h"
#include "cce/fix_pipe.h"
#include "cce/gather.h"
#include "cce/gm_copy.h"
#include "cce/gm_layout.h"
#include "cce/identity.h"
#include "cce/l1_copy.h"
#include "cce/l1_load.h"
#include "cce/print.h"
#include "cce/reduce.h"
#include "cce/scalar.h"
#include "cce/state.h"
#include "cce/sync.h"
#include "cce/transpose.h"
#include "cce/unmodelled.h"
#include "cce/vector_lane.h"
