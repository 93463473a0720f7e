// SPDX-License-Identifier: Apache-2.0
// What a kernel finds without an include, as the device's compiler gives it: the intrinsics of
// dav-c220, their types, enumerations and keywords (intrinsics.md). npusim compiles it in front of
// every kernel that brings a library of its own. Each intrinsic becomes one hardware instruction,
// flag, register or scalar access of the port (cce/port/).
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
#include "cce/keywords.h"
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
