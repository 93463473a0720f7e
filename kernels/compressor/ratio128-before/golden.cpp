// SPDX-License-Identifier: Apache-2.0
// As the ratio-4 compressor, with the sizes of ratio 128.
#include "../ratio128/ratio128.h"

#include "../shared/golden.cpp"
