// SPDX-License-Identifier: Apache-2.0
// An installed Ascend C has its matrix interface here; a checkout elsewhere.
#pragma once

#include <matmul/matmul_intf.h>
