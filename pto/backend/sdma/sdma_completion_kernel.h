// SPDX-License-Identifier: Apache-2.0
// Requests to the SDMA engine, for send_request_entry. The names compile; none is modelled.
#pragma once

#include <cstdint>

#include "pto_async_kernel_api.h"

/// Bytes of the scratch tile that a request needs.
inline constexpr std::uint32_t SDMA_SCRATCH_ALIGNMENT = 256;

enum class SdmaOp : std::uint8_t { TGET = 0, TPUT = 1 };
struct SdmaRequestDescriptor {};

NPUSIM_UNMODELLED_FUNCTION(SdmaRequestDescriptor, SdmaTget)
NPUSIM_UNMODELLED_FUNCTION(SdmaRequestDescriptor, SdmaTput)
