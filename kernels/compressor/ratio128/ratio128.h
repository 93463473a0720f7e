// SPDX-License-Identifier: Apache-2.0
// Sizes of the ratio-128 compressor: windows of 128 tokens that do not overlap, state pages of 8
// rows, 8 requests per block of rmsnorm_rope. To be included before shared/kernels.
#pragma once

#define RATIO4_HEAD_DIM 512
#define RATIO4_RATIO 128
#define RATIO4_WINDOWS 1
#define RATIO4_STATE_PAGE 8
#define RATIO4_ROWS 8
