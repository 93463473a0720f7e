// SPDX-License-Identifier: Apache-2.0
// Some generated orchestrations include the runtime's own header beside its API.
#pragma once

#include "pto/pto_orchestration_api.h"
