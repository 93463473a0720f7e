// SPDX-License-Identifier: Apache-2.0
// As in the ratio-4 compressor, for 16 blocks: a row has one window.
#include "../../ratio128.h"

#include "../../../shared/kernels/aic/kv_score_proj.cpp"
