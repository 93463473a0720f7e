// SPDX-License-Identifier: Apache-2.0
// What a kernel finds without an include, as the device's compiler gives it: the intrinsics, and
// the words that it adds to C++. npusim compiles it in front of every kernel that brings a library
// of its own.
#pragma once

#include "cce/intrinsics.h"
#include "cce/keywords.h"
#include "cce/memory_flags.h"
