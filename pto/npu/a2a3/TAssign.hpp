// SPDX-License-Identifier: Apache-2.0
// Kernels include it by the place that it has in the public library.
#pragma once

#include "pto/pto-inst.hpp"
