// SPDX-License-Identifier: Apache-2.0
// What a kernel includes: the tile ISA. Instructions become calls of the model (cce/port/port.h);
// those that are not modelled compile, and stop the run when they are reached.
#pragma once

#include "pto/comm/pto_comm_inst.hpp"
#include "pto/common/constants.hpp"
#include "pto/common/event.hpp"
#include "pto/common/fixpipe.hpp"
#include "pto/common/kernel_meta.hpp"
#include "pto/common/pto_tile.hpp"
#include "pto/common/type.hpp"
#include "pto/common/utils.hpp"
#include "pto/isa/assign.hpp"
#include "pto/isa/composed.hpp"
#include "pto/isa/convolution.hpp"
#include "pto/isa/convolution_transpose.hpp"
#include "pto/isa/core_functions.hpp"
#include "pto/isa/elementwise.hpp"
#include "pto/isa/gm_gather.hpp"
#include "pto/isa/implementation_names.hpp"
#include "pto/isa/prefetch.hpp"
#include "pto/isa/print.hpp"
#include "pto/isa/queue.hpp"
#include "pto/isa/rows_and_columns.hpp"
#include "pto/isa/transfer.hpp"
#include "pto/isa/unmodelled.hpp"
