// SPDX-License-Identifier: Apache-2.0
// Functions that the NPU compiler builds in, the intrinsics: a kernel calls them beside the
// library.
#pragma once

#include "cce/intrinsics.h"
#include "pto/common/attributes.hpp"
#include "pto/common/pto_tile.hpp"
