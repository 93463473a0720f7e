// SPDX-License-Identifier: Apache-2.0
// As in the ratio-4 compressor, for 8 blocks of 8 requests.
#include "../../ratio128.h"

#include "../../../ratio4/kernels/aiv/rmsnorm_rope.cpp"
