// SPDX-License-Identifier: Apache-2.0
// As in the ratio-4 compressor before #427, for 8 tasks of 8 requests: the round trip through GM.
#include "../../../ratio128/ratio128.h"

#include "../../../ratio4-before/kernels/aiv/rmsnorm_rope.cpp"
