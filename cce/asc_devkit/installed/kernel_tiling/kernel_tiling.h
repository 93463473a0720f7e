// SPDX-License-Identifier: Apache-2.0
// An installed Ascend C has this header generated from the definitions that a checkout has.
#pragma once

#include "register/tilingdata_base.h"

#define optiling AscendC::tiling
#include <activation/logsoftmax_tilingdata.h>
#include <activation/softmax_tilingdata.h>
#include <conv/conv3d/conv3d_tilingdata.h>
#include <conv_backprop/conv3d_bp_filter_tilingdata.h>
#include <conv_backprop/conv3d_bp_input_tilingdata.h>
#include <hccl/hccl_tilingdata.h>
#include <matmul/matmul_tilingdata.h>
#include <normalization/batchnorm_tilingdata.h>
#include <normalization/deepnorm_tilingdata.h>
#include <normalization/groupnorm_tilingdata.h>
#include <normalization/layernorm_grad_beta_tilingdata.h>
#include <normalization/layernorm_grad_tilingdata.h>
#include <normalization/layernorm_tilingdata.h>
#include <normalization/rmsnorm_tilingdata.h>
#include <pad/pad_tilingdata.h>
#include <sort/topk_tilingdata.h>
#include <transpose/confusion_transpose_tilingdata.h>
#undef optiling

// Their names without a namespace are older than it.
using namespace AscendC::tiling;
