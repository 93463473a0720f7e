// SPDX-License-Identifier: Apache-2.0
// The host's platform library: the checkout's declarations, without its assertion, which would take
// the place of the device's.
#pragma once

#include "platform/soc_spec.h"

#pragma push_macro("ASCENDC_ASSERT")
#undef ASCENDC_ASSERT
#include "include/utils/tiling/platform/platform_ascendc.h"
#pragma pop_macro("ASCENDC_ASSERT")
