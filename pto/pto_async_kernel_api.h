// SPDX-License-Identifier: Apache-2.0
// Tasks that end when a transfer completes, after their kernel has returned. The names compile;
// none is modelled.
#pragma once

#include "intrinsic.h"
#include "pto/comm/pto_comm_inst.hpp"
#include "pto/isa/unmodelled_functions.hpp"

struct AsyncCtx {};
struct CompletionToken {};

NPUSIM_UNMODELLED_FUNCTION(AsyncCtx, get_async_ctx)
NPUSIM_UNMODELLED_FUNCTION(bool, async_ctx_is_deferred)
NPUSIM_UNMODELLED_FUNCTION(bool, register_completion_condition)
NPUSIM_UNMODELLED_FUNCTION(void, send_notification)
NPUSIM_UNMODELLED_FUNCTION(void, save_expected_notification_counter)
NPUSIM_UNMODELLED_FUNCTION(bool, send_request_entry)
