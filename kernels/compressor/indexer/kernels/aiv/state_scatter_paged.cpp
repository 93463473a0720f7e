// SPDX-License-Identifier: Apache-2.0
// As in the ratio-4 compressor, for rows of 128 columns.
#define RATIO4_HEAD_DIM 128
#include "../../../shared/kernels/aiv/state_scatter_paged.cpp"
