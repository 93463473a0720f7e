// SPDX-License-Identifier: Apache-2.0
// As the ratio-4 compressor, for rows of 128 columns that are multiplied by a matrix at the end.
#define RATIO4_HEAD_DIM 128
#define RATIO4_ROTATES
#include "../shared/golden.cpp"
