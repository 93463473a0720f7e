// SPDX-License-Identifier: Apache-2.0
// Checks of the public library that only its CPU simulation makes: here they are the run's
// findings.
#pragma once

#include "pto/common/type.hpp"
